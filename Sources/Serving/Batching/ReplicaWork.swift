/// What a replica did: its answers, its steps, and how full it was.
public struct ReplicaWork: Sendable, Hashable {
  /// The replica, from 0 over all pools in their order.
  public let number: Int
  /// Blocks of memory for the context of sequences.
  public let blocks: Int

  /// Answers that are complete, and the tokens of their prompts and answers.
  public internal(set) var completed = 0
  /// The tokens of the prompts that were answered.
  public internal(set) var inputTokens = 0
  /// The tokens of complete answers.
  public internal(set) var outputTokens = 0

  /// Steps taken.
  public internal(set) var steps = 0
  /// The sequences at work, summed over the steps.
  public internal(set) var sequenceSteps = 0
  /// Tokens that the steps worked on, of prompts and answers.
  public internal(set) var tokens = 0
  /// Of those, the tokens that had been worked on before memory was taken away.
  public internal(set) var recomputedTokens = 0
  /// Of those, the tokens behind the end of answers that wait for the longest of their batch.
  public internal(set) var paddingTokens = 0
  /// Of those, the tokens of requests that the replica gave up, when its GPUs failed or were taken away.
  public internal(set) var lostTokens = 0
  /// How often memory was taken away from a sequence.
  public internal(set) var preemptions = 0
  /// The most blocks that were in use.
  public internal(set) var peakBlocks = 0

  /// Seconds in which a step was being taken.
  public internal(set) var busy = 0.0
  /// The sequences at work, integrated over time: sequence-seconds.
  public internal(set) var sequenceTime = 0.0
  private var last = 0.0

  init(number: Int, blocks: Int) {
    self.number = number
    self.blocks = blocks
  }

  /// The mean number of sequences in a step; `nil` where none was taken.
  public var meanBatch: Double? { steps > 0 ? Double(sequenceSteps) / Double(steps) : nil }

  /// The most memory that was in use, as a share.
  public var peakMemory: Double { blocks > 0 ? Double(peakBlocks) / Double(blocks) : 0 }

  /// Forgets what was done before, as at the end of a warm-up.
  mutating func reset(at time: Double) {
    let (number, blocks) = (number, blocks)
    self = ReplicaWork(number: number, blocks: blocks)
    last = time
  }

  /// So many sequences were at work since the last observation; how long that is.
  @inline(__always)
  mutating func observe(through now: Double, sequences: Int) -> Double {
    let duration = now - last
    guard duration > 0 else { return 0 }
    if sequences > 0 {
      busy += duration
      sequenceTime += duration * Double(sequences)
    }
    last = now
    return duration
  }

  /// Seconds since the last observation.
  func elapsed(at now: Double) -> Double { max(0, now - last) }

  /// Steps were taken, each with so many sequences and tokens.
  @inline(__always)
  mutating func count(steps: Int, sequences: Int, tokens: Int) {
    self.steps += steps
    sequenceSteps += steps * sequences
    self.tokens += steps * tokens
  }

  @inline(__always)
  mutating func seeMemory(free: Int) { peakBlocks = max(peakBlocks, blocks - free) }

  /// A sequence leaves with that much context, complete or without its memory.
  @inline(__always)
  mutating func countLife(of sequence: RequestState, progress: Int) {
    if sequence.preemptions > 0 {
      recomputedTokens += max(0, min(progress, Int(sequence.reached)) - Int(sequence.found))
    }
  }
}
