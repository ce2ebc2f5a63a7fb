import Payoff

/// A shop answers its customers with a language model on rented GPUs, on the order of ten million requests a day.
///
/// By default with what a team would deploy in 2026: a model of 32 billion parameters on H100s that serve many requests at once.
/// The article's fleet is `--set model=8B --set gpu=A800 --set batching=one-at-a-time --set rent=10
/// --set rentPath=steady-fall --set tokenGrowth=0 --set reservedShare=0`.
@main
struct CustomerService: Experiment {
  static let question = "When does answering customers with a language model pay off, while GPUs get cheaper?"

  static let cases = [
    Case(
      "bull", "many conversations need nobody, sales rise, GPUs get much cheaper",
      ["resolved": 0.28, "cashShare": 0.7, "uplift": 0.1, "priceFall": 0.48, "rentPath": "steady-fall", "rollout": 4]),
    Case(
      "bear", "few conversations need nobody, sales stay, GPUs hardly get cheaper",
      [
        "resolved": 0.08, "cashShare": 0.35, "uplift": 0, "priceFall": 0.31, "rentPath": "steady-fall", "rollout": 12,
        "wrong": 0.03, "elasticity": -0.5,
      ]),
    Case(
      "article", "the article's figures, and nothing that it leaves out",
      [
        "requestsPerDay": 10e6, "priceFall": 0.4, "batching": "one-at-a-time", "scaling": "around-the-clock",
        "model": "8B", "gpu": "A800", "rent": 10, "rentPath": "steady-fall", "tokenGrowth": 0, "retries": 0,
        "reviewed": 0, "wrong": 0, "evaluation": 0, "rollout": 0.001, "wageRise": 0, "reservedShare": 0,
        "hoursBetweenFailures": 1e12,
      ]),
  ]

  /// The more customers use the model today, the more requests there are.
  static let dependence = Dependence.gaussian(.rank("requestsPerDay", "reachedToday", 0.5))

  // Uncertain inputs, drawn once per replication. --set changes each by its name.

  @Uncertain(
    .between(8e6, 14e6), stated: 10e6, "requests at the start", unit: "requests/day",
    source: .fact("F2", "on the order of 10 M a day"))
  var requestsPerDay: Double

  @Uncertain(
    MarketPrice.h100OnDemand.distribution, "rent of a GPU",
    source: .study("an H100 on demand: 16 sellers, renshuBTC/compute-screener", date: "2026-10-24"))
  var rent: Price<USDollar, GPUHour>

  @Uncertain(
    .uniform(0.30, 0.50), "fall of the rent, where it falls steadily", unit: .perYear,
    source: .fact("F17", "30 to 50 % a year"))
  var priceFall: Double

  @Uncertain(
    0.5, leftOut: 0, "share of the GPUs that are reserved for a year, of a fleet around the clock", in: 0...1,
    source: .assumption("the base load; the rest is rented by the hour, as long as its size is not certain"))
  var reservedShare: Double

  @Uncertain(
    CloudDiscount.reservedForAYear.value, "discount on reserved GPUs", in: 0...1,
    source: .recorded(CloudDiscount.reservedForAYear))
  var reservedDiscount: Double

  @Uncertain(
    .constant(ClusterReliability.llama3.value.amount), leftOut: 1e12, "GPU-hours from one failure to the next",
    unit: "GPU-hours", source: .recorded(ClusterReliability.llama3))
  var hoursBetweenFailures: Double

  @Uncertain(
    .uniform(1, 48), "hours until a failed GPU is replaced", unit: "hours", in: 0...1000,
    source: .assumption("at once where the seller has another, or after a repair"))
  var repair: Double

  @Uncertain(
    0, "elasticity of use to the rent: what gets cheaper is used more", in: -3...0,
    source: .assumption("customers do not see the rent; a team may let the model read more than it has to"))
  var elasticity: Double

  @Uncertain(
    .uniform(6.7, 7.4), stated: 7.2, "exchange rate, yuan per dollar", unit: "CNY/USD",
    source: .assumption("the range of 2023 to 2026; the article gives no exchange rate"))
  var yuanPerDollar: Double

  @Uncertain(
    .uniform(0.4, 0.8), "share of customers who use the model today", in: 0...1,
    source: .assumption("a service that has been running for a while"))
  var reachedToday: Double

  @Uncertain(
    .uniform(3, 7), "requests in a conversation", unit: "requests", in: 1...1000,
    source: .assumption("a question, some follow-up, thanks"))
  var turns: Double

