import Randomness

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

/// What all prompts of a load begin with: one of some texts, such as a system prompt, or one document of several.
///
/// ```swift
/// RequestPattern.azureConversation.sharing(PromptSharing(tokens: 800))               // a system prompt
/// RequestPattern.azureConversation.sharing(PromptSharing(tokens: 6000, texts: 40))   // one of forty documents
/// ```
public struct PromptSharing: Sendable, Hashable {
  /// The leading tokens that prompts with the same text have in common; a shorter prompt is part of the text.
  public let tokens: Int
  /// The number of texts, each as likely as the others.
  public let texts: Int

  /// - `tokens`: of a text, counted in the prompt.
  public init(tokens: Int, texts: Int = 1, file: StaticString = #fileID, line: UInt = #line) {
    self.tokens = max(tokens, 1)
    self.texts = max(texts, 1)
    for (name, value) in [("tokens", tokens), ("texts", texts)] where !(1...1_000_000_000).contains(value) {
      ValidationErrors.report(
        InvalidValue(
          "PromptSharing(\(name): \(value))", "at least 1, and at most a thousand million",
          remedy: "leave out the sharing where prompts have nothing in common", location: "\(file):\(line)"))
    }
  }
}

/// Requests whose prompts begin with one of some texts.
struct SharingRequests: RequestSource {
  private var source: any RequestSource
  private let sharing: PromptSharing
  private let stream: RandomStream

  init(_ source: any RequestSource, _ sharing: PromptSharing, from stream: RandomStream) {
    self.source = source
    self.sharing = sharing
    self.stream = stream
  }

  mutating func nextRequest() -> InferenceRequest? {
    guard var request = source.nextRequest() else { return nil }
    request.content = .group(stream.index(below: sharing.texts), tokens: min(sharing.tokens, request.inputTokens))
    return request
  }
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
