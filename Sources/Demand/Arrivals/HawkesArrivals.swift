public import EventSimulation
import Glibc
public import Randomness

/// A Hawkes process: arrivals that trigger further arrivals, such as retries, follow-ups and news that spreads.
///
/// ```swift
/// var arrivals = HawkesArrivals(
///   .day(shape, meanRate: 5.5), branching: 0.4, meanDelay: 30, from: streams.stream("chat/arrivals"))
/// ```
/// Each arrival triggers others at a rate that decays exponentially: `branching` of them on average, after `meanDelay`
/// seconds on average. The rest, a share 1 − branching, are spontaneous Poisson arrivals, so that the profile gives the rate
/// of all arrivals. At the start the triggered rate has its mean.
///
/// Hawkes 1971. Exact simulation after Dassios and Zhao, "Exact simulation of Hawkes process with exponentially decaying
/// intensity", Electronic Communications in Probability 18, 2013; spontaneous arrivals follow the profile by inversion.
/// - Complexity: a draw and about one logarithm for each arrival.
public struct HawkesArrivals: ArrivalProcess {
  private var clock: RateClock
  private let stream: RandomStream
  private let decay: Double
  private let jump: Double
  /// The triggered rate at the present time, in arrivals a second.
  private var excited: Double
  private var time = 0.0
  /// The next spontaneous arrival; infinite where there is none.
  private var spontaneous: Double
  /// The integral of the triggered rate, from now on, until the next triggered arrival.
  private var untilNext: Double

  /// Arrivals whose rate follows the profile, in arrivals a second.
  ///
  /// - `branching`: the mean number of arrivals that one triggers directly, from 0 to below 1.
  /// - `meanDelay`: the mean delay of a triggered arrival in seconds.
  public init(
    _ profile: RateProfile, branching: Double, meanDelay: Double, from stream: RandomStream,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    var (branching, meanDelay) = (branching, meanDelay)
    if let problem = Self.problem(branching, meanDelay) {
      ValidationErrors.report(
        InvalidValue(
          "HawkesArrivals(branching: \(branching.shortest), meanDelay: \(meanDelay.shortest))", problem.problem,
          remedy: problem.remedy, location: "\(file):\(line)"))
      (branching, meanDelay) = (0, 1)
    }
    self.stream = stream
    decay = 1 / meanDelay
    jump = branching / meanDelay
    excited = branching * profile.rate(at: 0)
    clock = RateClock(profile.scaled(by: 1 - branching))
    spontaneous = clock.advance(expecting: stream.exponential(mean: 1))
    untilNext = stream.exponential(mean: 1)
  }

  private static func problem(_ branching: Double, _ meanDelay: Double) -> (problem: String, remedy: String?)? {
    if !(branching >= 0) { return ("the mean number of arrivals that one triggers lies from 0 to below 1", nil) }
    if !(branching < 1) {
      return (
        "an arrival that triggers one other or more on average makes the arrivals grow without bound",
        "branching lies below 1; 0.95 already multiplies the spontaneous arrivals by 20"
      )
    }
    if !(meanDelay > 0 && meanDelay < .infinity) { return ("the mean delay is a number of seconds above 0", nil) }
    return nil
  }

  public mutating func next() -> Double? {
    // The share of the triggered rate that is left at the next triggered arrival; not above 0 where there is none.
    let left = 1 - decay * untilNext / excited
    if left > 0 {
      let brought = time - log(left) / decay
      if brought <= spontaneous {
        time = brought
        excited = excited * left + jump
        untilNext = stream.exponential(mean: 1)
        return time
      }
    }
    guard spontaneous < .infinity else { return nil }
    let faded = exp(-decay * (spontaneous - time))
    untilNext = max(0, untilNext - excited * (1 - faded) / decay)
    time = spontaneous
    excited = excited * faded + jump
    spontaneous = clock.advance(expecting: stream.exponential(mean: 1))
    return time
  }

  /// The variance of the counts in windows of that many seconds over their mean: 1 for Poisson arrivals.
  ///
  /// It rises to 1 / (1 − branching)² in windows that are long against the delay. Hawkes 1971, eq. 17 integrated twice.
  public static func indexOfDispersion(
    branching: Double, meanDelay: Double, over seconds: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Double {
    let problem = problem(branching, meanDelay) ?? (seconds > 0 ? nil : ("a window lasts more than 0 s", nil))
    if let problem {
      ValidationErrors.report(
        InvalidValue(
          "indexOfDispersion(branching: \(branching.shortest), meanDelay: \(meanDelay.shortest), "
            + "over: \(seconds.shortest))", problem.problem, remedy: problem.remedy, location: "\(file):\(line)"))
      return 1
    }
    let limit = 1 / ((1 - branching) * (1 - branching))
    let faded = (1 - branching) / meanDelay * seconds
    return limit + (1 - limit) * -expm1(-faded) / faded
  }
}