  @Uncertain(
    .triangular(0.05, 0.15, 0.35), "share of conversations that no longer need a person", in: 0...1,
    source: .assumption("beyond what menus and search resolved before"))
  var resolved: Double

  @Uncertain(
    .between(2, 5), "a conversation handled by a person",
    source: .assumption("8 000 CNY a month, 80 to 200 conversations on each of 22 days"))
  var costOfConversation: Price<Renminbi, PerConversation>

  @Uncertain(
    .uniform(0.3, 0.8), "share of the saved labour cost that becomes cash", in: 0...1,
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

  @Uncertain(.uniform(0.05, 0.15), "contribution margin on a sale", in: 0...1, source: .assumption("retail"))
  var margin: Double

  @Uncertain(50e6, "research team of 30", source: .fact("F5", "over 50 M a year"))
  var team: Price<Renminbi, PerYear>

  @Uncertain(
    .between(5e6, 20e6), "one-off integration with the shop's systems",
    source: .assumption("a year of five to ten people, and licences"))
  var integration: CNY

  @Uncertain(.uniform(0.08, 0.12), "discount rate", unit: .perYear, in: 0...1, source: .assumption("cost of capital"))
  var discountRate: Double

  @Uncertain(
    .uniform(0, 0.25), "growth of the tokens of a request", unit: .perYear,
    source: .assumption("longer histories, more documents, answers with reasoning"))
  var tokenGrowth: Double

  @Uncertain(
    0.99, "share of the hours that hold the service level", in: 0...1,
    source: .assumption("a contract of 99 %"))
  var targetAttainment: Double

  @Uncertain(
    0, "GPUs beyond those that the attainment needs, as a share", in: 0...10,
    source: .assumption("none: the attainment covers busy days"))
  var headroom: Double

  /// Of the deployment that serves by default; another takes the same quantile of its own error.
  @Uncertain(
    slownessOf: Model.qwen32B.deployment(on: .h100),
    "factor by which the steps of 32B on H100s are slower than measured; others are as far out in their own error")
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
  var model: Model = .qwen32B

  @Choice("on which GPUs; the article names A800s")
  var gpu: Accelerator = .h100

  @Choice("how a GPU serves: one request at a time, as in the article, or many at once")
  var batching: Batching = .continuous

  @Choice("how the rent moves: as the market's may, with shortages beside, or falling steadily, as in the article")
  var rentPath: RentPath = .market

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
    // What is asked only since it is cheap has its cost, and saves no person and sells nothing.
    let rebound = Rebound(elasticity: elasticity, price: rentPath.expected(falling: priceFall))
    let needed = { (month: MonthOfOperation) in 1 / rebound.factor(after: Double(month.index) / 12) }

    Load("chat") {
      Requests(perDay: requestsPerDay * (1 + retries), days: .serveGenLarge)
      Adoption(.bass(innovation: 0.03, imitation: 0.38), startingAt: reachedToday)
      Usage(tokensPerRequest: .growing(tokenGrowth))
      rebound
    }
    Fleet(
      "chat GPUs", serves: "chat", attainment: targetAttainment, headroom: headroom, boot: .seconds(300),
      reliability: Reliability(hoursBetweenFailures: hoursBetweenFailures, repair: .seconds(3600 * repair))
    ) {
      model.capacity(batching, on: gpu).slower(by: model.slowness(slowness, on: gpu))
      scaling
      rentPath.rent(rent, falling: priceFall)
        .reserving(scaling == .aroundTheClock ? reservedShare : 0, discount: reservedDiscount)
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
      conversations: {
        conversations($0) * needed($0) * $0.attainment("chat") * rolledOut.share(after: Double($0.index) + 1)
      }, resolved: resolved,
      cost: costOfConversation, becomingCash: cashShare
    )
    .growing(wageRise)
    Benefit.salesUplift(
      "more sales", sales: sales,
      exposed: {
        $0.growth("chat") * needed($0) * $0.attainment("chat") * rolledOut.share(after: Double($0.index) + 1)
      },
      uplift: uplift, margin: margin)

    Measure("slowness_on_a800", meaning: "factor by which the model's steps on A800s are slower than its costs have it")
    { _ in
      model.slowness(slowness, on: .a800)
    }
    Measure(
      "slowness_of_8b_on_a800", meaning: "factor by which the steps of 8B on A800s are slower than its costs have it"
    ) { _ in
      Model.llama8B.slowness(slowness, on: .a800)
    }
    for model in Model.allCases {
      Check(
        "GPUs of \(model.rawValue), one at a time", unit: "GPUs", byHand: Article.gpus, Article.explanation(of: model),
        claimed: Article.severalHundred, of: "F2"
      ) { model.gpus(.oneAtATime, on: .a800, slowness, in: $0) }
    }
    Check(
      "GPUs, many at once", unit: "GPUs", byHand: Article.gpus, Article.batched, claimed: Article.severalHundred,
      of: "F2"
    ) { model.gpus(.continuous, on: gpu, slowness, in: $0) }
    Check(
      "rent of a request by the article's own figures", unit: "CNY",
      byHand: Article.costPerDay / Article.requestsPerDay,
      Article.ownFigures, of: "F2", isByConstruction: true
    ) { _ in Article.gpus * 24 * Article.rent * Article.yuanPerDollar / Article.requestsPerDay }
    Check(
      "rent of a request", unit: "CNY", byHand: Article.costPerDay / Article.requestsPerDay,
      Article.rentOfRequest, of: "F2"
    ) { $0.computeCost[0] / $0.requests("chat")[0] }
  }

