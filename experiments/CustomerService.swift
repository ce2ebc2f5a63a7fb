import Payoff

/// A shop answers its customers with a language model on rented GPUs, on the order of ten million requests a day.
@main
struct CustomerService: Experiment {
  static let question = "When does answering customers with a language model pay off, while GPUs get cheaper?"

  // What nobody knows: drawn once a replication. --set reaches each by its name.

  @Uncertain(
    .between(8e6, 14e6), "requests at the start", unit: "requests/day",
    source: .fact("F2", "on the order of 10 M a day"))
  var requestsPerDay: Double

  @Uncertain(10, "rent of an A800", source: .fact("F1", "about 10 USD"))
  var rent: Price<USDollar, GPUHour>

  @Uncertain(.uniform(0.30, 0.50), "fall of the rent", unit: .perYear, source: .fact("F17", "30 to 50 % a year"))
  var priceFall: Double

  @Uncertain(7.2, "yuan for a dollar", unit: "CNY/USD", source: .assumption("the article gives no rate"))
  var yuanPerDollar: Double

  @Uncertain(
    .uniform(0.4, 0.8), "share of the customers who ask the model today",
    source: .assumption("a service that has been running for a while"))
  var reachedToday: Double

  @Uncertain(
    .uniform(3, 7), "requests in a conversation", unit: "requests",
    source: .assumption("a question, some back and forth, thanks"))
  var turns: Double

  @Uncertain(
    .triangular(0.05, 0.15, 0.35), "share of conversations that need no person any more",
    source: .assumption("beyond what menus and search resolved before"))
  var resolved: Double

  @Uncertain(
    .between(2, 5), "a conversation handled by a person",
    source: .assumption("8 000 CNY a month, 80 to 200 conversations on each of 22 days"))
  var costOfConversation: Price<Renminbi, PerConversation>

  @Uncertain(
    .uniform(0.3, 0.8), "share of the time saved that becomes cash",
    source: .assumption("people leave or are not hired only in part"))
  var cashShare: Double

  @Uncertain(
    .between(4e9, 12e9), "sales of customers who ask before they buy",
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
    .between(5e6, 20e6), "integration with the shop's systems, once",
    source: .assumption("a year of five to ten people, and licences"))
  var integration: CNY

  @Uncertain(.uniform(0.08, 0.12), "discount rate", unit: .perYear, source: .assumption("cost of capital"))
  var discountRate: Double

  @Uncertain(
    0, "GPUs around the clock beyond those for the busiest hour expected, as a share",
    source: .assumption("none: on busy days the service level is missed; ServeGen's busiest day needs 0.43"))
  var headroom: Double

  @Uncertain(
    .between(0.8, 1.7), "how much slower the model's steps are than reckoned for an A800",
    source: .study(
      "the roofline behind the 8B to 70B models took 10 to 72 % less than engines of 2023 and 2024 on A100s"))
  var slowness: Double

  // What we decide.

  @Choice("which model answers")
  var model: Model = .llama8B

  @Choice("how a GPU serves: one request at a time as the article's fleet does, or many at once")
  var batching: Batching = .oneAtATime

  @Choice("how the fleet follows the load; the article's runs around the clock")
  var scaling: Scaling = .aroundTheClock

  var scenario: Scenario {
    Horizon(from: .month(2026, 1), years: 5)
    Books(in: .cny, discounting: discountRate, ExchangeRate(USD(1), is: CNY(yuanPerDollar)))

    Load("chat") {
      Requests(perDay: requestsPerDay, shape: .serveGenLarge, dayToDay: DayShape.serveGenLargeVariation)
      Adoption(.bass(innovation: 0.03, imitation: 0.38), startingAt: reachedToday)
    }
    Fleet("A800s", serves: "chat", headroom: headroom, boot: .seconds(300)) {
      model.capacity(batching).slower(by: slowness)
      scaling
      Rent(rent, falling: priceFall)
    }
    Investment("integration", integration)
    Cost("team", team, growing: 0.05)

    Benefit.labourSaved(
      "conversations not handled by people", conversations: { $0.requests("chat") / turns }, resolved: resolved,
      cost: costOfConversation, becomingCash: cashShare)
    Benefit.salesUplift(
      "more sales", sales: sales, exposed: { $0.growth("chat") }, uplift: uplift, margin: margin)

    for model in Model.allCases {
      Check(
        "GPUs of \(model.rawValue), one at a time", unit: "GPUs", byHand: Article.gpus, Article.explanation(of: model),
        claimed: Article.severalHundred, of: "F2"
      ) { model.gpus(.oneAtATime, slowness, in: $0) }
    }
    Check(
      "GPUs of \(model.rawValue), many at once", unit: "GPUs", byHand: Article.gpus,
      "the same load and GPUs with continuous batching: first tokens within 2 s, then 20 tokens a second, for 95 %.",
      claimed: Article.severalHundred, of: "F2"
    ) { model.gpus(.continuous, slowness, in: $0) }
    Check(
      "rent of a request", unit: "CNY", byHand: Article.costPerDay / Article.requestsPerDay,
      "the article's 500 000 a day over 10 M requests.", of: "F2"
    ) { $0.computeCost[0] / $0.requests("chat")[0] }
  }

  static func answer(_ findings: Findings) -> String? {
    let model = findings.option("model")
    return """
      One request at a time a model of \(model) takes \(findings["check: GPUs of \(model), one at a time"]) at first, where \
      the article has several hundred; served many at once on the same GPUs it takes \
      \(findings["check: GPUs of \(model), many at once"]).
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

  /// A request alone on a replica.
  var service: ServiceTime { ServiceTime(deployment.cost, lengths: .azureConversation) }

  /// The GPUs around the clock that the first month of a forecast needs, for its mean load at the busiest hour.
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
  /// What F2's cost buys at F1's price: 289.
  static let gpus = costPerDay / 7.2 / (10 * 24)
  static let requestsPerSecond = requestsPerDay / 86_400
  static let severalHundred = 200.0...999

  static func explanation(of model: Model) -> String {
    let seconds = model.service.mean * Double(model.deployment.gpus)
    return """
      the article's 500 000 a day at F1's 10 USD and 7.2 CNY/USD buys \(Int(gpus)) GPUs. Alone on its replica a request \
      takes \(rounded(seconds)) GPU-seconds (\(model.deployment.evidence.kind.rawValue)), so 10 M a day keep \
      \(Int(requestsPerSecond * seconds)) GPUs busy on average; the article's figure holds for \
      \(rounded(gpus / requestsPerSecond)) s.
      """
  }

  private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
