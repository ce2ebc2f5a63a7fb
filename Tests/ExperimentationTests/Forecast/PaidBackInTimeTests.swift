import Demand
import Economics
import Randomness
import Testing

@testable import Experimentation

@Suite struct PaidBackInTimeTests {
  private static let horizon = Horizon(from: .month(2026, 1), months: 36)

  @Test(arguments: [(19, 0.0), (20, 1), (36, 1)])
  func `a hundred are back after twenty months of five`(months: Int, expected: Double) throws {
    @ScenarioBuilder var scenario: Scenario {
      Self.horizon
      Books(in: .eur, discounting: 0)
      Investment("start", EUR(100))
      Benefit("savings") { _ in EUR(5) }
      PaidBackInTime(within: months, of: Self.horizon)
    }
    let evaluation = try NamedEvaluation(scenario, streams: Streams(seed: 1, replication: 0))
    let found = evaluation.measures.first { $0.declaration.name == "paid_back_in_time" }
    #expect(found?.value == expected)
  }

  @Test(arguments: [0, 37])
  func `a month of which the forecast knows nothing is rejected`(months: Int) {
    let words = refusal {
      Self.horizon
      Books(in: .eur, discounting: 0)
      Investment("start", EUR(100))
      Benefit("savings") { _ in EUR(5) }
      PaidBackInTime(within: months, of: Self.horizon)
    }
    #expect(words.contains("the forecast has 36 months"))
  }
}
