import Payoff

/// A bank moves its assistant from servers in the data centre to small devices in its branches, with a compressed model.
@main
struct BankEdge: Experiment {
  static let question = "Does a compressed model on devices in its branches pay off for a bank, and when?"

  static let cases = [
    Case("bull", "quick work on small devices", ["deviceShare": 0.25, "months": 5, "errors": 0.001, "cashShare": 0.3]),
    Case("bear", "slow work on large devices", ["deviceShare": 0.45, "months": 13, "errors": 0.02, "cashShare": 0]),
  ]

  @Uncertain(
    .between(20e6, 80e6), "cost of new servers in the data centre",
    source: .assumption("a thousand branches, 40 000 each"))
  var servers: CNY

  @Uncertain(
    .uniform(0.2, 0.5), stated: 0.3, "cost of the devices as a share of that of the servers",
    source: .fact("F6", "hardware cost −70 %"))
  var deviceShare: Double

  @Uncertain(3, "seconds to an answer from the data centre", unit: "s", source: .fact("F6"))
  var secondsBefore: Double

  @Uncertain(.uniform(0.3, 0.8), stated: 0.5, "seconds to an answer from a device", unit: "s", source: .fact("F6"))
  var secondsAfter: Double

  @Uncertain(
    .between(2e5, 1e6), "questions asked by clerks", unit: "requests/day", source: .assumption("10 000 clerks"))
  var questions: Double

  @Uncertain(80, "cost of an hour of a clerk", source: .assumption("15 000 CNY a month, all included"))
  var hourOfClerk: Price<Renminbi, PerPersonHour>

  @Uncertain(
    .uniform(0, 0.4), stated: 0, "share of the saved labour cost that becomes cash", in: 0...1,
    source: .assumption("a few seconds between two customers are rarely used"))
  var cashShare: Double

  @Uncertain(
    12, "engineers who compress the model", unit: "people", in: 0...1e6, source: .fact("F5", "40 % of a team of 30"))
  var engineers: Double

  @Uncertain(.constant(50e6 / 30), "yearly cost of an engineer", source: .fact("F5", "50 M a year for 30"))
  var pay: Price<Renminbi, PerYear>

  @Uncertain(
    .uniform(4, 14), stated: 6, "months of work to compress the model", unit: "months",
    source: .assumption("half a year to a year"))
  var months: Double

  @Uncertain(
    .triangular(0, 0.005, 0.03), stated: 0, "share of answers that become wrong", in: 0...1,
    source: .assumption("F6 does not mention accuracy; F15 keeps at least 95 % of it"))
  var errors: Double

  @Uncertain(.between(0.5, 5), "cost of a wrong answer", source: .assumption("most are noticed and asked again"))
  var costOfError: Price<Renminbi, PerError>

  @Uncertain(
    .uniform(0.04, 0.10), "yearly upkeep of devices beyond that of servers, as a share of their price", in: 0...1,
    source: .assumption("a thousand places instead of one"))
  var upkeep: Rate<PerYear>

  @Uncertain(
    .uniform(3, 18), leftOut: 0.001, "months until the devices are in all branches", unit: "months",
    source: .assumption("branch after branch"))
  var rollout: Double

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

  var scenario: Scenario {
    Horizon(from: .month(2026, 1), years: 7)
    Books(in: .cny, discounting: 0.10, inflation: inflation, taxing: .chinese(rate: taxRate))
    let start = Int(months.rounded(.up))
    Load("questions") { Requests(perDay: questions) }

    // Both are leased, for five years from the month in which the model is ready on.
    let lease = Annuity(at: 0.10.perYear.monthly, payments: 60)
    let operation = OperatingLife(from: start, months: 60)
    operation
    // Branch after branch gets its device and needs no server any more, and clerks learn to ask it.
    let rolledOut = Ramp.linear(from: Double(start), over: rollout)
    let share = { (month: MonthOfOperation) in
      operation.runs(in: month) ? rolledOut.share(after: Double(month.index) + 1) : 0
    }
    let isThere = { (month: MonthOfOperation) in Quantity<PerMonth>(share(month)) }
    let devices = deviceShare * servers.amount
    Avoided(Metered("servers", CNY(lease.payment(for: servers.amount)) / .month, quantity: isThere))
    Metered("devices", CNY(lease.payment(for: devices)) / .month, quantity: isThere)
    Metered(
      "upkeep of devices", CNY(upkeep.fraction / 12 * devices) / .month,
      along: PriceIndex("prices", .falling((0 - inflation.fraction).perYear)), quantity: isThere)
    Staff("engineers", Int(engineers.rounded()), pay, growing: wageRise, until: start)
    Benefit("seconds of clerks") { month in
      hourOfClerk.times(
        month.requests("questions") * (secondsBefore - secondsAfter) / 3600 * cashShare * share(month))
    }
    .growing(wageRise)
    Metered("wrong answers", costOfError) { Quantity($0.requests("questions") * errors * share($0)) }

    Measure("saved_on_hardware", unit: "CNY") { _ in (1 - deviceShare) * servers.amount }
    Measure("compressing", unit: "CNY") { $0.cost("engineers").reduce(0, +) }
    Check(
      "ratio of server cost to device cost", byHand: 1 / 0.3, "hardware cost −70 %.", of: "F6", isByConstruction: true
    ) {
      $0.benefit("servers")[start] / $0.cost("devices")[start]
    }
  }

