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

/// What became of one request that was answered.
///
/// Latencies are in seconds.
public struct RequestResult: Sendable, Hashable {
  /// The request's place among all that came, from 0.
  public let number: Int
  /// The replica that answered it, from 0 over all pools in their order.
  public let replica: Int
  /// When it came.
  public let arrival: Double
  /// The tokens of its prompt.
  public let inputTokens: Int
  /// Tokens of the answer, at least 1.
  public let outputTokens: Int
  /// From the arrival until its first step begins.
  public let queue: Double
  /// From the arrival until the first token is out.
  public let timeToFirstToken: Double
  /// From the arrival until the answer is complete.
  public let endToEnd: Double
  /// How often its memory was taken away.
  public let preemptions: Int

  /// The mean time from one token to the next: (end to end − time to first token) / (output tokens − 1); `nil` for an
  /// answer of one token, which has no next.
  public var timePerOutputToken: Double? {
    outputTokens > 1 ? (endToEnd - timeToFirstToken) / Double(outputTokens - 1) : nil
  }
}

/// What became of a request, told as it happens.
public enum RequestOutcome: Sendable, Hashable {
  /// It was answered.
  case answered(RequestResult)
  /// Too many waited where it would have gone; it went elsewhere, at once.
  case spilled(number: Int)
  /// No replica of the pool that it would have gone to can ever hold it.
  case refused(number: Int, LengthLimit)
}

/// Takes the results of requests as they come, and keeps sums, percentiles and nothing else.
struct ServingRecorder: ~Copyable {
  var queue = ObservationRecorder()
  var timeToFirstToken = ObservationRecorder()
  var timePerOutputToken = ObservationRecorder()
  var endToEnd = ObservationRecorder()
  /// Requests that came before that time count for nothing.
  let start: Double
  /// Sees every result.
  let observer: ((RequestResult) -> Void)?

  init(start: Double = 0, observer: ((RequestResult) -> Void)? = nil) {
    self.start = start
    self.observer = observer
  }

  @inline(__always)
  mutating func complete(_ result: RequestResult) {
    if let observer { observer(result) }
    guard result.arrival >= start else { return }
    queue.add(result.queue)
    timeToFirstToken.add(result.timeToFirstToken)
    endToEnd.add(result.endToEnd)
    if result.outputTokens > 1 {
      timePerOutputToken.add(
        (result.endToEnd - result.timeToFirstToken) / Double(result.outputTokens - 1))
    }
  }
}

extension FleetModel {
  mutating func result() -> ServingResult {
    let end = end < .infinity ? end : max(lastChange, warmUp)
    var work: [ReplicaWork] = []
    for replica in 0..<count {
      replicas[replica].close(at: end)
      work.append(replicas[replica].work)
    }
    let present = max(end, lastChange)
    return ServingResult(
      start: warmUp, end: end, pools: pools.map(\.pool), records: pools.indices.map { record(of: $0, at: end) },
      replicas: work, arrived: arrived, refused: refused, spilled: spilled, unfinished: unfinished, resent: resent,
      spilledInputTokens: spilledInputTokens, spilledOutputTokens: spilledOutputTokens,
      queue: recorder.queue.observations(), timeToFirstToken: recorder.timeToFirstToken.observations(),
      timePerOutputToken: recorder.timePerOutputToken.observations(), endToEnd: recorder.endToEnd.observations(),
      overflow: overflow?.record(), meanInSystem: inSystem.average(through: present))
  }

  /// Requests that came in the time observed and are still in the fleet.
  private var unfinished: Int {
    func count(_ requests: borrowing FIFOQueue<RequestState>) -> Int {
      (0..<requests.count).reduce(0) { $0 + (requests[$1].arrival >= warmUp ? 1 : 0) }
    }
    var sum = count(dispatchQueue)
    for replica in 0..<self.count {
      sum += count(underway[replica]) + count(replicas[replica].waiting)
      replicas[replica].forEachAdmitted { sum += $0.arrival >= warmUp ? 1 : 0 }
    }
    return sum
  }

  private func record(of number: Int, at end: Double) -> PoolRecord {
    let state = pools[number]
    let deployment = state.pool.deployment
    func hours(_ level: TimeWeighted) -> Double { level.integral(through: end) / 3600 }
    let (booting, serving, draining) = (hours(state.booting), hours(state.serving), hours(state.draining))
    let capacity = state.pool.operation == nil ? state.pool.replicas : state.pool.capacity
    let observed = (end - warmUp) / 3600
    let paid = state.pool.purchaseOption.isPaidWhole ? Double(capacity) * observed : booting + serving + draining
    let energy = energy(of: state, idleOutside: 3600 * (booting + serving + draining))
    return PoolRecord(
      purchaseOption: state.pool.purchaseOption, gpusPerReplica: deployment.gpus, capacity: capacity,
      bootingHours: booting,
      servingHours: serving, drainingHours: draining, missingHours: hours(state.missing),
      paidGPUHours: paid * Double(deployment.gpus), launches: state.launches, failures: state.failures,
      interruptions: state.interruptions, mostServing: state.mostServing, fewestServing: state.fewestServing,
      gpuEnergy: energy, energy: energy.map { $0 * state.pool.powerUsageEffectiveness })
  }

  /// Kilowatt-hours of a pool whose replicas were on for so many seconds in all.
  private func energy(of state: PoolState, idleOutside on: Double) -> Double? {
    let deployment = state.pool.deployment
    guard let idle = deployment.watts(sequences: 0) else { return nil }
    var joules = 0.0
    var busy = 0.0
    for sequences in 1...deployment.batching.sequences {
      var seconds = 0.0
      for replica in state.places { seconds += replicas[replica].occupancy[sequences] }
      guard seconds > 0, let watts = deployment.watts(sequences: Double(sequences)) else { continue }
      joules += seconds * watts
      busy += seconds
    }
    return (joules + max(on - busy, 0) * idle) / 3.6e6
  }
}
