import Demand

/// The conversations that a fleet serves: their open requests, and the turns that follow the answers.
final class Conversing {
  private(set) var source: any ConversationSource
  private var open: [Int: InferenceRequest] = [:]

  init(_ source: any ConversationSource) { self.source = source }

  /// The first request of the next conversation.
  func nextRequest() -> InferenceRequest? { source.nextRequest() }

  /// Remembers a request that has arrived.
  func begin(_ request: InferenceRequest, number: Int) { open[number] = request }

  /// The turn that follows an answer whose last step ended at a time in seconds.
  func followUp(_ number: Int, answeredAt time: Double) -> InferenceRequest? {
    guard let request = open.removeValue(forKey: number) else { return nil }
    return source.followUp(to: request, answeredAt: time)
  }

  /// Ends the conversation of a request that is not served.
  func abandon(_ number: Int) {
    guard let request = open.removeValue(forKey: number) else { return }
    source.abandon(request)
  }
}
