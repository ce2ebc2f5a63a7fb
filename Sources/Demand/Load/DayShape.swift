public import EventSimulation
import Randomness

/// How a day's requests spread over its 24 hours.
public struct DayShape: Sendable, Hashable {
  /// The rate in each hour as a multiple of the day's mean rate; the mean of the 24 is 1.
  public let multipliers: [Double]

  /// The same rate all day.
  public static let flat = DayShape(unchecked: Array(repeating: 1, count: 24))

  /// A shape from 24 rates in any unit: only their ratios count.
  public init(hourly rates: [Double], file: StaticString = #fileID, line: UInt = #line) {
    let total = rates.reduce(0, +)
    guard rates.count == 24, rates.allSatisfy({ $0 >= 0 && $0.isFinite }), total > 0 else {
      ValidationErrors.report(
        InvalidValue(
          "DayShape with \(rates.count) rates", "a day has 24 hourly rates, none negative and not all 0",
          location: "\(file):\(line)"))
      self = .flat
      return
    }
    self.init(unchecked: rates.map { 24 * $0 / total })
  }

  /// The hours of the whole days that a profile in seconds spans; `nil` for less than a day, and where nothing arrives on
  /// whole days.
  init?(of profile: RateProfile, span: Double) {
    guard span >= 86_400 else { return nil }
    let hours = profile.expected(inWindowsOf: 3600, count: 24 * Int(span / 86_400))
    let sums = (0..<24).map { hour in
      stride(from: hour, to: hours.count, by: 24).reduce(0) { $0 + hours[$1] }.rounded(toDigits: 4)
    }
    guard sums.contains(where: { $0 > 0 }) else { return nil }
    self.init(hourly: sums)
  }

  private init(unchecked multipliers: [Double]) { self.multipliers = multipliers }

  /// The highest hour over the mean.
  public var peak: Double { multipliers.max() ?? 1 }
}

extension DayShape {
  /// The hours of the mean day of a large model's requests over 14 days; the busiest hour has 1.14 times the mean.
  ///
  /// No day is as smooth: ``MeasuredDays/serveGenLarge`` has the days themselves.
  ///
  /// Trace language/m-large of ServeGen, Alibaba (arXiv 2505.09999), Apache-2.0.
  public static let serveGenLarge = DayShape(hourly: [
    0.99, 1.00, 0.99, 0.94, 0.91, 0.88, 0.85, 0.82, 0.79, 0.87, 1.05, 1.11, 0.97, 0.98, 1.05, 1.05, 1.11, 1.08, 1.04,
    1.14, 1.13, 1.07, 1.10, 1.09,
  ])

  /// Standard deviation over mean of the same trace's 14 daily means, which lie between 0.54 and 1.43 of their mean.
  public static let serveGenLargeVariation = 0.25
}

extension DayShape {
  /// The hours of one day of a reasoning model's requests; the busiest hour has 2.19 times the mean and 4.9 times the
  /// quietest.
  ///
  /// Hours are counted from the trace's start. Trace reason/deepseek-r1 of ServeGen, Alibaba (arXiv 2505.09999),
  /// Apache-2.0.
  public static let serveGenReasoning = DayShape(hourly: [
    1.206, 1.389, 2.034, 1.788, 1.064, 0.908, 0.749, 0.577, 0.596, 0.664, 0.810, 0.830, 0.447, 0.545, 0.684, 0.704,
    0.878, 0.553, 0.749, 0.587, 1.240, 1.621, 2.194, 1.181,
  ])
}

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
