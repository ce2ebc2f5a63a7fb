import Foundation
import ReferenceData
import Testing
import ValidationRecord

/// Runs of inference-sim from the command line alone: a trace, a deployment file and `payoff replay`.
@Suite struct `Reference cases from the command line` {
  @Test(arguments: [
    ("A1", "A", "a_poisson_r4"), ("A2", "A", "b_poisson_r12"), ("B1", "B1", "a_poisson_r4"),
    ("B4", "B4", "e_kvpress_r8"),
  ])
  func `every request agrees to the microsecond`(name: String, deployment: String, trace: String) async throws {
    let workplace = try Workplace()
    let recorded = try ReferenceData.table("serving/batching/\(trace).trace.csv.gz")
    var rows = "arrival_s,input_tokens,output_tokens\n"
    let (inputs, outputs) = (try recorded.numbers("input_tokens"), try recorded.numbers("output_tokens"))
    for (index, arrival) in try recorded.numbers("arrival_us").enumerated() {
      rows += "\(arrival / 1e6),\(Int(inputs[index])),\(Int(outputs[index]))\n"
    }
    try workplace.write(rows, to: "trace.csv")
    try workplace.write(ReferenceData.text("serving/batching/\(deployment).deployment.json"), to: "\(name).json")
    let outcome = try await CommandLineTool.run(
      ["replay", "--trace", "trace.csv", "--deployment", "\(name).json", "-o", "out"], in: workplace)
    try #require(outcome.status == 0, "\(outcome.error)")

    try Self.compare(name, try workplace.contents(of: "out"), "serving/batching/blis-\(name).requests.csv.gz")
  }

  /// Prefix caching with ample and scarce memory, conversations, and a mixture of experts.
  @Test(arguments: ["P1", "P1-off", "P2", "P3", "P4", "P5", "M1", "M2", "E1", "E2", "Q1", "Q2", "D1", "D2"])
  func `every request with shared prompts agrees to the microsecond`(name: String) async throws {
    let workplace = try Workplace()
    let trace = name == "E2" ? "e1" : name == "P1-off" ? "p1" : name.lowercased()
    let outcome = try await CommandLineTool.run(
      [
        "replay", "--trace", ReferenceData.path("serving/batching-2026/\(trace).trace.csv.gz"), "--deployment",
        ReferenceData.path("serving/batching-2026/\(name).deployment.json"), "-o", "out",
      ], in: workplace)
    try #require(outcome.status == 0, "\(outcome.error)")
    try Self.compare(name, try workplace.contents(of: "out"), "serving/batching-2026/\(name).requests.csv.gz")
  }

  private static func compare(_ name: String, _ files: [String: Data], _ reference: String) throws {
    let found = try Table(files, "requests.csv")
    let expected = try ReferenceData.table(reference)
    var worst = 0.0
    for (column, reference) in [("ttft_s", "ttft_us"), ("e2e_s", "e2e_us")] {
      let (values, references) = (try found.numbers(column), try expected.numbers(reference))
      try #require(values.count == references.count)
      for (value, reference) in zip(values, references) {
        worst = max(worst, abs(try #require(value) * 1e6 - reference))
      }
    }
    #expect(
      Validation.agreement(
        .requestCases, "\(name) by payoff replay and a deployment file: both latencies of each request, µs",
        with: "inference-sim f90a1e3a", figures: 2 * expected.rows.count, worst: worst.rounded(), within: 0),
      "worst \(worst) µs")
  }
}
