import Payoff

/// A retailer pays for its model by the call and could run it on its own servers.
@main
struct ApiOrOwn: Experiment {
  static let question = "From how many calls a day on, and when, should a retailer serve its model itself?"

  @Uncertain(
    .between(50_000, 600_000), stated: 200_000, "calls", unit: "calls/day",
    source: .assumption("a medium-sized retailer"))
  var callsPerDay: Double

  @Uncertain(
    .uniform(-0.1, 0.6), stated: 0, "yearly growth of calls", source: .assumption("a popular use grows"))
  var growth: Double

  @Uncertain(0.10, "price of a call by API", source: .fact("F11"))
  var byInterface: Price<Renminbi, PerCall>

  @Uncertain(0.02, "variable cost of a call on own servers", source: .fact("F11"))
  var byOurselves: Price<Renminbi, PerCall>

  @Uncertain(
    .uniform(0.10, 0.60), stated: 0, "yearly fall of the price of a call",
    source: .study(
      "Epoch AI, a16z: far more at equal quality; list prices of one model, 20 to 70 % a year", date: "2025-03"))
  var interfaceFall: Rate<PerYear>

  @Uncertain(.uniform(0.30, 0.50), stated: 0, "yearly fall of the price of servers", source: .fact("F17"))
  var hardwareFall: Rate<PerYear>

  @Uncertain(
    .uniform(0.1, 0.4), stated: 0, "yearly volatility of each price (standard deviation of its logarithm)",
    source: .assumption("both have fallen sharply at once, and have risen"))
  var volatility: Double

  @Uncertain(
    .between(60_000, 150_000), stated: 100_000, "price of a GPU with its share of a server",
    source: .assumption("80 GB, under export rules"))
  var gpu: Price<Renminbi, PerGPU>

  @Uncertain(
    .between(0.3, 1.5), stated: 0.8, "calls a second that a GPU can serve", unit: "calls/s",
    source: .assumption("a model of 10 to 30 B parameters, answers of some hundred tokens, batched"))
  var callsPerSecond: Double

  @Uncertain(
    .uniform(2, 4), stated: 3, "engineers required", unit: "people", source: .assumption("someone is on call"))
  var engineers: Double

  @Uncertain(1e6, "yearly cost of an engineer", source: .fact("F5", "senior engineers over 1 M"))
  var pay: Price<Renminbi, PerYear>

  @Uncertain(
    .triangular(0, 3, 9), stated: 0, "months until servers are delivered", unit: "months",
    source: .assumption("delivery times of 2023 to 2026"))
  var delivery: Double

  @Choice("how many servers: for the calls of a mean hour or for half of them; the rest goes to the API")
  var servers: Servers = .mean

  @Timing("when servers are ordered", every: 6, through: 30)
  var order: Int? = 0

  enum Servers: String, CaseIterable { case mean, half }

  var scenario: Scenario {
    Horizon(from: .month(2026, 1), years: 9)
    Books(in: .cny, discounting: 0.10)
    let prices = Prices(
      PriceIndex("interface", .falling(interfaceFall), .wandering(volatility)),
      PriceIndex("servers", .falling(hardwareFall), .wandering(volatility)),
      correlations: [("interface", "servers", 0.4)])
    prices
    Load("calls") {
      Requests(perDay: callsPerDay)
      Adoption(.exponential(growth: growth))
    }
    // All by API, as now; compared with what is paid once servers serve what they can.
    Avoided(Metered("all by API", byInterface, along: prices["interface"]) { $0.calls("calls") })
    if let order {
      let rate = callsPerDay * growth.perYear.factor(after: Double(order) / 12) / 86_400
      let gpus = max((rate / callsPerSecond * (servers == .mean ? 1 : 0.5)).rounded(.up), 1)
      OwnedHardware(
        "servers", gpus, gpu, along: prices["servers"], orderedIn: order, deliveredAfter: .constant(delivery), life: 60,
        losingValue: 0.5.perYear)
      // Five years from delivery, whenever they are ordered.
      let operation = OperatingLife(from: order + Int(delivery.rounded(.up)), months: 60)
      operation
      Staff("engineers", Int(engineers.rounded()), pay, from: order, until: operation.end)
      TrafficSplit("calls", "ours", upTo: callsPerSecond, forEach: "servers", rest: "theirs")
      Metered("served by ourselves", byOurselves) { $0.calls("ours") }
      Metered("by API", byInterface, along: prices["interface"]) { $0.calls("theirs") }
    } else {
      Metered("by API", byInterface, along: prices["interface"]) { $0.calls("calls") }
    }

    // What is observed while waiting.
    Indicator("price of a call", unit: "CNY/call") { $0.price("interface").map { $0 * byInterface.amount } }
    Indicator("calls", unit: "calls/day") { [callsPerDay * 30] + $0.requests("calls").dropLast() }

    // The break-even volume at constant prices; and with changing prices, from present values.
    let closedForm = MakeOrBuy(
      capital: CNY(gpu.amount * (200_000 / 86_400 / callsPerSecond).rounded(.up)), months: 60,
      costOfCapital: 0.10.perYear, running: Double(Int(engineers.rounded())) * pay, making: byOurselves,
      buying: byInterface)
    Measure("break_even_if_prices_stay", unit: "calls/day", absence: .laterThanAny) { _ in
      closedForm.breakEvenVolume.map { $0 * 12 / 365.25 }
    }
    Measure("break_even_as_prices_fall", unit: "calls/day", absence: .laterThanAny) {
      Self.breakEven($0, fixed: closedForm.fixed, by: byInterface, ours: byOurselves)
    }
    Check(
      "calls a day from which own servers pay off", unit: "calls/day", byHand: 105_261,
      "three engineers at 1 M and three GPUs at 100 000 over five years at 10 %, divided by 0.08 a call; as the API "
        + "gets cheaper, a call saves less each year.", of: "F11"
    ) { Self.breakEven($0, fixed: closedForm.fixed, by: byInterface, ours: byOurselves) ?? .infinity }
  }

