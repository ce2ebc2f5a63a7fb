import Payoff

/// A company has its contracts read by a model before a lawyer looks at what it found.
@main
struct ContractReview: Experiment {
  static let question = "How many contracts a year does it take for their review by a model to bring ten million?"

  @Uncertain(
    .between(8000, 35_000), stated: 17_391, "contracts", unit: "contracts/year",
    source: .assumption("a group of companies; stated: what F10's 10 M take at 300 an hour"))
  var contracts: Double

  @Uncertain(.uniform(1, 3), stated: 2, "hours for a contract by hand", unit: "hours", source: .fact("F10", "2 h"))
  var hoursBefore: Double

  @Uncertain(
    .triangular(0.05, 0.0833333333333333, 0.6), stated: 0.0833333333333333, "hours with the model", unit: "hours",
    source: .fact("F10", "5 min, of which nobody signs without reading"))
  var hoursAfter: Double

  @Uncertain(.between(180, 500), stated: 300, "hour of a lawyer", source: .assumption("what F10's saving implies"))
  var hourOfLawyer: Price<Renminbi, PerPersonHour>

  @Uncertain(
    .uniform(0.3, 0.9), stated: 1, "share of the time saved that becomes cash",
    source: .assumption("lawyers do other work, or outside counsel is paid less"))
  var cashShare: Double

  @Uncertain(0.12, "errors before, as a share of the contracts", source: .fact("F10"))
  var errorsBefore: Double

  @Uncertain(.uniform(0.02, 0.08), stated: 0.02, "errors after", source: .fact("F10", "2 %"))
  var errorsAfter: Double

  @Uncertain(
    .between(200, 5000), stated: 0, "what an error costs",
    source: .assumption("most are a clause to be negotiated again"))
  var costOfError: Price<Renminbi, PerError>

  @Uncertain(
    .between(0.5, 3), stated: 0, "calls for a contract",
    source: .assumption("30 000 tokens of contract and law, read three times, at USD 2 a million"))
  var calls: Price<Renminbi, PerContract>

  @Uncertain(.between(0.5e6, 2e6), stated: 0, "licences and upkeep", source: .assumption("list prices of such tools"))
  var licence: Price<Renminbi, PerYear>

  @Uncertain(.between(1e6, 4e6), stated: 0, "integration, once", source: .assumption("clauses, templates, permissions"))
  var integration: CNY

  @Uncertain(
    .between(4, 15), stated: 0.001, "months until lawyers trust it", unit: "months",
    source: .assumption("a review is signed by somebody"))
  var trust: Double

  var scenario: Scenario {
    Horizon(from: .month(2026, 1), years: 4)
    Books(in: .cny, discounting: 0.10)
    // A request is a contract; a year of the load has 365.25 days.
    Load("contracts") { Requests(perDay: contracts / 365.25) }
    let trusted = Ramp.linear(over: trust)
    Benefit.timeSaved(
      "lawyers' hours", items: { $0.requests("contracts") }, hoursBefore: hoursBefore, hoursAfter: hoursAfter,
      cost: hourOfLawyer, becomingCash: cashShare
    )
    .ramping(trusted)
    Benefit.errorsAvoided(
      "errors avoided", items: { $0.requests("contracts") }, rateBefore: errorsBefore, rateAfter: errorsAfter,
      cost: costOfError
    )
    .ramping(trusted)
    Metered("calls", calls) { Quantity($0.requests("contracts")) }
    Cost("licence", licence)
    Investment("integration", integration)

    let saved =
      hourOfLawyer.times((hoursBefore - hoursAfter) * cashShare) + costOfError.times(errorsBefore - errorsAfter)
      - calls.times(1)
    Measure("saved_on_a_contract", unit: "CNY/contract") { _ in saved.amount }
    Measure("contracts_for_ten_million", unit: "contracts/year") { _ in
      saved.amount > 0 ? (10e6 + licence.amount) / saved.amount : nil
    }
    Check(
      "contracts that save 10 M a year", unit: "contracts/year", byHand: 17_391,
      "10 M over 300 CNY times 1 h 55 min; it takes more where lawyers read on, and where their hours do not become cash.",
      of: "F10"
    ) { _ in (10e6 + licence.amount) / saved.amount }
    Check(
      "saved in the last year", unit: "CNY", byHand: 10e6, "over 10 M, of so many contracts as that takes.",
      claimed: 10e6 ... .infinity, of: "F10"
    ) { $0.cash.net.suffix(12).reduce(0, +) }
  }

  static func answer(_ findings: Findings) -> String? {
    """
    A contract saves \(findings["saved_on_a_contract"]), so that ten million a year take \
    \(findings["contracts_for_ten_million"]).
    """
  }
}
