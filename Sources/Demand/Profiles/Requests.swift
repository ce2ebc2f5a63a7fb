import Randomness

/// Requests a day, their spread over the day, and how much one day differs from the next.
public struct Requests: Sendable, Hashable {
  let perDay: Double
  let shape: DayShape
  let dayToDay: Double

  ///
  /// - `perDay`: requests on a mean day at the start, or at saturation where the adoption starts from nothing.
  /// - `shape`: the spread over the hours of a day.
  /// - `dayToDay`: the coefficient of variation of the days' means around the trend.
  public init(
    perDay: Double, shape: DayShape = .flat, dayToDay: Double = 0, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.perDay = perDay
    self.shape = shape
    self.dayToDay = dayToDay
    if !(perDay >= 0 && perDay.isFinite) {
      Refusals.report(
        InvalidValue("perDay: \(perDay)", "a number of requests is at least 0", location: "\(file):\(line)"))
    }
    if !(dayToDay >= 0 && dayToDay.isFinite) {
      Refusals.report(
        InvalidValue(
          "dayToDay: \(dayToDay)", "a coefficient of variation is at least 0", location: "\(file):\(line)"))
    }
  }
}
