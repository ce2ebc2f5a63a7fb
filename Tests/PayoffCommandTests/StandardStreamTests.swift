import Foundation
import Testing

/// Standard input, output and error that whoever started the command had closed.
@Suite struct StandardStreamTests {
  private let workplace: Workplace

  init() throws {
    workplace = try Workplace()
    try workplace.write(Examples.stake, to: "Stake.swift")
  }

  private func payoff(_ words: String) async throws -> CommandLineTool.Outcome {
    try await CommandLineTool.run([], in: workplace, shell: "payoff() { \"$0\" \"$@\"; }; \(words)")
  }

  @Test func `messages for a closed error stream go nowhere, and results stay whole`() async throws {
    for (folder, closed) in [("open", ""), ("closed", " 2>&- <&-")] {
      let outcome = try await payoff(
        "payoff sensitivity Stake.swift --method morris --size 4 -o \(folder)\(closed)")
      #expect(outcome.status == 0)
    }
    let (open, closed) = (try workplace.contents(of: "open"), try workplace.contents(of: "closed"))
    #expect(Set(open.keys) == Set(closed.keys))
    for (name, bytes) in open where name.hasSuffix(".csv") { #expect(closed[name] == bytes, "\(name)") }
  }

  @Test(arguments: ["list", "describe Stake.swift", "--version"])
  func `results for a closed output are lost, which is an error`(_ command: String) async throws {
    let outcome = try await payoff("payoff \(command) >&-")
    #expect(outcome.status == 74)
    #expect(outcome.error.contains("standard output cannot be written"))
  }
}
