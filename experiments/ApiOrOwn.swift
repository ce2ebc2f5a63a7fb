import Payoff

/// A retailer pays for its model by the call and could run it on its own servers.
///
/// Its calls come as they do on measured days, quiet hours and busy ones. Its servers take the calls of an hour up to the rate
/// at which they hold the service level, and the API answers the calls beyond: all are answered in time.
@main
struct ApiOrOwn: Experiment {
  static let question = "From how many calls a day on, and when, should a retailer serve its model itself?"

  static let cases = [
    Case(
      "bull", "calls grow and the API hardly gets cheaper",
      ["growth": 0.4, "pricePath": "steady-fall", "interfaceFall": 0.15, "engineers": 2, "slowness": 0.7]),
    Case(
      "bear", "calls do not grow, and the API gets much cheaper",
      ["growth": 0, "pricePath": "steady-fall", "interfaceFall": 0.5, "engineers": 4, "slowness": 1.5]),
  ]

  /// Calls grow as their price falls, prices of calls fall with those of servers, and rents follow the price of a GPU.
  static let dependence = Dependence.gaussian(
    .rank("growth", "interfaceFall", 0.4), .rank("interfaceFall", "hardwareFall", 0.5),
    .rank("gpu", "reservedRent", 0.7))

  @Uncertain(
    .between(50_000, 600_000), stated: 200_000, "calls", unit: "calls/day",
    source: .assumption("a medium-sized retailer"))
  var callsPerDay: Double

  @Uncertain(
    .uniform(-0.1, 0.6), stated: 0, "yearly growth of calls", in: -0.5...1, source: .assumption("a popular use grows"))
  var growth: Double

  @Uncertain(0.10, "price of a call by API", source: .fact("F11"))
  var byInterface: Price<Renminbi, PerCall>

  @Uncertain(
    .uniform(0.10, 0.60), leftOut: 0, "yearly fall of the price of a call, where it falls steadily",
    source: .study(
      "Epoch AI, a16z: far more at equal quality; list prices of one model, 20 to 70 % a year", date: "2025-03"))
  var interfaceFall: Rate<PerYear>

  @Uncertain(
    .uniform(0.30, 0.50), leftOut: 0, "yearly fall of the price of servers, where it falls steadily",
    source: .fact("F17"))
  var hardwareFall: Rate<PerYear>

  @Uncertain(
    .uniform(0, 0.4), stated: 0,
    "yearly volatility of each price, where they fall steadily (standard deviation of its logarithm)",
    source: .assumption("both have fallen sharply at once, and have risen"))
  var volatility: Double

  @Uncertain(
    .between(60_000, 150_000), stated: 100_000, "price of a GPU with its share of a server",
    source: .assumption("80 GB, under export rules"))
  var gpu: Price<Renminbi, PerGPU>

  @Uncertain(
    .between(6.5, 13), "rent of a GPU that is reserved for a year",
    source: .study("an A100 80 GB reserved for a year, 0.9 to 1.8 USD, at 7.2 CNY/USD", date: "2026-11"))
  var reservedRent: Price<Renminbi, GPUHour>

  @Uncertain(
    .uniform(0.03, 0.08), leftOut: 0, "yearly maintenance of bought servers, a share of their price",
    source: .assumption("a contract with the maker after the warranty, and parts"))
  var maintenance: Rate<PerYear>

  @Uncertain(
    .uniform(24, 336), leftOut: 0, "hours until a failed GPU serves again", unit: "hours", in: 0...10_000,
    source: .assumption("a day with a spare, two weeks without; one fails every 50 677 GPU-hours, as in Meta's cluster")
  )
  var repair: Double

  @Uncertain(
    1375, "tokens of a call, in and out", unit: "tokens/call", in: 100...10_000,
    source: .assumption("Azure's conversations; the article gives a call a price and no length"))
  var tokens: Double

  @Uncertain(slownessOf: Self.deployment, "factor by which the model's steps are slower than predicted")
  var slowness: Double

  @Uncertain(
    0.99, "share of the hours whose calls the servers carry, where they are for busy hours", in: 0...1,
    source: .assumption("the rest goes to the API, whose calls are dearer and need no server"))
  var targetAttainment: Double

