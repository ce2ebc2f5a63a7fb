/// A request to a model: when it comes, how many tokens it brings and how many the answer has.
public struct InferenceRequest: Sendable, Hashable {
  /// Seconds from the start.
  public var arrival: Double
  /// Tokens of the prompt, with all of its context.
  public var inputTokens: Int
  /// Tokens of the answer.
  public var outputTokens: Int
  /// How many of the first input tokens the model has seen before, in this conversation or in all.
  public var reusablePrefixTokens: Int
  /// Who sends it, from 0; 0 where the source tells no clients apart.
  public var client: Int
  /// The conversation that it belongs to, from 0; a conversation of its own where the source knows none.
  public var session: Int
  /// Its place in the conversation, from 0.
  public var turn: Int

  /// A request; what a trace does not know of it may be left out.
  public init(
    arrival: Double, inputTokens: Int, outputTokens: Int, reusablePrefixTokens: Int = 0, client: Int = 0,
    session: Int = 0, turn: Int = 0
  ) {
    self.arrival = arrival
    self.inputTokens = inputTokens
    self.outputTokens = outputTokens
    self.reusablePrefixTokens = reusablePrefixTokens
    self.client = client
    self.session = session
    self.turn = turn
  }
}
