/// The work of a replica: its answers, its steps and its memory.
public struct ReplicaWork: Sendable, Hashable {
  /// The replica, from 0 over all pools in their order.
  public let number: Int
  /// Blocks of memory for the context of sequences.
  public let blocks: Int

  /// Answers that are complete.
  public internal(set) var completed = 0
  /// Prompt tokens of answered requests.
  public internal(set) var inputTokens = 0
  /// Answer tokens of answered requests.
  public internal(set) var outputTokens = 0

  /// Steps.
  public internal(set) var steps = 0
  /// The sequences in a step, summed over the steps.
  public internal(set) var sequenceSteps = 0
  /// Tokens that the steps computed, of prompts and answers.
  public internal(set) var tokens = 0
  /// Of those, the tokens that had been computed before a preemption.
  public internal(set) var recomputedTokens = 0
  /// Of those, the padding of complete answers that wait for the longest of their static batch.
  public internal(set) var paddingTokens = 0
  /// Of those, the tokens of requests that were lost when the GPUs failed or were taken away.
  public internal(set) var lostTokens = 0
  /// The number of preemptions.
  public internal(set) var preemptions = 0
  /// Prompt tokens of admitted requests, those computed again included, where blocks are shared.
  public internal(set) var soughtTokens = 0
  /// Of those, the tokens that were found in memory and not computed.
  public internal(set) var cachedTokens = 0
  /// Steps of running answers with a draft.
  public internal(set) var draftedSteps = 0
  /// Drafted tokens that were accepted in those steps.
  public internal(set) var acceptedTokens = 0
  /// The most KV blocks in use.
  public internal(set) var peakBlocks = 0

  /// Seconds in which a step ran.
  public internal(set) var busy = 0.0
  /// Running sequences integrated over time: sequence-seconds.
  public internal(set) var sequenceTime = 0.0
  private var last = 0.0

  init(number: Int, blocks: Int) {
    self.number = number
    self.blocks = blocks
  }

  /// The mean number of sequences in a step; `nil` without steps.
  public var meanBatch: Double? { steps > 0 ? Double(sequenceSteps) / Double(steps) : nil }

  /// The greatest share of memory in use.
  public var peakMemory: Double { blocks > 0 ? Double(peakBlocks) / Double(blocks) : 0 }

  /// Resets the record, as at the end of a warm-up.
  mutating func reset(at time: Double) {
    let (number, blocks) = (number, blocks)
    self = ReplicaWork(number: number, blocks: blocks)
    last = time
  }

  /// Records that so many sequences ran since the last observation; returns the duration.
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

  /// Leaves out the answers, which another replica gives.
  mutating func forgetAnswers() { (completed, inputTokens, outputTokens) = (0, 0, 0) }

  /// Seconds since the last observation.
  func elapsed(at now: Double) -> Double { max(0, now - last) }

  /// Counts steps with so many sequences and tokens each.
  @inline(__always)
  mutating func count(steps: Int, sequences: Int, tokens: Int) {
    self.steps += steps
    sequenceSteps += steps * sequences
    self.tokens += steps * tokens
  }

  @inline(__always)
  mutating func seeMemory(free: Int) { peakBlocks = max(peakBlocks, blocks - free) }

  /// Counts a sequence that leaves with that much context, complete or preempted.
  @inline(__always)
  mutating func countLife(of sequence: RequestState, progress: Int) {
    if sequence.preemptions > 0 {
      recomputedTokens += max(0, min(progress, Int(sequence.reached)) - Int(sequence.found))
    }
  }
}
