import Payoff

/// A cost centre that may become a source of revenue: start now, or wait until it is cheaper?
@main
struct InflectionPoint: Experiment {
  static let question =
    "Invest now or wait: when does a cost centre turn into a source of revenue, and do early movers gain?"

  static let cases = [
    Case(
      "bull", "cost falls fast, benefit is learnt soon",
      ["costPath": "steady-fall", "fall": 0.48, "benefit": 18e6, "learning": 8]),
    Case(
      "bear", "cost falls slowly, benefit is learnt late",
      ["costPath": "steady-fall", "fall": 0.32, "benefit": 6e6, "learning": 22]),
  ]

  @Uncertain(
    .between(20e6, 60e6), stated: 35e6, "cost of starting today", source: .assumption("training, data, integration")
  )
  var investment: CNY

  @Uncertain(
    .uniform(0.3, 0.7), leftOut: 1, "share of that cost that gets cheaper", in: 0...1,
    source: .assumption("compute gets cheaper, people do not"))
  var falling: Double

  @Uncertain(
    .between(4e6, 15e6), stated: 8e6, "yearly running cost today", source: .assumption("compute and API calls"))
  var running: Price<Renminbi, PerYear>

  @Uncertain(
    .uniform(0.30, 0.50), stated: 0.4, "yearly fall of unit cost, where it falls steadily",
    source: .fact("F17", "30 to 50 % a year"))
  var fall: Rate<PerYear>

  @Uncertain(
    .uniform(0.2, 0.5), leftOut: 0,
    "yearly volatility of unit cost, where it falls steadily (standard deviation of its logarithm)",
    source: .assumption("rents of an H100 rose by 38 % in five months of 2025 and 2026"))
  var volatility: Double

  @Uncertain(
    .between(4e6, 24e6), stated: 9e6, "yearly benefit once it is learned", source: .assumption("a focused use"))
  var benefit: Price<Renminbi, PerYear>

  @Uncertain(
    .between(6, 24), leftOut: 0.001, "months until 63 % of the benefit is reached", unit: "months",
    source: .assumption("Brynjolfsson, Rock, Syverson: complementary investments take years"))
  var learning: Double

  @Uncertain(
    .uniform(0, 0.25), stated: 0, "share of the benefit that a year of waiting loses to early movers", in: 0...1,
    source: .assumption("from none, where models are bought, to a quarter, where own data matter"))
  var lost: Rate<PerYear>

  @Uncertain(
    .constant(ChineseRates.incomeTax.value), "income tax on profit", in: 0...1,
    source: .recorded(ChineseRates.incomeTax))
  var taxRate: Double

  @Uncertain(
    ChineseRates.consumerPrices.value, stated: 0, "yearly rise of consumer prices",
    source: .recorded(ChineseRates.consumerPrices))
  var inflation: Rate<PerYear>

  @Uncertain(
    ChineseRates.wages.value, leftOut: 0, "yearly rise of wages", source: .recorded(ChineseRates.wages))
  var wageRise: Rate<PerYear>

  @Choice("how unit cost moves: as rents, software and new GPUs may move it, or falling steadily, as in the article")
  var costPath: CostPath = .market

  enum CostPath: String, CaseIterable {
    case market
    case steadyFall = "steady-fall"
  }

  @Timing("when to start", every: 6, through: 48)
  var start: Int? = 0

  private static let discount = 0.10.perYear
  /// Months.
  private static let life = 96

  var scenario: Scenario {
    Horizon(from: .month(2026, 1), years: 12)
    Books(
      in: .cny, discounting: Self.discount.fraction, inflation: inflation, taxing: .chinese(rate: taxRate))
    let wages = PriceIndex("wages", .falling((0 - wageRise.fraction).perYear))
    // A fixed piece of work: its rent, better serving software, and new GPUs, as in `gpuWorkAcrossGenerations`.
    let unitCost =
      costPath == .market
      ? PriceIndex(
        "unit cost", PriceOutlook.gpuRent.movements + [.servingSoftware] + PriceMovement.gpuGenerations)
      : PriceIndex("unit cost", .falling(fall), .wandering(volatility))
    unitCost
    // Eight years whenever it begins, so that a later start is not cut off by the calendar.
    let operation = OperatingLife(from: start, months: Self.life)
    operation
    let begins = start
    let runs = { (month: MonthOfOperation) in Quantity<PerMonth>(operation.runs(in: month) ? 1 : 0) }
    Metered("start, compute", falling * investment / PerStart.unit, along: unitCost) {
      Quantity($0.index == begins ? 1 : 0)
    }
    Metered("start, people", (1 - falling) * investment / PerStart.unit, along: wages) {
      Quantity($0.index == begins ? 1 : 0)
    }
    Metered("running", running.monthly, along: unitCost, quantity: runs)
    Benefit("revenue and hours") { month in
      CNY(operation.runs(in: month) ? amount(begunIn: begins ?? 0, month: month.index) : 0)
    }
    .growing(wageRise)
    Indicator("unit cost") { $0.price("unit cost") }

    Measure("early_movers_gain", unit: "CNY") { worth(begunIn: 0, $0) - worth(begunIn: 24, $0) }
    Check(
      "unit cost after five years", byHand: 0.6 * 0.6 * 0.6 * 0.6 * 0.6,
      "30 to 50 % a year leave 16.8 % to 3.1 % of today's.", claimed: 0.031...0.168, of: "F17",
      isByConstruction: costPath == .steadyFall
    ) { $0.price("unit cost")[60] }
  }