  static func answer(_ findings: Findings) -> String? {
    let model = findings.option("model")
    let note =
      stepsOnA800(findings).map { model, small in
        " There the model's steps take \(model) times as long as its costs have it, and those of 8B \(small) times: as far out "
          + "in their own error as the input slowness is in that of 32B on H100s."
      } ?? ""
    return """
      A model of \(model) on \(findings.option("gpu")) GPUs begins with \(findings["gpus_first_month"]). The article has several \
      hundred A800s; serving one request at a time on them, with a wait of 2 s as the only service level, the same load \
      needs \(findings["check: GPUs of \(model), one at a time"]), and with a model of 8B \
      \(findings["check: GPUs of 8B, one at a time"]).\(note)
      """
  }

  /// The factors of the steps on A800s, of the model and of 8B, where they are not around 1.
  private static func stepsOnA800(_ findings: Findings) -> (model: Finding, small: Finding)? {
    let factors = (model: findings["slowness_on_a800"], small: findings["slowness_of_8b_on_a800"])
    let isAround1 = [factors.model, factors.small].allSatisfy { (0.9...1.1).contains($0.median ?? 1) }
    return isAround1 ? nil : factors
  }

  static func chineseAnswer(_ findings: Findings) -> String? {
    let model = findings.option("model")
    let note =
      stepsOnA800(findings).map { model, small in
        "此时模型每步耗时为其成本参数的 \(model) 倍，8B 模型为 \(small) 倍：与输入 slowness 在 32B（H100）误差分布中的分位相同。"
      } ?? ""
    return """
      \(model) 模型在 \(findings.option("gpu")) GPU 上初期需要 \(findings["gpus_first_month"])。文中为数百块 A800；在 A800 上逐个\
      处理请求、且仅要求等待不超过 2 秒时，同样的负载需要 \(findings["check: GPUs of \(model), one at a time"])，8B 模型需要 \
      \(findings["check: GPUs of 8B, one at a time"])。\(note)
      """
  }
}

enum Batching: String, CaseIterable {
  case oneAtATime = "one-at-a-time"
  case continuous
}

enum Accelerator: String, CaseIterable {
  case h100 = "H100"
  case a800 = "A800"
}

enum RentPath: String, CaseIterable {
  case market
  /// The market's outlook has scarcity in it; here it comes suddenly too, as from October 2025 to September 2026, when
  /// list rents of an H100 rose by 25 to 32 % at three sellers.
  case shortages
  case steadyFall = "steady-fall"

  func rent(_ rent: Price<USDollar, GPUHour>, falling fall: Double) -> Rent {
    let steady = Rent(rent, falling: fall)
    return switch self {
    case .market: Rent(rent, along: .gpuRent)
    case .shortages: Rent(rent, along: Self.rentWithShortages)
    case .steadyFall: steady
    }
  }

  /// What is expected of it, by year.
  func expected(falling fall: Double) -> RelativePath {
    self == .steadyFall
      ? .falling(fall)
      : .points((0...5).map { (years: Double($0), multiple: PriceIndex.gpuRent.factor(after: Double($0))) })
  }

  private static let rentWithShortages = PriceIndex(
    "GPU rent with shortages",
    PriceOutlook.gpuRent.movements + [.shocks(perYear: 0.5, factor: .uniform(1.25, 1.32), halfLife: 1)])
}

