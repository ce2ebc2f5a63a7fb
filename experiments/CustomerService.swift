import Payoff

/// A shop answers its customers with a language model on rented GPUs, on the order of ten million requests a day.
@main
struct CustomerService: Experiment {
  static let question = "When does answering customers with a language model pay off, while GPUs get cheaper?"

  static let cases = [
    Case(
      "bull", "many conversations need nobody, sales rise, GPUs get much cheaper",
      ["resolved": 0.28, "cashShare": 0.7, "uplift": 0.1, "priceFall": 0.48, "rollout": 4]),
    Case(
      "bear", "few conversations need nobody, sales stay, GPUs hardly get cheaper",
      ["resolved": 0.08, "cashShare": 0.35, "uplift": 0, "priceFall": 0.31, "rollout": 12, "wrong": 0.03]),
    Case(
      "article", "the article's figures, and nothing that it leaves out",
      [
        "requestsPerDay": 10e6, "priceFall": 0.4, "batching": "one-at-a-time", "scaling": "around-the-clock",
        "retries": 0,
        "reviewed": 0, "wrong": 0, "evaluation": 0, "rollout": 0.001, "wageRise": 0,
      ]),
  ]

  // Uncertain inputs, drawn once per replication. --set changes each by its name.

  @Uncertain(
    .between(8e6, 14e6), stated: 10e6, "requests at the start", unit: "requests/day",
    source: .fact("F2", "on the order of 10 M a day"))
  var requestsPerDay: Double

  @Uncertain(10, "rent of an A800", source: .fact("F1", "about 10 USD"))
  var rent: Price<USDollar, GPUHour>

  @Uncertain(.uniform(0.30, 0.50), "fall of the rent", unit: .perYear, source: .fact("F17", "30 to 50 % a year"))
  var priceFall: Double

  @Uncertain(
    7.2, "exchange rate, yuan per dollar", unit: "CNY/USD", source: .assumption("the article gives no exchange rate"))
  var yuanPerDollar: Double

  @Uncertain(
    .uniform(0.4, 0.8), "share of customers who use the model today",
    source: .assumption("a service that has been running for a while"))
  var reachedToday: Double

  @Uncertain(
    .uniform(3, 7), "requests in a conversation", unit: "requests",
    source: .assumption("a question, some follow-up, thanks"))
  var turns: Double

  @Uncertain(
    .triangular(0.05, 0.15, 0.35), "share of conversations that no longer need a person",
    source: .assumption("beyond what menus and search resolved before"))
  var resolved: Double

  @Uncertain(
    .between(2, 5), "a conversation handled by a person",
    source: .assumption("8 000 CNY a month, 80 to 200 conversations on each of 22 days"))
  var costOfConversation: Price<Renminbi, PerConversation>

  @Uncertain(
    .uniform(0.3, 0.8), "share of the saved labour cost that becomes cash",
    source: .assumption("only part of the staff leaves or is not hired"))
  var cashShare: Double

  @Uncertain(
    .between(4e9, 12e9), "sales to customers who ask before they buy",
    source: .assumption("2 M conversations a day, one in ten buys for about 100 CNY"))
  var sales: Price<Renminbi, PerYear>

  @Uncertain(
    .mixture([(3, .constant(0)), (4, .uniform(0, 0.163))]), "uplift of those sales",
    source: .study("Fang et al., field experiments: nothing in 3 workflows of 7, at most 16.3 %"))
  var uplift: Double

  @Uncertain(.uniform(0.05, 0.15), "contribution margin on a sale", source: .assumption("retail"))
  var margin: Double

  @Uncertain(50e6, "research team of 30", source: .fact("F5", "over 50 M a year"))
  var team: Price<Renminbi, PerYear>

  @Uncertain(
    .between(5e6, 20e6), "one-off integration with the shop's systems",
    source: .assumption("a year of five to ten people, and licences"))
  var integration: CNY

