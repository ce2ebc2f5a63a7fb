import Foundation
import Glibc
import Testing

/// Runs that are cut off, and `--resume`.
@Suite struct ResumeTests {
  private let workplace: Workplace

  init() throws {
    workplace = try Workplace()
    try workplace.write(Examples.unhurriedTrial, to: "Coin.swift")
  }

  private static let command = ["run", "Coin.swift", "-r", "6000", "-o", "runs/coin"]

  private func payoff(_ arguments: [String]) async throws -> CommandLineTool.Outcome {
    try await CommandLineTool.run(arguments, in: workplace)
  }

  /// Starts a command and ends it with a signal when it has kept some rows; what it said. Tests that run beside this one
  /// may hold up the signal until the command has ended: then once more.
  private func cutOff(_ arguments: [String], by signal: Int32) async throws -> CommandLineTool.Outcome {
    for _ in 0..<20 {
      let run = try CommandLineTool.start(arguments, in: workplace)
      try await eventually {
        workplace.names(in: "runs/.coin.pieces").contains { $0.hasSuffix(".rows") && !$0.hasPrefix(".") }
          || run.hasEnded
      }
      run.send(signal)
      let outcome = try await run.outcome()
      guard outcome.status == 0 else { return outcome }
      try FileManager.default.removeItem(at: workplace.file("runs/coin"))
    }
    throw NeverCutOff()
  }

  private struct NeverCutOff: Error {}

