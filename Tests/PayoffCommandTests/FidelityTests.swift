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

  /// A fleet whose days differ, of replicas that carry some three requests a second.
  private static let days = """
    import Payoff

    @main
    struct Days: Experiment {
      static let question = "Is the day right?"

      @Choice("how it follows its load") var scaling: Scaling = .aroundTheClock

      var scenario: Scenario {
        Horizon(from: .month(2026, 1), years: 1)
        Books(in: .usd, discounting: 0.1)
        Load("chat") { Requests(perDay: 2_000_000, days: .serveGenLarge) }
        Fleet("GPUs", serves: "chat", attainment: 0.9, boot: .seconds(300)) {
          CapacityCurve.batching(
            Deployment(
              "slow", StepCost(base: 400, perPromptToken: 0.8, perContextToken: 4e-3, perSequence: 4), kvTokens: 50_000,
              contextLength: 4096),
            lengths: TokenLengths(input: .uniform(50, 150), output: .uniform(10, 30)),
            within: ServiceLevel(.timePerOutputToken, p95: .milliseconds(560)))
          scaling
          Rent(USD(2) / .gpuHour)
        }
      }
    }

    """

  @Test(arguments: ["around-the-clock", "hourly", "on-idleness"])
  func `days of a forecast are those of a fleet that serves every request, however it follows its load`(
    scaling: String
  ) async throws {
    let workplace = try Workplace()
    try workplace.write(Self.days, to: "Days.swift")
    let outcome = try await CommandLineTool.run(
      ["fidelity", "Days.swift", "--set", "scaling=\(scaling)", "--hours", "1", "--days", "2", "-o", "out"],
      in: workplace)
    try #require(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.output.contains("whole days with its scaling"))
    let table = try Table(try workplace.contents(of: "out"), "days.csv")
    try #require(table.rows.count == 2)
    for (what, forecast, simulated, tolerance) in [
      ("replica-hours", "replica_hours_forecast", "replica_hours_simulated", 0.03),
      ("share within the service level", "attainment_forecast", "attainment_simulated", 0.02),
    ] {
      for (day, pair) in zip(try table.numbers(forecast), try table.numbers(simulated)).enumerated() {
        #expect(
          Validation.comparison(
            .fidelity, "a fleet \(scaling), day \(day + 1)", "\(what): simulated, by the forecast",
            expected: try #require(pair.1), found: try #require(pair.0), tolerance: tolerance))
      }
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

  @Test func `where no replica holds the level it is said why, and nothing is written`() async throws {
    let workplace = try Workplace()
    // A step takes 10.1 ms at least, and 14 ms are allowed: twice as slow, it takes 20.2 ms.
    let level = "ServiceLevel(.timePerOutputToken, p95: .milliseconds(14))"
    let slow = Self.shop
      .replacing(
        "return .batching(deployment, lengths: lengths, within: \(level))",
        with: "return CapacityCurve.batching(deployment, lengths: lengths, within: \(level)).slower(by: slowness)"
      )
      .replacing(
        "  @Choice(\"how\")",
        with: """
            @Uncertain(1, "how slow", source: .assumption("a test")) var slowness: Double

            @Choice("how")
          """)
    try workplace.write(slow, to: "Shop.swift")
    let outcome = try await CommandLineTool.run(
      ["fidelity", "Shop.swift", "--set", "slowness=2", "--hours", "4", "-o", "out"], in: workplace)
    #expect(outcome.status == 64)
    #expect(outcome.error.contains("slowness=2 no number of replicas holds the service level"), "\(outcome.error)")
    #expect(outcome.error.contains("alone on a replica, a step takes 0.02 s"), "\(outcome.error)")
    #expect(outcome.output.isEmpty && !workplace.names().contains("out"))
  }
}