  /// The calls a day whose savings have the present value of the fixed cost, at the prices of a forecast's months; `nil`
  /// if they save nothing.
  private static func breakEven(
    _ forecast: Forecast, fixed: Price<Renminbi, PerMonth>, by interface: Price<Renminbi, PerCall>,
    ours: Price<Renminbi, PerCall>
  ) -> Double? {
    let saved = forecast.price("interface").prefix(60).map { max($0 * interface.amount - ours.amount, 0) }
    let worth = CashSeries(monthly: saved, timeZero: .spreadsheet).netPresentValue(at: 0.10)
    let months = Annuity(at: 0.10.perYear.monthly, payments: 60).presentValueOfOne
    return worth > 0 ? fixed.amount * months / worth * 12 / 365.25 : nil
  }

  static func answer(_ findings: Findings) -> String? {
    """
    At constant prices, own servers pay off from \(findings["break_even_if_prices_stay"]) on; with a falling API price, \
    they need \(findings["break_even_as_prices_fall"]). Ordering in month \(findings.option("order")) has a net present \
    value of \(findings["npv"]) and beats staying with the API in \
    \(findings.percent(findings["npv"].shareAboveZero)) of simulated futures; payoff wait ApiOrOwn calculates when to order.
    """
  }
}

extension ApiOrOwn {
  static let chinese: Translation = [
    question: "每天调用量达到多少、在何时，零售商应自建服务器运行模型？",
    "calls": "调用量",
    "a medium-sized retailer": "中等规模零售商",
    "yearly growth of calls": "调用量年增长率",
    "a popular use grows": "受欢迎的应用会增长",
    "price of a call by API": "API 单次调用价格",
    "variable cost of a call on own servers": "自建服务器单次调用的变动成本",
    "yearly fall of the price of a call": "API 单价年降幅",
    "Epoch AI, a16z: far more at equal quality; list prices of one model, 20 to 70 % a year":
      "Epoch AI、a16z：同等质量下降幅大得多；单一模型标价每年下降 20%–70%",
    "yearly fall of the price of servers": "服务器价格年降幅",
    "yearly volatility of each price (standard deviation of its logarithm)": "两种价格的年波动率（对数标准差）",
    "both have fallen sharply at once, and have risen": "两者都曾骤降，也曾上涨",
    "price of a GPU with its share of a server": "每块 GPU 的价格（含服务器分摊）",
    "80 GB, under export rules": "80 GB，受出口管制",
    "calls a second that a GPU can serve": "每块 GPU 每秒可处理的调用数",
    "a model of 10 to 30 B parameters, answers of some hundred tokens, batched": "100–300 亿参数模型，回答数百个词元，批处理",
    "engineers required": "所需工程师人数",
    "someone is on call": "需有人值守",
    "yearly cost of an engineer": "工程师年成本",
    "senior engineers over 1 M": "高级工程师年薪 100 万元以上",
    "months until servers are delivered": "服务器交付所需月数",
    "delivery times of 2023 to 2026": "2023–2026 年的交付周期",
    "how many servers: for the calls of a mean hour or for half of them; the rest goes to the API":
      "服务器数量：满足平均小时调用量或其一半，其余走 API",
    "when servers are ordered": "服务器下单时间",
    "mean": "平均小时调用量",
    "half": "平均小时的一半",
    "never": "始终不下单",
    "interface": "API",
    "servers": "服务器",
    "engineers": "工程师",
    "ours": "自建部分",
    "theirs": "API 部分",
    "served by ourselves": "自建处理",
    "all by API": "全部走 API",
    "by API": "API 调用",
    "price of a call": "单次调用价格",
    "break_even_if_prices_stay": "价格不变时的盈亏平衡调用量",
    "break_even_as_prices_fall": "价格下降时的盈亏平衡调用量",
    "calls a day from which own servers pay off": "自建开始合算的每日调用量",
    "three engineers at 1 M and three GPUs at 100 000 over five years at 10 %, divided by 0.08 a call; as the API gets cheaper, a call saves less each year.":
      "3 名工程师各 100 万元、3 块 GPU 各 10 万元，五年、折现率 10%，除以每次节省 0.08 元；API 降价后，每次调用的节省逐年减少。",
  ]

  static func chineseAnswer(_ findings: Findings) -> String? {
    """
    价格不变时，调用量达到 \(findings["break_even_if_prices_stay"]) 起自建合算；API 持续降价时，需达到 \
    \(findings["break_even_as_prices_fall"])。在第 \(findings.option("order")) 个月下单的净现值为 \(findings["npv"])，\
    \(findings.percent(findings["npv"].shareAboveZero)) 的模拟情形优于继续使用 API；最佳下单时间见 payoff wait ApiOrOwn。
    """
  }
}