  /// The unit of the one-off cost of starting.
  enum PerStart: BillingUnit {
    static var symbol: String { "start" }
    case unit
  }

  /// The benefit of a month: it grows with learning since the start, and is lower for a later start.
  private func amount(begunIn begin: Int, month: Int) -> Double {
    let learnt = Ramp.saturating(time: learning).share(after: Double(month - begin) + 1)
    return benefit.monthly.amount * learnt * (0 - lost.fraction).perYear.factor(after: Double(begin) / 12)
  }

  /// The net present value of beginning in a month, over a life as long as any other, on the prices of a forecast.
  private func worth(begunIn begin: Int, _ forecast: Forecast) -> Double {
    let price = forecast.price("unit cost")
    let months = (0..<forecast.horizon.months).map { month -> Double in
      guard month >= begin, month < begin + Self.life else { return 0 }
      let wages = wageRise.factor(after: Double(month) / 12)
      let beginning = month == begin ? investment.amount * (falling * price[month] + (1 - falling) * wages) : 0
      return amount(begunIn: begin, month: month) * wages - running.monthly.amount * price[month] - beginning
    }
    let taxes = IncomeTax.chinese(rate: taxRate).amounts(onMonthly: months)
    let cash = zip(months, taxes).map { $0 - $1 }
    return CashSeries(monthly: cash, timeZero: .spreadsheet).netPresentValue(at: Self.discount.fraction)
  }

  static func answer(_ findings: Findings) -> String? {
    let start = findings.option("start")
    let begun = start == "0" ? "at once" : "after \(start) months"
    let outcome =
      findings["inflection_month"].median == nil
      ? "benefit does not stay above cost in half of the futures"
      : "benefit stays above cost from \(findings["inflection_month"]) on"
    let own =
      start == "never"
      ? "Without a start nothing is paid, and nothing comes in."
      : "With a start \(begun), \(outcome), and the net present value is \(findings["npv"])."
    return """
      \(own) Starting now instead of two years later, for eight years in both cases, brings \
      \(findings["early_movers_gain"]); payoff wait InflectionPoint compares all dates.
      """
  }
}

extension InflectionPoint {
  static let chinese: Translation = [
    question: "现在投资还是等待：成本中心何时转为收入来源，先行者能否获益？",
    "income tax on profit": "企业所得税税率", "yearly rise of consumer prices": "居民消费价格年涨幅",
    "yearly rise of wages": "工资年涨幅",
    "cost of starting today": "目前的启动成本",
    "training, data, integration": "训练、数据与集成",
    "share of that cost that gets cheaper": "启动成本中会降价的占比",
    "compute gets cheaper, people do not": "算力会降价，人工不会",
    "yearly running cost today": "目前的年运行成本",
    "compute and API calls": "算力与 API 调用",
    "yearly fall of unit cost, where it falls steadily": "单位成本年降幅（匀速下降时）",
    "30 to 50 % a year": "每年 30%–50%",
    "yearly volatility of unit cost, where it falls steadily (standard deviation of its logarithm)":
      "单位成本年波动率（匀速下降时，对数标准差）",
    "how unit cost moves: as rents, software and new GPUs may move it, or falling steadily, as in the article":
      "单位成本走势：随租金、软件与新一代 GPU 变动，或如文中所述匀速下降",
    "market": "随市场变动", "steady-fall": "匀速下降",
    "rents of an H100 rose by 38 % in five months of 2025 and 2026": "2025–2026 年 H100 租金曾在五个月内上涨 38%",
    "yearly benefit once it is learned": "成熟后的年收益",
    "a focused use": "聚焦的应用",
    "months until 63 % of the benefit is reached": "达到 63% 收益所需月数",
    "Brynjolfsson, Rock, Syverson: complementary investments take years": "Brynjolfsson、Rock、Syverson：配套投入需要数年",
    "share of the benefit that a year of waiting loses to early movers": "每推迟一年流失给先行者的收益占比",
    "from none, where models are bought, to a quarter, where own data matter": "外购模型为零，依赖自有数据时可达四分之一",
    "when to start": "启动时间",
    "never": "始终不启动",
    "start, compute": "启动：算力",
    "start, people": "启动：人工",
    "start": "次启动",
    "running": "运行",
    "revenue and hours": "收入与工时",
    "unit cost": "单位成本",
    "early_movers_gain": "先行者收益优势",
    "unit cost after five years": "五年后的单位成本",
    "30 to 50 % a year leave 16.8 % to 3.1 % of today's.": "每年下降 30%–50%，五年后为目前的 16.8% 至 3.1%。",
  ]

  static func chineseAnswer(_ findings: Findings) -> String? {
    let start = findings.option("start")
    let begun = start == "0" ? "立即" : "\(start) 个月后"
    let outcome =
      findings["inflection_month"].median == nil
      ? "半数以上的情形收益未能持续超过成本" : "收益持续超过成本的时间为\(findings["inflection_month"])"
    let own =
      start == "0" || Int(start) != nil ? "\(begun)启动时，\(outcome)，净现值为 \(findings["npv"])。" : "不启动则既无投入也无收益。"
    return """
      \(own)现在启动而不是推迟两年（均运行八年），净现值相差 \(findings["early_movers_gain"])；各启动时间的比较见 payoff wait \
      InflectionPoint。
      """
  }
}
