import Payoff

/// A cost centre that may become a revenue engine: begin now, or wait until it is cheap?
@main
struct InflectionPoint: Experiment {
  static let question = "Invest now or wait: when does it turn from cost to revenue, and do early movers gain?"

  @Uncertain(
    .between(20e6, 60e6), stated: 35e6, "what beginning costs today", source: .assumption("training, data, integration")
  )
  var investment: CNY

  @Uncertain(
    .uniform(0.3, 0.7), stated: 1, "share of that which gets cheaper",
    source: .assumption("compute does, people do not"))
  var falling: Double

  @Uncertain(.between(4e6, 15e6), stated: 8e6, "running it today", source: .assumption("compute and calls"))
  var running: Price<Renminbi, PerYear>

  @Uncertain(.uniform(0.30, 0.50), stated: 0.4, "fall of unit cost", source: .fact("F17", "30 to 50 % a year"))
  var fall: Rate<PerYear>

  @Uncertain(
    .uniform(0.2, 0.5), stated: 0, "deviation of the logarithm of unit cost after a year",
    source: .assumption("rents of an H100 rose by 38 % in five months of 2025 and 2026"))
  var volatility: Double

  @Uncertain(
    .between(4e6, 24e6), stated: 9e6, "what it brings once it is learnt", source: .assumption("a use that is focused"))
  var benefit: Price<Renminbi, PerYear>

  @Uncertain(
    .between(6, 24), stated: 0.001, "months until 63 % of it is learnt", unit: "months",
    source: .assumption("Brynjolfsson, Rock, Syverson: what goes with a technology takes years"))
  var learning: Double

  @Uncertain(
    .uniform(0, 0.25), stated: 0, "share of the benefit that a year of waiting loses to those who have the data first",
    source: .assumption("from none, where models are bought, to a quarter, where data make them"))
  var lost: Rate<PerYear>

  @Timing("when we begin", every: 6, through: 48)
  var start: Int? = 0

  private static let discount = 0.10.perYear

  var scenario: Scenario {
    Horizon(from: .month(2026, 1), years: 8)
    Books(in: .cny, discounting: Self.discount.fraction)
    let unitCost = PriceIndex("unit cost", .falling(fall), .wandering(volatility))
    unitCost
    let begins = start
    let runs = { (month: MonthOfOperation) in Quantity<PerMonth>(begins.map { month.index >= $0 } ?? false ? 1 : 0) }
    Metered("beginning, compute", falling * investment / PerStart.unit, along: unitCost) {
      Quantity($0.index == begins ? 1 : 0)
    }
    Metered("beginning, people", (1 - falling) * investment / PerStart.unit) { Quantity($0.index == begins ? 1 : 0) }
    Metered("running", running.monthly, along: unitCost, quantity: runs)
    Benefit("revenue and hours") { month in
      CNY(begins.map { month.index < $0 ? 0 : amount(begunIn: $0, month: month.index) } ?? 0)
    }
    Indicator("unit cost") { $0.price("unit cost") }

    let now = worth(begunIn: 0)
    Measure("early_movers_gain", unit: "1") { _ in 1 - worth(begunIn: 24) / now }
    Check(
      "unit cost after five years", byHand: 0.6 * 0.6 * 0.6 * 0.6 * 0.6,
      "30 to 50 % a year leave 16.8 % to 3.1 % of today's.", claimed: 0.031...0.168, of: "F17"
    ) { $0.price("unit cost")[60] }
  }

  /// Of beginning, once.
  enum PerStart: BillingUnit {
    static var symbol: String { "start" }
    case unit
  }

  /// What a month brings: learnt since the beginning, and less the later that was.
  private func amount(begunIn begin: Int, month: Int) -> Double {
    let learnt = Ramp.saturating(time: learning).share(after: Double(month - begin) + 1)
    return benefit.monthly.amount * learnt * (0 - lost.fraction).perYear.factor(after: Double(begin) / 12)
  }

  /// All that it brings until the end of the horizon, at its worth today.
  private func worth(begunIn begin: Int) -> Double {
    let months = (0..<96).map { $0 < begin ? 0 : amount(begunIn: begin, month: $0) }
    return CashSeries(monthly: months, timeZero: .spreadsheet).netPresentValue(at: Self.discount.fraction)
  }

  static func answer(_ findings: Findings) -> String? {
    """
    Begun in month \(findings.option("start")), benefit stays above cost from \(findings["inflection_month"]) on, and it is \
    worth \(findings["npv"]). Who begins two years later loses \(findings["early_movers_gain"].percent) of the benefit; \
    payoff wait InflectionPoint says whether the fall of the cost is worth that.
    """
  }
}
