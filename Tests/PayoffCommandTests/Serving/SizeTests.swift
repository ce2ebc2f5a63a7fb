import Foundation
import Testing

/// `payoff size`, on loads small enough to be looked at by hand.
@Suite struct SizeTests {
  private let workplace: Workplace

  init() throws {
    workplace = try Workplace()
    try workplace.write(ServedExamples.deployment, to: "ours.json")
    try workplace.write(ServedExamples.trace, to: "trace.csv")
  }

  private func size(_ arguments: [String], to out: String = "out") async throws -> CommandLineTool.Outcome {
    let outcome = try await CommandLineTool.run(
      ["size", "--requests", "400", "-r", "8", "-o", out] + arguments, in: workplace)
    try #require(outcome.status == 0, "\(outcome.error)")
    return outcome
  }

  private func figure(_ measure: String, _ statistic: String, in out: String = "out") throws -> Double {
    let table = try Table(try workplace.contents(of: out), "summary.csv")
    let row = try #require(table.rows.first { $0[0] == measure && $0[1] == statistic })
    return try Table.number(row[2])
  }

  @Test func `the size that is found holds and the one below does not, each with its interval`() async throws {
    let outcome = try await size([
      "--load", "trace.csv", "--rate", "150", "-d", "ours.json", "--ttft-p95", "150ms", "--e2e-p95", "2s",
    ])
    let found = Int(try figure("replicas", "busiest hour"))
    let table = try Table(try workplace.contents(of: "out"), "size.csv")
    func verdicts(_ replicas: Int) -> Set<String> {
      Set(table.rows.filter { $0[2] == "\(replicas)" }.compactMap(\.last))
    }
    #expect(found > 1 && verdicts(found) == ["holds"])
    #expect(verdicts(found - 1).isDisjoint(with: ["holds"]) && !verdicts(found - 1).isEmpty)
    let columns = try ["share_within", "ci95_low", "ci95_high"].map { try table.numbers($0) }
    for index in table.rows.indices {
      let (share, low, high) = (columns[0][index] ?? 0, columns[1][index] ?? 0, columns[2][index] ?? 0)
      #expect(low <= share && share <= high)
    }
    #expect(outcome.output.contains("The load needs \(found) GPUs: with them"))
    #expect(outcome.output.contains("Erlang C with one request at a time gives"))
  }

  @Test func `replicas that prefill and decode apart are sized apart`() async throws {
    try workplace.write(
      ServedExamples.deployment.replacing(
        "\"base_ms\"",
        with: "\"prefill_replicas\": 1, \"decode_replicas\": 1, \"kv_bytes_per_token\": 1e5, "
          + "\"transfer_gb_per_s\": 25, \"base_ms\""), to: "apart.json")
    let load = ["--load", "trace.csv", "--rate", "150", "--ttft-p95", "150ms", "--e2e-p95", "2s"]
    let outcome = try await size(load + ["-d", "apart.json"])
    let (prefill, decode) = try (
      Int(figure("prefill_replicas", "busiest hour")), Int(figure("decode_replicas", "busiest hour"))
    )
    let words = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(
      words.contains("The load needs \(prefill) prefill and \(decode) decode replica")
        && words.contains("(\(prefill + decode) GPUs): with them"), "\(words)")
    let table = try Table(try workplace.contents(of: "out"), "size.csv")
    let place = try #require(table.header.firstIndex(of: "verdict"))
    #expect(Array(table.header.suffix(2)) == ["prefill_replicas", "decode_replicas"])
    func verdicts(_ prefill: Int, _ decode: Int) -> Set<String> {
      Set(table.rows.filter { Array($0.suffix(2)) == ["\(prefill)", "\(decode)"] }.map { $0[place] })
    }
    #expect(verdicts(prefill, decode) == ["holds"])
    for fewer in [(prefill - 1, decode), (prefill, decode - 1)] where fewer.0 > 0 && fewer.1 > 0 {
      #expect(verdicts(fewer.0, fewer.1).isDisjoint(with: ["holds"]))
    }
    // Beside replicas that do both, whose size is that of the deployment without a split.
    _ = try await size(load + ["-d", "ours.json"], to: "both")
    #expect(try figure("gpus", "replicas that do both") == figure("gpus", "busiest hour", in: "both"))
    _ = try await size(load + ["-d", "apart.json", "--threads", "1"], to: "again")
    #expect(try workplace.contents(of: "again") == workplace.contents(of: "out"))
    let refused = try await CommandLineTool.run(
      ["size", "-d", "apart.json", "--max-replicas", "3"] + load, in: workplace)
    #expect(refused.status == 64 && refused.error.contains("prefill and decode replicas are sized apart"))
  }