  @Uncertain(.uniform(0.08, 0.12), "discount rate", unit: .perYear, source: .assumption("cost of capital"))
  var discountRate: Double

  @Uncertain(
    0, "GPUs beyond those for the busiest expected hour, as a share",
    source: .assumption("none, so the service level is missed on busy days; ServeGen's busiest day needs 0.43"))
  var headroom: Double

  @Uncertain(
    .between(0.8, 1.7), "factor by which the model's steps are slower than calculated for an A800",
    source: .study(
      "calculated steps of 8B to 70B models took 10 to 72 % less time than engines of 2023 and 2024 on A100s"))
  var slowness: Double

  @Uncertain(
    .uniform(3, 12), leftOut: 0.001, "months until customers and staff use it in full", unit: "months",
    source: .assumption("it is rolled out group by group, and rules for handing over are learnt"))
  var rollout: Double

  @Uncertain(
    .uniform(0.01, 0.06), leftOut: 0, "requests that are repeated, as a share", in: 0...1,
    source: .assumption("time-outs, and answers that are asked for again"))
  var retries: Double

  @Uncertain(
    .uniform(0.005, 0.03), leftOut: 0, "share of the model's conversations that a person reads", in: 0...1,
    source: .assumption("quality control, as of people's calls"))
  var reviewed: Double

  @Uncertain(
    .triangular(0, 0.01, 0.04), leftOut: 0, "share of resolved conversations with a wrong answer", in: 0...1,
    source: .assumption("Klarna, which had the work of 700 agents done, hired people again for hard cases in 2025"))
  var wrong: Double

  @Uncertain(
    .between(5, 60), leftOut: 0, "cost of a wrong answer",
    source: .assumption("a complaint, a refund, sometimes a customer"))
  var costOfError: Price<Renminbi, PerError>

  @Uncertain(
    .between(1e6, 6e6), leftOut: 0, "evaluation and monitoring", source: .assumption("test sets, dashboards, on-call"))
  var evaluation: Price<Renminbi, PerYear>

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

  // Decisions.

  @Choice("which model answers")
  var model: Model = .llama8B

  @Choice("how a GPU serves: one request at a time, as in the article, or many at once")
  var batching: Batching = .oneAtATime

  @Choice("how the number of GPUs follows the load; in the article it is constant")
  var scaling: Scaling = .aroundTheClock

  var scenario: Scenario {
    Horizon(from: .month(2026, 1), years: 5)
    Books(
      in: .cny, discounting: discountRate, inflation: inflation, taxing: .chinese(rate: taxRate),
      ExchangeRate(USD(1), is: CNY(yuanPerDollar)))
    let wages = PriceIndex("wages", .falling((0 - wageRise.fraction).perYear))
    let rolledOut = Ramp.linear(over: rollout)
    let conversations = { (month: MonthOfOperation) in month.requests("chat") / (1 + retries) / turns }

    Load("chat") {
      Requests(perDay: requestsPerDay * (1 + retries), shape: .serveGenLarge, dayToDay: DayShape.serveGenLargeVariation)
      Adoption(.bass(innovation: 0.03, imitation: 0.38), startingAt: reachedToday)
    }
    Fleet("A800s", serves: "chat", headroom: headroom, boot: .seconds(300)) {
      model.capacity(batching).slower(by: slowness)
      scaling
      Rent(rent, falling: priceFall)
    }
    Investment("integration", integration)
    Cost("team", team, growing: wageRise.fraction)
    Cost("evaluation", evaluation, growing: wageRise.fraction)
    Metered("review", costOfConversation, along: wages) { Quantity(conversations($0) * reviewed) }
    Metered("wrong answers", costOfError, along: wages) {
      Quantity(conversations($0) * resolved * wrong * rolledOut.share(after: Double($0.index) + 1))
    }

    Benefit.labourSaved(
      "conversations not handled by people",
      conversations: { conversations($0) * rolledOut.share(after: Double($0.index) + 1) }, resolved: resolved,
      cost: costOfConversation, becomingCash: cashShare
    )
    .growing(wageRise)
    Benefit.salesUplift(
      "more sales", sales: sales, exposed: { $0.growth("chat") * rolledOut.share(after: Double($0.index) + 1) },
      uplift: uplift, margin: margin)

    for model in Model.allCases {
      Check(
        "GPUs of \(model.rawValue), one at a time", unit: "GPUs", byHand: Article.gpus, Article.explanation(of: model),
        claimed: Article.severalHundred, of: "F2"
      ) { model.gpus(.oneAtATime, slowness, in: $0) }
    }
    Check(
      "GPUs of \(model.rawValue), many at once", unit: "GPUs", byHand: Article.gpus,
      Article.batched,
      claimed: Article.severalHundred, of: "F2"
    ) { model.gpus(.continuous, slowness, in: $0) }
    Check(
      "rent of a request by the article's own figures", unit: "CNY",
      byHand: Article.costPerDay / Article.requestsPerDay,
      Article.ownFigures, of: "F2", isByConstruction: true
    ) { _ in Article.gpus * 24 * rent.amount * yuanPerDollar / requestsPerDay }
    Check(
      "rent of a request", unit: "CNY", byHand: Article.costPerDay / Article.requestsPerDay,
      Article.rentOfRequest, of: "F2"
    ) { $0.computeCost[0] / $0.requests("chat")[0] }
  }

