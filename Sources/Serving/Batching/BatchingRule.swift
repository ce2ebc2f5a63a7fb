import Randomness

/// Who shares the steps of a replica, and how a step is put together.
///
/// ```swift
/// BatchingRule.continuous(sequences: 128)       // vLLM's
/// BatchingRule.oneAtATime                       // no batching
/// BatchingRule.fixed(sequences: 8)              // a batch runs until its longest answer is done
/// BatchingRule.promptsOnly()                    // embeddings and classification
/// ```
public struct BatchingRule: Sendable, Hashable, CustomStringConvertible {
  /// When requests join those at work.
  public enum Joining: String, Sendable, Hashable {
    /// At every step, as soon as there is room.
    case everyStep
    /// When the batch before is done.
    case betweenBatches
  }

  /// What happens to a request whose memory was taken away, when it is its turn again.
  public enum Resumption: String, Sendable, Hashable, CaseIterable {
    /// Its prompt and the tokens written so far are worked through again, but for the blocks still in memory; it goes on
    /// with the next token. vLLM, version 1, with prefix caching on, which is its default.
    case recompute
    /// It writes its answer anew, and only blocks of its prompt are found in memory; its first token is that of the last
    /// time. A prompt found whole takes neither a step nor memory. As inference-sim does, whose results it reproduces.
    case startOver
  }

  /// The most sequences at work at once.
  public let sequences: Int
  /// The most tokens that a step works on: one for each answer, the rest for prompts, in pieces where they do not fit.
  public let tokensPerStep: Int
  /// When requests join those at work.
  public let joining: Joining
  /// What becomes of a request whose memory was taken away.
  public let resumption: Resumption
  /// Whether a prompt is all there is to a request: an embedding, a class, one token.
  public let promptsOnly: Bool

  private init(
    sequences: Int, tokensPerStep: Int, joining: Joining = .everyStep, resumption: Resumption = .recompute,
    promptsOnly: Bool = false
  ) {
    self.sequences = sequences
    self.tokensPerStep = tokensPerStep
    self.joining = joining
    self.resumption = resumption
    self.promptsOnly = promptsOnly
  }

  /// The most sequences that a rule can have.
  static let mostSequences = 1 << 20

  /// Continuous batching as vLLM does it: answers go on first, one token each, in the order in which they were admitted;
  /// what is left of the step's tokens goes to prompts, first come, first served.
  ///
  /// - `sequences`: vLLM's `max_num_seqs`.
  /// - `tokensPerStep`: vLLM's `max_num_batched_tokens`; as there, no fewer than the sequences.
  /// - `resumption`: what becomes of a request whose memory was taken away.
  public static func continuous(
    sequences: Int = 256, tokensPerStep: Int = 2048, resumption: Resumption = .recompute,
    file: StaticString = #fileID, line: UInt = #line
  ) -> BatchingRule {
    check("continuous", sequences, tokensPerStep, file, line)
    return BatchingRule(sequences: sequences, tokensPerStep: tokensPerStep, resumption: resumption)
  }

  /// One request at a time, its prompt in one step, with nothing else at work.
  public static let oneAtATime = BatchingRule(sequences: 1, tokensPerStep: .max)

  /// Batches of those that wait, at most that many, each of which runs until its longest answer is done.
  ///
  /// The prompts of a batch are worked on in one step. Answers that are complete keep their place in the batch, and all
  /// are given out together at its end.
  public static func fixed(sequences: Int, file: StaticString = #fileID, line: UInt = #line) -> BatchingRule {
    check("fixed", sequences, .max, file, line)
    return BatchingRule(sequences: sequences, tokensPerStep: .max, joining: .betweenBatches)
  }

  /// Prompts only, whatever the length of the answer: as continuous batching of requests with an answer of one token.
  public static func promptsOnly(
    sequences: Int = 256, tokensPerStep: Int = 8192, file: StaticString = #fileID, line: UInt = #line
  ) -> BatchingRule {
    check("promptsOnly", sequences, tokensPerStep, file, line)
    return BatchingRule(sequences: sequences, tokensPerStep: tokensPerStep, promptsOnly: true)
  }

  private static func check(
    _ name: String, _ sequences: Int, _ tokensPerStep: Int, _ file: StaticString, _ line: UInt
  ) {
    if !(1...mostSequences).contains(sequences) {
      ValidationErrors.report(
        InvalidValue(
          "\(name)(sequences: \(sequences))", "a replica serves from 1 to \(mostSequences) sequences at once",
          location: "\(file):\(line)"))
    } else if tokensPerStep < sequences {
      ValidationErrors.report(
        InvalidValue(
          "\(name)(sequences: \(sequences), tokensPerStep: \(tokensPerStep))",
          "a step has at least a token for each sequence", remedy: "give it \(sequences) tokens or more",
          location: "\(file):\(line)"))
    }
  }

  /// `continuous, 128 sequences, 2048 tokens a step`
  public var description: String {
    if sequences == 1, tokensPerStep == .max { return "one at a time" }
    let name = promptsOnly ? "prompts only" : joining == .everyStep ? "continuous" : "fixed batches"
    return "\(name), \(sequences) sequences" + (tokensPerStep == .max ? "" : ", \(tokensPerStep) tokens a step")
  }
}
