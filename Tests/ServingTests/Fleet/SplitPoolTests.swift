import Demand
import Randomness
import Testing

@testable import Serving

@Suite struct `Prefill and decode apart` {
  private func deployment(
    blocks: Int = 100_000, prefill: Int = 1, decode: Int = 1, isShared: Bool = false,
    resumption: BatchingRule.Resumption = .recompute
  ) -> Deployment {
    Deployment(
      "split", StepCost(base: 8, perPromptToken: 0.01, perContextToken: 0, perSequence: 0.5),
      overheads: FixedOverheads(beforeQueue: 0.003, perToken: 0.0001, atEnd: 0.002),
      batching: .continuous(sequences: 8, tokensPerStep: 512, resumption: resumption, prefixCaching: true),
      kvTokens: 16 * blocks, contextLength: 4096, clock: .microseconds,
      split: PrefillDecodeSplit(
        prefill: prefill, decode: decode, link: KVLink(bytesPerSecond: 1e9, latency: 0.001, isShared: isShared),
        bytesPerToken: 100_000))
  }

  private func serve(_ requests: [InferenceRequest], on deployment: Deployment) -> [RequestResult] {
    results(of: requests, on: deployment).1
  }

  @Test func `a request alone takes its prefill, its transfer and its decode steps`() {
    let result = serve([InferenceRequest(arrival: 1, inputTokens: 100, outputTokens: 5)], on: deployment())[0]
    // 8 + 1 + 0.5 ms of prefill, 1 ms and 7 blocks of 1.6 MB over 1 GB/s, and a decode step of 8.5 ms.
    let first = 0.003 + 0.0095 + (0.001 + 0.0112) + 0.0085 + 0.0001
    #expect(abs(result.timeToFirstToken - first) < 1e-9)
    #expect(abs(result.endToEnd - (first + 3 * (0.0085 + 0.0001) + 0.002)) < 1e-9)
    #expect(abs(result.queue - 0.003) < 1e-9)
  }

  @Test func `transfers on a shared link get equal parts of it`() {
    let requests = (0..<2).map { _ in InferenceRequest(arrival: 0, inputTokens: 100, outputTokens: 2) }
    let alone = serve(requests, on: deployment(prefill: 2, decode: 2))
    let shared = serve(requests, on: deployment(prefill: 2, decode: 2, isShared: true))
    #expect(alone[0].timeToFirstToken == shared[0].timeToFirstToken)
    #expect(abs(shared[1].timeToFirstToken - alone[1].timeToFirstToken - 0.0112) < 1e-9)
  }

  @Test(arguments: BatchingRule.Resumption.allCases)
  func `all requests are answered however scarce the memory is`(resumption: BatchingRule.Resumption) {
    var preemptions = 0
    for replication in 0..<40 {
      let random = RandomStream(seed: 7, replication: replication, name: "split")
      func whole(_ range: ClosedRange<Int>) -> Int { range.lowerBound + random.index(below: range.count) }
      var now = 0.0
      let requests = (0..<60).map { _ in
        now += random.exponential(mean: 0.02)
        var request = InferenceRequest(arrival: now, inputTokens: whole(1...300), outputTokens: whole(1...100))
        if random.uniform() < 0.5 { request.content = .group(whole(0...2), tokens: request.inputTokens / 2) }
        return request
      }
      let split = deployment(
        blocks: whole(26...60), prefill: whole(1...2), decode: whole(1...3), isShared: random.uniform() < 0.5,
        resumption: resumption)
      let results = serve(requests, on: split)
      #expect(results.count == requests.count)
      #expect(results.allSatisfy { $0.timeToFirstToken > 0.003 + 0.0085 + 0.001 + 0.0085 })
      #expect(results.allSatisfy { $0.endToEnd >= $0.timeToFirstToken })
      preemptions += results.reduce(0) { $0 + $1.preemptions }
    }
    #expect(preemptions > 100)
  }

  @Test func `a file with an empty pool or without a link is rejected`() {
    func problem(_ fields: String) -> String {
      let text = """
        {"name": "a", "base_ms": 8, "per_prompt_token_ms": 0, "per_context_token_ms": 0, "per_sequence_ms": 0,
        "kv_tokens": 16000, "context_length": 4096,
        \(fields)}
        """
      do {
        _ = try Deployment(JSONSource(text, file: "a.json"))
        return ""
      } catch { return "\(error)" }
    }
    let link = "\"kv_bytes_per_token\": 131072, \"transfer_gb_per_s\": 25"
    #expect(problem("\"prefill_replicas\": 1, \"decode_replicas\": 2, \(link)").isEmpty)
    #expect(
      problem("\"prefill_replicas\": 1, \"decode_replicas\": 0, \(link)").contains(
        "a pool has from 1 to 100 000 replicas"))
    #expect(problem("\"prefill_replicas\": 1, \(link)").contains("\"decode_replicas\" is missing"))
    #expect(
      problem("\"prefill_replicas\": 1, \"decode_replicas\": 1, \"kv_bytes_per_token\": 1")
        .contains("\"transfer_gb_per_s\" is missing"))
    #expect(
      problem("\"prefill_replicas\": 1, \"decode_replicas\": 1, \"kv_bytes_per_token\": 1, \"transfer_gb_per_s\": 0")
        == "a.json:3: \"transfer_gb_per_s\" must be above 0 and at most 1e12, not 0")
  }
}
