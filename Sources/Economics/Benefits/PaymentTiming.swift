/// When a customer pays for a month: the two conventions of a lifetime's value differ by the first payment.
public enum PaymentTiming: String, Sendable, CaseIterable {
  /// At its start, the first on joining.
  case atStart = "at start"
  /// At its end, by those who are still there.
  case atEnd = "at end"
}
