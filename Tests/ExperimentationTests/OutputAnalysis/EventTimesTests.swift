import Demand
import Economics
import Foundation
import Randomness
import Testing

@testable import Experimentation

/// A cost that falls by a share that nobody knows, and a benefit of half of it.
private struct FallingBill: Experiment {
  static let question = "When is the bill down to half?"

  @Uncertain(.uniform(0.1, 0.5), "fall of the bill", unit: .perYear, source: .assumption("a test"))
  var fall: Double

  var scenario: Scenario {
    Horizon(from: .month(2026, 1), years: 3)
    Books(in: .cny, discounting: 0.1)
    Metered("bill", CNY(100) / .call, along: PriceIndex("bill", .falling(fall.perYear))) { _ in Quantity(1) }
    Benefit("sales") { _ in CNY(50) }
  }
}

@Suite struct EventTimesTests {
  @Test func `the chance of a month, and of never, is what the closed form has`() throws {
    let plan = RunPlan(replications: 4000, seed: 3)
    let replicator = try Replicator(try ResolvedExperiment<FallingBill>(plan), plan: plan)
    let schema = try replicator.schema()
    var summary = RunSummary(schema)
    try replicator.run(schema) { for record in $0 { summary.add(record) } }
    let place = try #require(schema.measures.firstIndex { $0.name == "inflection_month" })
    let events = try #require(summary.events[place])
    // Month m, from 1, has the price (1 − d)^((m−1)/12): it comes by month m where d ≥ 1 − 0.5^(12/(m−1)).
    func chance(by month: Int) -> Double {
      let least = 1 - pow(0.5, 12 / Double(month - 1))
      return min(max((0.5 - least) / 0.4, 0), 1)
    }
    for month in 2...36 {
      let expected = chance(by: month)
      let found = events.chances[month - 1].value
      // 99.99 % of a binomial share.
      let half = 3.9 * (expected * (1 - expected) / 4000).squareRoot() + 1e-9
      #expect(abs(found - expected) < half, "month \(month): \(found), expected \(expected)")
    }
    #expect(abs(events.chanceOfNever.value - (1 - events.chances[35].value)) < 1e-12)
    #expect(events.chanceOfNever.value > 0.2)
  }

  @Test func `chances rise to what is left for never, and a part of a month ends with it`() {
    var events = EventTimes(months: 3)
    for month in [1, 1.2, 3, 3.5, nil] { events.add(month) }
    #expect(events.chances.map(\.value) == [0.2, 0.4, 0.6])
    #expect(events.never == 2 && events.chanceOfNever.value == 0.4)
    #expect(events.chances[1].contains(0.4) && events.chances[1].low > 0)
  }
}
