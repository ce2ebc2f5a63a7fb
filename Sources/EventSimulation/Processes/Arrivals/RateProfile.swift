import Randomness

/// A rate of arrivals that changes in steps: so many per unit of time from each time on.
///
/// ```swift
/// Arrive(at: .rates([0: 2, 8: 30, 18: 10], every: 24))
/// ```
public struct RateProfile: Sendable, Hashable {
  @usableFromInline
  struct Step: Sendable, Hashable {
    @usableFromInline var start: Double
    @usableFromInline var rate: Double
  }

  let steps: [Step]
  let period: Double?

  /// A rate from each time on; before the first it is 0, or with a period that of the last.
  ///
  /// - `rates`: Arrivals per unit of time, from each time on.
  /// - `period`: After which time the profile begins again, such as 24 where time is in hours; `nil` for never.
  public static func rates(
    _ rates: KeyValuePairs<Double, Double>, every period: Double? = nil, fileID: String = #fileID, line: Int = #line
  ) -> RateProfile {
    self.rates(rates.map { ($0.key, $0.value) }, every: period, fileID: fileID, line: line)
  }

  /// A rate from each time on, from a list made elsewhere.
  ///
  /// - `rates`: The times and the arrivals per unit of time from each on.
  /// - `period`: After which time the profile begins again; `nil` for never.
  public static func rates(
    _ rates: [(from: Double, rate: Double)], every period: Double? = nil, fileID: String = #fileID, line: Int = #line
  ) -> RateProfile {
    var steps = rates.map { Step(start: $0.from, rate: $0.rate) }
    if let problem = problem(steps, period) {
      ValidationErrors.report(
        InvalidValue("rates", problem, location: SourcePlace(fileID: fileID, line: line).description))
      return RateProfile(steps: [Step(start: 0, rate: 0)], period: nil)
    }
    if let first = steps.first, first.start > 0 {
      steps.insert(Step(start: 0, rate: period == nil ? 0 : steps[steps.count - 1].rate), at: 0)
    }
    return RateProfile(steps: steps, period: period)
  }

  private static func problem(_ steps: [Step], _ period: Double?) -> String? {
    if steps.isEmpty { return "a profile needs a rate" }
    if steps.contains(where: { !($0.rate >= 0 && $0.rate < .infinity) }) { return "a rate is a number from 0 on" }
    if !(steps[0].start >= 0) || steps.contains(where: { !($0.start < .infinity) }) {
      return "the times of a profile are numbers from 0 on"
    }
    if zip(steps, steps.dropFirst()).contains(where: { $0.start >= $1.start }) {
      return "the times of a profile must rise"
    }
    if let period {
      if !(period > steps[steps.count - 1].start && period < .infinity) {
        return "the period must lie behind the last time of the profile"
      }
      if steps.allSatisfy({ $0.rate == 0 }) { return "a profile that repeats needs a rate above 0" }
    }
    return nil
  }

  /// Whether arrivals never end.
  var isEndless: Bool { period != nil || steps.last.map { $0.rate > 0 } ?? false }
}
