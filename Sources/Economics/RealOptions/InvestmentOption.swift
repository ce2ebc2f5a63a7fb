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

  /// The valuation: by Black and Scholes where one may invest only at the end, by the boundary from which it is best to
  /// invest where one may at any time, and by integration from date to date where one may on dates.
  ///
  /// At any time the value is within 0.01 % of a fine finite-difference solution, for yields up to 60 %, discount rates up
  /// to 15 %, volatilities of 5 % to 150 % and options of up to 30 years; on 2 to 12 dates it is within 0.002 % of one.
  ///
  /// - `steps`: into which the years are divided.
  /// - `every`: invest only at every so many steps from today on, and at the end, as on the dates of a plan; 1 for at any time,
  ///   `nil` for only at the end.
  /// - Complexity: in proportion to dates to the power of 1.5, up to 128 dates; else the same for every option.
  public func valuation(
    steps: Int = 1000, investingEvery every: Int? = 1, file: StaticString = #fileID, line: UInt = #line
  ) -> Valuation {
    let now = max(value - cost, 0)
    guard steps > 0, every ?? 1 > 0 else {
      ValidationErrors.report(
        InvalidValue(
          "valuation(steps: \(steps), investingEvery: \(every.map(String.init) ?? "nil"))",
          "steps, and those between two dates, are at least 1", location: "\(file):\(line)"))
      return Valuation(value: .nan, today: now, investsToday: false)
    }
    guard law.volatility > 0, value > 0 else { return certainValuation(steps: steps, every: every, today: now) }
    guard let every else {
      return Valuation(
        value: max(cost * law.worthAtEnd(of: value / cost, years: years), 0), today: now, investsToday: false)
    }
    if every > 1 {
      if law.volatility * years.squareRoot() < Self.leastDeviation {
        return certainValuation(steps: steps, every: every, today: now)
      }
      guard DatedInvestment.fits(law, years: years, from: value / cost) else {
        ValidationErrors.report(
          InvalidValue(
            "a volatility of \(law.volatility) over \(years) years", "values beyond 10^300 may be reached",
            remedy: "take a lower volatility or fewer years", location: "\(file):\(line)"))
        return Valuation(value: .nan, today: now, investsToday: false)
      }
      return valuation(onDates: every, of: steps, today: now)
    }
    let (worth, investsToday) = ExerciseBoundary(law, years: years).worth(of: value / cost)
    return Valuation(value: investsToday ? now : max(cost * worth, now), today: now, investsToday: investsToday)
  }

  private func valuation(onDates every: Int, of steps: Int, today now: Double) -> Valuation {
    let count = Double(steps) / Double(every)
    let worth: Double
    if count <= Double(Self.mostDates) {
      worth = DatedInvestment(law, years: years, spacing: years / count, dates: (steps - 1) / every)
        .waiting(from: value / cost)
    } else {
      let (atAnyTime, investsToday) = ExerciseBoundary(law, years: years).worth(of: value / cost)
      // Who would not wait for any time does not wait for a date.
      worth = investsToday ? 0 : worthOnManyDates(count, atAnyTime: atAnyTime)
    }
    let investsToday = now > 0 && now >= cost * worth
    return Valuation(value: investsToday ? now : max(cost * worth, now), today: now, investsToday: investsToday)
  }

  /// Less chance than this over all years is none.
  private static let leastDeviation = 1e-9

  /// So many dates are integrated over; what more of them add is extrapolated.
  private static let mostDates = 128

  /// With n dates the worth is below that at any time by a/n + b/n^1.5: the first two terms, from two numbers of dates.
  private func worthOnManyDates(_ count: Double, atAnyTime: Double) -> Double {
    func lost(_ dates: Int) -> Double {
      let worth = DatedInvestment(law, years: years, spacing: years / Double(dates), dates: dates - 1)
        .waiting(from: value / cost)
      return (atAnyTime - worth) * Double(dates)
    }
    let (few, many) = (lost(Self.mostDates / 2), lost(Self.mostDates))
    let (rootOfFew, rootOfMany) = (1 / Double(Self.mostDates / 2).squareRoot(), 1 / Double(Self.mostDates).squareRoot())
    let second = (few - many) / (rootOfFew - rootOfMany)
    return atAnyTime - (few + second * (1 / count.squareRoot() - rootOfFew)) / count
  }

  /// Without chance every path is the same: the best of its dates.
  private func certainValuation(steps: Int, every: Int?, today: Double) -> Valuation {
    let step = years / Double(steps)
    var best = 0.0
    var investsToday = false
    for date in stride(from: steps, through: 0, by: -1) where date == steps || every.map({ date % $0 == 0 }) ?? false {
      let time = Double(date) * step
      let investing = exp(-law.discountOverCost * time) * max(value / cost * exp(law.growth * time) - 1, 0)
      if date == 0 { investsToday = investing > 0 && investing >= best }
      best = max(best, investing)
    }
    return Valuation(value: cost * best, today: today, investsToday: investsToday)
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
