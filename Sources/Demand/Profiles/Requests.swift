import Randomness

/// Requests a day, their spread over day and week, and how much one day differs from the next.
public struct Requests: Sendable, Hashable {
  let perDay: Double
  let week: WeekShape
  let dayToDay: Double

  ///
  /// - `perDay`: requests on a mean day at the start, or at saturation where the adoption starts from nothing.
  /// - `shape`: the spread over the hours of a day, the same every day.
  /// - `dayToDay`: the coefficient of variation of the days' means around the trend.
  public init(
    perDay: Double, shape: DayShape = .flat, dayToDay: Double = 0, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.init(perDay: perDay, week: .everyDay(shape), dayToDay: dayToDay, file: file, line: line)
  }

  ///
  /// - `perDay`: requests on a mean day of a week at the start, or at saturation where the adoption starts from nothing.
  /// - `week`: the spread over the hours of a week.
  /// - `dayToDay`: the coefficient of variation of the days' means around the trend and their day of the week.
  public init(
    perDay: Double, week: WeekShape, dayToDay: Double = 0, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.perDay = perDay
    self.week = week
    self.dayToDay = dayToDay
    if !(perDay >= 0 && perDay.isFinite) {
      ValidationErrors.report(
        InvalidValue("perDay: \(perDay)", "a number of requests is at least 0", location: "\(file):\(line)"))
    }
    if !(dayToDay >= 0 && dayToDay.isFinite) {
      ValidationErrors.report(
        InvalidValue(
          "dayToDay: \(dayToDay)", "a coefficient of variation is at least 0", location: "\(file):\(line)"))
    }
  }
}
