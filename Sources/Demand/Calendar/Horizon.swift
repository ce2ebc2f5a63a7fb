import Randomness

/// The months that a forecast covers.
public struct Horizon: Sendable, Hashable {
  /// The first month.
  public let start: CalendarMonth
  /// How many months, at least one.
  public let months: Int

  /// A horizon of whole years from the start of a month.
  public init(from start: CalendarMonth, years: Int, file: StaticString = #fileID, line: UInt = #line) {
    self.init(from: start, months: 12 * years, file: file, line: line)
  }

  /// A horizon of whole months from the start of a month.
  public init(from start: CalendarMonth, months: Int, file: StaticString = #fileID, line: UInt = #line) {
    self.start = start
    self.months = min(max(months, 1), 1200)
    if !(1...1200).contains(months) {
      ValidationErrors.report(
        InvalidValue(
          "Horizon of \(months) months", "a horizon has from 1 month to 100 years", location: "\(file):\(line)"))
    }
  }

  /// The calendar month with that index, from 0.
  public func month(_ index: Int) -> CalendarMonth { start.advanced(by: index) }

  /// The days in all its months.
  public var days: Int { (0..<months).reduce(0) { $0 + month($1).days } }
}
