/// Where time zero lies for amounts at equal distances: what a net present value is the value at.
public enum TimeZero: String, Sendable, CaseIterable {
  /// At the first amount, which is not discounted: what is spent before the start.
  case firstAmount = "first amount"
  /// One period before the first amount, which is discounted by a period: what `NPV` of a spreadsheet does.
  case spreadsheet
}
