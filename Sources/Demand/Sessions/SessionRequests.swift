/// The requests of conversations in the order of their arrival, where answers take as long as was said.
///
/// - Complexity: O(log n) a request for n conversations going on; their memory is used again.
public struct SessionRequests<Beginnings: ArrivalProcess>: RequestSource {
  private var beginnings: Beginnings
  private let answerTime: AnswerTime
  private var drawing: ConversationDrawing
  private var nextBeginning: Double?
  private var conversations: [ConversationDrawing.Conversation] = []
  private var free: [Int] = []
  private var queue = NextArrivals()

  init(_ beginnings: Beginnings, _ answerTime: AnswerTime, _ drawing: ConversationDrawing) {
    self.beginnings = beginnings
    self.answerTime = answerTime
    self.drawing = drawing
    nextBeginning = self.beginnings.next()
  }

  public mutating func nextRequest() -> InferenceRequest? {
    if let beginning = nextBeginning, beginning <= queue.first?.time ?? .infinity {
      nextBeginning = beginnings.next()
      let place = free.popLast() ?? conversations.count
      if place == conversations.count { conversations.append(.init()) }
      drawing.begin(&conversations[place])
      queue.insert(place, at: beginning)
      return ask(place, at: beginning)
    }
    guard let (place, time) = queue.first else { return nil }
    return ask(place, at: time)
  }

  /// Asks the next question of the conversation that is the first in the queue.
  private mutating func ask(_ place: Int, at time: Double) -> InferenceRequest {
    let request = drawing.ask(&conversations[place], at: time)
    if let thinking = drawing.thinking(conversations[place]) {
      queue.postponeFirst(to: time + answerTime.seconds(for: request) + thinking)
    } else {
      queue.removeFirst()
      free.append(place)
    }
    return request
  }
}
