import Payoff

/// A studio updates its game more often with generated content, and more of its players stay.
@main
struct GameContent: Experiment {
  static let question = "Does content that comes three times as often keep enough players to pay for itself?"

  @Uncertain(.between(1e6, 5e6), "players", unit: "players", source: .assumption("a game of middling size"))
  var players: Double

  @Uncertain(
    .uniform(0.4, 0.7), stated: 0.5, "share of the players of a month who are there in the next",
    source: .assumption("games on phones keep half from month to month"))
  var retention: Double

  @Uncertain(.uniform(-0.02, 0.18), stated: 0.18, "uplift of retention by three times the updates", source: .fact("F9"))
  var uplift: Double

  @Uncertain(
    .between(1, 5), stated: 3, "margin of a player", source: .assumption("few pay, and the store takes its third"))
  var margin: Price<Renminbi, PerCustomerMonth>

  @Uncertain(4, "updates before", unit: "1/year", source: .fact("F9"))
  var updatesBefore: Double

  @Uncertain(
    .uniform(0.3, 0.6), stated: 0.6, "fall of the work on an update", source: .fact("F9", "development cycle −60 %"))
  var workSaved: Double

  @Uncertain(.between(2e6, 8e6), "work on an update by hand", source: .assumption("20 to 60 people for three months"))
  var update: CNY

  @Uncertain(
    .uniform(4, 12), stated: 0, "months until the studio works that way", unit: "months",
    source: .assumption("tools, pipelines and taste have to be learnt"))
  var learning: Double

  @Choice("what +18 % is of")
  var reading: Reading = .relative

  @Choice("how often updates come: −60 % of the cycle makes 2.5 times as many, the article says 3")
  var cadence: Cadence = .article

  enum Reading: String, CaseIterable { case relative, points }

  enum Cadence: String, CaseIterable {
    case article = "3-times"
    case cycle = "by-the-cycle"
  }

  var scenario: Scenario {
    Horizon(from: .month(2026, 1), years: 4)
    Books(in: .cny, discounting: 0.10)
    let times = cadence == .article ? 3 : 1 / (1 - workSaved)
    // The article's uplift is of three times the updates; fewer keep fewer, and each one more keeps less.
    let kept = DiminishingReturns(observed: 1 + max(uplift, 0), at: 3).factor(times) - 1 + min(uplift, 0)
    let cohorts = CustomerCohorts(
      existing: players, joining: Array(repeating: players * (1 - retention), count: 48),
      retention: .churning((1 - retention).perMonth))
    let ramp = learning > 0 ? Ramp.linear(over: learning) : .immediate()
    Benefit.retention(
      "players who stay", of: cohorts, uplift: reading == .relative ? .relative(kept) : .points(kept), margin: margin,
      exposed: ramp)
    // Before, four updates by hand; then more of them, each with less work.
    Avoided(Metered("updates by hand", update / PerUpdate.unit) { _ in Quantity(updatesBefore / 12) })
    Metered("updates", update / PerUpdate.unit) { month in
      let share = ramp.share(inMonth: month.index)
      return Quantity(updatesBefore / 12 * (1 - share + share * times * (1 - workSaved)))
    }

    Measure("updates_a_year", unit: "1/year") { _ in updatesBefore * times }
    Measure("players_more", unit: "1") { $0.benefit("players who stay")[47] / (margin.amount * players) }
    Check(
      "updates a year by the cycle", unit: "1/year", byHand: 12,
      "4 become 12; a cycle that is 60 % shorter makes 10 of them.", of: "F9"
    ) { _ in updatesBefore / (1 - workSaved) }
    Check(
      "retention over that before", byHand: 1.18,
      "+18 % of the rate itself; read as points, it is 1.36 times a rate of one half.", of: "F9"
    ) { _ in reading == .relative ? 1 + kept : (retention + kept) / retention }
  }

  /// An update of the game.
  enum PerUpdate: BillingUnit {
    static var symbol: String { "update" }
    case unit
  }

  static func answer(_ findings: Findings) -> String? {
    """
    With +18 % read as \(findings.option("reading") == "relative" ? "relative" : "points") and \(Int(findings["updates_a_year"].median ?? 0)) \
    updates a year, the game has \(findings["players_more"].percent) more players in the end, and its net present value is \
    above 0 in \(findings.percent(findings["npv"].shareAboveZero)) of the futures.
    """
  }
}
