import Randomness

/// The batching of a replica: which requests share a step, and what a step works on.
///
/// ```swift
/// BatchingRule.continuous(sequences: 128)       // vLLM's
/// BatchingRule.oneAtATime                       // no batching
/// BatchingRule.fixed(sequences: 8)              // a batch runs until its longest answer is done
/// BatchingRule.promptsOnly()                    // embeddings and classification
/// ```
public struct BatchingRule: Sendable, Hashable, CustomStringConvertible {
  /// When waiting requests join the batch.
  public enum Joining: String, Sendable, Hashable {
    /// At every step, as soon as there is room: continuous batching.
    case everyStep
    /// When the previous batch is complete: static batching.
    case betweenBatches
  }

  /// How a preempted request resumes.
  public enum Resumption: String, Sendable, Hashable, CaseIterable {
    /// Its prompt and the tokens generated so far are prefilled again, except the blocks still in memory; it continues with the
    /// next token. As vLLM, version 1, with prefix caching, which is its default.
    case recompute
    /// It generates its answer anew, and only blocks of its prompt are reused; its first token is that of the last attempt. A
    /// prompt that is wholly in memory takes neither a step nor memory, and a step in which an answer gets no token is not
    /// counted. As inference-sim, whose results it reproduces.
    case startOver
  }

  /// Which of the waiting requests comes first.
  public enum Scheduler: String, Sendable, Hashable, CaseIterable {
    /// First come, first served; preempted requests come before all others.
    case fcfs
    /// The most urgent class, then the earliest arrival, preempted requests included.
    case priority
  }

  /// Which of the running requests gives way when memory runs short.
  public enum Preemption: String, Sendable, Hashable, CaseIterable {
    /// The last admitted.
    case last
    /// The least urgent class, then the latest arrival. As in vLLM with priority scheduling, those behind a request that gives
    /// way itself get no token in that step.
    case priority
  }

  /// The most sequences in a batch.
  public private(set) var sequences: Int
  /// The token budget of a step: one token for each answer, the rest for prompts, in chunks where they do not fit.
  public private(set) var tokensPerStep: Int
  /// Whether a prompt that does not fit the rest of a step is split; if not, it waits for a step with room for it.
  public let chunksPrompts: Bool
  /// When waiting requests join the batch.
  public let joining: Joining
  /// How a preempted request resumes.
  public let resumption: Resumption
  /// Which of the waiting requests comes first.
  public private(set) var scheduler: Scheduler
  /// Which of the running requests gives way when memory runs short.
  public private(set) var preemption: Preemption
  /// Whether blocks of prompts are reused by other requests that begin with the same tokens.
  public private(set) var prefixCaching: Bool
  /// Whether requests have no answer beyond one token: embeddings and classification.
  public let promptsOnly: Bool

  private init(
    sequences: Int, tokensPerStep: Int, chunksPrompts: Bool = true, joining: Joining = .everyStep,
    resumption: Resumption = .recompute, prefixCaching: Bool = false,
    scheduler: Scheduler = .fcfs, preemption: Preemption = .last, promptsOnly: Bool = false
  ) {
    self.chunksPrompts = chunksPrompts
    self.sequences = sequences
    self.tokensPerStep = tokensPerStep
    self.joining = joining
    self.resumption = resumption
    self.prefixCaching = prefixCaching
    self.scheduler = scheduler
    self.preemption = preemption
    self.promptsOnly = promptsOnly
  }

  /// The upper limit of the sequences of a rule.
  static let mostSequences = 1 << 20

