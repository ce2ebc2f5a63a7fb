import Randomness

/// Conversations whose next question comes after the answer that they really got.
///
/// - Complexity: O(1) a request, and memory for the conversations going on.
public struct AnsweredSessions<Beginnings: ArrivalProcess>: ConversationSource {
  private var beginnings: Beginnings
  private var drawing: ConversationDrawing
  private var open: [Int: ConversationDrawing.Conversation] = [:]
  /// Conversations that are over, whose memory the next take over.
  private var over: [ConversationDrawing.Conversation] = []

  init(_ beginnings: Beginnings, _ drawing: ConversationDrawing) {
    self.beginnings = beginnings
    self.drawing = drawing
  }

  /// The number of conversations that wait for an answer or think.
  public var openConversations: Int { open.count }

  public mutating func nextRequest() -> InferenceRequest? {
    guard let beginning = beginnings.next() else { return nil }
    var conversation = over.popLast() ?? .init()
    drawing.begin(&conversation)
    let request = drawing.ask(&conversation, at: beginning)
    keep(conversation)
    return request
  }

  public mutating func followUp(to request: InferenceRequest, answeredAt time: Double) -> InferenceRequest? {
    guard var conversation = open.removeValue(forKey: request.session) else { return nil }
    if !(time >= request.arrival) {
      ValidationErrors.report(
        InvalidValue(
          "followUp(answeredAt: \(time.shortest))",
          "an answer ends after its request, which arrived at \(request.arrival.shortest) s"))
    }
    guard let thinking = drawing.thinking(conversation) else {
      over.append(conversation)
      return nil
    }
    let next = drawing.ask(&conversation, at: time + thinking)
    keep(conversation)
    return next
  }

  public mutating func abandon(_ request: InferenceRequest) {
    if let conversation = open.removeValue(forKey: request.session) { over.append(conversation) }
  }

  /// A conversation whose last question is asked is kept too: it is open until that is answered.
  private mutating func keep(_ conversation: ConversationDrawing.Conversation) {
    open[conversation.session] = conversation
  }
}
