import Demand
import Randomness

/// A day of the Gregorian calendar: `.day(2026, 3, 31)`.
public struct CalendarDay: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The year of the Gregorian calendar.
  public let year: Int
  /// From 1, January, to 12.
  public let month: Int
  /// From 1.
  public let day: Int

  /// That day of that month of that year.
  public static func day(
    _ year: Int, _ month: Int, _ day: Int, file: StaticString = #fileID, line: UInt = #line
  ) -> CalendarDay {
    guard (1...12).contains(month), (1...CalendarMonth.month(year, month).days).contains(day) else {
      ValidationErrors.report(
        InvalidValue("day(\(year), \(month), \(day))", "there is no such day", location: "\(file):\(line)"))
      return CalendarDay(year: year, month: 1, day: 1)
    }
    return CalendarDay(year: year, month: month, day: day)
  }

  /// Reads a day as `2026-03-31`, or a month as `2026-03` for its first day; `nil` for any other text.
  package init?(parsing text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2 || parts.count == 3, let year = parts[0], let month = parts[1], (1900...2200).contains(year),
      (1...12).contains(month), let day = parts.count == 3 ? parts[2] : 1,
      (1...CalendarMonth.month(year, month).days).contains(day)
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  private init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// Days since 1 March of the year 0.
  ///
  /// Years begin in March, so that the leap day ends one: Hinnant 2013, "chrono-Compatible Low-Level Date Algorithms".
  package var number: Int {
    let shifted = month > 2 ? year : year - 1
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - 400 * era
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return 146_097 * era + 365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
  }

  public static func < (a: CalendarDay, b: CalendarDay) -> Bool {
    (a.year, a.month, a.day) < (b.year, b.month, b.day)
  }

  /// `2026-03-31`
  public var description: String {
    "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
  }
}

/// How the days between two dates become years.
public enum DayCount: String, Sendable, CaseIterable {
  /// Days over 365, in leap years too: what `XNPV` and `XIRR` of a spreadsheet do.
  case actual365 = "actual/365"
  /// Every month has 30 days: the bond basis of the International Swaps and Derivatives Association.
  case thirty360 = "30/360"

  /// The years from one day to another.
  public func years(from start: CalendarDay, to end: CalendarDay) -> Double {
    switch self {
    case .actual365:
      return Double(end.number - start.number) / 365
    case .thirty360:
      let first = min(start.day, 30)
      let last = first == 30 ? min(end.day, 30) : end.day
      let months = 12 * (end.year - start.year) + end.month - start.month
      return Double(30 * months + last - first) / 360
    }
  }
}
