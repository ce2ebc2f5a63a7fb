/// How the price of an asset is charged to the years of its life.
public enum DepreciationMethod: Sendable, Hashable {
  /// The same charge each month.
  case straightLine
  /// A share of the book value at the start of each year; what is left over the salvage value is charged at the end.
  ///
  /// The share is `factor` over the years of life: a factor of 2 is double declining.
  case decliningBalance(factor: Double = 2)
  /// Years counted backwards over their sum: of five years 5/15, 4/15, … 1/15.
  case sumOfDigits
}
