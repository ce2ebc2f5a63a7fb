import Foundation
import Testing

/// `payoff replay` with the limits of an API in place of a fleet.
@Suite struct APIReplayTests {
  private let workplace: Workplace

  init() throws {
    workplace = try Workplace()
    try workplace.write(ServedExamples.trace, to: "trace.csv")
  }

  private func replay(_ trace: String, _ arguments: [String], to out: String = "out") async throws
    -> CommandLineTool.Outcome
  {
    let outcome = try await CommandLineTool.run(
      ["replay", "--trace", trace, "-o", out] + arguments, in: workplace)
    try #require(outcome.status == 0, "\(outcome.error)")
    return outcome
  }

  private func figures(_ out: String = "out") throws -> [String: Double?] {
    try Table(try workplace.contents(of: out), "summary.csv").figures()
  }

  /// One request a second: the second waits for a second, and its answer of 11 tokens then takes 0.4 s and ten times 20 ms.
  @Test func `requests in a queue take what a hand calculation says`() async throws {
    try workplace.write(ServedExamples.header + "5,100,1\n5,200,11\n", to: "two.csv")
    _ = try await replay(
      "two.csv",
      [
        "--api-requests-per-minute", "60", "--api-burst", "1s", "--api-above-limits", "queue", "--api-ttft", "400ms",
        "--api-tpot", "20ms",
      ])
    let table = try Table(try workplace.contents(of: "out"), "requests.csv")
    #expect(table.header == ["request_id", "arrival_s", "queue_s", "ttft_s", "tpot_s", "e2e_s", "calls"])
    for (column, expected) in [("queue_s", [0, 1]), ("ttft_s", [0.4, 1.4]), ("e2e_s", [0.4, 1.6])] {
      for (value, expected) in zip(try table.numbers(column), expected) {
        #expect(abs((value ?? .nan) - expected) < 1e-9, "\(column)")
      }
    }
    let distances = try table.numbers("tpot_s")
    #expect(distances[0] == nil && abs((distances[1] ?? .nan) - 0.02) < 1e-9)
  }

  /// The trace has 400 requests in 40 s, ten a second, and the API admits five a second after a burst of five.
  @Test func `half of the requests of twice the limit are lost where none is sent again`() async throws {
    let outcome = try await replay(
      "trace.csv", ["--api-requests-per-minute", "300", "--api-burst", "1s", "--api-retries", "0"])
    let figures = try figures()
    let (answered, lost) = (figures["answered"] ?? nil, figures["lost"] ?? nil)
    #expect(figures["requests"] == 400 && answered.map { (190...206).contains($0) } == true)
    #expect((answered ?? 0) + (lost ?? 0) == 400 && figures["calls"] == 400 && figures["refused_calls"] == lost)
    #expect(outcome.output.contains("are lost at the limits"))
    // A queue loses nothing, and the last waits for about as long again as the trace lasts.
    _ = try await replay(
      "trace.csv", ["--api-requests-per-minute", "300", "--api-burst", "1s", "--api-above-limits", "queue"], to: "all")
    let all = try self.figures("all")
    #expect(all["answered"] == 400)
    #expect((all["queue max"] ?? nil).map { abs($0 - 39) < 2 } == true)
  }

  @Test func `the same seed gives the same bytes`() async throws {
    let arguments = ["--api-tokens-per-minute", "50000", "--api-ttft", "300ms..1.5s"]
    _ = try await replay("trace.csv", arguments, to: "one")
    _ = try await replay("trace.csv", arguments, to: "two")
    _ = try await replay("trace.csv", arguments + ["--seed", "2"], to: "three")
    func bytes(_ out: String) throws -> Data? { try workplace.contents(of: out)["requests.csv"] }
    #expect(try bytes("one") == bytes("two"))
    #expect(try bytes("one") != bytes("three"))
  }

  @Test(arguments: [
    (["--api-retries", "2"], "--api-retries 2: it belongs to an API with limits"),
    (["--api-requests-per-minute", "60", "--deployment", "llama-8b-a100"], "--deployment with the limits of an API"),
    (["--api-requests-per-minute", "60", "--replicas", "3"], "--replicas with the limits of an API"),
    (["--api-requests-per-minute", "60", "--api-patience", "1s"], "add --api-above-limits queue"),
    (
      ["--api-requests-per-minute", "60", "--api-above-limits", "queue", "--api-retries", "1"],
      "no request of a queue that knows the limits is refused"
    ),
    (["--api-requests-per-minute", "60", "--api-above-limits", "wait"], "there is no rule of that name"),
    (["--api-requests-per-minute", "60", "--api-ttft", "2s..1s"], "the low end of an interval"),
    (["--api-requests-per-minute", "60", "--api-ttft", "2"], "write 2ms or 2s"),
    (["--api-requests-per-minute", "0"], "expected a number from"),
  ]) func `what cannot be meant is refused`(_ arguments: [String], _ message: String) async throws {
    let outcome = try await CommandLineTool.run(
      ["replay", "--trace", "trace.csv", "-o", "out"] + arguments, in: workplace)
    #expect(outcome.status == 64)
    #expect(outcome.error.contains(message), "\(outcome.error)")
  }
}
