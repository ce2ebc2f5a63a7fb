import Foundation
import Testing

/// Commands that may use too little of something: each says what, and how to raise the limit.
@Suite struct ResourceLimitTests {
  private let workplace: Workplace

  init() throws { workplace = try Workplace() }

  private func payoff(_ arguments: String..., limit: String) async throws -> CommandLineTool.Outcome {
    try await CommandLineTool.run(arguments, in: workplace, shell: "ulimit \(limit); exec \"$0\" \"$@\"")
  }

  @Test(arguments: [
    ("-s 64", "the stack may have only 64 KiB"), ("-v 120000", "only 117 MiB of address space may be used"),
  ])
  func `what is too little to begin is said before anything begins`(_ limit: String, _ problem: String) async throws {
    let refused = try await payoff("list", limit: limit)
    #expect(refused.status == 69, "\(refused.error)")
    #expect(refused.error.hasPrefix("Error: \(problem)") && refused.error.contains("raise the limit: ulimit"))
  }

  @Test func `a stack that may be larger is made so`() async throws {
    try workplace.write(Examples.stake, to: "Stake.swift")
    let run = try await payoff("run", "Stake.swift", "-r", "5", "--out", "out", limit: "-S -s 64")
    #expect(run.status == 0, "\(run.error)")
  }

  @Test(arguments: ["200000", "600000"])
  func `a report whose charts cannot be drawn says so, and leaves nothing`(_ limit: String) async throws {
    try workplace.write(Examples.stake, to: "Stake.swift")
    let run = try await CommandLineTool.run(["run", "Stake.swift", "-r", "5", "--out", "out"], in: workplace)
    try #require(run.status == 0, "\(run.error)")
    let refused = try await payoff("report", "out", "--out", "out.html", limit: "-v \(limit)")
    #expect(refused.status == 69, "\(refused.error)")
    #expect(refused.error.hasPrefix("Error: charts cannot be drawn"), "\(refused.error)")
    #expect(refused.error.hasSuffix("raise the limit: ulimit -v unlimited\n"))
    #expect(workplace.names() == ["Stake.swift", "out"])
  }
}
