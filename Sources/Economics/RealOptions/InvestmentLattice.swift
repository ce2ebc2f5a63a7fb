import Glibc

/// A binomial lattice of a project's value over its cost, in units of the cost.
struct InvestmentLattice {
  private let ratio: Double
  private let law: InvestmentLaw
  private let steps: Int
  private let step: Double
  /// The logarithm by which the value moves in a step.
  private let up: Double
  private let chance: Double
  private let discount: Double

  /// The lattice of Cox, Ross and Rubinstein, with the last step by Black and Scholes: its error falls smoothly with the
  /// steps, on dates that are given, so that two lattices give the limit. Broadie and Detemple 1996, Review of Financial
  /// Studies 9.
  init(_ ratio: Double, _ law: InvestmentLaw, years: Double, steps: Int) {
    let step = years / Double(steps)
    let growth = law.growth * step
    self.ratio = ratio
    self.law = law
    self.steps = steps
    self.step = step
    up = law.volatility * step.squareRoot()
    chance = (exp(growth) - exp(-up)) / (exp(up) - exp(-up))
    discount = exp(-law.discountOverCost * step)
  }

  /// The worth of the right to invest at every so many steps and at the end, and whether it is best to invest on the first.
  /// - Complexity: steps squared.
  func worth(investingEvery every: Int) -> (worth: Double, investsToday: Bool) {
    // The values of a date lie this factor apart.
    let factor = exp(2 * up)
    func each(_ date: Int, _ body: (Int, Double) -> Void) {
      var value = 0.0
      for ups in 0...date {
        // A product of many factors is rounded; now and then it is made anew.
        if ups & 63 == 0 { value = ratio * exp(Double(2 * ups - date) * up) }
        body(ups, value)
        value *= factor
      }
    }
    var worths = [Double](repeating: 0, count: steps + 1)
    var date = steps
    each(steps) { worths[$0] = max($1 - 1, 0) }
    var investsToday = false
    while date > 0 {
      date -= 1
      if date == steps - 1 {
        each(date) { worths[$0] = law.worthAtEnd(of: $1, years: step) }
      } else {
        for ups in 0...date { worths[ups] = discount * (chance * worths[ups + 1] + (1 - chance) * worths[ups]) }
      }
      guard date.isMultiple(of: every) else { continue }
      if date == 0 { investsToday = ratio > 1 && ratio - 1 >= worths[0] }
      each(date) { worths[$0] = max(worths[$0], $1 - 1) }
    }
    return (worths[0], investsToday)
  }
}
