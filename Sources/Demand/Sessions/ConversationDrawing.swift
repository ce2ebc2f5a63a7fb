import Randomness

/// Draws conversations one after the other, each whole before it begins.
///
/// So the n-th conversation asks the same, whatever was answered when.
struct ConversationDrawing {
  /// A conversation: what is left to ask, and what was said.
  struct Conversation {
    var session = 0
    fileprivate(set) var turns: [Turn] = []
    fileprivate var asked = 0
    fileprivate var history = 0
  }

  /// A question, its answer and the seconds of thought before it.
  struct Turn {
    var thinking: Double
    var question: Int
    var answer: Int
  }

  private let conversations: Conversations
  private let turnStream: RandomStream
  private let thinkingStream: RandomStream
  private let lengthStreams: LengthStreams
  private var number = 0

  init(_ conversations: Conversations, from streams: Streams, named name: String) {
    self.conversations = conversations
    turnStream = streams.stream(name + "/turns")
    thinkingStream = streams.stream(name + "/thinking")
    lengthStreams = LengthStreams(streams, named: name)
  }

  /// Draws the next conversation into a place for one, whose memory it takes over.
  mutating func begin(_ conversation: inout Conversation) {
    conversation.session = number
    conversation.asked = 0
    conversation.history = 0
    conversation.turns.removeAll(keepingCapacity: true)
    number += 1
    let count = Int(min(max(conversations.turns.draw(from: turnStream).rounded(), 1), 10_000))
    for turn in 0..<count {
      let lengths = turn == 0 ? conversations.opening : conversations.lengths
      let (question, answer) = lengthStreams.draw(lengths)
      let thinking = turn == 0 ? 0 : max(conversations.thinking.draw(from: thinkingStream), 0)
      conversation.turns.append(Turn(thinking: thinking, question: question, answer: answer))
    }
  }

  /// The seconds of thought before the next question; `nil` where there is none.
  func thinking(_ conversation: Conversation) -> Double? {
    conversation.asked < conversation.turns.count ? conversation.turns[conversation.asked].thinking : nil
  }

  /// Asks the next question.
  func ask(_ conversation: inout Conversation, at time: Double) -> InferenceRequest {
    let turn = conversation.turns[conversation.asked]
    let before = conversations.systemPrompt + conversation.history
    let input = before + turn.question
    let limit = conversations.contextLimit
    let request = InferenceRequest(
      arrival: time, inputTokens: min(input, limit), outputTokens: turn.answer,
      reusablePrefixTokens: input <= limit ? before : conversations.systemPrompt, session: conversation.session,
      turn: conversation.asked)
    conversation.asked += 1
    conversation.history += turn.question + turn.answer
    return request
  }
}
