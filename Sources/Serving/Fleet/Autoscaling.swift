public import EventSimulation
import Randomness

/// How the number of replicas of a pool follows its load.
///
/// ```swift
/// Autoscaling(.idleness(of: .sequences, above: 0.30, below: 0.15), between: 2...40, restBeforeLeaving: 600)
/// Autoscaling(.schedule([(from: 0, replicas: 4), (from: 25_200, replicas: 12)]), between: 2...12)
/// ```
/// It is looked at every so many seconds. Replicas that boot count as there, so that nothing is launched twice; of those that
/// leave, booting ones go first, then those with the fewest requests. All that hold GPUs count against the upper limit, those
/// that drain too.
public struct Autoscaling: Sendable, Hashable {
  /// What says how many there are to be.
  public let rule: ScalingRule
  /// The fewest and the most replicas.
  public let replicas: ClosedRange<Int>
  /// Seconds from one evaluation to the next.
  public let interval: Double
  /// Seconds after a change in which none is launched, and none leaves; a plan does not rest.
  public let restBeforeLaunching: Double
  /// Seconds after a change in which none leaves.
  public let restBeforeLeaving: Double

  /// - `restBeforeLeaving`: 300 s is what Kubernetes waits.
  public init(
    _ rule: ScalingRule, between replicas: ClosedRange<Int>, every interval: Double = 60,
    restBeforeLaunching: Double = 0, restBeforeLeaving: Double = 300, file: StaticString = #fileID, line: UInt = #line
  ) {
    let place = "\(file):\(line)"
    func refuse(_ subject: String, _ problem: String) {
      ValidationErrors.report(InvalidValue(subject, problem, location: place))
    }
    if let problem = rule.problem { refuse("Autoscaling", problem) }
    if replicas.lowerBound < 0 || replicas.upperBound < 1 {
      refuse("between: \(replicas)", "a pool has at least 0 replicas, and may have at least 1")
    }
    if !(interval > 0 && interval < .infinity) {
      refuse("every: \(interval.shortest)", "an interval lasts longer than 0 s")
    }
    for rest in [restBeforeLaunching, restBeforeLeaving] where !(rest >= 0 && rest < .infinity) {
      refuse("rest: \(rest.shortest)", "a rest lasts at least 0 s")
    }
    self.rule = rule
    self.replicas = max(replicas.lowerBound, 0)...max(replicas.upperBound, 1)
    self.interval = interval > 0 ? interval : 60
    self.restBeforeLaunching = restBeforeLaunching
    self.restBeforeLeaving = restBeforeLeaving
  }
}

/// What decides how many replicas a pool is to have.
public enum ScalingRule: Sendable, Hashable {
  /// As measured: above one idle share replicas leave, below another more are launched, each time to as few as leave the
  /// upper share idle at the use that was measured.
  ///
  /// F16's rule is `above: 0.30`. The two shares must lie apart, or the fleet never rests.
  /// - `over`: seconds of the window that is averaged over.
  case idleness(of: ReplicaUse, above: Double, below: Double, over: Double = 300)
  /// By those that wait at replicas, per replica that takes requests, as read at each evaluation.
  ///
  /// - `by`: the share of replicas that are launched or leave at once, at least one.
  case waitingRequests(above: Double, below: Double, by: Double = 0.2)
  /// By how long the first in any queue has waited, in seconds, as read at each evaluation.
  ///
  /// - `by`: the share of replicas that are launched or leave at once, at least one.
  case waitingTime(above: Double, below: Double, by: Double = 0.2)
  /// As a plan says, measured or not: requests a second in seconds from the start, over what a replica carries.
  ///
  /// - `ahead`: seconds, mostly the boot time, by which the fleet is there before: it is as large as the plan demands at any
  ///   time within them.
  case plan(RateProfile, perReplica: Double, ahead: Double)

  /// A number of replicas from each time on, in seconds, over and over with a period such as a day of 86 400.
  public static func schedule(
    _ replicas: [(from: Double, replicas: Int)], every period: Double? = 86_400, ahead: Double = 0,
    file: String = #fileID, line: Int = #line
  ) -> ScalingRule {
    .plan(
      .rates(
        replicas.map { (from: $0.from, rate: Double($0.replicas)) }, every: period, fileID: file, line: line),
      perReplica: 1, ahead: ahead)
  }

  /// A forecast of the load: the replicas for its rate and a headroom, so many seconds ahead.
  ///
  /// - `rates`: requests a second as foreseen; off by whatever the forecast is off.
  /// - `perReplica`: requests a second that one replica carries.
  /// - `headroom`: the share of replicas beyond those.
  public static func forecast(
    _ rates: RateProfile, perReplica: Double, ahead: Double, headroom: Double = 0
  ) -> ScalingRule {
    .plan(rates, perReplica: perReplica / (1 + headroom), ahead: ahead)
  }

  /// What is wrong with its numbers; `nil` where nothing is.
  var problem: String? {
    func isShare(_ value: Double) -> Bool { value >= 0 && value < 1 }
    switch self {
    case .idleness(let use, let above, let below, let over):
      if case .requests(let rate) = use, !(rate > 0 && rate < .infinity) {
        return "a replica carries a number of requests a second above 0, not \(rate.shortest)"
      }
      if !isShare(above) || !isShare(below) || below >= above {
        return "idle shares lie from 0 to below 1, and \(below.shortest), below which the pool grows, below "
          + "\(above.shortest), above which it shrinks"
      }
      if !(over > 0 && over < .infinity) { return "a window lasts longer than 0 s, not \(over.shortest)" }
    case .waitingRequests(let above, let below, let by), .waitingTime(let above, let below, let by):
      if !(below >= 0 && below < above && above < .infinity) {
        return "the pool shrinks below \(below.shortest), which must lie below \(above.shortest), above which it grows"
      }
      if !(by > 0 && by <= 1) { return "a share above 0 and up to 1 is launched at once, not \(by.shortest)" }
    case .plan(_, let perReplica, let ahead):
      if !(perReplica > 0 && perReplica < .infinity) {
        return "a replica carries a number of requests a second above 0, not \(perReplica.shortest)"
      }
      if !(ahead >= 0 && ahead < .infinity) { return "a fleet is ahead by 0 s or more, not \(ahead.shortest)" }
    }
    return nil
  }
}

/// What of a pool counts as in use: 1 less that share is idle.
///
/// Under continuous batching a replica is busy whenever a single request is there, so ``busyTime`` says next to nothing: a
/// fleet with one request a replica looks full. The others tell how much more it could take.
public enum ReplicaUse: Sendable, Hashable, CustomStringConvertible {
  /// The share of time in which replicas took steps: right where they serve one request at a time.
  case busyTime
  /// Sequences at work, as a share of the most that the batching rule lets in, on average over time.
  case sequences
  /// Memory for context in use, as a share, as read at each evaluation: vLLM's `gpu_cache_usage_perc`.
  case memory
  /// Requests that came, as a share of what a replica carries: so many a second, as measured beforehand.
  case requests(perSecond: Double)

  public var description: String {
    switch self {
    case .busyTime: "busy time"
    case .sequences: "sequences"
    case .memory: "memory"
    case .requests(let rate): "requests, \(rate) a second a replica"
    }
  }
}
