import Foundation
import Testing

/// `payoff replay`, as its user sees it.
@Suite struct ReplayTests {
  private let workplace: Workplace

  init() throws {
    workplace = try Workplace()
    try workplace.write(ServedExamples.deployment, to: "ours.json")
    try workplace.write(ServedExamples.trace, to: "trace.csv")
  }

  private func replay(_ trace: String, _ arguments: [String] = [], to out: String = "out") async throws
    -> CommandLineTool.Outcome
  {
    let outcome = try await CommandLineTool.run(
      ["replay", "--trace", trace, "--deployment", "ours.json", "-o", out] + arguments, in: workplace)
    try #require(outcome.status == 0, "\(outcome.error)")
    return outcome
  }

  private func figures(_ out: String = "out") throws -> [String: Double?] {
    try Table(try workplace.contents(of: out), "summary.csv").figures()
  }

  private func near(_ value: Double?, _ expected: Double) -> Bool { value.map { abs($0 - expected) < 1e-9 } ?? false }

  /// Alone, a prompt of 100 tokens takes a step of 10 + 0.1·100 = 20 ms, and each further token a step of 10 ms.
  @Test func `requests that meet nobody take what a hand calculation says`() async throws {
    try workplace.write(ServedExamples.header + "5,100,3\n6,200,1\n", to: "two.csv")
    let outcome = try await replay("two.csv", ["--price", "3.6"])
    let table = try Table(try workplace.contents(of: "out"), "requests.csv")
    #expect(
      table.header == ["request_id", "arrival_s", "queue_s", "ttft_s", "tpot_s", "e2e_s", "preemptions", "replica"])
    for (column, expected) in [
      ("arrival_s", [0, 1]), ("queue_s", [0, 0]), ("ttft_s", [0.020, 0.030]), ("e2e_s", [0.040, 0.030]),
    ] {
      for (value, expected) in zip(try table.numbers(column), expected) { #expect(near(value, expected), "\(column)") }
    }
    let distances = try table.numbers("tpot_s")
    #expect(near(distances[0], 0.010) && distances[1] == nil, "an answer of one token has no distance between tokens")
    let figures = try figures()
    // One GPU until the last answer is there, at 1.03 s, for 3.6 dollars an hour: a tenth of a cent a second.
    #expect(near(figures["gpu_hours"] ?? nil, 1.03 / 3600))
    #expect(near(figures["cost_per_request low"] ?? nil, 0.00103 / 2))
    #expect(near(figures["cost_per_million_tokens low"] ?? nil, 0.00103 / 304 * 1e6))
    #expect(outcome.output.contains("All are answered"))
  }

  /// 30 of 300 tokens.
  @Test func `what a trace says of shared prompts and no cache can use stays with the results`() async throws {
    try workplace.write(
      ServedExamples.deployment.replacing("\"base_ms\"", with: "\"prefix_caching\": true, \"base_ms\""), to: "ours.json"
    )
    try workplace.write(
      ServedExamples.header.replacing("\n", with: ",reusable_prefix_tokens\n") + "5,100,3,0\n6,200,1,30\n",
      to: "two.csv")
    let outcome = try await replay("two.csv", ["--json"])
    let json = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let warnings = try #require(json["warnings"] as? [String])
    #expect(warnings.first?.hasPrefix("reusable_prefix_tokens, 10 % of the prompt tokens, is not used") == true)
    #expect(outcome.error.contains("Note: reusable_prefix_tokens"))
  }

