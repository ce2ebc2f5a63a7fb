import Glibc

/// Cash by month in one currency: what was spent before the start, and benefit and cost of each month.
public struct CashFlow: Sendable, Hashable {
  /// Spent at time zero.
  public let investment: Double
  /// Benefit of each month.
  public let benefits: [Double]
  /// Cost of each month.
  public let costs: [Double]

  public init(investment: Double = 0, benefits: [Double], costs: [Double]) {
    precondition(benefits.count == costs.count, "a month has a benefit and a cost")
    self.investment = investment
    self.benefits = benefits
    self.costs = costs
  }

  /// Benefit less cost of each month.
  public var net: [Double] { zip(benefits, costs).map { $0 - $1 } }

  /// Cash from time zero to the end of each month.
  public var cumulative: [Double] { accumulate(net) }

  /// Net present value: the investment undiscounted at time zero, month m (from 1) at its end, by (1 + r)^(−m/12).
  /// - Parameter rate: a fraction a year.
  public func netPresentValue(at rate: Double) -> Double { discounted(at: rate).reduce(-investment, +) }

  /// The month, from 1, from which benefit stays at least at cost until the horizon's end; `nil` when it does not come.
  ///
  /// A month in which benefit is above cost for a while does not count: what comes after it decides.
  public var inflectionMonth: Int? { lastCrossing(of: net) }

  /// The month, from 1, from which cumulative cash stays at least at 0; `nil` when it does not come.
  ///
  /// The last crossing: on a curve that dips after a first surplus the first one is not yet payback.
  public var paybackMonth: Int? { lastCrossing(of: cumulative) }

  /// The same of discounted cash.
  public func discountedPaybackMonth(at rate: Double) -> Int? {
    lastCrossing(of: accumulate(discounted(at: rate)))
  }

  private func discounted(at rate: Double) -> [Double] {
    net.enumerated().map { month, cash in cash * pow(1 + rate, -Double(month + 1) / 12) }
  }

  private func accumulate(_ flows: [Double]) -> [Double] {
    var sum = -investment
    return flows.map { flow in
      sum += flow
      return sum
    }
  }

  /// The first index, from 1, from which all values are at least 0.
  private func lastCrossing(of values: [Double]) -> Int? {
    guard let last = values.last, last >= 0 else { return nil }
    let lastNegative = values.lastIndex { $0 < 0 }
    return (lastNegative ?? -1) + 2
  }
}