  @Uncertain(
    .uniform(2, 4), stated: 3, "engineers required", unit: "people", source: .assumption("someone is on call"))
  var engineers: Double

  @Uncertain(1e6, "yearly cost of an engineer", source: .fact("F5", "senior engineers over 1 M"))
  var pay: Price<Renminbi, PerYear>

  @Uncertain(
    .uniform(0.5, 0.9), stated: 0.5, "price of a kilowatt-hour", source: .assumption("industry, by day and by night"))
  var electricity: Price<Renminbi, PerKilowattHour>

  @Uncertain(.constant(ChineseRates.incomeTax.value), "income tax on profit", source: .recorded(ChineseRates.incomeTax))
  var taxRate: Double

  @Uncertain(
    ChineseRates.consumerPrices.value, stated: 0, "yearly rise of consumer prices",
    source: .recorded(ChineseRates.consumerPrices))
  var inflation: Rate<PerYear>

  @Uncertain(
    ChineseRates.wages.value, leftOut: 0, "yearly rise of pay", source: .recorded(ChineseRates.wages))
  var payRise: Rate<PerYear>

  @Uncertain(
    .triangular(0, 3, 9), stated: 0, "months until servers are delivered", unit: "months",
    source: .assumption("delivery times of 2023 to 2026"))
  var delivery: Double

  @Choice("how many servers: for busy hours, for the mean hour or for half of it; calls beyond go to the API")
  var servers: Servers = .busy

  @Choice("whether GPUs are bought, or reserved from year to year")
  var hosting: Hosting = .bought

  @Choice(
    "how prices move: of one model and of GPUs as the market's may, of the cheapest model as good, or falling steadily")
  var pricePath: PricePath = .market

  @Timing("when servers are ordered", every: 6, through: 30)
  var order: Int? = 0

  enum Servers: String, CaseIterable {
    /// For all hours but the busiest, of which the target attainment leaves out a share.
    case busy
    case mean, half
  }

  enum Hosting: String, CaseIterable { case bought, reserved }

  enum PricePath: String, CaseIterable {
    /// The API's model stays, as the servers' does: its list price, and what GPUs cost.
    case market
    /// A buyer moves to whichever model has the quality at least cost.
    case equalQuality = "equal-quality"
    case steadyFall = "steady-fall"
  }

