import Foundation
import Testing

/// Code that stops the program: whose it was, where it was, and that nothing is left behind.
@Suite struct CrashTests {
  private func run(_ source: String, _ arguments: [String] = []) async throws -> (
    outcome: CommandLineTool.Outcome, names: [String]
  ) {
    let workplace = try Workplace()
    try workplace.write(source, to: "Coin.swift")
    let outcome = try await CommandLineTool.run(
      ["run", "Coin.swift", "-r", "10", "-o", "deep/run"] + arguments, in: workplace)
    return (outcome, workplace.names())
  }

  /// A trial with an answer of its own.
  private func answering(_ answer: String) -> String {
    Examples.trial().replacing(
      "  var scenario: Scenario {",
      with: "  static func answer(_ findings: Findings) -> String? { \(answer) }\n\n  var scenario: Scenario {")
  }

  @Test func `a trap in the answer is said to be in the answer, and in no replication`() async throws {
    let (outcome, names) = try await run(answering(#""\([0, 1][7 + CommandLine.arguments.count])""#))
    #expect(outcome.status == 65)
    #expect(
      outcome.error.contains("Error: the experiment's own code crashed in its answer\n"),
      "\(outcome.error)")
    #expect(!outcome.error.contains("replication") && !outcome.error.contains("reproduces"))
    #expect(names == ["Coin.swift"], "nothing is left, not even the folder above")
  }

  @Test func `traps on several threads at once are told once`() async throws {
    // All threads but that of the first replications wait for the same tenth of a second.
    let source = """
      import Glibc
      import Payoff
      import Synchronization

      @main
      struct Together: Experiment {
        static let question = "Do they trap together?"
        static let calls = Atomic<Int>(0)
        static let none: [Double] = []

        var scenario: Scenario {
          Trial { _ in
            if Self.calls.add(1, ordering: .relaxed).oldValue < 2 { return [.init("result", 1)] }
            var now = timespec()
            repeat { clock_gettime(CLOCK_MONOTONIC, &now) } while now.tv_nsec % 100_000_000 > 1_000_000
            return [.init("result", Self.none[0])]
          }
        }
      }
      """
    for _ in 0..<3 {
      let (outcome, names) = try await run(source, ["--threads", "4"])
      #expect(outcome.status == 65)
      let told = outcome.error.components(separatedBy: "the experiment's own code crashed").count - 1
      #expect(told == 1, "\(outcome.error)")
      #expect(names == ["Coin.swift"])
    }
  }

  @Test func `a trap where an input is declared is said to be there`() async throws {
    let source = Examples.trial()
      .replacing(".uniform(0, 1)", with: ".uniform(0, [0.5, 1][CommandLine.arguments.count])")
    let (outcome, names) = try await run(source)
    #expect(outcome.status == 65)
    #expect(
      outcome.error.contains("the experiment's own code crashed in the declarations of its inputs"),
      "\(outcome.error)")
    #expect(names == ["Coin.swift"])
  }

  @Test func `a trap in the library is a defect of Payoff's, not of the experiment`() async throws {
    // Months beyond what an Int holds: the overflow is in the library.
    let (outcome, names) = try await run(
      Examples.trial(#"[.init("result", CalendarMonth.month(2026, 1).advanced(by: .max) > .month(1, 1) ? 1 : 0)]"#))
    #expect(outcome.status == 70)
    #expect(outcome.error.contains("Error: Payoff crashed in replication 0 of seed 1"), "\(outcome.error)")
    #expect(outcome.error.contains("this is a bug in Payoff, not in the experiment"))
    #expect(names == ["Coin.swift"])
  }

  @Test func `a trap of the experiment's in a closure that the library calls is the experiment's`() async throws {
    let source = Examples.desk.replacing("answered > 0.9 ? nil : answered", with: "[answered][Int(1 + answered)]")
    let workplace = try Workplace()
    try workplace.write(source, to: "Desk.swift")
    let outcome = try await CommandLineTool.run(["run", "Desk.swift", "-r", "3"], in: workplace)
    #expect(outcome.status == 65)
    #expect(
      outcome.error.contains("the experiment's own code crashed in replication 0 of seed 1"),
      "\(outcome.error)")
  }

  @Test func `a function that calls itself without end is the experiment's, on any thread`() async throws {
    let source = Examples.trial(#"[.init("result", Self.endless(value))]"#)
      .replacing(
        "  var scenario: Scenario {",
        with: """
            static func endless(_ number: Double) -> Double { number < -1 ? 0 : endless(number + 1) + 1 }

            var scenario: Scenario {
          """)
    for threads in ["1", "4"] {
      let (outcome, names) = try await run(source, ["--threads", threads])
      #expect(outcome.status == 65)
      #expect(outcome.error.contains("the experiment's own code crashed in replication"), "\(outcome.error)")
      #expect(outcome.error.contains("its stack is full, as by a function that calls itself without end"))
      #expect(names == ["Coin.swift"])
    }
  }

  @Test(arguments: [0, 3])
  func `an experiment that ends the program is told, and is no success`(status: Int) async throws {
    let source = "import Glibc\n" + Examples.trial("{ exit(\(status)) }()")
    let (outcome, names) = try await run(source)
    #expect(outcome.status == 65)
    #expect(outcome.error.contains("the experiment's own code ended the program in replication"), "\(outcome.error)")
    #expect(names == ["Coin.swift"])
  }
}
