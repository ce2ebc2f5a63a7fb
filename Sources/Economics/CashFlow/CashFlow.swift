/// Cash by month in one currency: what was spent before the start, and benefit and cost of each month.
///
/// The investment lies at time zero and is not discounted; month m, from 1, lies at its end.
public struct CashFlow: Sendable, Hashable {
  /// Spent at time zero.
  public let investment: Double
  /// Benefit of each month.
  public let benefits: [Double]
  /// Cost of each month.
  public let costs: [Double]

  /// Amounts in the currency of the books: at time zero, and at the end of each month.
  public init(investment: Double = 0, benefits: [Double], costs: [Double]) {
    precondition(benefits.count == costs.count, "a month has a benefit and a cost")
    self.investment = investment
    self.benefits = benefits
    self.costs = costs
  }

  /// Benefit less cost of each month.
  public var net: [Double] { zip(benefits, costs).map { $0 - $1 } }

  /// The investment at time zero and the net of each month at its end, for rates of return and what else a
  /// ``CashSeries`` can tell.
  public var series: CashSeries { CashSeries(monthsOf: self) }

  /// Cash from time zero to the end of each month.
  public var cumulative: [Double] { Array(Crossing.accumulate(series.amounts).dropFirst()) }

  /// Cash from time zero to the end of each month, each amount at its worth at time zero.
  ///
  /// - `rate`: a fraction a year, above −1.
  public func cumulativeDiscounted(
    at rate: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> [Double] {
    guard CashSeries.accepts(rate, "\(file):\(line)") else { return net.map { _ in .nan } }
    return Array(Crossing.accumulate(series.discounted(at: rate)).dropFirst())
  }

  /// Net present value: the investment undiscounted at time zero, month m (from 1) at its end, by (1 + r)^(−m/12).
  ///
  /// - `rate`: a fraction a year, above −1.
  public func netPresentValue(at rate: Double, file: StaticString = #fileID, line: UInt = #line) -> Double {
    series.netPresentValue(at: rate, file: file, line: line)
  }

  /// The month, from 1, from which benefit stays at least at cost until the horizon's end; `nil` when it does not come.
  ///
  /// A month in which benefit is above cost for a while does not count: what comes after it decides.
  public var inflectionMonth: Int? { Crossing.last(net).map { $0 + 1 } }

  /// The month, from 1, from which cumulative cash stays at least at 0; `nil` when it does not come.
  ///
  /// The last crossing: on a curve that dips after a first surplus the first one is not yet payback. To the part of a
  /// month, ``CashSeries/payback(discountedAt:file:line:)`` of ``series`` tells it.
  public var paybackMonth: Int? { Crossing.last(cumulative).map { $0 + 1 } }

  /// The same of discounted cash.
  ///
  /// - `rate`: a fraction a year, above −1.
  public func discountedPaybackMonth(
    at rate: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Int? {
    guard CashSeries.accepts(rate, "\(file):\(line)") else { return nil }
    return Crossing.last(cumulativeDiscounted(at: rate)).map { $0 + 1 }
  }
}
