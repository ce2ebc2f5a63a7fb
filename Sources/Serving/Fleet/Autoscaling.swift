public import EventSimulation
import Randomness

/// Autoscaling: how the number of replicas of a pool follows its load.
///
/// ```swift
/// Autoscaling(.idleness(of: .sequences, above: 0.30, below: 0.15), between: 2...40, restBeforeLeaving: 600)
/// Autoscaling(.schedule([(from: 0, replicas: 4), (from: 25_200, replicas: 12)]), between: 2...12)
/// ```
/// The rule is evaluated at an interval. Booting replicas count as present, so that none is launched twice. When replicas
/// leave, booting ones go first, then those with the fewest requests. All replicas that hold GPUs count against the upper
/// limit, draining ones included.
public struct Autoscaling: Sendable, Hashable {
  /// The rule that determines the number of replicas.
  public let rule: ScalingRule
  /// The fewest and the most replicas.
  public let replicas: ClosedRange<Int>
  /// Seconds from one evaluation to the next.
  public let interval: Double
  /// Seconds after a change during which no replica is launched; a plan ignores them.
  public let restBeforeLaunching: Double
  /// Seconds after a change during which no replica leaves; a plan ignores them.
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

/// The rule that determines the number of replicas of a pool.
public enum ScalingRule: Sendable, Hashable {
  /// By the measured idle share: above one share replicas leave, below another more are launched, each time to the number at
  /// which the upper share is idle.
  ///
  /// F16's rule is `above: 0.30`. The two shares must differ, or the fleet oscillates.
  /// - `over`: the seconds of the averaging window.
  case idleness(of: ReplicaUse, above: Double, below: Double, over: Double = 300)
  /// By the number of waiting requests per serving replica at each evaluation.
  ///
  /// - `by`: the share of replicas that are launched or leave at once, at least one.
  case waitingRequests(above: Double, below: Double, by: Double = 0.2)
  /// By the longest wait in any queue, in seconds, at each evaluation.
  ///
  /// - `by`: the share of replicas that are launched or leave at once, at least one.
  case waitingTime(above: Double, below: Double, by: Double = 0.2)
  /// By a plan: requests a second over the seconds since the start, divided by what a replica carries.
  ///
  /// - `ahead`: the seconds, usually the boot time, by which the fleet precedes the plan: it is as large as the plan needs at
  ///   any time within them.
  case plan(RateProfile, perReplica: Double, ahead: Double)

  /// A schedule: the number of replicas from each time on in seconds, repeated with a period such as a day of 86 400.
  public static func schedule(
    _ replicas: [(from: Double, replicas: Int)], every period: Double? = 86_400, ahead: Double = 0,
    file: String = #fileID, line: Int = #line
  ) -> ScalingRule {
    .plan(
      .rates(
        replicas.map { (from: $0.from, rate: Double($0.replicas)) }, every: period, fileID: file, line: line),
      perReplica: 1, ahead: ahead)
  }

  /// A forecast of the load: replicas for its rate plus a headroom, some seconds ahead.
  ///
  /// - `rates`: the forecast requests a second.
  /// - `perReplica`: requests a second that one replica carries.
  /// - `headroom`: the share of additional replicas.
  public static func forecast(
    _ rates: RateProfile, perReplica: Double, ahead: Double, headroom: Double = 0
  ) -> ScalingRule {
    .plan(rates, perReplica: perReplica / (1 + headroom), ahead: ahead)
  }

  /// What is wrong with its parameters; `nil` where they are valid.
  var problem: String? {
    func isShare(_ value: Double) -> Bool { value >= 0 && value < 1 }
    switch self {
    case .idleness(let use, let above, let below, let over):
      if case .requests(let rate) = use, !(rate > 0 && rate < .infinity) {
        return "a replica carries a number of requests a second above 0, not \(rate.shortest)"
      }
      if !isShare(above) || !isShare(below) || below >= above {
        return "idle shares lie from 0 to below 1, and below: \(below.shortest) is less than above: \(above.shortest)"
      }
      if !(over > 0 && over < .infinity) { return "a window lasts longer than 0 s, not \(over.shortest)" }
    case .waitingRequests(let above, let below, let by), .waitingTime(let above, let below, let by):
      if !(below >= 0 && below < above && above < .infinity) {
        return "below: \(below.shortest), where the pool shrinks, is less than above: \(above.shortest), where it grows"
      }
      if !(by > 0 && by <= 1) { return "by: a share above 0 and up to 1, not \(by.shortest)" }
    case .plan(_, let perReplica, let ahead):
      if !(perReplica > 0 && perReplica < .infinity) {
        return "a replica carries a number of requests a second above 0, not \(perReplica.shortest)"
      }
      if !(ahead >= 0 && ahead < .infinity) { return "ahead: a time of at least 0 s, not \(ahead.shortest)" }
    }
    return nil
  }
}

/// The measure of use of a pool; 1 minus it is the idle share.
///
/// Under continuous batching a replica is busy with a single request, so a fleet with one request per replica looks full by
/// ``busyTime``. The other measures show how much more it could take.
public enum ReplicaUse: Sendable, Hashable, CustomStringConvertible {
  /// The share of time in which replicas run steps: suitable where they serve one request at a time.
  case busyTime
  /// Running sequences as a share of the batching rule's maximum, averaged over time.
  case sequences
  /// The share of KV memory in use at each evaluation: vLLM's `gpu_cache_usage_perc`.
  case memory
  /// Arrivals as a share of what a replica carries in requests a second, measured beforehand.
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
