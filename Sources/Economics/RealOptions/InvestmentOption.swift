import Glibc
import Randomness

/// The option to invest once until an expiry: its value, and whether to wait.
///
/// ```swift
/// let option = InvestmentOption(
///   value: 100, cost: 90, discounting: 0.08.perYear, forgoing: 0.05.perYear, volatility: 0.3, years: 3)
/// option.valuation().waiting  // what waiting is worth beyond investing today
/// ```
/// The value of the project is a geometric random walk, the cost is fixed or falls. Dixit and Pindyck 1994, Investment
/// under Uncertainty. In the money of today's books; rates are as certain as the discount rate is.
public struct InvestmentOption: Sendable, Hashable {
  /// The present value of the project if it were started today.
  public let value: Double
  /// The cost of starting it today.
  public let cost: Double
  /// Years until the option expires.
  public let years: Double
  let law: InvestmentLaw

  ///
  /// - `value`: at least 0.
  /// - `cost`: above 0.
  /// - `discount`: the cost of capital.
  /// - `forgone`: the share of the project's value that is forgone by a year of waiting, as a dividend yield.
  /// - `volatility`: the deviation of the logarithm of the project's value after a year.
  /// - `fall`: by how much the cost falls.
  /// - `years`: until the option expires.
  public init(
    value: Double, cost: Double, discounting discount: Rate<PerYear>, forgoing forgone: Rate<PerYear>,
    volatility: Double, costFalling fall: Rate<PerYear> = 0.perYear, years: Double,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    self.value = value
    self.cost = cost
    self.years = years
    law = InvestmentLaw(
      discount: discount, forgone: forgone, volatility: volatility, fall: fall, "\(file):\(line)")
    if !(value >= 0 && value.isFinite && cost > 0 && cost.isFinite && years > 0 && years.isFinite) {
      ValidationErrors.report(
        InvalidValue(
          "InvestmentOption(value: \(value), cost: \(cost), years: \(years))",
          "a value is at least 0, a cost and a time are above 0", location: "\(file):\(line)"))
    }
  }

  /// The value of the option.
  public struct Valuation: Sendable, Hashable {
    /// The value with the right to wait.
    public let value: Double
    /// The value of investing today or never, whichever is better.
    public let today: Double
    /// The value of waiting; 0 where it is best to invest at once.
    public var waiting: Double { value - today }
    /// Whether it is best to invest at once.
    public let investsToday: Bool
  }

  /// The valuation on the binomial lattice of Cox, Ross and Rubinstein 1979, Journal of Financial Economics 7.
  ///
  /// - `steps`: of the lattice; at 1000 it is within 0.05 % of a fine finite-difference solution. Too few for the rates
  ///   are refused.
  /// - `every`: invest only at every so many steps, as on the dates of a plan; `nil` for only at the end.
  /// - Complexity: steps squared.
  public func valuation(
    steps: Int = 1000, investingEvery every: Int? = 1, file: StaticString = #fileID, line: UInt = #line
  ) -> Valuation {
    let now = max(value - cost, 0)
    let step = years / Double(max(steps, 1))
    // In units of the cost, whose fall adds to growth and to discounting alike.
    let growth = law.growth * step
    let up = law.volatility * step.squareRoot()
    guard steps > 0, every ?? 1 > 0, law.volatility == 0 || abs(growth) < up else {
      let needed =
        law.volatility > 0 ? Int(min((years * pow(law.growth / law.volatility, 2)).rounded(.down), 1e9)) + 1 : 1
      ValidationErrors.report(
        InvalidValue(
          "a lattice of \(steps) steps",
          "its steps are too long for growth of \(law.growth) a year to fit between up "
            + "and down", remedy: "take at least \(needed) steps", location: "\(file):\(line)"))
      return Valuation(value: .nan, today: now, investsToday: false)
    }
    let chance = law.volatility > 0 ? (exp(growth) - exp(-up)) / (exp(up) - exp(-up)) : 1
    let discount = exp(-law.discountOverCost * step)
    let ratio = value / cost
    // What investing brings, by ups less downs; without volatility every path is the same, and grows with the date.
    let gains =
      law.volatility > 0
      ? (-steps...steps).map { max(ratio * exp(Double($0) * up) - 1, 0) }
      : (0...steps).map { max(ratio * exp(Double($0) * growth) - 1, 0) }
    func worth(_ date: Int, _ ups: Int) -> Double {
      law.volatility > 0 ? gains[steps + 2 * ups - date] : gains[date]
    }
    var worths = (0...steps).map { worth(steps, $0) }
    var investsToday = false
    for date in stride(from: steps - 1, through: 0, by: -1) {
      let mayInvest = every.map { date % $0 == 0 } ?? false
      for ups in 0...date {
        let waiting = discount * (chance * worths[ups + 1] + (1 - chance) * worths[ups])
        let investing = mayInvest ? worth(date, ups) : 0
        worths[ups] = max(waiting, investing)
        if date == 0 { investsToday = investing > 0 && investing >= waiting }
      }
    }
    return Valuation(value: cost * worths[0], today: now, investsToday: investsToday)
  }
}

/// The stochastic process of a project's value against its cost, with continuous rates a year.
struct InvestmentLaw: Sendable, Hashable {
  /// Of money.
  let discount: Double
  /// The dividend yield: the share of the value that is forgone by waiting.
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
