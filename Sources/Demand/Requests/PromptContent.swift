/// What the prompt of a request has in common with other prompts, from its first token on: what a prefix cache can reuse.
public enum PromptContent: Sendable, Hashable {
  /// Nothing.
  case own
  /// So many leading tokens of a text that all requests of the group begin with, such as a system prompt.
  case group(Int, tokens: Int)
  /// The context of the turn before in its session, which the prompt continues. The first turn begins with so many leading
  /// tokens of a group, and every further one with the same.
  case conversation(group: Int, tokens: Int)
  /// The blocks at these positions of the source's ``ContentBlocks``.
  case blocks(Range<Int>)
}

/// Blocks of content by their numbers, for requests whose prompts are recorded as chains of such blocks.
///
/// Blocks of one number have the same content and the same blocks before them.
public struct ContentBlocks: Sendable, Hashable {
  /// Tokens of a block.
  public let tokens: Int
  /// The numbers of the blocks of all requests, one request after the other.
  public let numbers: [Int]

  /// Blocks of so many tokens.
  public init(tokens: Int, numbers: [Int]) {
    self.tokens = tokens
    self.numbers = numbers
  }
}