  @Test(arguments: [SIGKILL, SIGTERM, SIGINT])
  func `a run that was cut off goes on to the same bytes, and leaves nothing beside them`(_ signal: Int32) async throws
  {
    let alone = try await payoff(["run", "Coin.swift", "-r", "6000", "-o", "alone"])
    try #require(alone.status == 0, "\(alone.error)")
    let stopped = try await cutOff(Self.command, by: signal)
    try #require(stopped.status == (signal == SIGKILL ? 128 + SIGKILL : 130), "\(stopped.error)")
    if signal != SIGKILL { #expect(stopped.error.contains("which are kept: the same command with --resume")) }
    #expect(!workplace.names(in: "runs").contains("coin"))
    let resumed = try await payoff(Self.command + ["--resume"])
    try #require(resumed.status == 0, "\(resumed.error)")
    #expect(resumed.error.contains(/goes on from \d+ rows that are kept/), "\(resumed.error)")
    #expect(try workplace.contents(of: "runs/coin") == workplace.contents(of: "alone"))
    #expect(workplace.names(in: "runs") == ["coin"])
  }

  @Test func `a piece that was damaged is computed again`() async throws {
    try #require(try await payoff(["run", "Coin.swift", "-r", "6000", "-o", "alone"]).status == 0)
    _ = try await cutOff(Self.command, by: SIGKILL)
    for name in workplace.names(in: "runs/.coin.pieces") where name.hasSuffix(".rows") {
      var bytes = try Data(contentsOf: workplace.file("runs/.coin.pieces/\(name)"))
      bytes[bytes.count * 2 / 3] ^= 4
      try bytes.write(to: workplace.file("runs/.coin.pieces/\(name)"))
    }
    let resumed = try await payoff(Self.command + ["--resume"])
    try #require(resumed.status == 0, "\(resumed.error)")
    #expect(resumed.error.contains("no rows are kept that can be used"), "\(resumed.error)")
    #expect(try workplace.contents(of: "runs/coin") == workplace.contents(of: "alone"))
  }

  @Test func `what has changed is said, and nothing is mixed`() async throws {
    _ = try await cutOff(Self.command, by: SIGKILL)
    let other = try await payoff(["run", "Coin.swift", "-r", "6000", "--seed", "2", "-o", "runs/coin", "--resume"])
    #expect(other.status == 65 && other.error.contains("what has changed: the command"), "\(other.error)")
    try workplace.write(Examples.unhurriedTrial + "// another\n", to: "Coin.swift")
    let refused = try await payoff(Self.command + ["--resume"])
    #expect(refused.status == 65 && refused.error.contains("what has changed: the experiment\n"), "\(refused.error)")
    #expect(refused.error.contains("without --resume it begins afresh"))
    #expect(workplace.names(in: "runs").contains(".coin.pieces"))
    let fresh = try await payoff(Self.command)
    #expect(fresh.status == 0)
    #expect(workplace.names(in: "runs") == ["coin"])
  }

  @Test func `rows of a processor with other bits are refused, and not mixed`() async throws {
    // A processor with fused multiply-add, where it is hidden, is one without.
    let flags = try String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
    try #require(flags.contains(" fma "), "this needs a processor with fused multiply-add")
    _ = try await cutOff(Self.command, by: SIGKILL)
    let refused = try await CommandLineTool.run(
      Self.command + ["--resume"], in: workplace, environment: ["GLIBC_TUNABLES": "glibc.cpu.hwcaps=-FMA,-FMA4"])
    #expect(refused.status == 65, "\(refused.error)")
    #expect(refused.error.contains("what has changed: the processor or the C library"), "\(refused.error)")
    #expect(workplace.names(in: "runs") == [".coin.pieces"])
    try #require(try await payoff(Self.command + ["--resume"]).status == 0)
    #expect(workplace.names(in: "runs") == ["coin"])
  }

  @Test func `only rows that can be used are counted, and a name of a file is no reason to trap`() async throws {
    try #require(try await payoff(["run", "Coin.swift", "-r", "6000", "-o", "alone"]).status == 0)
    _ = try await cutOff(Self.command, by: SIGKILL)
    let names = workplace.names(in: "runs/.coin.pieces").filter { $0.hasSuffix(".rows") && !$0.hasPrefix(".") }
    let rows = names.reduce(0) { sum, name in
      let numbers = name.dropLast(".rows".count).split(separator: "-").compactMap { Int($0) }
      return sum + numbers[2] - numbers[1]
    }
    for range in ["0-9223372036854775807", "0-6000", "5999-6001", "9223372036854775806-9223372036854775807", "7-3"] {
      try workplace.write("", to: "runs/.coin.pieces/0-\(range).rows")
    }
    try workplace.write("", to: "runs/.coin.pieces/3-0-9223372036854775807.rows")
    let resumed = try await payoff(Self.command + ["--resume"])
    try #require(resumed.status == 0, "\(resumed.error)")
    #expect(resumed.error.contains("goes on from \(rows) rows that are kept"), "\(resumed.error)")
    #expect(try workplace.contents(of: "runs/coin") == workplace.contents(of: "alone"))
    #expect(workplace.names(in: "runs") == ["coin"])
  }

  @Test func `of two runs into one place, the later one leaves nothing`() async throws {
    let later = try CommandLineTool.start(
      ["run", "Coin.swift", "-r", "12000", "--threads", "1", "-o", "runs/coin"], in: workplace)
    try await eventually {
      workplace.names(in: "runs/.coin.pieces").contains { $0.hasSuffix(".rows") } || later.hasEnded
    }
    // At once, and not when other tests have made way.
    let first = try await CommandLineTool.start(["run", "Coin.swift", "-r", "3", "-o", "runs/coin"], in: workplace)
      .outcome()
    try #require(first.status == 0, "\(first.error)")
    let kept = try workplace.contents(of: "runs/coin")
    let refused = try await later.outcome()
    #expect(refused.status == 74 && refused.error.contains("runs/coin: already exists"), "\(refused.error)")
    #expect(try workplace.contents(of: "runs/coin") == kept)
    #expect(workplace.names(in: "runs") == ["coin"])
  }

  @Test func `a run that could be gone on with says so, and one that could not too`() async throws {
    let nothing = try await payoff(["run", "Coin.swift", "-r", "3", "-o", "runs/coin", "--resume"])
    #expect(nothing.status == 0 && nothing.error.contains("there is nothing to go on from"), "\(nothing.error)")
    try FileManager.default.removeItem(at: workplace.file("runs/coin"))
    _ = try await cutOff(Self.command, by: SIGKILL)
    let again = try await payoff(Self.command)
    #expect(again.status == 0)
    #expect(again.error.contains(/--resume goes on from the \d+ rows that it has finished/), "\(again.error)")
  }
}
