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
