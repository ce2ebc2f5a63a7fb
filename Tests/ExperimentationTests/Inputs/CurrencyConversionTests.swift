import Economics
import Randomness
import Testing

@testable import Experimentation

private struct Seats: Experiment {
  static let question = "What does a seat cost in euros?"

  @Uncertain(.uniform(1, 1.2), stated: 1.15, "dollars for a euro", unit: "USD/EUR", source: .assumption("a test"))
  var rate: Double
  @Uncertain(.uniform(20, 40), "a seat", source: .assumption("a test")) var seat: Price<USDollar, PerMonth>

  var scenario: Scenario {
    let euros = seat.amount / rate
    Trial { _ in [.init("euros", euros)] }
  }
}

/// Amounts that are set in another currency than that of the input.
@Suite struct CurrencyConversionTests {
  private func plan(_ value: String, isDeterministic: Bool = false) throws -> RunPlan {
    RunPlan(replications: 64, overrides: [try Override("seat=" + value)], isDeterministic: isDeterministic)
  }

  private func euros(of row: RunRow) -> Double { row.values[1] / row.values[0] }

  @Test func `an amount follows the exchange rate of each replication`() throws {
    let plan = try plan("28 EUR")
    let experiment = try ResolvedExperiment<Seats>(plan)
    let rows = try MonteCarloRows(experiment, plan: plan)
    #expect((0..<64).allSatisfy { abs(euros(of: rows.row($0)) - 28) < 1e-12 })
    #expect(Set((0..<64).map { rows.row($0).values[1] }).count == 64)
    #expect(experiment.uncertainInputs == [0], "the amount is certain")
    #expect(experiment.constant(1) == nil, "in dollars it is not")
    #expect(experiment.inputs[1].text == "28 EUR at rate")
    let schema = try Replicator(experiment, plan: plan).schema()
    try Replicator(experiment, plan: plan).run(schema) { records in
      for record in records { #expect(abs((record.measures[0] ?? 0) - 28) < 1e-12) }
    }
  }

  @Test func `so does a distribution, whose draws are those of the amount`() throws {
    let plan = try plan("uniform(20, 30) EUR")
    let experiment = try ResolvedExperiment<Seats>(plan)
    let rows = try MonteCarloRows(experiment, plan: plan)
    let own = try MonteCarloRows(try ResolvedExperiment<Seats>(try self.plan("uniform(20, 30)")), plan: plan)
    for number in 0..<64 {
      #expect(abs(euros(of: rows.row(number)) - own.row(number).values[1]) < 1e-12)
    }
  }

  @Test
  func `so does a distribution whose numbers have the currency each; in two currencies they are taken at the median`()
    throws
  {
    let behind = try ResolvedExperiment<Seats>(try plan("uniform(20, 30) EUR"))
    let each = try ResolvedExperiment<Seats>(try plan("uniform(20 EUR, 30 EUR)"))
    #expect(each.conversions == behind.conversions && !each.conversions.isEmpty)
    #expect(each.inputs[1].distribution == behind.inputs[1].distribution)
    let two = try ResolvedExperiment<Seats>(try plan("uniform(20 EUR, 33 USD)"))
    #expect(two.conversions.isEmpty && two.inputs[1].distribution == .uniform(22, 33))
    #expect(two.inputs[1].text == "uniform(22, 33)")
  }

  @Test func `so does a sweep of the rate, and a sweep of the amount takes it in the unit of the input`() throws {
    let plan = try plan("28 EUR")
    let experiment = try ResolvedExperiment<Seats>(plan)
    let rates = try SweepRows(try Sweep(["rate=1,1.2"], of: experiment), of: experiment, plan: plan)
    #expect((0..<8).allSatisfy { abs(euros(of: rates.row($0)) - 28) < 1e-12 })
    let seats = try SweepRows(try Sweep(["seat=20,30"], of: experiment), of: experiment, plan: plan)
    #expect(seats.row(0).values[1] == 20 && seats.row(1).values[1] == 30)
  }

  @Test func `a swept amount in another currency is the one that is set`() throws {
    let plan = RunPlan(replications: 64)
    let experiment = try ResolvedExperiment<Seats>(plan)
    for argument in ["seat=20 EUR,30 EUR", "seat=20..30 EUR:10"] {
      let sweep = try Sweep([argument], of: experiment)
      let rows = try SweepRows(sweep, of: experiment, plan: plan)
      for (point, amount) in [20.0, 30].enumerated() {
        let set = try MonteCarloRows(
          try ResolvedExperiment<Seats>(overrides: [try Override("seat=\(Int(amount)) EUR")]), plan: plan)
        for replication in 0..<64 {
          let row = rows.row(2 * replication + point)
          #expect(abs(euros(of: row) - amount) < 1e-12)
          #expect(abs(row.values[1] / set.row(replication).values[1] - 1) < 1e-12)
        }
      }
      // At the median of 1.1 dollars.
      #expect(sweep.variations[0].labels == ["22", "33"])
    }
    let both = try SweepRows(try Sweep(["rate=1,1.2", "seat=20 EUR"], of: experiment), of: experiment, plan: plan)
    #expect(abs(both.row(0).values[1] - 20) < 1e-12 && abs(both.row(1).values[1] - 24) < 1e-12)
  }

  @Test func `with nothing uncertain it is taken at the rate that the source states`() throws {
    let plan = try plan("28 EUR", isDeterministic: true)
    let experiment = try ResolvedExperiment<Seats>(plan)
    let value = try #require(experiment.constant(1))
    #expect(abs(value - 28 * 1.15) < 1e-12)
    #expect(abs(euros(of: try MonteCarloRows(experiment, plan: plan).row(0)) - 28) < 1e-12)
  }

  @Test func `an amount in the currency of the input stays as it is`() throws {
    let plan = try plan("28 USD")
    let experiment = try ResolvedExperiment<Seats>(plan)
    #expect(experiment.conversions.isEmpty && experiment.constant(1) == 28)
  }
}
