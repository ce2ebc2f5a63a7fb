import Glibc
import Randomness

/// The fall of what money buys, for turning nominal amounts and rates into real ones.
///
/// ```swift
/// let inflation = Inflation(0.03.perYear)
/// inflation.real(0.08.perYear)  // 4.85 % a year: 1.08/1.03 − 1, not 5 %
/// ```
/// Nominal cash at a nominal rate and real cash at the real rate have the same net present value; one of each does not.
/// Fisher 1896, Appreciation and Interest.
public struct Inflation: Sendable, Hashable {
  /// The rise of prices a year.
  public let rate: Rate<PerYear>

  /// Prices that rise at an even rate.
  public init(_ rate: Rate<PerYear>, file: StaticString = #fileID, line: UInt = #line) {
    self.rate = rate
    _ = CashSeries.accepts(rate.fraction, as: "an inflation", "\(file):\(line)")
  }

  /// The rate in goods of a rate in money: (1 + n) / (1 + i) − 1.
  public func real(_ nominal: Rate<PerYear>) -> Rate<PerYear> {
    Rate((1 + nominal.fraction) / (1 + rate.fraction) - 1)
  }

  /// The rate in money of a rate in goods: (1 + r) (1 + i) − 1.
  public func nominal(_ real: Rate<PerYear>) -> Rate<PerYear> {
    Rate((1 + real.fraction) * (1 + rate.fraction) - 1)
  }

  /// Amounts in money of their days, in money of time zero.
  public func real(_ nominal: CashSeries) -> CashSeries { nominal.scaled { rate.factor(after: -$0) } }

  /// Amounts in money of time zero, in money of their days.
  public func nominal(_ real: CashSeries) -> CashSeries { real.scaled { rate.factor(after: $0) } }
}
