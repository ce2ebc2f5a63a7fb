import Glibc
import Randomness

/// Partners who share what something costs, and what agreeing with each other costs each of them.
///
/// ```swift
/// Alliance(10, coordination: CNY(50_000)).share(of: CNY(10e6))  // 1 M and 9 × 50 000, not F12's exact tenth
/// ```
public struct Alliance<C: Currency>: Sendable, Hashable {
  /// Oneself counted, at least 1.
  public let partners: Int
  /// What each of the others costs oneself: contracts, formats, reviews.
  public let coordination: Money<C>

  /// Partners, oneself counted, and what each of the others costs.
  public init(
    _ partners: Int, coordination: Money<C>, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.partners = max(partners, 1)
    self.coordination = coordination
    if !(partners >= 1 && coordination.amount >= 0 && coordination.amount.isFinite) {
      ValidationErrors.report(
        InvalidValue(
          "Alliance(\(partners), coordination: \(coordination))",
          "there is at least one partner, and coordination costs at least 0", location: "\(file):\(line)"))
    }
  }

  /// No partners.
  public static var alone: Alliance { Alliance(1, coordination: .zero) }

  /// What one partner pays: an equal part of the total, and coordination with each of the others.
  public func share(of total: Money<C>) -> Money<C> {
    total / Double(partners) + Double(partners - 1) * coordination
  }

  /// How many partners cost one of them least: the whole number next to √(total / coordination) that does; `nil` where
  /// each more is worth it, since coordination costs nothing.
  public static func bestSize(total: Money<C>, coordination: Money<C>) -> Int? {
    guard coordination.amount > 0 else { return nil }
    let below = max(Int((total / coordination).squareRoot()), 1)
    func cost(_ partners: Int) -> Double { Alliance(partners, coordination: coordination).share(of: total).amount }
    return cost(below) <= cost(below + 1) ? below : below + 1
  }
}
