import Foundation
import Testing

/// `payoff fit`: what it writes is what the other commands read.
@Suite struct FitTests {
  private let workplace: Workplace

  init() throws {
    workplace = try Workplace()
    try workplace.write(ServedExamples.deployment, to: "ours.json")
    try workplace.write(ServedExamples.trace, to: "trace.csv")
  }

  private func run(_ arguments: [String]) async throws -> CommandLineTool.Outcome {
    let outcome = try await CommandLineTool.run(arguments, in: workplace)
    try #require(outcome.status == 0, "\(outcome.error)")
    return outcome
  }

  @Test func `a load that was fitted to a trace has its rate, is held beside it, and can be sized for`() async throws {
    let fitted = try await run(["fit", "--trace", "trace.csv", "-d", "ours.json", "--replications", "8", "-o", "load"])
    #expect(fitted.output.contains("8 loads drawn from the fit") && fitted.output.contains("TokenLengths("))
    let object = try JSONSerialization.jsonObject(with: Data(contentsOf: workplace.file("load/load.json")))
    let json = try #require(object as? [String: Any])
    #expect(abs((json["mean_rate_per_s"] as? Double ?? 0) / 10 - 1) < 0.02)
    let latencies = try Table(try workplace.contents(of: "load"), "latencies.csv")
    #expect(Set(latencies["latency"]).isSuperset(of: ["time to first token", "end to end"]))
    for (low, high) in zip(try latencies.numbers("ci95_low_s"), try latencies.numbers("ci95_high_s")) {
      #expect(try #require(low) <= (try #require(high)))
    }
    let sized = try await run([
      "size", "--load", "load/load.json", "-d", "ours.json", "--e2e-p95", "2s", "--requests", "400", "-r", "4", "-o",
      "size",
    ])
    #expect(sized.output.contains("The load needs 1 GPU"))
  }

  /// A replay is a measurement whose costs are known: 10 ms a step and 0.1 ms a token of the prompt.
  @Test func `a deployment that was fitted to a replay has the costs that made it, and serves alike`() async throws {
    _ = try await run(["replay", "--trace", "trace.csv", "-d", "ours.json", "-o", "replay"])
    let recorded = try Table(try workplace.contents(of: "replay"), "requests.csv")
    let trace = ServedExamples.trace.split(separator: "\n").dropFirst()
    let rows = zip(trace, recorded.rows).map { "\($0),\($1[3]),\($1[5])\n" }.joined()
    try workplace.write("arrival_s,input_tokens,output_tokens,ttft_s,e2e_s\n" + rows, to: "measured.csv")
    let fitted = try await run(["fit", "--measured", "measured.csv", "-d", "ours.json", "-o", "fit"])
    #expect(fitted.output.contains("400 measured requests"))
    let errors = try Table(try workplace.contents(of: "fit"), "errors.csv")
    for error in try errors.numbers("error") { #expect(abs(try #require(error)) < 0.05) }
    _ = try await run(["replay", "--trace", "trace.csv", "-d", "fit/deployment.json", "-o", "again"])
    func p95(_ folder: String) throws -> Double {
      let table = try Table(try workplace.contents(of: folder), "summary.csv")
      return try Table.number(try #require(table.rows.first { $0[0] == "e2e" && $0[1] == "p95" })[2])
    }
    #expect(try abs(p95("again") / p95("replay") - 1) < 0.05)
  }

  /// The replay of above in milliseconds, and with a stall of 30 s in one of fifty requests.
  @Test(arguments: [
    (1000.0, 0.0, ["a token takes", "answers are written at once", "does not reproduce the run"]),
    (1.0, 30.0, ["8 of 400 requests took more than three times as long", "does not reproduce the run"]),
    (1.0, 0.0, []),
  ])
  func `a run that no costs reproduce is said to be none`(_ factor: Double, _ stall: Double, _ warnings: [String])
    async throws
  {
    _ = try await run(["replay", "--trace", "trace.csv", "-d", "ours.json", "-o", "replay"])
    let recorded = try Table(try workplace.contents(of: "replay"), "requests.csv")
    let trace = ServedExamples.trace.split(separator: "\n").dropFirst()
    var rows = "arrival_s,input_tokens,output_tokens,ttft_s,e2e_s\n"
    for (number, (line, row)) in zip(trace, recorded.rows).enumerated() {
      let first = factor * (try Table.number(row[3]))
      let end = factor * (try Table.number(row[5])) + (number % 50 == 7 ? stall : 0)
      rows += "\(line),\(first),\(end)\n"
    }
    try workplace.write(rows, to: "measured.csv")
    let fitted = try await run(["fit", "--measured", "measured.csv", "-d", "ours.json", "-o", "fit", "--json"])
    let json = try #require(try JSONSerialization.jsonObject(with: Data(fitted.output.utf8)) as? [String: Any])
    let found = try #require(json["warnings"] as? [String])
    #expect(found.count == warnings.count, "\(found)")
    for (text, expected) in zip(found, warnings) { #expect(text.contains(expected)) }
    let answer = try #require((json["answer"] as? [String])?.first)
    #expect(answer.hasPrefix(warnings.isEmpty ? "A step takes" : "No costs of a step reproduce the run"), "\(answer)")
  }

  /// A series that follows Bass's curve exactly gives its coefficients back.
  @Test func `an adoption series gives the curve it was made from`() async throws {
    let (innovation, imitation, market) = (0.03, 0.38, 1_000_000.0)
    func share(_ year: Double) -> Double {
      let fall = exp(-(innovation + imitation) * year)
      return (1 - fall) / (1 + imitation / innovation * fall)
    }
    let rows = (1...14).map { year in "\(year),\(market * share(Double(year)))\n" }.joined()
    try workplace.write("year,cumulative\n" + rows, to: "users.csv")
    let fitted = try await run(["fit", "--adoption", "users.csv", "-o", "bass"])
    #expect(fitted.output.contains(".bass("))
    #expect(workplace.names(in: "bass") == ["adoption.csv", "adoption.swift", "datapackage.json", "parameters.csv"])
    let swift = try workplace.text(of: "bass/adoption.swift")
    #expect(swift.contains("0.03") && swift.contains("0.38"), "\(swift)")
  }
}