  static func answer(_ findings: Findings) -> String? {
    let model = findings.option("model")
    return """
      Serving one request at a time, a model of \(model) needs \(findings["check: GPUs of \(model), one at a time"]) at \
      first, while the article has several hundred; serving many at once on the same type of GPU, it needs \
      \(findings["check: GPUs of \(model), many at once"]).
      """
  }

  static func chineseAnswer(_ findings: Findings) -> String? {
    let model = findings.option("model")
    return """
      \(model) 模型逐个处理请求时，初期所需 GPU 为 \(findings["check: GPUs of \(model), one at a time"])，\
      而文中为数百块；在同型号 GPU 上采用连续批处理，所需 GPU 为 \
      \(findings["check: GPUs of \(model), many at once"])。
      """
  }
}

enum Batching: String, CaseIterable {
  case oneAtATime = "one-at-a-time"
  case continuous
}

/// Models that fit A800s, the largest in 8 bits.
enum Model: String, CaseIterable {
  case llama8B = "8B"
  case opt13B = "13B"
  case qwen32B = "32B"
  case llama70B = "70B"

  var deployment: Deployment {
    switch self {
    case .llama8B: Deployment(.llama8B, on: .a800)
    case .opt13B: Deployment(.opt13B, on: .a800)
    case .qwen32B: Deployment(.qwen32B, on: .a800, precision: .int8)
    case .llama70B: Deployment(.llama70B, on: .a800, gpus: 2, precision: .int8)
    }
  }

  func capacity(_ batching: Batching) -> CapacityCurve {
    switch batching {
    case .oneAtATime:
      .oneAtATime(deployment, lengths: .azureConversation, within: ServiceLevel(.wait, p95: .seconds(2)))
    case .continuous:
      .batching(
        deployment, lengths: .azureConversation, within: ServiceLevel(.timeToFirstToken, p95: .seconds(2)),
        ServiceLevel(.timePerOutputToken, p95: .milliseconds(50)))
    }
  }

  /// The service time of a request alone on a replica.
  var service: ServiceTime { ServiceTime(deployment.cost, lengths: .azureConversation) }

  /// The number of GPUs that the first month of a forecast needs, for its mean load at the busiest hour.
  func gpus(_ batching: Batching, _ slowness: Double, in forecast: Forecast) -> Double {
    let days = Double(forecast.horizon.month(0).days)
    let rate = forecast.requests("chat")[0] / days / 86_400 * DayShape.serveGenLarge.peak
    return Double(capacity(batching).slower(by: slowness).replicas(for: rate) * deployment.gpus)
  }
}