  static func answer(_ findings: Findings) -> String? {
    """
    Devices save \(findings["saved_on_hardware"]) on servers. Engineers who compress the model cost \
    \(findings["compressing"]), which F6 does not count. The net present value is above 0 in \
    \(findings.percent(findings["npv"].shareAboveZero)) of simulated futures.
    """
  }
}

extension BankEdge {
  static let chinese: Translation = [
    question: "银行在网点设备上运行压缩模型，能否以及何时实现盈利？",
    "months until the devices are in all branches": "设备覆盖全部网点所需月数", "branch after branch": "逐个网点部署",
    "income tax on profit": "企业所得税税率", "yearly rise of consumer prices": "居民消费价格年涨幅",
    "yearly rise of wages": "工资年涨幅",
    "cost of new servers in the data centre": "数据中心拟新购服务器的成本",
    "a thousand branches, 40 000 each": "一千个网点，每个 4 万元",
    "cost of the devices as a share of that of the servers": "设备成本占服务器成本的比例",
    "hardware cost −70 %": "硬件成本 −70%",
    "seconds to an answer from the data centre": "数据中心应答时间",
    "seconds to an answer from a device": "设备应答时间",
    "questions asked by clerks": "柜员提问量",
    "10 000 clerks": "1 万名柜员",
    "cost of an hour of a clerk": "柜员每小时成本",
    "15 000 CNY a month, all included": "每月 1.5 万元（全口径）",
    "share of the saved labour cost that becomes cash": "节省的人工成本中可变现的比例",
    "a few seconds between two customers are rarely used": "两位客户之间的几秒钟很少能加以利用",
    "engineers who compress the model": "压缩模型的工程师人数",
    "40 % of a team of 30": "30 人团队的 40%",
    "yearly cost of an engineer": "工程师年成本",
    "50 M a year for 30": "30 人每年 5000 万元",
    "months of work to compress the model": "压缩模型所需月数",
    "half a year to a year": "半年至一年",
    "share of answers that become wrong": "出错的应答占比",
    "F6 does not mention accuracy; F15 keeps at least 95 % of it": "F6 未提及准确率；F15 至少保留 95%",
    "cost of a wrong answer": "一次错误应答的成本",
    "most are noticed and asked again": "多数会被发现并重新提问",
    "yearly upkeep of devices beyond that of servers, as a share of their price": "设备较服务器多出的年维护费占价格的比例",
    "a thousand places instead of one": "维护地点由一处变为一千处",
    "questions": "提问",
    "servers": "服务器",
    "devices": "网点设备",
    "upkeep of devices": "设备维护",
    "engineers": "工程师",
    "seconds of clerks": "柜员节省的时间",
    "wrong answers": "错误应答",
    "saved_on_hardware": "硬件节省额",
    "compressing": "压缩模型的成本",
    "ratio of server cost to device cost": "服务器与设备成本之比",
    "hardware cost −70 %.": "硬件成本 −70%。",
  ]

  static func chineseAnswer(_ findings: Findings) -> String? {
    """
    网点设备节省服务器支出 \(findings["saved_on_hardware"])；压缩模型的工程师成本为 \(findings["compressing"])，F6 未计入。\
    \(findings.percent(findings["npv"].shareAboveZero)) 的模拟情形净现值高于 0。
    """
  }
}
