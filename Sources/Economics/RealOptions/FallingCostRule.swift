import Glibc
import Randomness

/// When to make a purchase once and for good whose price is known to fall: later than when it first pays.
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
