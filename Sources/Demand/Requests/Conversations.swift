public import Randomness

/// Conversations of several turns, in which each prompt contains the history.
///
/// ```swift
/// let chats = Conversations(
///   turns: .geometric(probability: 0.2), thinking: .lognormal(mean: 45, deviation: 60), lengths: lengths,
///   systemPrompt: 600, contextLimit: 32_768)
/// var open = chats.requests(
///   beginning: RenewalArrivals.poisson(.constant(0.4), from: streams.stream("chat/beginnings")),
///   answering: AnswerTime(firstToken: 0.4, perOutputToken: 0.02), from: streams, named: "chat")
/// ```
/// The input of a request is the system prompt, all questions and answers so far, and the question; all but the question was
/// seen before and is the reusable prefix. Beyond the context limit the oldest turns are dropped, and only the system prompt
/// is reusable.
public struct Conversations: Sendable, Hashable {
  /// Questions in a conversation, at least one.
  public let turns: Distribution
  /// Seconds from the end of an answer to the next question.
  public let thinking: Distribution
  /// Tokens of a question by itself, and of its answer.
  public let lengths: TokenLengths
  /// The same for the first question of a conversation.
  public let opening: TokenLengths
  /// Tokens of the system prompt.
  public let systemPrompt: Int
  /// The most input tokens that the model takes.
  public let contextLimit: Int

  /// - `turns`: drawn to the nearest whole number from 1 to 10 000.
  /// - `opening`: the lengths of the first question and its answer, where they differ from the later ones.
  public init(
    turns: Distribution, thinking: Distribution, lengths: TokenLengths, opening: TokenLengths? = nil,
    systemPrompt: Int = 0, contextLimit: Int = 128_000, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.turns = turns
    self.thinking = thinking
    self.lengths = lengths
    self.opening = opening ?? lengths
    self.systemPrompt = max(systemPrompt, 0)
    self.contextLimit = max(contextLimit, 1)
    func refuse(_ subject: String, _ problem: String) {
      ValidationErrors.report(InvalidValue(subject, problem, location: "\(file):\(line)"))
    }
    if turns.support.lowerBound < 0 { refuse("turns: \(turns)", "a conversation has at least one turn") }
    if thinking.support.lowerBound < 0 { refuse("thinking: \(thinking)", "a time to think is at least 0 s") }
    if systemPrompt < 0 { refuse("systemPrompt: \(systemPrompt)", "a number of tokens is at least 0") }
    if contextLimit <= systemPrompt {
      refuse(
        "contextLimit: \(contextLimit)", "the context holds the system prompt of \(systemPrompt) tokens and a question")
    }
  }

  /// The requests of conversations whose answers take an assumed time: an open loop, in which a slow service does not slow
  /// its users down.
  ///
  /// - `beginnings`: when conversations begin.
  /// - `streams`, `name`: what they ask is drawn from the streams `name/turns`, `name/thinking`, `name/input tokens`
  ///   and `name/output tokens`.
  public func requests<Beginnings: ArrivalProcess>(
    beginning beginnings: Beginnings, answering answerTime: AnswerTime, from streams: Streams, named name: String
  ) -> SessionRequests<Beginnings> {
    SessionRequests(beginnings, answerTime, ConversationDrawing(self, from: streams, named: name))
  }

  /// The requests of conversations whose next question follows the simulated answer: a closed loop.
  ///
  /// - `beginnings`: when conversations begin.
  /// - `streams`, `name`: what they ask is drawn from the streams `name/turns`, `name/thinking`, `name/input tokens`
  ///   and `name/output tokens`.
  public func closedLoop<Beginnings: ArrivalProcess>(
    beginning beginnings: Beginnings, from streams: Streams, named name: String
  ) -> AnsweredSessions<Beginnings> {
    AnsweredSessions(beginnings, ConversationDrawing(self, from: streams, named: name))
  }
}

/// The assumed duration of an answer in seconds, where the service is not simulated.
public struct AnswerTime: Sendable, Hashable {
  let firstToken: Double
  let perInputToken: Double
  let perOutputToken: Double

  /// Seconds until the first token, for each token of the prompt and for each of the answer.
  public init(
    firstToken: Double = 0, perInputToken: Double = 0, perOutputToken: Double = 0, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    self.firstToken = firstToken
    self.perInputToken = perInputToken
    self.perOutputToken = perOutputToken
    if ![firstToken, perInputToken, perOutputToken].allSatisfy({ $0 >= 0 && $0 < .infinity }) {
      ValidationErrors.report(
        InvalidValue(
          "AnswerTime(\(firstToken.shortest), \(perInputToken.shortest), \(perOutputToken.shortest))",
          "times are numbers of seconds from 0 on", location: "\(file):\(line)"))
    }
  }

  /// Seconds from the arrival of a request to the end of its answer.
  public func seconds(for request: InferenceRequest) -> Double {
    firstToken + perInputToken * Double(request.inputTokens) + perOutputToken * Double(request.outputTokens)
  }
}

/// Draws conversations one after the other, each as a whole before it begins.
///
/// So the n-th conversation asks the same questions, whenever they are answered.
struct ConversationDrawing {
  /// A conversation: its turns, the number asked so far, and the tokens of its history.
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

  /// Draws the next conversation into existing memory.
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
