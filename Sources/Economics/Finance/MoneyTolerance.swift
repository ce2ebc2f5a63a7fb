/// How amounts of money are compared: two that differ by what their arithmetic is rounded are the same.
package enum MoneyTolerance {
  /// Relative to the larger of the two amounts.
  package static let relative = 1e-9

  /// Whether an amount is at least another.
  package static func isAtLeast(_ amount: Double, _ other: Double) -> Bool {
    amount - other >= -relative * max(abs(amount), abs(other))
  }

  /// Whether two amounts are the same.
  package static func isSame(_ amount: Double, _ other: Double) -> Bool {
    isAtLeast(amount, other) && isAtLeast(other, amount)
  }
}
