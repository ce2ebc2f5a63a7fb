import Demand
import Randomness

/// The mix of requests for which a deployment is sized: their lengths and the gaps between them.
struct RequestMix: Sendable, Hashable {
  let lengths: TokenLengths
  let gaps: ArrivalGaps
  /// How many times as long prompts and answers are as the lengths have them.
  var growth = 1.0

  /// Prompts and answers at the middle of slices of equal probability, drawn independently.
  private static let slices = 64

  private static func values(_ quantile: (Double) -> Double) -> [Double] {
    (0..<slices).map { max(1, quantile((Double($0) + 0.5) / Double(slices)).rounded()) }
  }

  /// The quantile of the tokens of a prompt at a probability.
  func promptTokens(_ probability: Double) -> Double { growth * lengths.input.quantile(probability) }

  /// The quantile of the tokens of an answer at a probability.
  func answerTokens(_ probability: Double) -> Double { growth * lengths.output.quantile(probability) }

  /// Moments of the lengths on a deployment; a prompt that is too long is truncated to what its answer leaves.
  struct Moments {
    /// The mean of a prompt, of the pairs of its tokens (half its square), of an answer.
    var input = 0.0
    var pairs = 0.0
    var output = 0.0
    /// The mean of the tokens of context that an answer looks back at in all, and of its square of tokens.
    var context = 0.0
    /// The share of requests whose prompt is cut.
    var cut = 0.0
  }

  func moments(on deployment: Deployment) -> Moments {
    let inputs = Self.values(promptTokens)
    let outputs = Self.values(answerTokens)
    let room = Double(deployment.lengthLimits.mostTokens)
    let weight = 1 / Double(inputs.count * outputs.count)
    var moments = Moments()
    for prompt in inputs {
      for answer in outputs {
        let output = deployment.batching.promptsOnly ? 1 : min(answer, room - 1)
        let input = min(prompt, room - output)
        if input < prompt { moments.cut += weight }
        moments.input += weight * input
        moments.pairs += weight * deployment.cost.pairs(piece: input, after: 0, of: input)
        moments.output += weight * output
        moments.context += weight * (output * input + output * output / 2)
      }
    }
    return moments
  }
}

/// Requests that are longer by a factor, and whose prompts are truncated to what a deployment's context leaves beside their
/// answers.
struct CutRequests<Source: RequestSource>: RequestSource {
  private var source: Source
  private let growth: Double
  private let room: Int
  private let promptsOnly: Bool

  init(_ source: Source, growth: Double = 1, for deployment: Deployment) {
    self.source = source
    self.growth = growth
    room = deployment.lengthLimits.mostTokens
    promptsOnly = deployment.batching.promptsOnly
  }

  mutating func nextRequest() -> InferenceRequest? {
    guard let drawn = source.nextRequest() else { return nil }
    let request = growth == 1 ? drawn : longer(drawn)
    let output = promptsOnly ? 1 : min(max(request.outputTokens, 1), room - 1)
    guard request.inputTokens + output > room || output < request.outputTokens else { return request }
    return InferenceRequest(
      arrival: request.arrival, inputTokens: min(request.inputTokens, room - output), outputTokens: output)
  }

  private func longer(_ request: InferenceRequest) -> InferenceRequest {
    func tokens(_ count: Int) -> Int { max(1, Int((Double(count) * growth).rounded())) }
    return InferenceRequest(
      arrival: request.arrival, inputTokens: tokens(request.inputTokens), outputTokens: tokens(request.outputTokens))
  }
}
