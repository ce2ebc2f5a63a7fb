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

/// How urgent a request is: a server with priorities takes the most urgent of the waiting requests first.
///
/// The classes and their order are those of inference-sim.
public enum ServiceClass: UInt8, Sendable, Hashable, CaseIterable, Comparable, CustomStringConvertible {
  /// Before all others.
  case critical = 0
  /// Of people who wait for an answer, unless something else is said.
  case standard = 1
  /// Of programs that can wait.
  case batch = 5
  /// That could be left out.
  case sheddable = 6
  /// After all others.
  case background = 7

  public static func < (one: ServiceClass, other: ServiceClass) -> Bool { one.rawValue < other.rawValue }

  /// `critical`, `standard`, `batch`, `sheddable` or `background`.
  public var description: String {
    switch self {
    case .critical: "critical"
    case .standard: "standard"
    case .batch: "batch"
    case .sheddable: "sheddable"
    case .background: "background"
    }
  }
}
