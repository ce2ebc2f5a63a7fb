/// How amounts of money are compared: two that differ by what their arithmetic is rounded are the same.
package enum MoneyTolerance {
  /// Relative to the larger of the two amounts.
  package static let relative = 1e-9

  /// Of a sum, relative to what comes in and goes out in it: what is left of equal amounts but for what they are rounded.
  package static let rounding = 1e-13

  /// Whether an amount is at least another.
  package static func isAtLeast(_ amount: Double, _ other: Double) -> Bool {
    amount - other >= -relative * max(abs(amount), abs(other))
  }

  /// Whether two amounts are the same.
  package static func isSame(_ amount: Double, _ other: Double) -> Bool {
    isAtLeast(amount, other) && isAtLeast(other, amount)
  }
}
