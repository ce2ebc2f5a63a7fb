import Glibc
import Randomness

/// The perpetual option to invest, in closed form: the hurdle of value over cost.
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
  /// - `forgone`: the share of the project's value that is forgone by a year of waiting.
  /// - `volatility`: the deviation of the logarithm of the project's value after a year; 0 for certainty.
  /// - `fall`: by how much the cost falls.
  public init(
    discounting discount: Rate<PerYear>, forgoing forgone: Rate<PerYear>, volatility: Double,
    costFalling fall: Rate<PerYear> = 0.perYear, file: StaticString = #fileID, line: UInt = #line
  ) {
    law = InvestmentLaw(discount: discount, forgone: forgone, volatility: volatility, fall: fall, "\(file):\(line)")
  }

  /// The exponent β; infinite where waiting has no value, 1 where it always pays to wait.
  public var exponent: Double {
    let variance = law.volatility * law.volatility
    if variance == 0 { return law.growth > 0 ? law.discountOverCost / law.growth : .infinity }
    let middle = 0.5 - law.growth / variance
    if middle >= 0 { return middle + (middle * middle + 2 * law.discountOverCost / variance).squareRoot() }
    // The root is a small difference of large numbers there, and the ratio of the product of the roots to the other is not.
    let scaled = 0.5 * variance - law.growth
    return 2 * law.discountOverCost / ((scaled * scaled + 2 * law.discountOverCost * variance).squareRoot() - scaled)
  }

  /// The hurdle: the value over cost from which it is best to invest; `nil` where waiting costs nothing and investing
  /// never is best.
  public var hurdle: Double? {
    let exponent = exponent
    if exponent == .infinity { return 1 }
    return exponent > 1 ? exponent / (exponent - 1) : nil
  }

  /// The value of the option.
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

/// The best time for a purchase whose price falls: later than break-even.
///
/// ```swift
/// let rule = FallingCostRule(discounting: 0.10.perYear, costFalling: 0.40.perYear)
/// rule.delay  // 3.6 years after plain break-even
/// ```
/// With a benefit b a year for ever and a cost I(t) that falls at the continuous rate δ, buying pays from b = r I(t)
/// on. But each year of waiting saves r I + δ I and loses b, so it is best at b = (r + δ) I(t): ln(1 + δ/r)/δ later. A
/// thing that wears out, or a benefit that is lost for good by waiting, shortens it; uncertainty lengthens it (see
/// ``PerpetualOption``). Jorgenson 1963; Davis and Cairns 2012.
public struct FallingCostRule: Sendable, Hashable {
  private let discount: Double
  private let fall: Double

  ///
  /// - `discount`: above 0.
  /// - `fall`: at least 0 and below 1.
  public init(
    discounting discount: Rate<PerYear>, costFalling fall: Rate<PerYear>, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    self.discount = discount.force
    self.fall = -log1p(-fall.fraction)
    if !(discount.fraction > 0 && discount.fraction.isFinite && fall.fraction >= 0 && fall.fraction < 1) {
      ValidationErrors.report(
        InvalidValue(
          "FallingCostRule(discounting: \(discount), costFalling: \(fall))",
          "a discount is above 0 a year, a fall from 0 to below 1", remedy: "40 % a year is 0.40",
          location: "\(file):\(line)"))
    }
  }

  /// The years by which the best time lies after plain break-even; the same for every benefit and every cost.
  public var delay: Double { fall > 0 ? log1p(fall / discount) / fall : 1 / discount }

  /// The years until buying first pays: until r I(t) is the benefit of a year; 0 where it pays today, `nil` where it
  /// never does.
  public func breakEven(benefit: Double, cost: Double) -> Double? { time(at: discount, benefit, cost) }

  /// The years until the best time to buy; 0 where that is today, `nil` where it never comes.
  public func bestTime(benefit: Double, cost: Double) -> Double? { time(at: discount + fall, benefit, cost) }

  /// When the cost times a rate is down to the benefit of a year.
  private func time(at rate: Double, _ benefit: Double, _ cost: Double) -> Double? {
    if benefit >= rate * cost { return 0 }
    return benefit > 0 && fall > 0 ? log(rate * cost / benefit) / fall : nil
  }
}