/// The article's own arithmetic.
private enum Article {
  /// F2, in CNY and requests.
  static let costPerDay = 500_000.0
  static let requestsPerDay = 10e6
  /// The GPUs that F2's cost rents at F1's price: 289.
  static let gpus = costPerDay / 7.2 / (10 * 24)
  static let requestsPerSecond = requestsPerDay / 86_400
  static let severalHundred = 200.0...999

  static let batched =
    "the same load and GPUs with continuous batching: first tokens within 2 s, then 20 tokens a second, for 95 %."
  static let ownFigures = "its 289 GPUs at its rent, over its 10 M requests a day."
  static let rentOfRequest = "the article's 500 000 CNY a day over 10 M requests."

  static func explanation(of model: Model) -> String {
    let seconds = model.service.mean * Double(model.deployment.gpus)
    return """
      the article's 500 000 CNY a day at F1's 10 USD and 7.2 CNY/USD rents \(Int(gpus)) GPUs. Alone on its replica a \
      request takes \(rounded(seconds)) GPU-seconds (\(model.deployment.evidence.kind.rawValue)), so 10 M a day keep \
      \(Int(requestsPerSecond * seconds)) GPUs busy on average; the article's number of GPUs corresponds to \
      \(rounded(gpus / requestsPerSecond)) s.
      """
  }

  static func chineseExplanation(of model: Model) -> String {
    let seconds = model.service.mean * Double(model.deployment.gpus)
    return """
      按文中每天 50 万元、F1 的 10 美元及 7.2 元/美元折算，可租 \(Int(gpus)) 块 GPU。单个请求独占副本时需 \
      \(rounded(seconds)) GPU 秒，每天 1000 万次请求平均占用 \(Int(requestsPerSecond * seconds)) 块 GPU；\
      文中的数量对应每次请求 \(rounded(gpus / requestsPerSecond)) 秒。
      """
  }

  private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}

extension CustomerService {
  static var chinese: Translation {
    var checks: Translation = [
      Article.batched: "负载与 GPU 不变，采用连续批处理：95% 的请求 2 秒内返回首个词元，此后每秒不少于 20 个词元。",
      "rent of a request by the article's own figures": "按文中自身数字计算的单次请求租金",
      Article.ownFigures: "文中 289 块 GPU 按其租金除以每天 1000 万次请求。",
      Article.rentOfRequest: "文中每天 50 万元除以 1000 万次请求。", "rent of a request": "单次请求租金",
    ]
    for model in Model.allCases {
      checks["GPUs of \(model.rawValue), one at a time"] = "\(model.rawValue) 模型逐个处理请求所需 GPU 数"
      checks["GPUs of \(model.rawValue), many at once"] = "\(model.rawValue) 模型连续批处理所需 GPU 数"
      checks[Article.explanation(of: model)] = Article.chineseExplanation(of: model)
    }
    return texts.merging(checks)
  }