  var scenario: Scenario {
    Horizon(from: .month(2026, 1), years: 9)
    Books(in: .cny, discounting: 0.10, inflation: inflation, taxing: .chinese(rate: taxRate))
    let prices = movingPrices
    prices
    Load("calls") {
      // The chance of single calls is nothing beside the range of their number.
      Requests(perDay: callsPerDay, days: Self.days, counts: .expected)
      Adoption(.exponential(growth: growth))
    }
    // All by API, as now; compared with what is paid once servers serve what they can.
    Avoided(Metered("all by API", byInterface, along: prices["interface"]) { $0.calls("calls") })
    if let order {
      // Five years from delivery, whenever they are ordered.
      let isBought = hosting == .bought
      let (gpus, rate) = fleet
      let operation = OperatingLife(from: order + (isBought ? Int(delivery.rounded(.up)) : 0), months: Self.life)
      operation
      if isBought {
        OwnedHardware(
          "servers", gpus, gpu, along: prices["servers"], orderedIn: order, deliveredAfter: .constant(delivery),
          life: Self.life, losingValue: 0.5.perYear, maintenance: maintenance)
      } else {
        ReservedGPUs(
          "servers", gpus, reservedRent, discount: 0, months: 12, from: order, until: operation.end,
          along: prices["servers"])
      }
      Staff("engineers", Int(engineers.rounded()), pay, growing: payRise, from: order, until: operation.end)
      // The GPUs and the engineers are there anyway: one more call costs the power of a GPU that no longer idles.
      TrafficSplit(
        "calls", "ours", upTo: rate * available, forEach: "servers", rest: "theirs",
        where: CostAdvantage(of: powerOfCall(at: rate), over: byInterface, along: prices["interface"]))
      // Reserved GPUs have their power in their rent.
      Energy("power", powerPrice, effectiveness: Self.effectiveness) { month in
        Self.draw.energy(of: month.used("servers", .gpuHour), busy: month.utilisation("servers"))
      }
      Metered("by API", byInterface, along: prices["interface"]) { $0.calls("theirs") }
    } else {
      Metered("by API", byInterface, along: prices["interface"]) { $0.calls("calls") }
    }

    // What is observed while waiting.
    Indicator("price of a call", unit: "CNY/call") { $0.price("interface").map { $0 * byInterface.amount } }
    Indicator("calls", unit: "calls/month") { [callsPerDay * 30] + $0.requests("calls").dropLast() }

    if let order {
      let (gpus, rate) = fleet
      Measure("gpus_ordered", unit: "GPUs") { _ in gpus }
      Measure("calls_per_second_of_gpu", unit: "calls/s") { _ in rate }
      // Of the months in which the servers are there.
      Measure("share_served_by_us") { forecast in
        let there = forecast.available("servers").map { $0 > 0 }
        func sum(_ calls: String) -> Double {
          zip(forecast.requests(calls), there).reduce(0) { $1.1 ? $0 + $1.0 : $0 }
        }
        let all = sum("calls")
        return all > 0 ? sum("ours") / all : 0
      }
      BreakEven("break_even", of: $callsPerDay, within: 1_000...10_000_000)
        .compared(
          with: 105_261, "calls a day from which own servers pay off",
          "our arithmetic, not the article's: three engineers at 1 M and three GPUs at 100 000 over five years at 10 %, "
            + "divided by 0.08 a call. The article's 0.02 a call has the GPU in it; with everything counted once, a call "
            + "saves nearly 0.10 while the price of the API stays.")
      Check(
        "cost of a call on own servers", unit: "CNY/call", byHand: 0.02,
        "servers less their resale, engineers and power over all calls that they serve; the article does not say at what "
          + "volume.", of: "F11"
      ) { forecast in
        let start = order == 0 && hosting == .bought ? gpus * gpu.amount : 0
        let paid = ["servers", "engineers", "power"].reduce(start) { $0 + forecast.cost($1).reduce(0, +) }
        let calls = forecast.requests("ours").reduce(0, +)
        return calls > 0 ? paid / calls : 0
      }
    }
  }

  /// Months.
  private static let life = 60
  /// Those of a large service.
  private static let days = MeasuredDays.serveGenLarge
  private static let deployment = Deployment(.qwen32B, on: .a800, precision: .int8)
  /// Of calls of 1 375 tokens: a first token within 3 s, and then 10 a second or more, for 95 %.
  private static var capacity: CapacityCurve {
    .batching(
      deployment, lengths: .azureConversation, within: ServiceLevel(.timeToFirstToken, p95: .seconds(3)),
      ServiceLevel(.timePerOutputToken, p95: .milliseconds(100)))
  }
  /// A GPU with its share of a server.
  private static let draw = PowerDraw(idle: 100, busy: 400)
  /// The power of the building over that of its machines.
  private static let effectiveness = PowerUsageEffectiveness.newAndLarge.value

  private var movingPrices: Prices {
    switch pricePath {
    case .market: Prices(PriceIndex("interface", .apiModel), PriceIndex("servers", .gpuRent))
    case .equalQuality:
      Prices(
        PriceIndex("interface", PriceIndex.apiAtEqualQuality.movements), PriceIndex("servers", .gpuRent),
        correlations: [("interface", "servers", 0.2)])
    case .steadyFall:
      Prices(
        PriceIndex("interface", .falling(interfaceFall), .wandering(volatility)),
        PriceIndex("servers", .falling(hardwareFall), .wandering(volatility)),
        correlations: [("interface", "servers", 0.4)])
    }
  }

  /// The share of the time in which a GPU is not under repair.
  private var available: Double {
    let between = ClusterReliability.llama3.value.amount
    return between / (between + repair)
  }

