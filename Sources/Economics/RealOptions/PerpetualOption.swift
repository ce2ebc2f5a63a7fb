import Glibc
import Randomness

/// The chance to invest once, at any time at all, in closed form: how far beyond its cost a project has to be worth.
///
/// ```swift
/// let rule = PerpetualOption(discounting: 0.08.perYear, forgoing: 0.35.perYear, volatility: 0.5)
/// rule.hurdle  // invest when the value is that multiple of the cost
/// ```
/// Invest when V / I ≥ β / (β − 1), with β the root above 1 of σ²/2 β (β − 1) + (r − q) β − r = 0; until then the
/// chance is worth (V* − I) (V / V*)^β. A cost that falls by δ a year counts as r + δ in place of r, since all is in
/// units of the cost. McDonald and Siegel 1986, "The value of waiting to invest", Quarterly Journal of Economics 101;
/// Dixit and Pindyck 1994, chapter 5.
public struct PerpetualOption: Sendable, Hashable {
  private let law: InvestmentLaw

  ///
  /// - `discount`: the cost of capital.
  /// - `forgone`: the share of the project's value that a year of waiting loses.
  /// - `volatility`: the deviation of the logarithm of the project's value after a year; 0 for certainty.
  /// - `fall`: by how much the cost falls.
  public init(
    discounting discount: Rate<PerYear>, forgoing forgone: Rate<PerYear>, volatility: Double,
    costFalling fall: Rate<PerYear> = 0.perYear, file: StaticString = #fileID, line: UInt = #line
  ) {
    law = InvestmentLaw(discount: discount, forgone: forgone, volatility: volatility, fall: fall, "\(file):\(line)")
  }

  /// The exponent β; infinite where nothing speaks for waiting, 1 where nothing ever speaks against it.
  public var exponent: Double {
    let variance = law.volatility * law.volatility
    if variance == 0 { return law.growth > 0 ? law.discountOverCost / law.growth : .infinity }
    let middle = 0.5 - law.growth / variance
    return middle + (middle * middle + 2 * law.discountOverCost / variance).squareRoot()
  }

  /// The value over cost from which it is best to invest: above 1; `nil` where waiting loses nothing, and never is
  /// best.
  public var hurdle: Double? {
    let exponent = exponent
    if exponent == .infinity { return 1 }
    return exponent > 1 ? exponent / (exponent - 1) : nil
  }

  /// What the chance to invest is worth.
  ///
  /// - `value`: of the project if it were begun today.
  /// - `cost`: of beginning it today.
  public func worth(value: Double, cost: Double) -> Double {
    // Where one never would invest, the chance is as good as the project itself, whose cost never falls due.
    guard let hurdle else { return value }
    let trigger = hurdle * cost
    if value >= trigger { return value - cost }
    return exponent == .infinity ? 0 : (trigger - cost) * pow(value / trigger, exponent)
  }
}
