import Demand

/// Requests whose prompts are cut to what a deployment's context leaves beside their answers.
struct CutRequests<Source: RequestSource>: RequestSource {
  private var source: Source
  private let room: Int
  private let promptsOnly: Bool

  init(_ source: Source, for deployment: Deployment) {
    self.source = source
    room = min(deployment.contextLength, deployment.kvTokens / deployment.blockTokens * deployment.blockTokens)
    promptsOnly = deployment.batching.promptsOnly
  }

  mutating func nextRequest() -> InferenceRequest? {
    guard let request = source.nextRequest() else { return nil }
    let output = promptsOnly ? 1 : min(max(request.outputTokens, 1), room - 1)
    guard request.inputTokens + output > room || output < request.outputTokens else { return request }
    return InferenceRequest(
      arrival: request.arrival, inputTokens: min(request.inputTokens, room - output), outputTokens: output)
  }
}