/// Models on GPUs that hold them: on H100s the larger ones in FP8, on A800s in 8 bits.
enum Model: String, CaseIterable {
  case llama8B = "8B"
  case opt13B = "13B"
  case qwen32B = "32B"
  case llama70B = "70B"

  func deployment(on gpu: Accelerator) -> Deployment {
    switch (self, gpu) {
    case (.llama8B, .a800): Deployment(.llama8B, on: .a800)
    case (.opt13B, .a800): Deployment(.opt13B, on: .a800)
    case (.qwen32B, .a800): Deployment(.qwen32B, on: .a800, precision: .int8)
    case (.llama70B, .a800): Deployment(.llama70B, on: .a800, gpus: 2, precision: .int8)
    case (.llama8B, .h100): Deployment(.llama8B, on: .h100)
    case (.opt13B, .h100): Deployment(.opt13B, on: .h100)
    case (.qwen32B, .h100): Deployment(.qwen32B, on: .h100, precision: .fp8)
    case (.llama70B, .h100): Deployment(.llama70B, on: .h100, gpus: 2, precision: .fp8)
    }
  }

  /// What a slowness of the deployment that serves by default is of this one, whose costs are known better or worse.
  func slowness(_ factor: Double, on gpu: Accelerator) -> Double {
    deployment(on: gpu).slowness(asFarOutAs: factor, of: Model.qwen32B.deployment(on: .h100))
  }

  func capacity(_ batching: Batching, on gpu: Accelerator) -> CapacityCurve {
    switch batching {
    case .oneAtATime:
      .oneAtATime(
        deployment(on: gpu), lengths: .azureConversation, within: ServiceLevel(.wait, p95: .seconds(2)))
    case .continuous:
      .batching(
        deployment(on: gpu), lengths: .azureConversation, within: ServiceLevel(.timeToFirstToken, p95: .seconds(2)),
        ServiceLevel(.timePerOutputToken, p95: .milliseconds(50)))
    }
  }

  /// The service time of a request alone on a replica of A800s.
  var service: ServiceTime { ServiceTime(deployment(on: .a800).cost, lengths: .azureConversation) }

  /// The number of GPUs that the first month of a forecast needs for its mean load, in all hours but 1 of 100.
  func gpus(_ batching: Batching, on gpu: Accelerator, _ slowness: Double, in forecast: Forecast) -> Double {
    let days = Double(forecast.horizon.month(0).days)
    let rate = forecast.requests("chat")[0] / days / 86_400 * MeasuredDays.serveGenLarge.multiple(for: 0.99)
    let curve = capacity(batching, on: gpu).slower(by: self.slowness(slowness, on: gpu))
    return Double(curve.replicas(for: rate) * deployment(on: gpu).gpus)
  }
}

/// The article's own arithmetic.
private enum Article {
  /// F2, in CNY and requests.
  static let costPerDay = 500_000.0
  static let requestsPerDay = 10e6
  /// F1, in USD per GPU-hour, at the exchange rate of its year.
  static let rent = 10.0
  static let yuanPerDollar = 7.2
  /// The GPUs that F2's cost rents at F1's price: 289.
  static let gpus = (costPerDay / yuanPerDollar / (rent * 24)).rounded(.down)
  static let requestsPerSecond = requestsPerDay / 86_400
  static let severalHundred = 200.0...999

  static let batched =
    "the same load with continuous batching: first tokens within 2 s, then 20 tokens a second, for 95 %."
  static let ownFigures = "its 289 GPUs at its rent, over its 10 M requests a day."
  static let rentOfRequest = "the article's 500 000 CNY a day over 10 M requests."

  static func explanation(of model: Model) -> String { explanations[model, default: ""] }

  /// Once, since each replication asks for them.
  private static let explanations = Dictionary(
    uniqueKeysWithValues: Model.allCases.map { ($0, makeExplanation(of: $0)) })

  private static func makeExplanation(of model: Model) -> String {
    let deployment = model.deployment(on: .a800)
    let seconds = model.service.mean * Double(deployment.gpus)
    return """
      the article's 500 000 CNY a day at F1's 10 USD and 7.2 CNY/USD rents \(Int(gpus)) GPUs. Alone on its replica a \
      request takes \(rounded(seconds)) GPU-seconds (\(deployment.evidence.kind.rawValue)), so 10 M a day keep \
      \(Int(requestsPerSecond * seconds)) GPUs busy on average; the article's number of GPUs corresponds to \
      \(rounded(gpus / requestsPerSecond)) s.
      """
  }

