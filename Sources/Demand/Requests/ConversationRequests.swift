import Randomness

/// Conversations in which the next question follows the answer to the previous one after a time of thought: a closed loop.
///
/// ```swift
/// while let opening = conversations.nextRequest() { … }          // when a conversation begins
/// if let next = conversations.followUp(to: request, answeredAt: now) { calendar.schedule(.arrival(next), at: next.arrival) }
/// ```
/// ``RequestSource/nextRequest()`` gives only the first requests of conversations. The server reports when each answer ended
/// and gets the following request, which arrives then or later, to schedule on its own calendar. What a conversation asks
/// does not depend on how it is served: two fleets get the same questions.
public protocol ConversationSource: RequestSource {
  /// The request that follows an answer which ended at that time, in seconds; `nil` where the conversation is over.
  ///
  /// Call it once for each request.
  mutating func followUp(to request: InferenceRequest, answeredAt time: Double) -> InferenceRequest?

  /// Ends the conversation of a request that was rejected, timed out or lost.
  mutating func abandon(_ request: InferenceRequest)
}

/// The requests of conversations in the order of their arrival, where answers take an assumed time.
///
/// - Complexity: O(log n) a request for n open conversations; their memory is reused.
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

/// The requests of conversations in a closed loop: the next question follows the simulated answer.
///
/// - Complexity: O(1) a request, and memory for the conversations going on.
public struct AnsweredSessions<Beginnings: ArrivalProcess>: ConversationSource {
  private var beginnings: Beginnings
  private var drawing: ConversationDrawing
  private var open: [Int: ConversationDrawing.Conversation] = [:]
  /// Finished conversations, whose memory is reused.
  private var over: [ConversationDrawing.Conversation] = []

  init(_ beginnings: Beginnings, _ drawing: ConversationDrawing) {
    self.beginnings = beginnings
    self.drawing = drawing
  }

  /// The number of conversations that wait for an answer or are thinking.
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

  /// A conversation stays open until its last question is answered.
  private mutating func keep(_ conversation: ConversationDrawing.Conversation) {
    open[conversation.session] = conversation
  }
}
