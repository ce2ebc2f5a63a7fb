import EventSimulation
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

  /// The hours of the whole days that rates in seconds span, from the first on; `nil` for less than a day.
  init?(of profile: RateProfile, span: Double) {
    guard span >= 86_400 else { return nil }
    let days = (span / 86_400).rounded(.down)
    self.init(
      hourly: (0..<24).map { hour in
        (0..<Int(days)).reduce(0) { sum, day in
          let from = 86_400 * Double(day) + 3600 * Double(hour)
          return sum + profile.expected(from: from, to: from + 3600)
        }.rounded(toDigits: 4)
      })
  }

  private init(unchecked multipliers: [Double]) { self.multipliers = multipliers }

  /// The highest hour over the mean.
  public var peak: Double { multipliers.max() ?? 1 }
}
