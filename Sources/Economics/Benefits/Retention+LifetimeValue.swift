import Glibc
import Randomness

extension Retention {
  /// What a customer who joins now is worth: the margins of all months in which they stay, discounted.
  ///
  /// With a constant rate r and a discount d a month it is m (1 + d) / (1 + d − r) for payments at the start, and
  /// m r / (1 + d − r) for payments at the end.
  ///
  /// - `margin`: of a customer, a month.
  /// - `discount`: at least 0 unless the months are given.
  /// - `timing`: when a month is paid for.
  /// - `months`: how many count; without it all, and an endless sum that has no limit is refused.
  public func lifetimeValue<C: Currency>(
    of margin: Price<C, PerCustomerMonth>, discounting discount: Rate<PerYear>, paid timing: PaymentTiming,
    months: Int? = nil, file: StaticString = #fileID, line: UInt = #line
  ) -> Money<C> {
    let location = "\(file):\(line)"
    guard CashSeries.accepts(discount.fraction, location) else { return Money(.nan) }
    let factor = 1 / (1 + discount.monthly.fraction)
    if let months { return margin.times(sum(months, factor, timing)) }
    guard let endless = endlessSum(factor) else {
      ValidationErrors.report(
        InvalidValue(
          "the value of a customer's lifetime at a discount of \(discount)", "the sum over all months has no limit",
          remedy: "say how many months count, or discount more", location: location))
      return Money(.nan)
    }
    // Payments at the end are those at the start without the first.
    return margin.times(timing == .atStart ? endless : endless - 1)
  }

  /// The sum of survival × factor^month over months 0 … n − 1, or 1 … n.
  private func sum(_ months: Int, _ factor: Double, _ timing: PaymentTiming) -> Double {
    var (sum, term) = (0.0, 1.0)
    for month in 1...max(months, 1) {
      if timing == .atStart { sum += term }
      term *= rate(inMonth: month) * factor
      if timing == .atEnd { sum += term }
    }
    return months > 0 ? sum : 0
  }

  /// The sum over all months from 0; `nil` where it has no limit, or the rates are not known for all.
  private func endlessSum(_ factor: Double) -> Double? {
    guard lastMonth == nil else { return nil }
    if let rate = constantRate { return rate * factor < 1 ? 1 / (1 - rate * factor) : nil }
    guard factor < 1 else { return factor == 1 ? meanLifetime : nil }
    var (sum, term, month) = (0.0, 1.0, 0)
    // What is left is less than a geometric series at the discount alone.
    while term > 1e-16 * (1 - factor) * sum {
      sum += term
      month += 1
      term *= rate(inMonth: month) * factor
    }
    return sum
  }
}