  private var powerPrice: Price<Renminbi, PerKilowattHour> { hosting == .bought ? electricity : Price(amount: 0) }

  /// The number of GPUs that is ordered, for the calls of the month of the order, and the calls a second at which each of
  /// them holds the service level: 0 where a call alone on a GPU is too late.
  private var fleet: (gpus: Double, rate: Double) {
    let mean = callsPerDay * growth.perYear.factor(after: Double(order ?? 0) / 12) / 86_400
    let multiple =
      switch servers {
      case .busy: Self.days.multiple(for: targetAttainment)
      case .mean: 1.0
      case .half: 0.5
      }
    let capacity = Self.capacity.slower(by: slowness).longer(by: tokens / 1375)
    let gpus = max(capacity.replicas(for: multiple * mean / available), 1)
    return (Double(gpus), capacity.highestRate(of: gpus) / Double(gpus))
  }

  /// The power of a call beyond that of a GPU that idles, of GPUs that are busy at so many calls a second.
  private func powerOfCall(at rate: Double) -> Price<Renminbi, PerCall> {
    let kilowatts = (Self.draw.busy - Self.draw.idle) / 1000 * Self.effectiveness
    return CNY(rate > 0 ? kilowatts / (3600 * rate) * powerPrice.amount : 0) / .call
  }

