import Payoff

/// Cars compute on board instead of in the cloud: less data and less energy, but a computer in each car.
@main
struct DrivingEdge: Experiment {
  static let question = "When do savings in data and energy pay back a computer in each car?"

  static let cases = [
    Case("bull", "much data at a high price, a cheap computer", ["data": 2.5, "gigabyte": 0.9, "computer": 1000]),
    Case("bear", "little data at a low price, a dear computer", ["data": 0.5, "gigabyte": 0.3, "computer": 3500]),
  ]

  @Uncertain(
    .between(20_000, 200_000), "cars", unit: "cars", source: .assumption("a manufacturer's self-driving fleet"))
  var cars: Double

  @Uncertain(5, "energy with computing in the cloud", unit: "kWh/car-day", source: .fact("F7"))
  var energyBefore: Double

  @Uncertain(0.8, "energy with computing in the car", unit: "kWh/car-day", source: .fact("F7"))
  var energyAfter: Double

  @Uncertain(0.9, "share of the data that stays in the car", in: 0...1, source: .fact("F7", "data to the cloud −90 %"))
  var dataSaved: Double

  @Uncertain(
    .between(0.3, 3), stated: 1, "data sent to the cloud per car", unit: "GB/car-day",
    source: .assumption("clips of difficult situations, no raw streams"))
  var data: Double

  @Uncertain(
    .between(0.2, 1), "price of a gigabyte over the mobile network",
    source: .assumption("contracts for devices, a few yuan for 5 GB"))
  var gigabyte: Price<Renminbi, PerGigabyte>

  @Uncertain(
    .uniform(0.05, 0.25), leftOut: 0, "yearly fall of the price of a gigabyte",
    source: .assumption("networks get cheaper"))
  var gigabyteFall: Rate<PerYear>

  @Uncertain(
    .uniform(0.5, 1.2), "price of a kilowatt-hour",
    source: .assumption("from charging at home by night to fast charging by day"))
  var electricity: Price<Renminbi, PerKilowattHour>

  @Uncertain(
    .between(800, 4000), stated: 2000, "cost of the computer in a car", unit: "CNY/car",
    source: .assumption("a chip and its installation")
  )
  var computer: Double

  @Uncertain(
    .between(5e6, 30e6), leftOut: 0, "one-off adaptation of the models to the computer in a car",
    source: .assumption("a year of five to thirty engineers"))
  var adaptation: CNY

  @Uncertain(
    .uniform(9, 18), leftOut: 0, "months until the models run on the computer in a car", unit: "months", in: 0...24,
    source: .assumption("the year of the engineers, and tests on the road"))
  var adapting: Double

  @Uncertain(
    .uniform(6, 18), leftOut: 0.001, "months from then until all cars have their computer", unit: "months", in: 0...24,
    source: .assumption("in four batches, as cars come to a garage"))
  var rollout: Double

  @Uncertain(
    .uniform(0.01, 0.05), leftOut: 0, "share of computers that fail each year", in: 0...1,
    source: .assumption("heat and vibration")
  )
  var failing: Rate<PerYear>

  @Uncertain(
    .uniform(0.7, 1), stated: 1, "share of the days on which a car drives", in: 0...1,
    source: .assumption("weekends, repairs"))
  var driven: Double

  @Uncertain(
    .constant(ChineseRates.incomeTax.value), "income tax on profit", in: 0...1,
    source: .recorded(ChineseRates.incomeTax))
  var taxRate: Double

  @Uncertain(
    ChineseRates.consumerPrices.value, stated: 0, "yearly rise of consumer prices",
    source: .recorded(ChineseRates.consumerPrices))
  var inflation: Rate<PerYear>

  @Choice(
    "whose net present value: the maker's, who buys the computers, or that of maker and owners, who pay no tax on savings"
  )
  var view: View = .maker

  enum View: String, CaseIterable {
    case maker
    case together
  }

  /// Of a computer, in months.
  private static let life = 72

