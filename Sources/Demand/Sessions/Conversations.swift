public import Randomness

/// Conversations of several turns, in which every question brings along what was said before.
///
/// ```swift
/// let chats = Conversations(
///   turns: .geometric(probability: 0.2), thinking: .lognormal(mean: 45, deviation: 60), lengths: lengths,
///   systemPrompt: 600, contextLimit: 32_768)
/// var open = chats.requests(
///   beginning: RenewalArrivals.poisson(.constant(0.4), from: streams.stream("chat/beginnings")),
///   answering: AnswerTime(firstToken: 0.4, perOutputToken: 0.02), from: streams, named: "chat")
/// ```
/// A question's input is the system prompt, all questions and answers so far, and the question; what precedes the
/// question was seen before, and is the request's reusable prefix. Beyond the context limit the oldest turns are dropped,
/// and then the system prompt alone is what was seen before in that place.
public struct Conversations: Sendable, Hashable {
  /// Questions in a conversation, at least one.
  public let turns: Distribution
  /// Seconds from the end of an answer to the next question.
  public let thinking: Distribution
  /// Tokens of a question by itself, and of its answer.
  public let lengths: TokenLengths
  /// The same for the first question of a conversation.
  public let opening: TokenLengths
  /// Tokens that stand before every conversation.
  public let systemPrompt: Int
  /// The tokens of input that the model takes at most.
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

  /// The requests of conversations whose questions come some time after answers that take as long as is said: an open
  /// loop, in which a slow service does not slow its users down.
  ///
  /// - `beginnings`: when conversations begin.
  /// - `streams`, `name`: what they ask is drawn from the streams `name/turns`, `name/thinking`, `name/input tokens`
  ///   and `name/output tokens`.
  public func requests<Beginnings: ArrivalProcess>(
    beginning beginnings: Beginnings, answering answerTime: AnswerTime, from streams: Streams, named name: String
  ) -> SessionRequests<Beginnings> {
    SessionRequests(beginnings, answerTime, ConversationDrawing(self, from: streams, named: name))
  }

  /// The requests of conversations whose questions come some time after the answers that they really get: a closed loop.
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