  /// A prompt of 500 tokens takes 50 ms of a step, and 2 ms where 480 of them, 30 blocks, are in memory.
  @Test func `shared prompts save replicas, as many as fit the memory`() async throws {
    let rows = (0..<200).map { "\(Double($0) / 10),500,2\n" }.joined()
    try workplace.write(ServedExamples.header + rows, to: "even.csv")
    let load = ["--load", "even.csv", "--rate", "60", "-d", "ours.json", "--ttft-p95", "1s", "--shared-tokens", "480"]
    let outcome = try await size(load)
    #expect(try abs(figure("cache_hit_rate", "") - 0.96) < 1e-9)
    #expect(try figure("replicas", "busiest hour") == 1)
    // Four prompts fit a step of 210 ms or so, 19 prompts a second.
    #expect(try (4...6).contains(figure("replicas", "without prefix caching")))
    let words = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("96 % of the prompt tokens are in the prefix cache; without it the load needs 4 GPUs"))
    // 5000 texts are 24 times what the memory holds.
    _ = try await size(load + ["--shared-texts", "5000"], to: "many")
    #expect(try figure("cache_hit_rate", "", in: "many") < 0.1)
    #expect(try figure("replicas", "busiest hour", in: "many") >= 3)
  }

  /// Alone a prompt of 1 500 tokens takes 160 ms, and 32 ms where 1 280 of them, 80 blocks, are in memory. Without the cache no
  /// fleet answers within 100 ms, however large.
  @Test func `a level that only the cache can meet is met, and what cannot be without it is said`() async throws {
    let rows = (0..<200).map { "\(Double($0) / 10),1500,2\n" }.joined()
    try workplace.write(ServedExamples.header + rows, to: "long.csv")
    let load = ["--load", "long.csv", "--rate", "10", "-d", "ours.json", "--ttft-p95", "100ms"]
    let refused = try await CommandLineTool.run(["size", "-o", "none"] + load, in: workplace)
    #expect(refused.status != 0 && refused.error.contains("no fleet"), "\(refused.error)")
    let outcome = try await size(load + ["--shared-tokens", "1280"])
    let words = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("without it no fleet meets the level"), "\(words)")
    // A replica carries 31 a second with the cache, and 6 without it.
    #expect(try (1...2).contains(figure("replicas", "busiest hour")))
    _ = try await size(load + ["--shared-tokens", "1280", "--max-replicas", "2"], to: "few")
  }

  /// One GPU and its spare at 3.6 dollars an hour each and 3600 requests an hour: a request costs a fifth of a cent.
  @Test func `costs are those of a hand calculation, spares included`() async throws {
    try workplace.write(ServedExamples.header + "0,100,10\n1,100,10\n2,100,10\n", to: "even.csv")
    let outcome = try await size([
      "--load", "even.csv", "--rate", "1", "-d", "ours.json", "--e2e-p95", "5s", "--price", "3.6",
    ])
    #expect(try figure("replicas", "busiest hour") == 1)
    #expect(try abs(figure("cost_per_hour", "low") - 7.2) < 1e-12)
    #expect(try abs(figure("cost_per_request", "high") - 0.002) < 1e-12)
    #expect(try abs(figure("cost_per_million_tokens", "low") - 0.002 / 110 * 1e6) < 1e-9)
    #expect(outcome.output.contains("The fleet of 2 GPUs costs 7.20 USD an hour"))
    // A GPU fails every 50 677 hours and is replaced within 96: it is there for 99.81 %, and two of which one is needed
    // are missing together 0.0018909² of the time.
    let one = 50_677.0 / 50_773
    #expect(try abs(figure("availability", "of a replica") - one) < 1e-12)
    #expect(try figure("replicas", "with spares") == 2)
    #expect(try abs(figure("availability", "of enough, with spares") - (1 - (1 - one) * (1 - one))) < 1e-12)
  }

  @Test func `a day has its busiest hour and its mean hour, and its requests are those asked for`() async throws {
    let outcome = try await size([
      "--load", "servegen-deepseek-r1", "--per-day", "864000", "-d", "llama-8b-h100", "--tpot-p95", "60ms",
    ])
    let (busiest, mean) = (try figure("rate", "busiest hour"), try figure("rate", "mean hour"))
    #expect(abs(mean - 10) < 1e-9 && busiest / mean > 2 && busiest / mean < 3)
    #expect(try figure("replicas", "mean hour") <= figure("replicas", "busiest hour"))
    #expect(outcome.output.contains("In the mean hour, 10.0 requests/s"))
  }

  @Test func `the same question is the same bytes on any number of threads`() async throws {
    let question = ["--load", "azure-conversation", "--rate", "20", "-d", "llama-8b-h100", "--ttft-p99", "500ms"]
    _ = try await size(question + ["--threads", "1"], to: "one")
    _ = try await size(question + ["--threads", "2"], to: "two")
    #expect(try workplace.contents(of: "one") == workplace.contents(of: "two"))
    #expect(workplace.names(in: "one") == ["charts", "datapackage.json", "size.csv", "summary.csv"])
    for (file, data) in try workplace.contents(of: "one") {
      #expect(!String(decoding: data, as: UTF8.self).contains(workplace.folder.path), "\(file) has no path in it")
    }
  }

  @Test func `programs read the answer as JSON`() async throws {
    let outcome = try await size([
      "--load", "trace.csv", "--rate", "20", "-d", "ours.json", "--ttft-p95", "200ms", "--json",
    ])
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let json = try #require(object as? [String: Any])
    #expect((json["answer"] as? [String])?.first?.hasPrefix("The load needs ") == true)
    #expect(json["charts"] as? [String] == ["charts/fleet-size.vl.json"])
  }
}
