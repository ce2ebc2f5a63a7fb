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
  /// What each replica did, pool by pool.
  public let replicas: [ReplicaWork]

  /// Requests that came, those that no replica could ever hold, and those that found too many waiting.
  public let arrived: Int
  /// Requests that no replica could ever hold.
  public let refused: Int
  /// Requests that found too many waiting.
  public let spilled: Int
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
  /// Requests in the fleet, waiting and at work, on average over time; `nil` where no time was observed.
  public let meanInSystem: Double?

  /// Requests that were answered.
  public var answered: Int { endToEnd.count }

  /// The share of time in which a replica was taking a step, over all replicas; `nil` where no time was observed.
  public var utilisation: Double? {
    let time = Double(replicas.count) * (end - start)
    return time > 0 ? replicas.reduce(0) { $0 + $1.busy } / time : nil
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
