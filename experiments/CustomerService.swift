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

  // What we decide.

  @Choice("how the fleet follows the load; the article's runs around the clock")
  var scaling: Scaling = .aroundTheClock

  var scenario: Scenario {
    Horizon(from: .month(2026, 1), years: 5)
    Books(in: .cny, discounting: discountRate, ExchangeRate(USD(1), is: CNY(yuanPerDollar)))

    Load("chat") {
      Requests(perDay: requestsPerDay, shape: .serveGenLarge, dayToDay: DayShape.serveGenLargeVariation)
      Adoption(.bass(innovation: 0.03, imitation: 0.38), startingAt: reachedToday)
    }
    Fleet("A800s", serves: "chat", headroom: headroom) {
      CapacityCurve.oneAtATime(Self.service, within: ServiceLevel(.wait, p95: .seconds(2)))
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

    Check("GPUs around the clock", unit: "GPUs", byHand: Article.gpus, Article.explanation(of: Self.service)) {
      $0.fleet("A800s").gpus[0]
    }
    Check(
      "GPUs kept busy", unit: "GPUs", byHand: Article.requestsPerSecond * Self.service.mean,
      "10 M a day times the mean service time; what is drawn for the start has its median at 10.6 M a day."
    ) {
      $0.fleet("A800s").gpus[0] * $0.fleet("A800s").utilisation[0]
    }
    Check(
      "rent of a request", unit: "CNY", byHand: Article.costPerDay / Article.requestsPerDay,
      "the article's 500 000 a day over 10 M requests."
    ) {
      $0.computeCost[0] / $0.requests("chat")[0]
    }
  }

  /// A request on an A800, one at a time.
  static let service = ServiceTime(Deployment(.opt13B, on: .a800).cost, lengths: .azureConversation)
}

/// The article's own arithmetic.
private enum Article {
  /// F2, in CNY and requests.
  static let costPerDay = 500_000.0
  static let requestsPerDay = 10e6
  /// What F2's cost buys at F1's price: 289.
  static let gpus = costPerDay / 7.2 / (10 * 24)
  static let requestsPerSecond = requestsPerDay / 86_400

  static func explanation(of service: ServiceTime) -> String {
    let busy = requestsPerSecond * service.mean
    return """
      the article's 500 000 a day at F1's 10 USD and 7.2 CNY/USD buys \(Int(gpus)) GPUs. Served one at a time, a request \
      occupies an A800 for \(rounded(service.mean)) s (OPT-13B measured on an A100, lengths of the Azure trace), so \
      10 M a day keep \(Int(busy)) GPUs busy on average; the busiest hour is \(rounded(DayShape.serveGenLarge.peak)) \
      times the mean, the load lies between 8 and 14 M, and 95 % are to wait less than 2 s. The article's figure holds \
      for requests of \(rounded(gpus / requestsPerSecond)) s: a smaller model or shorter answers, or several at a time.
      """
  }

  private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
