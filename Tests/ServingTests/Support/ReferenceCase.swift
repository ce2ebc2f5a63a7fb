import Demand
import Randomness
import ReferenceData
import Testing

@testable import Serving

/// A run of inference-sim (BLIS), an independent simulator of vLLM's batching, at commit f90a1e3a: its trace, its settings
/// and its latencies.
struct ReferenceCase: CustomTestStringConvertible {
  let name: String
  let trace: String
  let deployment: Deployment

  var testDescription: String { name }

  static let a1 = ReferenceCase(name: "A1", trace: "a_poisson_r4", deployment: physics)
  static let a2 = ReferenceCase(name: "A2", trace: "b_poisson_r12", deployment: physics)
  static let b1 = ReferenceCase(name: "B1", trace: "a_poisson_r4", deployment: affine(blocks: 100_000))
  static let b4 = ReferenceCase(name: "B4", trace: "e_kvpress_r8", deployment: affine(blocks: 3000))

  /// Llama-3.1-8B in BF16 on one H100: the coefficients that inference-sim trained, times what a step does.
  private static var physics: Deployment {
    // Floating-point operations a microsecond, and bytes a microsecond.
    let (operations, bandwidth) = (989.5e6, 3.35e6)
    let linear = 32.0 * (2 * 4096 * (2 * 4096 + 2 * 1024) + 6 * 4096 * 14336) / operations
    let pair = 32.0 * 4 * 32 * 128 / operations
    let context = 32.0 * 2 * 1024 * 2 / bandwidth
    let weights = (32.0 * 4096 * (2 * 4096 + 2 * 1024) * 2 + 32 * 3 * 4096 * 14336 * 2) / bandwidth
    return Deployment(
      "Llama 3.1 8B on H100",
      StepCost(
        base: (1.362_529_15 * weights + 32.095_467_17 * 32 + 126.024_825) / 1000,
        perPromptToken: 0.152128 * linear / 1000, perPromptPair: 0.152128 * pair / 1000,
        perContextToken: 1.947_107_71 * context / 1000, perSequence: 4.416_844_44 / 1000, promptAttention: .whole),
      overheads: FixedOverheads(beforeQueue: 0.015563, perToken: 45e-6, atEnd: 777e-6),
      batching: .continuous(sequences: 256, tokensPerStep: 2048, resumption: .startOver), kvTokens: 1_600_000,
      contextLength: 131_072, clock: .microseconds)
  }

  private static func affine(blocks: Int) -> Deployment {
    Deployment(
      "8 ms a step and 60 µs a request",
      StepCost(base: 8, perPromptToken: 0, perContextToken: 0, perSequence: 0.06),
      batching: .continuous(sequences: 256, tokensPerStep: 2048, resumption: .startOver), kvTokens: 16 * blocks,
      contextLength: 131_072, clock: .microseconds)
  }

  /// Requests in the order of their arrival, which on this clock are whole microseconds.
  func requests() throws -> [RequestTrace.Request] {
    let table = try ReferenceData.table("serving/batching/\(trace).trace.csv.gz")
    let (arrival, input) = (try table.numbers("arrival_us"), try table.numbers("input_tokens"))
    let output = try table.numbers("output_tokens")
    return arrival.indices.map {
      RequestTrace.Request(arrival: arrival[$0] / 1e6, inputTokens: Int(input[$0]), outputTokens: Int(output[$0]))
    }
  }

  /// Microseconds of each request until the first token and the last.
  func latencies() throws -> (first: [Double], last: [Double]) {
    let table = try ReferenceData.table("serving/batching/blis-\(name).requests.csv.gz")
    return (try table.numbers("ttft_us"), try table.numbers("e2e_us"))
  }
}

/// The results of requests in the order of their numbers, from a fleet of one replica.
func results(of requests: [RequestTrace.Request], on deployment: Deployment) -> (ServingResult, [RequestResult]) {
  var all: [RequestResult] = []
  let result = ServingFleet(ReplicaPool(deployment)).serve(
    ListedRequests(requests), Streams(seed: 1, replication: 0)
  ) { outcome in
    if case .answered(let result) = outcome { all.append(result) }
  }
  return (result, all.sorted { $0.number < $1.number })
}
