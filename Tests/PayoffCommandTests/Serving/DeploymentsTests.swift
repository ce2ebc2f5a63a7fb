import Foundation
import Testing

/// `payoff deployments` with a GPU and a model.
@Suite struct DeploymentsTests {
  private let workplace: Workplace

  init() throws { workplace = try Workplace() }

  private func deployments(_ arguments: [String]) async throws -> CommandLineTool.Outcome {
    try await CommandLineTool.run(["deployments"] + arguments, in: workplace)
  }

  private func json(_ arguments: [String]) async throws -> Any {
    let outcome = try await deployments(arguments + ["--json"])
    try #require(outcome.status == 0, "\(outcome.error)")
    return try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
  }

  @Test func `a pair has its memory, times and throughput with intervals, and says what was measured`() async throws {
    let found = try #require(
      try await json([
        "--gpu", "H200", "--model", "llama-3.3-70b", "--precision", "fp8", "--batch", "1,64,1000", "--price", "3.6",
        "--grid", "500",
      ]) as? [String: Any])
    #expect(found["costs"] as? String == "measured" && found["gpus"] as? Double == 1)
    let batches = try #require(found["batches"] as? [[String: Any]])
    #expect(batches.map { $0["in_flight"] as? Double } == [1, 64, 1000])
    var earlier = 0.0
    for batch in batches {
      let time = try #require(batch["ms_per_output_token"] as? [String: Double])
      let value = try #require(time["value"])
      let (least, most) = (try #require(time["low"]), try #require(time["high"]))
      #expect(least < value && value < most && abs(least * most / value / value - 1) < 1e-9 && value > earlier)
      earlier = value
      // By hand: an hour of the GPU is 3.6 dollars, so a second a thousandth.
      let rate = try #require(batch["output_tokens_per_s"] as? Double)
      let costs = try #require(batch["usd_per_million_output_tokens"] as? [String: [String: Double]])
      let cost = try #require(costs["at_lowest_rent"])
      #expect(cost == costs["at_highest_rent"])
      #expect(abs((try #require(cost["value"])) * rate / 1000 - 1) < 1e-9)
      let energy = try #require(batch["kwh_per_million_output_tokens"] as? [String: Double])
      let drawn = try #require(energy["value"])
      // An H200 draws 300 to 600 W.
      #expect((300...600).contains(drawn * 3.6e6 * rate / 1e6))
      let carbon = try #require(batch["g_co2_per_request"] as? [String: Double])
      #expect(abs((try #require(carbon["value"])) - drawn * 256 / 1e6 * 500) < 1e-12)
      // What a token costs and draws is as uncertain as the rate: the product of the two is an hour's, which is known.
      let rates = try #require(batch["output_tokens_per_s_gpu"] as? [String: Double])
      for figure in [cost, energy, carbon] {
        let hourly = (try #require(figure["value"])) * (try #require(rates["value"]))
        #expect(abs((try #require(figure["low"])) * (try #require(rates["high"])) / hourly - 1) < 1e-9)
        #expect(abs((try #require(figure["high"])) * (try #require(rates["low"])) / hourly - 1) < 1e-9)
      }
    }
    // The memory holds fewer than a thousand requests.
    let room = try #require(found["requests_in_memory"] as? Double)
    let running = try #require(batches[2]["running"] as? Double)
    #expect(room < 1000 && abs(running - room) < 1)
  }

  @Test func `a model is compared on all GPUs, with the reason where it cannot be`() async throws {
    let entries = try #require(try await json(["--model", "qwen3-8b", "--precision", "fp8"]) as? [[String: Any]])
    #expect(entries.count >= 26)
    let refused = entries.filter { $0["refused"] != nil }
    #expect(refused.contains { $0["gpu"] as? String == "a100_80" })
    #expect(entries.contains { $0["gpu"] as? String == "h100" && $0["costs"] as? String == "predicted" })
    let all = try #require(try await json(["--gpu", "b200"]) as? [[String: Any]])
    #expect(all.count >= 43)
  }

  @Test(arguments: [
    (["--gpu", "H100", "--model", "llama-70b", "--tensor-parallel", "1"], "it needs --tensor-parallel 2"),
    (["--gpu", "H100", "--model", "llama-70b", "--precision", "fp4"], "H100 SXM has no arithmetic in fp4"),
    (["--gpu", "H100", "--model", "llama-70b", "--expert-parallel", "8"], "is a dense model"),
    (["--gpu", "H100", "--model", "lama-70b"], "did you mean llama3.3-70b?"),
    (["--gpu", "H100", "--model", "llama-8b", "--precision", "fp9"], "did you mean fp8?"),
    (["--gpu", "H100", "--model", "llama-8b", "--engine", "vlm"], "did you mean vllm?"),
    (["--gpu", "H100", "--model", "llama-8b", "--grid", "frnce"], "did you mean france?"),
    (["--gpu", "H100", "--model", "llama2-7b", "--input", "5000"], "takes 4096 tokens of prompt and answer"),
    (["--batch", "8"], "add --gpu and --model"), (["--precision", "fp8"], "it needs a GPU or a model"),
  ])
  func `what cannot be is refused with what can`(_ arguments: [String], _ message: String) async throws {
    let outcome = try await deployments(arguments)
    #expect(outcome.status == 64 && outcome.error.contains(message), "\(outcome.error)")
    #expect(outcome.output.isEmpty)
  }

  @Test func `of two GPUs the one that counts is said`() async throws {
    let outcome = try await deployments(["--gpu", "rtx_4090", "--gpu", "h100", "--model", "qwen3-8b", "--batch", "1"])
    #expect(outcome.status == 0 && outcome.output.contains("H100 SXM"))
    #expect(outcome.error.contains("Note: --gpu is given 2 times and takes one value; the last counts, h100"))
  }

  @Test func `the catalogue has prices with dates and sources`() async throws {
    let found = try #require(try await json(["--catalogue"]) as? [String: Any])
    let gpus = try #require(found["gpus"] as? [[String: Any]])
    let models = try #require(found["models"] as? [[String: Any]])
    #expect(gpus.count >= 26 && models.count >= 43)
    let prices = gpus.flatMap { $0["prices"] as? [[String: Any]] ?? [] }
    #expect(prices.count >= 15)
    #expect(prices.allSatisfy { !($0["source"] as? String ?? "").isEmpty && !($0["date"] as? String ?? "").isEmpty })
  }

  @Test func `a fleet is sized for a pair of the catalogue`() async throws {
    try workplace.write(ServedExamples.trace, to: "trace.csv")
    let outcome = try await CommandLineTool.run(
      [
        "size", "--load", "trace.csv", "--rate", "20", "--gpu", "H200", "--model", "llama-3.3-70b", "--precision",
        "fp8",
        "--ttft-p95", "3s", "--requests", "400", "-r", "8", "-o", "out",
      ], in: workplace)
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.output.contains("Llama 3.3 70B in fp8 on H200 SXM with vLLM"))
    #expect(outcome.output.replacing("\n", with: " ").contains("measured, within 19 %"))
  }
}
