/// The money in which a forecast's amounts are written: what a yuan buys changes over the years.
public enum MoneyOf: String, Sendable, CaseIterable {
  /// Of the day on which it is paid: nominal amounts, with whatever growth they say themselves.
  case theDay = "of the day"
  /// Of the start: real amounts, which inflation raises before they are entered.
  case theStart = "of the start"
}
