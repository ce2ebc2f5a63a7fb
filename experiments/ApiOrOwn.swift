import Payoff

/// A retailer pays for its model by the call, and could serve it on servers of its own.
@main
struct ApiOrOwn: Experiment {
  static let question = "From how many calls a day on, and when, should a retailer serve its model itself?"

  @Uncertain(
    .between(50_000, 600_000), stated: 200_000, "calls", unit: "calls/day",
    source: .assumption("a retailer of some size"))
  var callsPerDay: Double

  @Uncertain(
    .uniform(-0.1, 0.6), stated: 0, "growth of the calls a year", source: .assumption("a use that is liked grows"))
  var growth: Double

  @Uncertain(0.10, "a call by interface", source: .fact("F11"))
  var byInterface: Price<Renminbi, PerCall>

  @Uncertain(0.02, "a call served by ourselves, beyond what is fixed", source: .fact("F11"))
  var byOurselves: Price<Renminbi, PerCall>

  @Uncertain(
    .uniform(0.10, 0.60), stated: 0, "fall of the price of a call",
    source: .study(
      "Epoch AI, a16z: far more at equal quality; list prices of one model, 20 to 70 % a year", date: "2025-03"))
  var interfaceFall: Rate<PerYear>

  @Uncertain(.uniform(0.30, 0.50), stated: 0, "fall of the price of servers", source: .fact("F17"))
  var hardwareFall: Rate<PerYear>

  @Uncertain(
    .uniform(0.1, 0.4), stated: 0, "deviation of the logarithm of either price after a year",
    source: .assumption("both have been cut at once, and risen"))
  var volatility: Double

  @Uncertain(
    .between(60_000, 150_000), stated: 100_000, "a GPU with its share of a server",
    source: .assumption("80 GB, export rules"))
  var gpu: Price<Renminbi, PerGPU>

  @Uncertain(
    .between(0.3, 1.5), stated: 0.8, "calls a second that a GPU carries", unit: "calls/s",
    source: .assumption("a model of 10 to 30 B parameters, answers of some hundred tokens, batched"))
  var callsPerSecond: Double

  @Uncertain(
    .uniform(2, 4), stated: 3, "engineers that it takes", unit: "people", source: .assumption("somebody is on call"))
  var engineers: Double

  @Uncertain(1e6, "an engineer", source: .fact("F5", "senior engineers over 1 M"))
  var pay: Price<Renminbi, PerYear>

  @Uncertain(
    .triangular(0, 3, 9), stated: 0, "months until servers come", unit: "months",
    source: .assumption("as of 2023 to 2026"))
  var delivery: Double

  @Choice("how many servers: for the calls of a mean hour, the rest by interface, or for half of them")
  var servers: Servers = .mean

  @Timing("when servers are ordered", every: 6, through: 30)
  var order: Int? = 0

  enum Servers: String, CaseIterable { case mean, half }

  var scenario: Scenario {
    Horizon(from: .month(2026, 1), years: 5)
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
    // All by interface, as it is; against what is paid once servers carry what they can.
    Avoided(Metered("all by interface", byInterface, along: prices["interface"]) { $0.calls("calls") })
    if let order {
      let rate = callsPerDay * growth.perYear.factor(after: Double(order) / 12) / 86_400
      let gpus = max((rate / callsPerSecond * (servers == .mean ? 1 : 0.5)).rounded(.up), 1)
      OwnedHardware(
        "servers", gpus, gpu, along: prices["servers"], orderedIn: order, deliveredAfter: .constant(delivery), life: 60,
        losingValue: 0.5.perYear)
      Staff("engineers", Int(engineers.rounded()), pay, from: order)
      TrafficSplit("calls", "ours", upTo: callsPerSecond, forEach: "servers", rest: "theirs")
      Metered("served by ourselves", byOurselves) { $0.calls("ours") }
      Metered("by interface", byInterface, along: prices["interface"]) { $0.calls("theirs") }
    } else {
      Metered("by interface", byInterface, along: prices["interface"]) { $0.calls("calls") }
    }

    // What is seen while one waits.
    Indicator("price of a call", unit: "CNY/call") { $0.price("interface").map { $0 * byInterface.amount } }
    Indicator("calls", unit: "calls/day") { [callsPerDay * 30] + $0.requests("calls").dropLast() }

    // The volume at which making costs what buying does, as if prices stayed; and as they move, from sums at their worth
    // today.
    let closedForm = MakeOrBuy(
      capital: CNY(gpu.amount * (200_000 / 86_400 / callsPerSecond).rounded(.up)), months: 60,
      costOfCapital: 0.10.perYear, running: Double(Int(engineers.rounded())) * pay, making: byOurselves,
      buying: byInterface)
    Measure("break_even_if_prices_stay", unit: "calls/day") { _ in closedForm.breakEvenVolume.map { $0 * 12 / 365.25 } }
    Measure("break_even_as_prices_fall", unit: "calls/day") {
      Self.breakEven($0, fixed: closedForm.fixed, by: byInterface, ours: byOurselves)
    }
    Check(
      "calls a day from which own servers pay", unit: "calls/day", byHand: 105_261,
      "three engineers at 1 M and three GPUs at 100 000 over five years at 10 %, over 0.08 a call; as the interface gets "
        + "cheaper, a call saves less from year to year.", of: "F11"
    ) { Self.breakEven($0, fixed: closedForm.fixed, by: byInterface, ours: byOurselves) ?? .infinity }
  }

  /// The calls a day at which what is fixed is worth what they save, at the prices of a forecast's months; `nil` where
  /// they save nothing.
  private static func breakEven(
    _ forecast: Forecast, fixed: Price<Renminbi, PerMonth>, by interface: Price<Renminbi, PerCall>,
    ours: Price<Renminbi, PerCall>
  ) -> Double? {
    let saved = forecast.price("interface").map { max($0 * interface.amount - ours.amount, 0) }
    let worth = CashSeries(monthly: saved, timeZero: .spreadsheet).netPresentValue(at: 0.10)
    let months = Annuity(at: 0.10.perYear.monthly, payments: 60).presentValueOfOne
    return worth > 0 ? fixed.amount * months / worth * 12 / 365.25 : nil
  }

  static func answer(_ findings: Findings) -> String? {
    """
    If prices stayed, own servers would pay from \(findings["break_even_if_prices_stay"]) on; as the interface gets \
    cheaper, it takes \(findings["break_even_as_prices_fall"]). Ordering in month \(findings.option("order")) is worth \
    \(findings["npv"]), and more than staying with the interface in \
    \(findings.percent(findings["npv"].shareAboveZero)) of the futures; payoff wait ApiOrOwn says when to order.
    """
  }
}
