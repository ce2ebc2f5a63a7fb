public import EventSimulation

/// What a fleet did with the requests that came.
///
/// Latencies are in seconds, over the requests that were answered; percentiles are exact up to 512 of them, then within
/// 0.8 % of the value.
public struct ServingResult: Sendable {
  /// The time that was observed, in seconds: after the warm-up, and until the last answer or the end.
  public let start: Double
  /// When it ended, in seconds.
  public let end: Double
  /// The pools of the fleet.
  public let pools: [ReplicaPool]
  /// What became of each pool: hours by state, what is paid for, energy.
  public let records: [PoolRecord]
  /// What each replica did, pool by pool; in a pool that changes, all that stood in one place after each other.
  public let replicas: [ReplicaWork]

  /// Requests that came, those that no replica could ever hold, and those that found too many there.
  public let arrived: Int
  /// Requests that no replica could ever hold.
  public let refused: Int
  /// Requests that found too many waiting.
  public let spilled: Int
  /// Requests that were still waiting or at work at the end: with those that were answered, refused and spilled they are all
  /// that came.
  public let unfinished: Int
  /// How often a request was sent again because its replica failed, was taken away, or moved it on when it left.
  public let resent: Int
  /// The tokens of the prompts and answers of those that were spilled.
  public let spilledInputTokens: Int
  /// The tokens of the answers of those that were spilled.
  public let spilledOutputTokens: Int

  /// From the arrival until a request's first step begins.
  public let queue: Observations
  /// From the arrival until the first token is out.
  public let timeToFirstToken: Observations
  /// (end to end − time to first token) / (output tokens − 1), over answers of more than one token.
  public let timePerOutputToken: Observations
  /// From the arrival until the answer is complete.
  public let endToEnd: Observations
  /// What the overflow service did with those that were spilled; `nil` where there is none.
  public let overflow: OverflowRecord?
  /// Requests in the fleet, waiting and at work, on average over time; `nil` where no time was observed.
  public let meanInSystem: Double?

  /// Requests that were answered.
  public var answered: Int { endToEnd.count }

  /// The share of time in which a replica was taking a step, over all replicas while they were up; `nil` where none was.
  public var utilisation: Double? {
    let time = 3600 * records.reduce(0) { $0 + $1.servingHours + $1.drainingHours }
    return time > 0 ? replicas.reduce(0) { $0 + $1.busy } / time : nil
  }

  /// GPU-hours that are paid for.
  public var paidGPUHours: Double { records.reduce(0) { $0 + $1.paidGPUHours } }

  /// Kilowatt-hours with what the buildings take on top; `nil` where a GPU is not known.
  public var energy: Double? {
    records.reduce(0) { sum, record in sum.flatMap { sum in record.energy.map { sum + $0 } } }
  }

  /// The mean number of sequences in a step; `nil` where none was taken.
  public var meanBatch: Double? {
    let steps = replicas.reduce(0) { $0 + $1.steps }
    return steps > 0 ? Double(replicas.reduce(0) { $0 + $1.sequenceSteps }) / Double(steps) : nil
  }

  /// Requests at work, on average over time; `nil` where no time was observed.
  public var meanAtWork: Double? {
    end > start ? replicas.reduce(0) { $0 + $1.sequenceTime } / (end - start) : nil
  }

  /// Tokens of the prompts and of the answers that are complete.
  public var inputTokens: Int { replicas.reduce(0) { $0 + $1.inputTokens } }
  /// The tokens of complete answers.
  public var outputTokens: Int { replicas.reduce(0) { $0 + $1.outputTokens } }
  /// How often memory was taken away from a request.
  public var preemptions: Int { replicas.reduce(0) { $0 + $1.preemptions } }
  /// The most memory in use at any replica, as a share.
  public var peakMemory: Double { replicas.map(\.peakMemory).max() ?? 0 }
}