  private static let texts: Translation = [
    "income tax on profit": "企业所得税税率", "yearly rise of consumer prices": "居民消费价格年涨幅",
    "yearly rise of wages": "工资年涨幅",
    "months until customers and staff use it in full": "客户与员工完全使用所需月数",
    "it is rolled out group by group, and rules for handing over are learnt": "分批上线，并需摸索转人工的规则",
    "requests that are repeated, as a share": "重复请求占比", "time-outs, and answers that are asked for again": "超时及再次索取的回答",
    "share of the model's conversations that a person reads": "人工抽查的模型会话占比",
    "quality control, as of people's calls": "质量控制，与人工通话相同",
    "share of resolved conversations with a wrong answer": "已解决会话中回答错误的占比",
    "Klarna, which had the work of 700 agents done, hired people again for hard cases in 2025":
      "Klarna 曾以模型完成 700 名客服的工作，2025 年又为疑难问题重新招聘人员",
    "cost of a wrong answer": "一次错误回答的成本", "a complaint, a refund, sometimes a customer": "投诉、退款，有时失去客户",
    "evaluation and monitoring": "评测与监控", "test sets, dashboards, on-call": "测试集、看板与值守",
    "evaluation": "评测", "review": "人工抽查", "wrong answers": "错误回答",
    question: "GPU 价格持续下降，用大语言模型回答客户咨询何时能够实现盈利？",
    "requests at the start": "期初请求量", "on the order of 10 M a day": "每天约 1000 万次",
    "rent of an A800": "A800 租金", "about 10 USD": "约 10 美元",
    "fall of the rent": "租金年降幅", "30 to 50 % a year": "每年 30%–50%",
    "exchange rate, yuan per dollar": "人民币兑美元汇率", "the article gives no exchange rate": "文中未给出汇率",
    "share of customers who use the model today": "目前使用模型的客户占比",
    "a service that has been running for a while": "服务已上线一段时间",
    "requests in a conversation": "每次会话的请求数", "a question, some follow-up, thanks": "提问、若干轮追问、致谢",
    "share of conversations that no longer need a person": "不再需要人工处理的会话占比",
    "beyond what menus and search resolved before": "在原有菜单与搜索已解决的部分之外",
    "a conversation handled by a person": "人工处理一次会话的成本",
    "8 000 CNY a month, 80 to 200 conversations on each of 22 days": "月薪 8000 元，22 个工作日，每天 80–200 次会话",
    "share of the saved labour cost that becomes cash": "节省的人工成本中可变现的比例",
    "only part of the staff leaves or is not hired": "仅部分人员离职或不再招聘",
    "sales to customers who ask before they buy": "购买前咨询客户的销售额",
    "2 M conversations a day, one in ten buys for about 100 CNY": "每天 200 万次会话，一成客户下单，约 100 元/单",
    "uplift of those sales": "上述销售额的提升幅度",
    "Fang et al., field experiments: nothing in 3 workflows of 7, at most 16.3 %":
      "Fang 等，现场实验：7 个流程中 3 个无提升，最高 16.3%",
    "contribution margin on a sale": "销售边际贡献率", "retail": "零售业水平",
    "research team of 30": "30 人研发团队", "over 50 M a year": "每年 5000 万元以上",
    "one-off integration with the shop's systems": "与商城系统的一次性集成费用",
    "a year of five to ten people, and licences": "5–10 人一年的工作量及软件许可",
    "discount rate": "折现率", "cost of capital": "资本成本",
    "GPUs beyond those for the busiest expected hour, as a share": "超出预期高峰小时所需的 GPU 冗余比例",
    "none, so the service level is missed on busy days; ServeGen's busiest day needs 0.43":
      "不设冗余，繁忙日达不到服务水平；ServeGen 最繁忙的一天需要 0.43",
    "factor by which the model's steps are slower than calculated for an A800": "模型每步耗时相对 A800 理论值的倍数",
    "calculated steps of 8B to 70B models took 10 to 72 % less time than engines of 2023 and 2024 on A100s":
      "8B–70B 模型按屋顶线模型计算的耗时，比 2023–2024 年推理引擎在 A100 上的实测少 10%–72%",
    "which model answers": "采用的模型",
    "how a GPU serves: one request at a time, as in the article, or many at once": "GPU 的服务方式：逐个处理（如文中所述）或连续批处理",
    "how the number of GPUs follows the load; in the article it is constant": "GPU 数量随负载的调整方式；文中为全天固定",
    "one-at-a-time": "逐个处理", "continuous": "连续批处理", "around-the-clock": "全天固定", "hourly": "按小时调整",
    "chat": "客服会话", "A800s": "A800 集群", "integration": "系统集成", "team": "研发团队",
    "conversations not handled by people": "减少的人工会话", "more sales": "销售提升",
  ]
}