  static func answer(_ findings: Findings) -> String? {
    let dated = findings.option("order")
    guard dated != "never" else { return "All calls go to the API." }
    let breakEven = findings["break_even"]
    let volume =
      breakEven.median == nil
      ? "In the median future own servers do not pay off at any volume up to 10 M calls a day."
      : "Own servers pay off \(breakEven.onwards)"
        + (breakEven.isBelowWhatWasTried ? "." : ", the volume at which their net present value is 0.")
    return """
      \(volume) At the volume of today, ordering in month \(dated) has a net present value of \(findings["npv"]) after tax and \
      beats staying with the API in \(findings.percent(findings["npv"].shareAboveZero)) of simulated futures; payoff wait \
      ApiOrOwn calculates when to order. While the servers are there they answer \
      \(findings.percent(findings["share_served_by_us"].mean ?? 0)) of the calls within the service level; the API answers \
      the others.
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
    "yearly fall of the price of a call, where it falls steadily": "API 单价年降幅（匀速下降时）",
    "Epoch AI, a16z: far more at equal quality; list prices of one model, 20 to 70 % a year":
      "Epoch AI、a16z：同等质量下降幅大得多；单一模型标价每年下降 20%–70%",
    "yearly fall of the price of servers, where it falls steadily": "服务器价格年降幅（匀速下降时）",
    "yearly volatility of each price, where they fall steadily (standard deviation of its logarithm)":
      "两种价格的年波动率（匀速下降时，对数标准差）",
    "rent of a GPU that is reserved for a year": "按年预留的 GPU 租金",
    "an A100 80 GB reserved for a year, 0.9 to 1.8 USD, at 7.2 CNY/USD": "A100 80 GB 按年预留，0.9–1.8 美元，汇率 7.2",
    "yearly maintenance of bought servers, a share of their price": "自购服务器的年维护费（占价格比例）",
    "a contract with the maker after the warranty, and parts": "保修期后的厂商维保合同与备件",
    "hours until a failed GPU serves again": "故障 GPU 恢复服务所需小时数",
    "a day with a spare, two weeks without; one fails every 50 677 GPU-hours, as in Meta's cluster":
      "有备件时一天，无备件时两周；如 Meta 集群，每 50 677 GPU 小时发生一次故障",
    "whether GPUs are bought, or reserved from year to year": "GPU 自购或按年预留",
    "bought": "自购", "reserved": "按年预留",
    "how prices move: of one model and of GPUs as the market's may, of the cheapest model as good, or falling steadily":
      "价格走势：同一模型与 GPU 的市场价格、同等质量的最低价，或匀速下降",
    "market": "随市场变动", "equal-quality": "同等质量的最低价", "steady-fall": "匀速下降",
    "both have fallen sharply at once, and have risen": "两者都曾骤降，也曾上涨",
    "price of a GPU with its share of a server": "每块 GPU 的价格（含服务器分摊）",
    "80 GB, under export rules": "80 GB，受出口管制",
    "tokens of a call, in and out": "每次调用的词元数（输入与输出）",
    "Azure's conversations; the article gives a call a price and no length": "Azure 会话的词元数；文中只给出单次调用价格，未给出长度",
    "factor by which the model's steps are slower than predicted": "模型每步耗时相对预测值的倍数",
    "share of the hours whose calls the servers carry, where they are for busy hours":
      "服务器可承载的小时占比（按繁忙小时配置时）",
    "the rest goes to the API, whose calls are dearer and need no server": "其余走 API，单价较高但无需服务器",
    "gpus_ordered": "订购的 GPU 数量", "calls_per_second_of_gpu": "每块 GPU 在服务水平内每秒可处理的调用数",
    "share_served_by_us": "自建服务器应答的调用占比",
    "engineers required": "所需工程师人数",
    "someone is on call": "需有人值守",
    "yearly cost of an engineer": "工程师年成本",
    "senior engineers over 1 M": "高级工程师年薪 100 万元以上",
    "price of a kilowatt-hour": "电价", "industry, by day and by night": "工业用电，含峰谷",
    "income tax on profit": "企业所得税税率", "yearly rise of consumer prices": "居民消费价格年涨幅",
    "yearly rise of pay": "薪酬年涨幅",
    "months until servers are delivered": "服务器交付所需月数",
    "delivery times of 2023 to 2026": "2023–2026 年的交付周期",
    "how many servers: for busy hours, for the mean hour or for half of it; calls beyond go to the API":
      "服务器数量：满足繁忙小时、平均小时或平均小时一半的调用量，超出部分走 API",
    "busy": "繁忙小时",
    "when servers are ordered": "服务器下单时间",
    "mean": "平均小时调用量",
    "half": "平均小时的一半",
    "never": "始终不下单",
    "interface": "API",
    "servers": "服务器",
    "engineers": "工程师",
    "ours": "自建部分",
    "theirs": "API 部分",
    "power": "电费",
    "all by API": "全部走 API",
    "by API": "API 调用",
    "price of a call": "单次调用价格",
    "break_even": "净现值为 0 的调用量（盈亏平衡）",
    "calls a day from which own servers pay off": "自建开始合算的每日调用量",
    "our arithmetic, not the article's: three engineers at 1 M and three GPUs at 100 000 over five years at 10 %, divided by 0.08 a call. The article's 0.02 a call has the GPU in it; with everything counted once, a call saves nearly 0.10 while the price of the API stays.":
      "为本项目推算，并非文中数字：3 名工程师各 100 万元、3 块 GPU 各 10 万元，五年、折现率 10%，除以每次 0.08 元。文中每次 0.02 元已含 GPU；各项只计一次，API 价格不变时每次调用可节省近 0.10 元。",
    "cost of a call on own servers": "自建服务器单次调用成本",
    "servers less their resale, engineers and power over all calls that they serve; the article does not say at what volume.":
      "服务器（扣除残值）、工程师与电费之和除以其处理的全部调用；文中未说明对应的调用量。",
  ]

  static func chineseAnswer(_ findings: Findings) -> String? {
    guard findings.option("order") != chinese["never"] else { return "全部调用走 API。" }
    let breakEven = findings["break_even"]
    let volume =
      breakEven.median == nil
      ? "中位情形下，每天调用量至 1,000 万次自建仍不合算。"
      : "自建合算的调用量：\(breakEven.onwards)\(breakEven.isBelowWhatWasTried ? "" : "（此时净现值为 0）")。"
    return """
      \(volume)在当前调用量下，第 \(findings.option("order")) \
      个月下单的税后净现值为 \(findings["npv"])，\(findings.percent(findings["npv"].shareAboveZero)) 的模拟情形优于继续使用 \
      API；最佳下单时间见 payoff wait ApiOrOwn。服务器在用期间，\(findings.percent(findings["share_served_by_us"].mean ?? 0)) \
      的调用由其在服务水平内应答，其余走 API。
      """
  }
}
