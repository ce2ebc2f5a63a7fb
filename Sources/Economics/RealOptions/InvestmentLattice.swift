import Glibc

/// A binomial lattice of a project's value over its cost, in units of the cost.
struct InvestmentLattice {
  /// On which dates one may invest, beside the last.
  enum Dates {
    case none
    /// Every so many steps.
    case every(Int)

    func holds(_ date: Int) -> Bool { if case .every(let steps) = self { date % steps == 0 } else { false } }
  }

  private let steps: Int
  private let ratio: Double
  private let logUp: Double
  private let logDown: Double
  private let chance: Double
  private let discount: Double
  /// The worth a step before the end, of the right to invest then, by value over cost; `nil` for what the lattice says.
  private let lastStep: ((Double) -> Double)?

  /// The lattice of Cox, Ross and Rubinstein, with the last step by Black and Scholes: its error falls smoothly with the
  /// steps, on dates that are given, so that two lattices give the limit. Broadie and Detemple 1996, Review of Financial
  /// Studies 9.
  ///
  /// - `isSmoothed`: whether the last step is by Black and Scholes.
  init(_ ratio: Double, _ law: InvestmentLaw, years: Double, steps: Int, isSmoothed: Bool) {
    let step = years / Double(steps)
    let growth = law.growth * step
    let up = law.volatility * step.squareRoot()
    self.init(
      ratio, law, years: years, steps: steps, logUp: up, logDown: -up,
      chance: (exp(growth) - exp(-up)) / (exp(up) - exp(-up)),
      lastStep: isSmoothed ? { Self.worthAtEnd(of: $0, law, years: step) } : nil)
  }

  /// The lattice of Leisen and Reimer, whose middle is the cost at the end: an error of the second order in the steps
  /// where one may invest only at the end, and a smooth one of the first where one may at any time. Leisen and Reimer
  /// 1996, Applied Mathematical Finance 3; `nil` where the chance of investing is too close to 0 or 1 for it.
  ///
  /// - `steps`: an odd number.
  static func centred(_ ratio: Double, _ law: InvestmentLaw, years: Double, steps: Int) -> InvestmentLattice? {
    let deviation = law.volatility * years.squareRoot()
    let d1 = (log(ratio) + (law.growth + law.volatility * law.volatility / 2) * years) / deviation
    let n = Double(steps)
    // Peizer and Pratt's second inversion of the binomial distribution.
    func chance(_ z: Double) -> Double {
      let x = z / (n + 1 / 3.0 + 0.1 / (n + 1))
      let half = 0.5 * (-expm1(-x * x * (n + 1 / 6.0))).squareRoot()
      return 0.5 + (z < 0 ? -half : half)
    }
    let (own, other) = (chance(d1 - deviation), chance(d1))
    let sound = 1e-6...(1 - 1e-6)
    guard sound.contains(own), sound.contains(other) else { return nil }
    let growth = law.growth * years / n
    return InvestmentLattice(
      ratio, law, years: years, steps: steps, logUp: growth + log(other / own),
      logDown: growth + log((1 - other) / (1 - own)), chance: own, lastStep: nil)
  }

  private init(
    _ ratio: Double, _ law: InvestmentLaw, years: Double, steps: Int, logUp: Double, logDown: Double, chance: Double,
    lastStep: ((Double) -> Double)?
  ) {
    self.ratio = ratio
    self.steps = steps
    self.logUp = logUp
    self.logDown = logDown
    self.chance = chance
    self.lastStep = lastStep
    discount = exp(-law.discountOverCost * years / Double(steps))
  }

  /// The worth of the right to invest on dates and at the end, and whether it is best to invest on the first.
  /// - Complexity: steps squared.
  func worth(investing dates: Dates) -> (worth: Double, investsToday: Bool) {
    // The values of a date lie this factor apart.
    let factor = exp(logUp - logDown)
    func each(_ date: Int, _ body: (Int, Double) -> Void) {
      var value = 0.0
      for ups in 0...date {
        // A product of many factors is rounded; now and then it is made anew.
        if ups & 63 == 0 { value = ratio * exp(Double(ups) * logUp + Double(date - ups) * logDown) }
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
      let mayInvest = dates.holds(date)
      if date == steps - 1, let lastStep {
        each(date) { worths[$0] = lastStep($1) }
      } else {
        for ups in 0...date { worths[ups] = discount * (chance * worths[ups + 1] + (1 - chance) * worths[ups]) }
      }
      guard mayInvest else { continue }
      if date == 0 { investsToday = ratio > 1 && ratio - 1 >= worths[0] }
      each(date) { worths[$0] = max(worths[$0], $1 - 1) }
    }
    return (worths[0], investsToday)
  }

  /// The worth of the right to invest at the end only. Black and Scholes 1973; Merton 1973 with a yield.
  private static func worthAtEnd(of ratio: Double, _ law: InvestmentLaw, years: Double) -> Double {
    let deviation = law.volatility * years.squareRoot()
    let d1 = (log(ratio) + (law.growth + law.volatility * law.volatility / 2) * years) / deviation
    func cumulative(_ z: Double) -> Double { erfc(-z / 2.0.squareRoot()) / 2 }
    return exp(-law.discountOverCost * years)
      * (ratio * exp(law.growth * years) * cumulative(d1) - cumulative(d1 - deviation))
  }
}
