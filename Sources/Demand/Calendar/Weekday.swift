/// A day of the week; the week begins on Monday.
public enum Weekday: Int, Sendable, Hashable, CaseIterable {
  /// A day, from Monday to Sunday.
  case monday, tuesday, wednesday, thursday, friday, saturday, sunday

  /// The day that many days later, or earlier.
  public func advanced(by days: Int) -> Weekday {
    Weekday(rawValue: ((rawValue + days) % 7 + 7) % 7) ?? .monday
  }
}
