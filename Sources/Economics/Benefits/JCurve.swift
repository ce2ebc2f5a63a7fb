import Glibc
import Randomness

/// A benefit that follows a J-curve: output dips while people learn and processes change, and then rises.
///
/// After t months B (1 − e^(−(t − lag)/τ)) − D e^(−t/τ₂) a month: what is gained settles towards B after a lag, what is
/// disrupted fades from D. Brynjolfsson, Rock, Syverson 2021, "The productivity J-curve", American Economic Journal:
/// Macroeconomics 13. Cumulative cash dips and crosses 0 late, and may cross it more than once: payback is the last
/// crossing.
///
/// ```swift
/// let curve = JCurve(
///   gain: CNY(2e6) / .month, after: 3, settlingOver: 12, disruption: CNY(1e6) / .month, fadingOver: 6)
/// Benefit.jCurve("claims handled", curve)
/// ```
public struct JCurve<C: Currency>: Sendable, Hashable {
  private let gain: Double
  private let ramp: Ramp
  private let disruption: Double
  private let fading: Double

  ///
  /// - `gain`: the gain B that is reached in the end.
  /// - `lag`: months before anything is gained.
  /// - `settling`: the months τ, above 0, after which 63 % of the gain is reached.
  /// - `disruption`: the loss D at the start; at least 0.
  /// - `fading`: the months τ₂, above 0, after which 37 % of the disruption is left.
  public init<G: BillingPeriod, D: BillingPeriod>(
    gain: Price<C, G>, after lag: Double = 0, settlingOver settling: Double, disruption: Price<C, D>,
    fadingOver fading: Double, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.gain = gain.monthly.amount
    self.disruption = disruption.monthly.amount
    ramp = .saturating(after: lag, time: settling, file: file, line: line)
    self.fading = fading
    if !(fading >= 0 && fading.isFinite && disruption.amount >= 0 && disruption.amount.isFinite) {
      ValidationErrors.report(
        InvalidValue(
          "disruption: \(disruption), fadingOver: \(fading)",
          "a disruption and the months in which it fades are at least 0",
          location: "\(file):\(line)"))
    }
  }

  /// The net gain of a month that begins so many months from the start.
  public func amount(after months: Double) -> Money<C> {
    Money(gain * ramp.share(after: months) - (fading > 0 ? disruption * exp(-months / fading) : 0))
  }
}

extension Benefit {
  /// A benefit that dips before it rises.
  public static func jCurve<C: Currency>(_ name: String, _ curve: JCurve<C>) -> Benefit {
    Benefit(name) { curve.amount(after: Double($0.index)) }
  }
}

/// Diminishing returns: output is a power function of input.
///
/// ```swift
/// let listings = DiminishingReturns(observed: 1.12, at: 5)  // F8: five times the listings, 12 % more sales
/// listings.elasticity  // 0.070
/// listings.factor(10)  // 1.176: ten times the listings
/// ```
public struct DiminishingReturns: Sendable, Hashable {
  /// The elasticity of the output to the input.
  public let elasticity: Double

  /// - `elasticity`: at least 0; below 1, returns diminish.
  public init(elasticity: Double, file: StaticString = #fileID, line: UInt = #line) {
    self.elasticity = elasticity
    if !(elasticity >= 0 && elasticity.isFinite) {
      ValidationErrors.report(
        InvalidValue("elasticity: \(elasticity)", "an elasticity is at least 0", location: "\(file):\(line)"))
    }
  }

  /// The elasticity that was observed: ln(output) / ln(input), both as multiples of their values before.
  public init(observed output: Double, at input: Double, file: StaticString = #fileID, line: UInt = #line) {
    self.init(elasticity: log(output) / log(input), file: file, line: line)
  }

  /// The factor of the output for a factor of the input.
  public func factor(_ input: Double) -> Double { pow(input, elasticity) }
}
