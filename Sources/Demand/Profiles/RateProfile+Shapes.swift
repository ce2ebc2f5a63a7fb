public import EventSimulation

extension RateProfile {
  /// The hours of a day, over and over, in arrivals a second.
  ///
  /// - `shape`: how the day's arrivals spread over its hours.
  /// - `meanRate`: arrivals a second over the day.
  public static func day(
    _ shape: DayShape, meanRate: Double, fileID: String = #fileID, line: Int = #line
  ) -> RateProfile {
    rates(
      shape.multipliers.enumerated().map { (from: 3600 * Double($0), rate: $1 * meanRate) }, every: 86_400,
      fileID: fileID, line: line)
  }

  /// The hours of a week, over and over, in arrivals a second; time 0 is Monday 0:00.
  ///
  /// - `shape`: how the week's arrivals spread over its hours.
  /// - `meanRate`: arrivals a second over the week.
  public static func week(
    _ shape: WeekShape, meanRate: Double, fileID: String = #fileID, line: Int = #line
  ) -> RateProfile {
    rates(
      shape.multipliers.enumerated().map { (from: 3600 * Double($0), rate: $1 * meanRate) }, every: 604_800,
      fileID: fileID, line: line)
  }

  /// The same rate for ever, in arrivals a second.
  public static func constant(_ rate: Double, fileID: String = #fileID, line: Int = #line) -> RateProfile {
    rates([0: rate], fileID: fileID, line: line)
  }
}
