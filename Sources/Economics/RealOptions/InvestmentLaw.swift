import Glibc
import Randomness

/// How the value of a project moves against its cost, with continuous rates a year.
struct InvestmentLaw: Sendable, Hashable {
  /// Of money.
  let discount: Double
  /// The share of the value that waiting loses.
  let forgone: Double
  let volatility: Double
  /// The fall of the cost.
  let fall: Double

  /// At which amounts in units of the cost are discounted: they lose what money loses, and the cost falls beneath them.
  var discountOverCost: Double { discount + fall }

  /// The growth of the mean of value over cost.
  var growth: Double { discountOverCost - forgone }

  init(
    discount: Rate<PerYear>, forgone: Rate<PerYear>, volatility: Double, fall: Rate<PerYear>, _ location: String
  ) {
    self.discount = discount.force
    self.forgone = forgone.force
    self.volatility = volatility
    self.fall = -log1p(-fall.fraction)
    if !(discount.fraction >= 0 && discount.fraction.isFinite && forgone.fraction >= 0 && forgone.fraction.isFinite) {
      ValidationErrors.report(
        InvalidValue(
          "discounting: \(discount), forgoing: \(forgone)", "both are at least 0 a year", location: location))
    }
    if !(volatility >= 0 && volatility.isFinite) {
      ValidationErrors.report(
        InvalidValue("volatility: \(volatility)", "a volatility is at least 0", location: location))
    }
    if !(fall.fraction < 1 && fall.fraction.isFinite) {
      ValidationErrors.report(
        InvalidValue(
          "costFalling: \(fall)", "a fall is a fraction a year below 1", remedy: "30 % a year is 0.30",
          location: location))
    }
  }
}
