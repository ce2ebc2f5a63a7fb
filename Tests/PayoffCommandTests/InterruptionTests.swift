import Foundation
import Glibc
import Testing

/// Ctrl-C and a polite kill.
@Suite struct InterruptionTests {
  @Test(arguments: [SIGINT, SIGTERM])
  func `a run that is stopped says so and leaves nothing behind`(_ signal: Int32) async throws {
    let workplace = try Workplace()
    try workplace.write(Examples.unhurriedTrial, to: "Coin.swift")
    let run = try CommandLineTool.start(
      ["run", "Coin.swift", "-r", "4000000000", "-o", "runs/long"], in: workplace)
    try await eventually { !workplace.names(in: "runs").isEmpty }
    #expect(workplace.names(in: "runs").allSatisfy { $0.hasPrefix(".long.partial-") || $0 == ".long.pieces" })
    run.send(signal)
    let outcome = try await run.outcome()
    #expect(outcome.status == 130)
    #expect(outcome.output.isEmpty)
    // What was finished is kept where that was more than a second's work.
    if workplace.names(in: "runs") == [".long.pieces"] {
      #expect(
        outcome.error.contains(/stopped after \d+ replications, which are kept: .+ --resume goes on from them\n$/))
    } else {
      #expect(outcome.error.wholeMatch(of: /stopped after \d+ replications; nothing was written\n/) != nil)
      #expect(workplace.names() == ["Coin.swift"])
    }
  }

  @Test func `the run directory that was to be replaced is as it was`() async throws {
    let workplace = try Workplace()
    try workplace.write(Examples.unhurriedTrial, to: "Coin.swift")
    #expect(try await CommandLineTool.run(["run", "Coin.swift", "-r", "3", "-o", "there"], in: workplace).status == 0)
    let before = try workplace.contents(of: "there")
    let run = try CommandLineTool.start(
      ["run", "Coin.swift", "-r", "4000000000", "-o", "there", "--force"], in: workplace)
    try await eventually { workplace.names().count >= 3 }
    run.send(SIGINT)
    #expect(try await run.outcome().status == 130)
    #expect(try workplace.contents(of: "there") == before)
    #expect(Set(workplace.names()).subtracting([".there.pieces"]) == ["Coin.swift", "there"])
  }

  /// A trial of which some replications never end, and say so.
  private static let endless =
    "import Glibc\n"
    + Examples.trial(
      """
      {
              if value > 0.5 {
                print("endless")
                fflush(nil)
              }
              while value > 0.5 { usleep(1000) }
              return [.init("result", value)]
            }()
      """)

  @Test func `one polite kill ends a replication that does not`() async throws {
    let workplace = try Workplace()
    try workplace.write(Self.endless, to: "Coin.swift")
    let run = try CommandLineTool.start(
      ["run", "Coin.swift", "--set", "value=uniform(0.4, 0.6)", "-r", "1000", "-o", "run"], in: workplace)
    // Before that, replications that end by themselves would end the run.
    try await eventually { run.outputSoFar.contains("endless") || run.hasEnded }
    run.send(SIGTERM)
    let outcome = try await run.outcome()
    #expect(outcome.status == 128 + SIGTERM, "\(outcome.error)")
    #expect(workplace.names() == ["Coin.swift"])
  }

  @Test func `a second Ctrl-C ends a replication that does not`() async throws {
    let workplace = try Workplace()
    try workplace.write(Self.endless, to: "Coin.swift")
    let run = try CommandLineTool.start(
      ["run", "Coin.swift", "--set", "value=uniform(0.4, 0.6)", "-r", "1000", "-o", "run"], in: workplace)
    let deadline = ContinuousClock.now + .seconds(600)
    try await eventually { run.outputSoFar.contains("endless") || run.hasEnded }
    while !run.hasEnded, ContinuousClock.now < deadline {
      run.send(SIGINT)
      try await ContinuousClock().sleep(for: .milliseconds(20))
    }
    let outcome = try await run.outcome()
    #expect(outcome.status == 130, "\(outcome.error)")
    #expect(workplace.names() == ["Coin.swift"])
  }
}
