import Foundation
import Testing
import ValidationRecord

/// `payoff fidelity`, on a small fleet.
@Suite struct FidelityTests {
  private static let shop = """
    import Payoff

    @main
    struct Shop: Experiment {
      static let question = "Is the curve right?"

      @Choice("how") var batching: Batching = .continuous
      enum Batching: String, CaseIterable { case continuous, alone, unknown }

      var scenario: Scenario {
        Horizon(from: .month(2026, 1), years: 1)
        Books(in: .usd, discounting: 0.1)
        Load("chat") { Requests(perDay: 400_000, dayToDay: 0.3) }
        Fleet("GPUs", serves: "chat", headroom: 0.5) {
          curve
          Scaling.aroundTheClock
          Rent(USD(2) / .gpuHour)
        }
      }

      private var curve: CapacityCurve {
        let deployment = Deployment(
          "small", StepCost(base: 10, perPromptToken: 0.02, perContextToken: 1e-4, perSequence: 0.1), kvTokens: 50_000,
          contextLength: 4096)
        let lengths = TokenLengths(input: .uniform(50, 150), output: .uniform(10, 30))
        switch batching {
        case .continuous:
          return .batching(deployment, lengths: lengths, within: ServiceLevel(.timePerOutputToken, p95: .milliseconds(14)))
        case .alone: return .oneAtATime(deployment, lengths: lengths, within: ServiceLevel(.wait, p95: .milliseconds(500)))
        case .unknown:
          return .oneAtATime(ServiceTime(.exponential(mean: 0.3)), within: ServiceLevel(.wait, p95: .seconds(1)))
        }
      }
    }

    """

  @Test(arguments: ["continuous", "alone"])
  func `a curve is near the simulation of the hours it stands for`(batching: String) async throws {
    let workplace = try Workplace()
    try workplace.write(Self.shop, to: "Shop.swift")
    let outcome = try await CommandLineTool.run(
      ["fidelity", "Shop.swift", "--set", "batching=\(batching)", "--hours", "4", "-o", "out"], in: workplace)
    try #require(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.output.contains("GPUs ("))
    let table = try Table(try workplace.contents(of: "out"), "fidelity.csv")
    #expect(table.rows.count == 4)
    func hours(_ curve: String, _ simulated: String) throws -> [(hour: String, curve: Double?, simulated: Double?)] {
      zip(try table.numbers(curve), try table.numbers(simulated)).enumerated().map {
        ("\(batching), hour \($0 + 1)", $1.0, $1.1)
      }
    }
    for row in try hours("needed_by_curve", "needed_simulated") {
      #expect(
        Validation.comparison(
          .fidelity, row.hour, "GPUs needed: simulated, by the curve", expected: try #require(row.simulated),
          found: try #require(row.curve), tolerance: 1, absolute: true))
    }
    for row in try hours("load_by_curve", "load_simulated") {
      guard let curve = row.curve, let simulated = row.simulated else { continue }
      #expect(
        Validation.comparison(
          .fidelity, row.hour, "requests per second carried: simulated, by the curve", expected: simulated,
          found: curve, tolerance: 0.1))
    }
  }

  @Test func `a fleet of which nothing is known but its service time cannot be checked`() async throws {
    let workplace = try Workplace()
    try workplace.write(Self.shop, to: "Shop.swift")
    let outcome = try await CommandLineTool.run(
      ["fidelity", "Shop.swift", "--set", "batching=unknown", "-o", "out"], in: workplace)
    #expect(outcome.status == 64 && outcome.error.contains("no fleet with a known deployment"))
    #expect(!workplace.names().contains("out"))
  }
}
