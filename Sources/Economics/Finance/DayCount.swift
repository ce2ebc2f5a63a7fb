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