  var scenario: Scenario {
    Horizon(from: .month(2026, 1), years: 10)
    Books(in: .cny, discounting: 0.08, inflation: inflation, taxing: .chinese(rate: taxRate))
    // A request is a day of a car on the road.
    Load("car-days") { Requests(perDay: cars * driven) }
    // Four batches of cars get their computers, the first once the models are adapted.
    let batches = (0..<4).map { Int(adapting.rounded(.up)) + Int((rollout * Double($0) / 4).rounded()) }
    let equipped = { (month: MonthOfOperation) in
      Double(batches.count { $0 <= month.index && month.index < $0 + Self.life }) / Double(batches.count)
    }
    let network = PriceIndex("network", .falling(gigabyteFall))
    Avoided(
      Metered("data", gigabyte, along: network) {
        Quantity(data * dataSaved * $0.requests("car-days") * equipped($0))
      })
    // The owner pays for electricity, and no tax on what is saved of it.
    Benefit("energy of owners") {
      electricity.times(view == .maker ? 0 : (energyBefore - energyAfter) * $0.requests("car-days") * equipped($0))
    }
    .untaxed()
    Investment("adaptation", adaptation)
    // Bought when its batch comes, depreciated over the six years that it drives, and worth nothing after them.
    for (place, month) in batches.enumerated() {
      OwnedHardware(
        "computers, batch \(place + 1)", cars / Double(batches.count), CNY(computer) / .gpu, orderedIn: month,
        life: Self.life, losingValue: 1.perYear)
    }
    Metered("computers that fail", CNY(failing.fraction / 12 * computer * cars) / .month) {
      Quantity<PerMonth>(equipped($0))
    }

    OperatingLife(from: batches[0], months: batches[3] - batches[0] + Self.life)
    Measure("saved_in_first_full_year", unit: "CNY/car") { forecast in
      let year = batches[3]..<batches[3] + 12
      return (forecast.operatingBenefit[year].reduce(0, +) - forecast.operatingCost[year].reduce(0, +)) / cars
    }
    Measure("owner_saves_a_year", unit: "CNY/car") {
      (energyBefore - energyAfter) * electricity.amount * $0.requests("car-days")[..<12].reduce(0, +) / cars
    }
    Check("energy saved", byHand: 0.84, "5 kWh become 0.8.", of: "F7", isByConstruction: true) { _ in
      1 - energyAfter / energyBefore
    }
  }

  static func answer(_ findings: Findings) -> String? {
    """
    A computer saves \(findings["saved_in_first_full_year"]) in the first year in which all cars have theirs, before its \
    price and tax. Payback, from the beginning of the adaptation: \(findings["payback_month"]). What is spent is not back \
    at the end of the computers' six years in \(findings.percent(findings["payback_month"].shareWithout)) of simulated futures.
    """
  }
}

extension DrivingEdge {
  static let chinese: Translation = [
    question: "车载计算设备节省的数据与能耗费用，何时能够回本？",
    "income tax on profit": "企业所得税税率", "yearly rise of consumer prices": "居民消费价格年涨幅",
    "cars": "车辆数",
    "one-off adaptation of the models to the computer in a car": "将模型适配到车载计算设备的一次性费用",
    "a year of five to thirty engineers": "5–30 名工程师一年的工作量", "adaptation": "模型适配",
    "months until the models run on the computer in a car": "模型适配至可在车载设备运行所需月数",
    "the year of the engineers, and tests on the road": "工程师一年的工作及道路测试",
    "months from then until all cars have their computer": "此后全部车辆装机所需月数",
    "in four batches, as cars come to a garage": "分四批，随车辆进站安装",
    "a manufacturer's self-driving fleet": "车企的自动驾驶车队",
    "energy with computing in the cloud": "云端计算的能耗",
    "energy with computing in the car": "车端计算的能耗",
    "share of the data that stays in the car": "留在车端的数据占比",
    "data to the cloud −90 %": "上传云端的数据 −90%",
    "data sent to the cloud per car": "每辆车上传云端的数据",
    "clips of difficult situations, no raw streams": "仅上传疑难场景片段，不含原始数据流",
    "price of a gigabyte over the mobile network": "移动网络每 GB 价格",
    "contracts for devices, a few yuan for 5 GB": "物联网套餐，5 GB 数元",
    "yearly fall of the price of a gigabyte": "每 GB 价格年降幅",
    "networks get cheaper": "网络资费下降",
    "price of a kilowatt-hour": "电价",
    "from charging at home by night to fast charging by day": "从夜间家充到日间快充",
    "cost of the computer in a car": "每车计算设备成本",
    "a chip and its installation": "芯片及安装",
    "share of computers that fail each year": "设备年故障率",
    "heat and vibration": "高温与振动",
    "share of the days on which a car drives": "车辆出行日占比",
    "weekends, repairs": "周末与维修",
    "car-days": "车日",
    "whose net present value: the maker's, who buys the computers, or that of maker and owners, who pay no tax on savings":
      "以谁的净现值计：购买设备的车企，或车企与车主合计（车主节省的费用不纳税）",
    "maker": "车企",
    "together": "车企与车主合计",
    "energy of owners": "车主能耗",
    "owner_saves_a_year": "车主每年每车节省额",
    "network": "网络资费",
    "data": "数据流量",
    "energy": "能耗",
    "computers, batch 1": "车载设备（第 1 批）", "computers, batch 2": "车载设备（第 2 批）",
    "computers, batch 3": "车载设备（第 3 批）", "computers, batch 4": "车载设备（第 4 批）",
    "computers that fail": "故障更换",
    "saved_in_first_full_year": "全部装机后第一年每车节省额",
    "energy saved": "节省的能耗",
    "5 kWh become 0.8.": "5 千瓦时降至 0.8 千瓦时。",
  ]

  static func chineseAnswer(_ findings: Findings) -> String? {
    """
    全部车辆装机后的第一年，每台设备节省 \(findings["saved_in_first_full_year"])（未计购置成本与税）；自模型适配开始计，回本时间为\
    \(findings["payback_month"])；\(findings.percent(findings["payback_month"].shareWithout)) 的模拟情形在设备六年寿命结束时仍未回本。
    """
  }
}
