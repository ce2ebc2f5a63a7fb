public import EventSimulation
import Randomness

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