  static func chineseExplanation(of model: Model) -> String {
    let seconds = model.service.mean * Double(model.deployment(on: .a800).gpus)
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
      "article": "文中数字",
      Article.batched: "负载不变，采用连续批处理：95% 的请求 2 秒内返回首个词元，此后每秒不少于 20 个词元。",
      "GPUs, many at once": "连续批处理所需 GPU 数",
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
    "rent of a GPU": "GPU 租金",
    "an H100 on demand: 16 sellers, renshuBTC/compute-screener": "H100 按需租金：16 家供应商，renshuBTC/compute-screener",
    "fall of the rent, where it falls steadily": "租金年降幅（匀速下降时）", "30 to 50 % a year": "每年 30%–50%",
    "exchange rate, yuan per dollar": "人民币兑美元汇率",
    "the range of 2023 to 2026; the article gives no exchange rate": "2023–2026 年的区间；文中未给出汇率",
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
    "growth of the tokens of a request": "单次请求词元数的年增长率",
    "longer histories, more documents, answers with reasoning": "对话历史更长、引用文档更多、回答含推理过程",
    "share of the hours that hold the service level": "达到服务水平的小时占比", "a contract of 99 %": "合同约定 99%",
    "GPUs beyond those that the attainment needs, as a share": "超出达成率所需的 GPU 冗余比例",
    "none: the attainment covers busy days": "不设冗余：达成率已覆盖繁忙日",
    "factor by which the steps of 32B on H100s are slower than measured; others are as far out in their own error":
      "32B 模型在 H100 上每步耗时相对实测值的倍数；其他部署取各自误差分布的同一分位",
    "slowness_on_a800": "A800 上每步耗时的倍数", "slowness_of_8b_on_a800": "8B 模型在 A800 上每步耗时的倍数",
    "factor by which the model's steps on A800s are slower than its costs have it": "模型在 A800 上每步耗时相对其成本参数的倍数",
    "factor by which the steps of 8B on A800s are slower than its costs have it": "8B 模型在 A800 上每步耗时相对其成本参数的倍数",
    "which model answers": "采用的模型", "on which GPUs; the article names A800s": "采用的 GPU；文中为 A800",
    "how the rent moves: as the market's may, with shortages beside, or falling steadily, as in the article":
      "租金走势：随市场波动、另加短缺冲击，或如文中所述匀速下降",
    "market": "随市场波动", "shortages": "随市场波动并有短缺冲击", "steady-fall": "匀速下降",
    "share of the GPUs that are reserved for a year, of a fleet around the clock": "按年预留的 GPU 占比（全天固定的集群）",
    "the base load; the rest is rented by the hour, as long as its size is not certain": "基础负载；规模未定的部分按小时租用",
    "discount on reserved GPUs": "预留 GPU 的折扣",
    "an H100 for a year 2.7, on demand 3.6 (SemiAnalysis, compute-screener); 35 to 40 % at large clouds (digiterialabs.com)":
      "H100 按年 2.7、按需 3.6（每小时美元，SemiAnalysis、compute-screener）；大型云厂商 35%–40%（digiterialabs.com）",
    "GPU-hours from one failure to the next": "两次故障之间的 GPU 小时数",
    "Meta, The Llama 3 herd of models, table 5": "Meta，Llama 3 论文，表 5",
    "hours until a failed GPU is replaced": "故障 GPU 恢复所需小时数",
    "at once where the seller has another, or after a repair": "供应商有备件时立即更换，否则待修复",
    "elasticity of use to the rent: what gets cheaper is used more": "用量对租金的弹性：越便宜用得越多",
    "customers do not see the rent; a team may let the model read more than it has to": "客户感受不到租金；团队可能让模型处理更多内容",
    "how a GPU serves: one request at a time, as in the article, or many at once": "GPU 的服务方式：逐个处理（如文中所述）或连续批处理",
    "how the number of GPUs follows the load; in the article it is constant": "GPU 数量随负载的调整方式；文中为全天固定",
    "one-at-a-time": "逐个处理", "continuous": "连续批处理", "around-the-clock": "全天固定", "hourly": "按小时调整",
    "chat": "客服会话", "chat GPUs": "客服 GPU 集群", "integration": "系统集成", "team": "研发团队",
    "conversations not handled by people": "减少的人工会话", "more sales": "销售提升",
  ]
}
