import Randomness

/// What a vendor takes off the part of a month's bill that lies above an amount.
///
/// ```swift
/// VolumeDiscounts((USD(10_000) / .month, 0.1), (USD(100_000) / .month, 0.25))
/// ```
/// Of a bill of 150,000 dollars the first 10,000 are paid in full, the next 90,000 with 10 % off, and the last 50,000 with
/// 25 % off: 128,500 dollars. The bill is at the prices of the month, after other discounts.
public struct VolumeDiscounts<C: Currency>: Sendable, Hashable {
  private struct Tier: Sendable, Hashable {
    let above: Double
    let discount: Double
  }

  private let tiers: [Tier]

  /// No discount.
  public static var none: VolumeDiscounts { VolumeDiscounts() }

  /// Discounts from the lowest amount to the highest.
  ///
  /// - `tiers`: each the monthly bill above which a discount is granted, at least 0 and more than the one before, and the
  ///   discount on what is above, a share.
  public init(
    _ tiers: (above: Price<C, PerMonth>, discount: Double)..., file: StaticString = #fileID, line: UInt = #line
  ) {
    let location = "\(file):\(line)"
    var last = -Double.infinity
    for (above, discount) in tiers {
      Share.require(discount, "discount", location)
      if !(above.amount >= 0 && above.amount > last) {
        ValidationErrors.report(
          InvalidValue(
            "above: \(above)", "amounts are at least 0, and each is more than the one before", location: location))
      }
      last = above.amount
    }
    self.tiers =
      tiers.allSatisfy { $0.discount == 0 } ? [] : tiers.map { Tier(above: $0.above.amount, discount: $0.discount) }
  }

  /// What is paid of a month's bill.
  package func paid(of bill: Double) -> Double {
    var (paid, begin, share) = (0.0, 0.0, 1.0)
    for tier in tiers where tier.above < bill {
      paid += share * (tier.above - begin)
      (begin, share) = (tier.above, 1 - tier.discount)
    }
    return paid + share * (bill - begin)
  }
}
