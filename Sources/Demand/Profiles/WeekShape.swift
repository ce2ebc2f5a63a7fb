import Randomness

/// How a week's requests spread over its days and their hours.
///
/// ```swift
/// let office = WeekShape(weekday: officeHours, weekend: .flat, weekendVolume: 0.2)
/// ```
public struct WeekShape: Sendable, Hashable {
  /// The rate in each hour from Monday 0:00 on, as a multiple of the week's mean rate; the mean of the 168 is 1.
  public let multipliers: [Double]

  /// The same day every day.
  public static func everyDay(_ shape: DayShape) -> WeekShape {
    WeekShape(unchecked: Array(repeating: shape.multipliers, count: 7).flatMap { $0 })
  }

  /// A shape from 168 rates in any unit, Monday first: only their ratios count.
  public init(hourly rates: [Double], file: StaticString = #fileID, line: UInt = #line) {
    let total = rates.reduce(0, +)
    guard rates.count == 168, rates.allSatisfy({ $0 >= 0 && $0.isFinite }), total > 0 else {
      ValidationErrors.report(
        InvalidValue(
          "WeekShape with \(rates.count) rates", "a week has 168 hourly rates, none negative and not all 0",
          location: "\(file):\(line)"))
      self = .everyDay(.flat)
      return
    }
    self.init(unchecked: rates.map { 168 * $0 / total })
  }

  /// One shape for the days from Monday to Friday, one for Saturday and Sunday.
  ///
  /// - `weekendVolume`: the requests of a day of the weekend, as a multiple of those of another day.
  public init(
    weekday: DayShape, weekend: DayShape, weekendVolume: Double, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.init(
      volumes: [1, 1, 1, 1, 1, weekendVolume, weekendVolume],
      shapes: Array(repeating: weekday, count: 5) + [weekend, weekend], file: file, line: line)
  }

  /// One shape for all days, of which each has its volume, Monday first: only their ratios count.
  public init(volumes: [Double], of shape: DayShape, file: StaticString = #fileID, line: UInt = #line) {
    self.init(
      volumes: volumes, shapes: Array(repeating: shape, count: volumes.count), file: file, line: line)
  }

  private init(volumes: [Double], shapes: [DayShape], file: StaticString, line: UInt) {
    let total = volumes.reduce(0, +)
    guard volumes.count == 7, volumes.allSatisfy({ $0 >= 0 && $0.isFinite }), total > 0 else {
      ValidationErrors.report(
        InvalidValue(
          "WeekShape of days with volumes \(volumes.map(\.shortest).joined(separator: ", "))",
          "a week has seven volumes, none negative and not all 0", location: "\(file):\(line)"))
      self = .everyDay(.flat)
      return
    }
    self.init(
      unchecked: zip(volumes, shapes).flatMap { volume, shape in shape.multipliers.map { 7 * volume / total * $0 } })
  }

  private init(unchecked multipliers: [Double]) { self.multipliers = multipliers }

  /// The requests of a day as a multiple of those of a mean day.
  public func volume(of day: Weekday) -> Double { hours(of: day).reduce(0, +) / 24 }

  /// The rates in the hours of a day, as multiples of the week's mean rate.
  public func hours(of day: Weekday) -> ArraySlice<Double> {
    multipliers[(24 * day.rawValue)..<(24 * day.rawValue + 24)]
  }

  /// The highest hour over the mean.
  public var peak: Double { multipliers.max() ?? 1 }
}
