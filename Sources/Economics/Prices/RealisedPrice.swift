/// The prices of one replication's months, each that of the month's beginning.
public struct RealisedPrice: Sendable, Hashable {
  /// In the currency's units.
  public let months: [Double]

  init(_ months: [Double]) { self.months = months }

  /// The price in the month with that index, from 0.
  public func price(inMonth month: Int) -> Double {
    precondition(months.indices.contains(month), "there is no month \(month) in a price of \(months.count) months")
    return months[month]
  }
}
