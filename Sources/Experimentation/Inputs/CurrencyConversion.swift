/// How an amount that was set in another currency follows the exchange rates among the inputs.
///
/// 28 EUR of an input in USD is drawn as 28 times the median of `dollarsForEuro`; the replication takes it at the rate
/// that it draws itself.
package struct CurrencyConversion: Sendable, Hashable {
  struct Rate: Sendable, Hashable {
    /// The column of the input that is the rate.
    let column: Int
    /// The rate at which the amount was taken.
    let taken: Double
    /// Whether amounts are divided by it.
    let isInverse: Bool
  }

  let rates: [Rate]

  /// The factor from the amount as it was taken to that of a row.
  func factor(_ inputs: [Double]) -> Double {
    rates.reduce(1) { factor, rate in
      let now = inputs[rate.column]
      return factor * (rate.isInverse ? rate.taken / now : now / rate.taken)
    }
  }
}
