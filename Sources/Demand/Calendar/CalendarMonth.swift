import Randomness

/// A month of the Gregorian calendar: `.month(2026, 1)` is January 2026.
public struct CalendarMonth: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The year of the Gregorian calendar.
  public let year: Int
  /// From 1, January, to 12.
  public let month: Int

  /// The month of that number in that year.
  public static func month(
    _ year: Int, _ month: Int, file: StaticString = #fileID, line: UInt = #line
  ) -> CalendarMonth {
    if !(1...12).contains(month) || !(1...9999).contains(year) {
      ValidationErrors.report(
        InvalidValue(
          "month(\(year), \(month))", "a year lies from 1 to 9999 and a month from 1 to 12", location: "\(file):\(line)"
        ))
    }
    return CalendarMonth(year: min(max(year, 1), 9999), month: min(max(month, 1), 12))
  }

  private init(year: Int, month: Int) {
    self.year = year
    self.month = month
  }

  /// The month that many months later.
  public func advanced(by months: Int) -> CalendarMonth {
    let index = 12 * year + month - 1 + months
    let year = index >= 0 ? index / 12 : (index - 11) / 12
    return CalendarMonth(year: year, month: index - 12 * year + 1)
  }

  /// The number of days, 28 to 31.
  public var days: Int {
    switch month {
    case 2: return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: return 30
    default: return 31
    }
  }

  /// The day of the week on which it begins.
  ///
  /// Sakamoto 1992: days counted from a March, so that a leap day is the last of its year.
  public var firstWeekday: Weekday {
    let counted = month < 3 ? year - 1 : year
    let leaps = counted.quotient(by: 4) - counted.quotient(by: 100) + counted.quotient(by: 400)
    return Weekday.sunday.advanced(by: counted + leaps + [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4][month - 1] + 1)
  }

  public static func < (a: CalendarMonth, b: CalendarMonth) -> Bool { (a.year, a.month) < (b.year, b.month) }

  /// `2026-01`
  public var description: String { "\(year)-" + (month < 10 ? "0" : "") + "\(month)" }
}

extension Int {
  /// Rounded down, also below 0.
  fileprivate func quotient(by divisor: Int) -> Int { self >= 0 ? self / divisor : (self - divisor + 1) / divisor }
}

/// A day of the week; the week begins on Monday.
public enum Weekday: Int, Sendable, Hashable, CaseIterable {
  /// A day, from Monday to Sunday.
  case monday, tuesday, wednesday, thursday, friday, saturday, sunday

  /// The day that many days later, or earlier.
  public func advanced(by days: Int) -> Weekday {
    Weekday(rawValue: ((rawValue + days) % 7 + 7) % 7) ?? .monday
  }
}

/// The months that a forecast covers.
public struct Horizon: Sendable, Hashable {
  /// The first month.
  public let start: CalendarMonth
  /// How many months, at least one.
  public let months: Int

  /// A horizon of whole years from the start of a month.
  public init(from start: CalendarMonth, years: Int, file: StaticString = #fileID, line: UInt = #line) {
    let (months, overflows) = years.multipliedReportingOverflow(by: 12)
    self.init(from: start, months: overflows ? .max : months, file: file, line: line)
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
