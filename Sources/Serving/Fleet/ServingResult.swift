public import EventSimulation

/// The result of a simulation of a fleet.
///
/// Latencies are in seconds, over the answered requests; percentiles are exact up to 512 requests, then within 0.8 %.
public struct ServingResult: Sendable {
  /// The beginning of the observed time in seconds: the end of the warm-up.
  public let start: Double
  /// The end of the observed time in seconds: the last answer, or the end of the observation.
  public let end: Double
  /// The pools of the fleet.
  public let pools: [ReplicaPool]
  /// The record of each pool: hours by state, paid hours, energy.
  public let records: [PoolRecord]
  /// The work of each replica, pool by pool; in a changing pool, of all replicas in one place.
  public let replicas: [ReplicaWork]

  /// Requests that arrived.
  public let arrived: Int
  /// Requests that do not fit the deployment.
  public let refused: Int
  /// Requests that were spilled.
  public let spilled: Int
  /// Requests that were waiting or running at the end: arrived = answered + refused + spilled + unfinished.
  public let unfinished: Int
  /// How often a request was sent again, because its replica failed, was interrupted or left.
  public let resent: Int
  /// Prompt tokens of spilled requests.
  public let spilledInputTokens: Int
  /// Answer tokens of spilled requests.
  public let spilledOutputTokens: Int

  /// From the arrival to the beginning of the first step.
  public let queue: Observations
  /// From the arrival to the first token.
  public let timeToFirstToken: Observations
  /// (end to end − time to first token) / (output tokens − 1), over answers of more than one token.
  public let timePerOutputToken: Observations
  /// From the arrival to the end of the answer.
  public let endToEnd: Observations
  /// The record of the overflow service; `nil` where there is none.
  public let overflow: OverflowRecord?
  /// The time-average number of requests in the fleet, waiting and running; `nil` where no time was observed.
  public let meanInSystem: Double?

  /// Requests that were answered.
  public var answered: Int { endToEnd.count }

  /// The share of up time in which replicas ran steps; `nil` where none was up.
  public var utilisation: Double? {
    let time = 3600 * records.reduce(0) { $0 + $1.servingHours + $1.drainingHours }
    return time > 0 ? replicas.reduce(0) { $0 + $1.busy } / time : nil
  }

  /// Paid GPU-hours.
  public var paidGPUHours: Double { records.reduce(0) { $0 + $1.paidGPUHours } }

  /// Kilowatt-hours, power usage effectiveness included; `nil` where a GPU is not known.
  public var energy: Double? {
    records.reduce(0) { sum, record in sum.flatMap { sum in record.energy.map { sum + $0 } } }
  }

  /// The mean number of sequences in a step; `nil` without steps.
  public var meanBatch: Double? {
    let steps = replicas.reduce(0) { $0 + $1.steps }
    return steps > 0 ? Double(replicas.reduce(0) { $0 + $1.sequenceSteps }) / Double(steps) : nil
  }

  /// The time-average number of running requests; `nil` where no time was observed.
  public var meanAtWork: Double? {
    end > start ? replicas.reduce(0) { $0 + $1.sequenceTime } / (end - start) : nil
  }

  /// Prompt tokens of answered requests.
  public var inputTokens: Int { replicas.reduce(0) { $0 + $1.inputTokens } }
  /// Answer tokens of answered requests.
  public var outputTokens: Int { replicas.reduce(0) { $0 + $1.outputTokens } }
  /// The number of preemptions.
  public var preemptions: Int { replicas.reduce(0) { $0 + $1.preemptions } }
  /// The share of prompt tokens that were found in memory; `nil` where no replica shares blocks.
  public var cacheHitRate: Double? {
    let sought = replicas.reduce(0) { $0 + $1.soughtTokens }
    return sought > 0 ? Double(replicas.reduce(0) { $0 + $1.cachedTokens }) / Double(sought) : nil
  }
  /// The mean tokens of a step of a running answer, with speculative decoding; `nil` without.
  public var tokensPerDraftedStep: Double? {
    let steps = replicas.reduce(0) { $0 + $1.draftedSteps }
    return steps > 0 ? 1 + Double(replicas.reduce(0) { $0 + $1.acceptedTokens }) / Double(steps) : nil
  }
  /// The greatest share of memory in use at any replica.
  public var peakMemory: Double { replicas.map(\.peakMemory).max() ?? 0 }
}

/// The latencies of one request that was answered.
///
/// Latencies are in seconds.
public struct RequestResult: Sendable, Hashable {
  /// The number of the request in the order of arrival, from 0.
  public let number: Int
  /// The replica that answered it, from 0 over all pools in their order.
  public let replica: Int
  /// The time of arrival in seconds.
  public let arrival: Double
  /// The tokens of its prompt.
  public let inputTokens: Int
  /// Tokens of the answer, at least 1.
  public let outputTokens: Int
  /// From the arrival to the beginning of its first step.
  public let queue: Double
  /// From the arrival to the first token.
  public let timeToFirstToken: Double
  /// From the arrival to the end of the answer.
  public let endToEnd: Double
  /// How often it was preempted.
  public let preemptions: Int
  /// Tokens of its prompt that were in memory when its last prefill began.
  public var cachedTokens = 0

  /// The mean time from one token to the next: (end to end − time to first token) / (output tokens − 1); `nil` for an
  /// answer of one token, which has no next.
  public var timePerOutputToken: Double? {
    outputTokens > 1 ? (endToEnd - timeToFirstToken) / Double(outputTokens - 1) : nil
  }
}

/// The outcome of a request, reported when it happens.
public enum RequestOutcome: Sendable, Hashable {
  /// It was answered.
  case answered(RequestResult)
  /// It was spilled, because too many requests were waiting.
  case spilled(number: Int)
  /// It was rejected, because it does not fit the deployment.
  case refused(number: Int, LengthLimit)
}

/// Accumulates the latencies of requests: sums and percentiles only.
struct ServingRecorder: ~Copyable {
  var queue = ObservationRecorder()
  var timeToFirstToken = ObservationRecorder()
  var timePerOutputToken = ObservationRecorder()
  var endToEnd = ObservationRecorder()
  /// Requests that arrived before that time are not counted.
  let start: Double
  /// Called with every result.
  let observer: ((RequestResult) -> Void)?

  /// The numbers of the requests that are complete and the ends of their last steps, where turns of conversations follow.
  var ends: [(number: Int, time: Double)] = []
  private let remembersEnds: Bool

  init(start: Double = 0, remembersEnds: Bool = false, observer: ((RequestResult) -> Void)? = nil) {
    self.start = start
    self.remembersEnds = remembersEnds
    self.observer = observer
  }

  @inline(__always)
  mutating func complete(_ result: RequestResult, endOfStep: Double) {
    if let observer { observer(result) }
    if remembersEnds { ends.append((result.number, endOfStep)) }
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

  /// Requests that arrived in the observed time and are still in the fleet.
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

  /// Kilowatt-hours of a pool whose replicas were up for so many seconds in all.
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