  /// The prefill takes 20 ms and 1 ms of the small model. A step takes three drafts of 1 ms, and 10 ms with three tokens of
  /// 0.1 ms to verify; with every draft accepted the 8 tokens after the first are two steps of four.
  @Test(arguments: [("1", 0.0476), ("[1, 1, 1]", 0.0476), ("0", 0.1274)])
  func `drafts that are accepted take what a hand calculation says`(_ acceptance: String, _ expected: Double)
    async throws
  {
    try workplace.write(
      ServedExamples.deployment.replacing(
        "\"base_ms\"",
        with: "\"draft_tokens\": 3, \"draft_acceptance\": \(acceptance), \"draft_base_ms\": 1, \"base_ms\""),
      to: "ours.json")
    try workplace.write(ServedExamples.header + "5,100,9\n6,100,9\n", to: "two.csv")
    _ = try await replay("two.csv")
    let table = try Table(try workplace.contents(of: "out"), "requests.csv")
    for value in try table.numbers("e2e_s") { #expect(near(value, expected)) }
    for value in try table.numbers("ttft_s") { #expect(near(value, 0.021)) }
    #expect(near(try figures()["tokens_per_answer_step"] ?? nil, acceptance == "0" ? 1 : 4))
  }

  @Test func `where one is served at a time the second waits for the first`() async throws {
    try workplace.write(ServedExamples.header + "0,100,3\n0.001,100,3\n", to: "two.csv")
    _ = try await replay("two.csv", ["--sequences", "1"])
    let table = try Table(try workplace.contents(of: "out"), "requests.csv")
    #expect(near(try table.numbers("queue_s")[1], 0.039))
    #expect(near(try table.numbers("e2e_s")[1], 0.079))
    _ = try await replay("two.csv", ["--sequences", "1", "--replicas", "2"], to: "both")
    let both = try Table(try workplace.contents(of: "both"), "requests.csv")
    #expect(near(try both.numbers("queue_s")[1], 0) && Set(both["replica"]) == ["0", "1"])
  }

  @Test func `percentiles of the summary are those of the rows, and none is lost`() async throws {
    _ = try await replay("trace.csv")
    let table = try Table(try workplace.contents(of: "out"), "requests.csv")
    #expect(table["request_id"] == (0..<400).map(String.init))
    let figures = try figures()
    for (name, column) in [("queue", "queue_s"), ("ttft", "ttft_s"), ("tpot", "tpot_s"), ("e2e", "e2e_s")] {
      let values = try table.numbers(column).compactMap(\.self).sorted()
      for percent in [50, 90, 95, 99] {
        let rank = Double(percent) / 100 * Double(values.count - 1)
        let (low, rest) = (Int(rank), rank - rank.rounded(.down))
        let expected = values[low] + rest * (values[min(low + 1, values.count - 1)] - values[low])
        #expect(near(figures["\(name) p\(percent)"] ?? nil, expected), "\(name) P\(percent)")
      }
    }
    #expect(figures["requests"] == 400 && figures["answered"] == 400)
  }

  @Test func `what finds too many waiting is spilled, what is too long refused, and all are counted`() async throws {
    let crowd = (0..<50).map { "\(Double($0) / 1000),100,20\n" }.joined()
    try workplace.write(ServedExamples.header + crowd + "1,1990,30\n", to: "crowd.csv")
    let outcome = try await replay("crowd.csv", ["--sequences", "4", "--max-queue", "2"])
    let figures = try figures()
    let table = try Table(try workplace.contents(of: "out"), "requests.csv")
    let answered = try table.numbers("e2e_s").count { $0 != nil }
    let spilled = try #require(figures["spilled"] ?? nil)
    #expect(figures["rejected"] == 1 && spilled > 30)
    #expect(Double(answered) + spilled + 1 == 51 && figures["answered"] == Double(answered))
    #expect(outcome.error.contains("crowd.csv:52: a request of 1990 tokens in and 30 out is rejected"))
    #expect(outcome.output.contains("were spilled") && outcome.output.contains("too long"))
    let package = try JSONDecoder().decode(
      WarningPackage.self, from: try Data(contentsOf: workplace.file("out/datapackage.json")))
    #expect(try #require(package.run.warnings?.first).hasPrefix("crowd.csv:52: a request of 1990 tokens in and 30 out"))
  }

  @Test func `a load that grows without end is said to, with the replicas that it takes`() async throws {
    let outcome = try await replay("trace.csv", ["--rate-scale", "40", "--sequences", "2"])
    #expect(outcome.output.contains("queue grows as long as requests arrive"))
    #expect(outcome.output.contains(/At\s+least\s+\d+\s+replicas\s+are\s+needed/))
    // It stays with the results, and their page has it.
    let printed = try await replay("trace.csv", ["--rate-scale", "40", "--sequences", "2", "--json"], to: "printed")
    let json = try #require(try JSONSerialization.jsonObject(with: Data(printed.output.utf8)) as? [String: Any])
    let warnings = try #require(json["warnings"] as? [String])
    #expect(warnings.count == 1 && warnings[0].contains("replicas are needed"))
    let page = try await CommandLineTool.run(["report", "printed", "-o", "page.html"], in: workplace)
    #expect(page.status == 0, "\(page.error)")
    #expect(try workplace.text(of: "page.html").contains("<p class=\"warning\" lang=\"en\">The load of "))
  }

  @Test func `twice the rate halves the arrivals, and the same replay is the same bytes`() async throws {
    _ = try await replay("trace.csv", ["--routing", "two-choices", "--replicas", "3", "--seed", "7"], to: "first")
    _ = try await replay("trace.csv", ["--routing", "two-choices", "--replicas", "3", "--seed", "7"], to: "second")
    #expect(try workplace.contents(of: "first") == workplace.contents(of: "second"))
    _ = try await replay("trace.csv", ["--rate-scale", "2"], to: "fast")
    let arrivals = try Table(try workplace.contents(of: "first"), "requests.csv").numbers("arrival_s")
    let fast = try Table(try workplace.contents(of: "fast"), "requests.csv").numbers("arrival_s")
    for (once, twice) in zip(arrivals, fast) { #expect(near(twice, (once ?? 0) / 2)) }
    for (file, data) in try workplace.contents(of: "first") {
      #expect(!String(decoding: data, as: UTF8.self).contains(workplace.folder.path), "\(file) has no path in it")
    }
  }

  @Test func `programs read the finding and the figures as JSON, and the chart shows them`() async throws {
    let outcome = try await replay("trace.csv", ["--json"])
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let json = try #require(object as? [String: Any])
    #expect(json["command"] as? String == "replay")
    let answer = try #require(json["answer"] as? [String])
    #expect(answer.count == 1 && answer[0].hasPrefix("All are answered: 95 % get their first token"))
    #expect((json["warnings"] as? [String])?.isEmpty == true)
    let tables = try #require(json["tables"] as? [String: [[String: Any]]])
    let p99 = tables["summary"]?.first { $0["measure"] as? String == "ttft" && $0["statistic"] as? String == "p99" }
    let expected = try #require(figures()["ttft p99"] ?? nil)
    #expect(near(p99?["value"] as? Double, expected))
    #expect(json["charts"] as? [String] == ["charts/latencies.vl.json"])
    #expect(workplace.names(in: "out/charts") == ["latencies.vl.json"])
    let verified = try await CommandLineTool.run(["verify", "out"], in: workplace)
    #expect(verified.status == 0, "\(verified.error)")
  }

  @Test func `times in the table have the digits of the clock`() async throws {
    // Arrivals from 1.001 s on, and steps of 10 ms: differences of such seconds end in digits that nobody measured.
    try workplace.write(ServedExamples.header + "1.001,100,3\n1.071,100,2\n1.141,100,4\n3.291,100,9\n", to: "four.csv")
    let outcome = try await replay("four.csv", [])
    #expect(outcome.status == 0, "\(outcome.error)")
    let table = try Table(try workplace.contents(of: "out"), "requests.csv")
    #expect(try table.numbers("arrival_s") == [0, 0.07, 0.14, 2.29])
    for column in ["queue_s", "ttft_s", "tpot_s", "e2e_s"] {
      for cell in table[column] { #expect(cell.count <= 6, "\(column): \(cell)") }
    }
  }

  /// Each takes a step of 20 ms for its prompt and two of 10 ms, alone: 40 ms, one after the other. The urgent ones at 1 ms and
  /// 2 ms are second and third; of the batch requests at 0, 3, 4 and 5 ms the first runs at once.
  @Test func `a class has its limit of the queue and its latencies, and the share within is counted by hand`()
    async throws
  {
    let header = "arrival_s,input_tokens,output_tokens,slo_class\n"
    let rows = [
      "0,100,3,batch", "0.001,100,3,critical", "0.002,100,3,critical", "0.003,100,3,batch", "0.004,100,3,batch",
      "0.005,100,3,batch",
    ]
    try workplace.write(header + rows.joined(separator: "\n") + "\n", to: "classes.csv")
    try workplace.write(
      ServedExamples.deployment.replacing("\"sequences\": 64", with: "\"sequences\": 1"), to: "ours.json")
    let outcome = try await replay(
      "classes.csv",
      [
        "--priority", "--max-queue", "batch=4", "--within", "critical:ttft=70ms", "--within", "e2e=160ms", "--within",
        "batch:e2e=1h",
      ])
    let table = try Table(try workplace.contents(of: "out"), "requests.csv")
    #expect(table["slo_class"] == ["batch", "critical", "critical", "batch", "batch", "batch"])
    // First tokens: 20 ms; 40 − 1 + 20; 80 − 2 + 20; 120 − 3 + 20; 160 − 4 + 20. The last finds four waiting.
    for (value, expected) in zip(try table.numbers("ttft_s"), [0.020, 0.059, 0.098, 0.137, 0.176]) {
      #expect(near(value, expected))
    }
    #expect(try table.numbers("ttft_s").last == .some(nil))
    #expect(table["within"] == ["true", "true", "false", "true", "true", "false"])
    let figures = try figures()
    #expect(figures["attainment_critical"] == 0.5 && figures["attainment_batch"] == 0.75)
    #expect(near(figures["attainment"] ?? nil, 4.0 / 6) && figures["spilled"] == 1)
    // Five answers of 40 ms, one after the other.
    #expect(near(figures["goodput"] ?? nil, 4 / 0.2) && near(figures["goodput_critical"] ?? nil, 1 / 0.2))
    #expect(outcome.output.contains("critical") && outcome.output.contains("ttft 70.0 ms, e2e 160 ms"))
    #expect(outcome.output.replacing("\n", with: " ").contains("66.7 % of the requests keep to their latencies"))
  }

  @Test(arguments: [
    (["--max-queue", "batch"], "whole number"), (["--max-queue", "batches=3"], "did you mean batch"),
    (["--max-queue", "batch=3", "--max-queue", "batch=4"], "twice for batch"),
    (["--max-queue", "batch=3"], "no request of trace.csv is batch; they are standard"),
    (["--within", "ttft"], "such as ttft=500ms"), (["--within", "ttft=500"], "write 500ms or 500s"),
    (["--within", "first=1s"], "there are ttft, tpot, e2e, queue"),
    (["--within", "ttft=1s", "--within", "ttft=2s"], "two limits"),
    (["--within", "critical:ttft=1s"], "no request of trace.csv is critical"),
  ])
  func `limits and latencies that cannot be meant are refused`(_ arguments: [String], _ words: String) async throws {
    let outcome = try await CommandLineTool.run(
      ["replay", "--trace", "trace.csv", "--deployment", "ours.json", "-o", "out"] + arguments, in: workplace)
    #expect(outcome.status != 0)
    #expect(outcome.error.replacing("\n", with: " ").contains(words), "\(outcome.error)")
  }

  /// What has no order by class says so.
  @Test(arguments: [
    ("\"draft_tokens\": 3, \"draft_acceptance\": 0.7, \"draft_base_ms\": 1,", [], "decodes speculatively"),
    (
      "\"prefill_replicas\": 1, \"decode_replicas\": 1, \"kv_bytes_per_token\": 131072, \"transfer_gb_per_s\": 25,", [],
      "prefills and decodes apart"
    ),
    ("", ["--routing", "shared-queue"], "in the order of arrival"),
  ])
  func `priorities that nothing orders by are refused`(_ fields: String, _ arguments: [String], _ words: String)
    async throws
  {
    try workplace.write(
      ServedExamples.deployment.replacing("\"base_ms\"", with: fields + " \"base_ms\""), to: "ours.json")
    let outcome = try await CommandLineTool.run(
      ["replay", "--trace", "trace.csv", "--deployment", "ours.json", "-o", "out", "--priority"] + arguments,
      in: workplace)
    #expect(outcome.status == 64 || outcome.status == 65, "\(outcome.status)")
    #expect(outcome.error.replacing("\n", with: " ").contains(words), "\(outcome.error)")
  }

  /// Two requests within a millisecond take longer alone than the trace lasts; and what finds a full queue does not wait for ever.
  @Test func `a queue that cannot grow is not said to`() async throws {
    let rows = (0..<2).map { "\(Double($0) / 1000),100,20\n" }.joined()
    try workplace.write(ServedExamples.header + rows, to: "two.csv")
    let two = try await replay("two.csv", ["--sequences", "1"])
    #expect(!two.output.contains("The queue grows"), "\(two.output)")
    let bounded = try await replay(
      "trace.csv", ["--rate-scale", "40", "--sequences", "2", "--max-queue", "3"], to: "bounded")
    let words = bounded.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("What finds a full queue is turned away") && !words.contains("The queue grows"), "\(words)")
  }
}

/// The warnings of a directory of results.
private struct WarningPackage: Decodable {
  struct Run: Decodable {
    let warnings: [String]?
  }

  let run: Run
}
