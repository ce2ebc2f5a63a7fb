import Glibc
public import Randomness

/// A step of a price, at a time and by a factor that may be uncertain.
///
/// ```swift
/// PriceStep("next generation", month: .triangular(8, 12, 20), factor: .uniform(0.6, 0.8), over: 6)
/// ```
public struct PriceStep: Sendable, Hashable {
  /// What keys its draws.
  public let name: String
  /// Months from the start.
  public let month: Distribution
  /// What prices are multiplied by from then on.
  public let factor: Distribution
  /// The months over which the price moves, evenly in logarithms; 0 for at once.
  public let duration: Double

  ///
  /// - `month`: months from the start; the step counts in the first month that begins at it or after it.
  /// - `factor`: what the price is multiplied with; above 0 throughout.
  /// - `duration`: the months over which it takes effect.
  public init(
    _ name: String, month: Distribution, factor: Distribution, over duration: Double = 0,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    self.name = name
    self.month = month
    self.factor = factor
    self.duration = duration
    let location = "\(file):\(line)"
    if factor.quantile(1e-9) <= 0 {
      ValidationErrors.report(
        InvalidValue(
          "factor: \(factor)", "what a price is multiplied with is above 0", remedy: "a fall by 30 % is 0.7",
          location: location))
    }
    if !(duration >= 0 && duration.isFinite) {
      ValidationErrors.report(InvalidValue("over: \(duration)", "a number of months is at least 0", location: location))
    }
  }

  /// The factor so many months from the start, where the step comes in that month and is of that size.
  func factor(after months: Double, month: Double, factor: Double) -> Double {
    let since = months - month
    if since < 0 { return 1 }
    return since >= duration ? factor : pow(factor, since / duration)
  }
}

extension PriceStep: PriceLaw {
  var hasChance: Bool { !(month.isConstant && factor.isConstant) }
  var onlyOnce: (what: String, problem: String)? {
    ("step \(name)", "there are two steps called \"\(name)\", which would share their draws")
  }

  func median(after years: Double) -> Double {
    factor(after: 12 * years, month: month.quantile(0.5), factor: factor.quantile(0.5))
  }

  func factors(months: Int, from draws: PriceDraws) -> [Double] {
    let month = month.draw(from: draws.stream("\(name)/month"))
    let factor = factor.draw(from: draws.stream("\(name)/factor"))
    return (0..<months).map { self.factor(after: Double($0), month: month, factor: factor) }
  }
}

extension PriceMovement {
  /// It changes by a factor once: a new generation of GPUs, a price cut.
  public static func step(_ step: PriceStep) -> PriceMovement { PriceMovement(step) }

  /// It changes by a factor in a month that is known: `.step(0.6, inMonth: 24)` for 40 % less after two years.
  ///
  /// - `factor`: what the price is multiplied with; above 0.
  /// - `month`: the months from the start to the first that has the new price.
  /// - `duration`: the months over which it takes effect, evenly in logarithms; 0 for at once.
  public static func step(
    _ factor: Double, inMonth month: Int, over duration: Double = 0, file: StaticString = #fileID, line: UInt = #line
  ) -> PriceMovement {
    let refusal: InvalidValue? =
      if !(factor > 0 && factor.isFinite) {
        InvalidValue(
          "step(\(factor.shortest), inMonth: \(month))", "what a price is multiplied with is above 0",
          remedy: "a fall by 40 % is 0.6", location: "\(file):\(line)")
      } else if month < 0 {
        InvalidValue(
          "step(\(factor.shortest), inMonth: \(month))", "months count from the start, which is 0",
          location: "\(file):\(line)")
      } else {
        nil
      }
    let isValid = refusal == nil
    return PriceMovement(
      PriceStep(
        "month \(month)", month: .constant(Double(isValid ? month : 0)), factor: .constant(isValid ? factor : 1),
        over: duration, file: file, line: line),
      unless: refusal)
  }
}
