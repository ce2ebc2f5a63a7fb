import Randomness

/// A model on its GPUs: what its steps take, how many tokens of context its memory holds, how it shares its steps.
///
/// ```swift
/// Deployment(
///   "our model", StepCost(base: 12.4, perPromptToken: 0.0443, perContextToken: 8e-5, perSequence: 0.0307),
///   kvTokens: 500_000, contextLength: 131_072)
/// ```
public struct Deployment: Sendable, Hashable {
  public let name: String
  public let cost: StepCost
  public let overheads: FixedOverheads
  public let clock: StepClock
  public let batching: BatchingRule
  /// Tokens of context that the memory left by the weights holds, over all sequences.
  public let kvTokens: Int
  /// Tokens of context in a block of that memory, a power of two.
  public let blockTokens: Int
  /// The most tokens of prompt and answer together.
  public let contextLength: Int
  /// GPUs that one copy of the model is spread over.
  public let gpus: Int

  public init(
    _ name: String, _ cost: StepCost, overheads: FixedOverheads = .none, batching: BatchingRule = .continuous(),
    kvTokens: Int, blockTokens: Int = 16, contextLength: Int, gpus: Int = 1, clock: StepClock = .seconds,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    self.name = name
    self.cost = cost
    self.overheads = overheads
    self.clock = clock
    self.batching = batching
    self.kvTokens = kvTokens
    self.blockTokens = blockTokens
    self.contextLength = contextLength
    self.gpus = gpus
  }

  /// Why no replica can ever hold a request of that length; `nil` for one that it can.
  public func limit(inputTokens: Int, outputTokens: Int) -> LengthLimit? {
    let tokens = inputTokens + (batching.promptsOnly ? 1 : max(outputTokens, 1))
    if tokens > contextLength { return .context(contextLength) }
    let room = kvTokens / blockTokens * blockTokens
    return tokens > room ? .memory(room) : nil
  }
}