  /// Continuous batching as vLLM does it: running answers get one token each, in the order of admission; the rest of the
  /// token budget goes to prompts, first come, first served.
  ///
  /// - `sequences`: vLLM's `max_num_seqs`.
  /// - `tokensPerStep`: vLLM's `max_num_batched_tokens`; as there, at least the number of sequences.
  /// - `chunksPrompts`: vLLM's `enable_chunked_prefill`. Without it a prompt, and every one behind it, waits until the rest of
  ///   a step has room for all of it; as there, a step then has room for the longest context.
  /// - `resumption`: how a preempted request resumes.
  /// - `prefixCaching`: vLLM's `enable_prefix_caching`: full blocks that other prompts begin with too are computed once and stay
  ///   in memory until their place is needed; requests state what they share (`InferenceRequest.content`).
  /// - `scheduler`: vLLM's `scheduling_policy`; requests state how urgent they are (`InferenceRequest.serviceClass`).
  /// - `preemption`: which request gives way; vLLM's is by priority where its scheduling is.
  public static func continuous(
    sequences: Int = 256, tokensPerStep: Int = 2048, chunksPrompts: Bool = true, resumption: Resumption = .recompute,
    prefixCaching: Bool = false, scheduler: Scheduler = .fcfs, preemption: Preemption = .last,
    file: StaticString = #fileID, line: UInt = #line
  ) -> BatchingRule {
    check("continuous", sequences, tokensPerStep, file, line)
    return BatchingRule(
      sequences: sequences, tokensPerStep: tokensPerStep, chunksPrompts: chunksPrompts, resumption: resumption,
      prefixCaching: prefixCaching, scheduler: scheduler, preemption: preemption)
  }

  /// One request at a time, with its prompt in one step.
  public static let oneAtATime = BatchingRule(sequences: 1, tokensPerStep: .max)

  /// Static batches of at most `sequences` waiting requests; each runs until its longest answer is complete.
  ///
  /// The prompts of a batch are prefilled in one step. Answers that are complete keep their place in the batch, and all are
  /// returned together at its end.
  public static func fixed(sequences: Int, file: StaticString = #fileID, line: UInt = #line) -> BatchingRule {
    check("fixed", sequences, .max, file, line)
    return BatchingRule(sequences: sequences, tokensPerStep: .max, joining: .betweenBatches)
  }

  /// Prompts only, whatever the length of the answer: continuous batching of requests with an answer of one token.
  public static func promptsOnly(
    sequences: Int = 256, tokensPerStep: Int = 8192, file: StaticString = #fileID, line: UInt = #line
  ) -> BatchingRule {
    check("promptsOnly", sequences, tokensPerStep, file, line)
    return BatchingRule(sequences: sequences, tokensPerStep: tokensPerStep, promptsOnly: true)
  }

  /// Continuous batching with the sizes of another rule; other batching becomes that rule.
  package func resized(to rule: BatchingRule) -> BatchingRule {
    guard joining == .everyStep, rule.joining == .everyStep, !promptsOnly, tokensPerStep < .max else { return rule }
    var resized = self
    (resized.sequences, resized.tokensPerStep) = (rule.sequences, rule.tokensPerStep)
    return resized
  }

  /// The same with at most so many sequences, where it is continuous.
  func running(atMost most: Int) -> BatchingRule {
    guard joining == .everyStep, most < sequences else { return self }
    var limited = self
    limited.sequences = most
    return limited
  }

  /// Continuous batching with or without prefix caching; other batching as it is.
  package func cachingPrefixes(_ isCaching: Bool) -> BatchingRule {
    guard joining == .everyStep, !promptsOnly, tokensPerStep < .max else { return self }
    var rule = self
    rule.prefixCaching = isCaching
    return rule
  }

  /// Continuous batching that serves urgent classes first; `nil` for other batching, which has no such order.
  package var byPriority: BatchingRule? {
    guard joining == .everyStep, tokensPerStep < .max else { return nil }
    var rule = self
    (rule.scheduler, rule.preemption) = (.priority, .priority)
    return rule
  }

  /// The same without prefix caching.
  var withoutPrefixCaching: BatchingRule {
    var plain = self
    plain.prefixCaching = false
    return plain
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
      + (chunksPrompts ? "" : ", whole prompts") + (prefixCaching ? ", prefix caching" : "")
      + (scheduler == .priority ? ", by priority" : "")
  }
}
