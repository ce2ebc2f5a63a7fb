public import Demand
import Glibc
public import Randomness

/// One way in which a price moves: a fall, learning, steps, chance; an index multiplies its movements.
public struct PriceMovement: Sendable, Hashable {
  enum Kind: Hashable {
    case falling(Rate<PerYear>)
    case learning(WrightLaw, CumulativeVolume)
    case recorded(PriceRecord)
    case step(PriceStep)
    case wandering(volatility: Double, history: Double?)
    case reverting(volatility: Double, halfLife: Double, start: Double)
    case shocks(PriceShocks)
  }

  let kind: Kind

  private init(_ kind: Kind) { self.kind = kind }

  private static let none = PriceMovement(.falling(0.perYear))

  /// A movement, or none where something in it was refused.
  private static func accepted(_ kind: Kind, _ problem: InvalidValue?) -> PriceMovement {
    guard let problem else { return PriceMovement(kind) }
    ValidationErrors.report(problem)
    return none
  }

  /// It falls by the same fraction each year, compounded; negative for a price that rises.
  ///
  /// Beside ``wandering(_:estimatedOver:file:line:)`` it is the median that falls so.
  public static func falling(
    _ fall: Rate<PerYear>, file: StaticString = #fileID, line: UInt = #line
  ) -> PriceMovement {
    let isPossible = fall.fraction < 1 && fall.fraction.isFinite
    return accepted(
      .falling(fall),
      isPossible
        ? nil
        : InvalidValue(
          "falling: \(fall.fraction)", "a fall is a fraction a year below 1", remedy: "30 % a year is 0.30",
          location: "\(file):\(line)"))
  }

  /// It falls with what was made of it since the beginning: Wright's law.
  public static func learning(_ law: WrightLaw, with volume: CumulativeVolume) -> PriceMovement {
    PriceMovement(.learning(law, volume))
  }

  /// It goes through prices that are known, from the month on at which today is; after the last of them it stays.
  public static func recorded(_ history: PriceHistory, from start: CalendarMonth) -> PriceMovement {
    PriceMovement(.recorded(PriceRecord(history, from: start)))
  }

  /// It is multiplied once: a new generation of GPUs, a price cut.
  public static func step(_ step: PriceStep) -> PriceMovement { PriceMovement(.step(step)) }

  /// Its logarithm takes normal steps that never come back: a geometric random walk, without a drift of its own.
  ///
  /// With a drift that was estimated over m years of history, the variance of the logarithm after t years is
  /// σ² (t + t² / m). Farmer and Lafond 2016, "How predictable is technological progress?", Research Policy 45.
  ///
  /// - `volatility`: the deviation σ of the logarithm after a year.
  /// - `history`: the years m over which the drift was estimated; without it the drift counts as known.
  public static func wandering(
    _ volatility: Double, estimatedOver history: Double? = nil, file: StaticString = #fileID, line: UInt = #line
  ) -> PriceMovement {
    var problem: InvalidValue?
    let location = "\(file):\(line)"
    if !(volatility >= 0 && volatility.isFinite) {
      problem = InvalidValue(
        "wandering(\(volatility))", "a volatility is a deviation of the logarithm, at least 0",
        remedy: "about 25 % a year is 0.25", location: location)
    } else if let history, !(history > 0 && history.isFinite) {
      problem = InvalidValue("estimatedOver: \(history)", "a stretch of history is above 0 years", location: location)
    }
    return accepted(.wandering(volatility: volatility, history: history), problem)
  }

  /// It deviates from its path and comes back: an Ornstein-Uhlenbeck process of the logarithm.
  ///
  /// - `volatility`: the deviation of the logarithm after a year if it did not come back.
  /// - `halfLife`: in years, after which half of a deviation is left.
  /// - `start`: today's price over the path that it comes back to: 1.4 for one that scarcity has driven 40 % above it.
  public static func reverting(
    _ volatility: Double, halfLife: Double, startingAt start: Double = 1, file: StaticString = #fileID,
    line: UInt = #line
  ) -> PriceMovement {
    let isPossible =
      volatility >= 0 && volatility.isFinite && halfLife > 0 && halfLife.isFinite && start > 0 && start.isFinite
    return accepted(
      .reverting(volatility: volatility, halfLife: halfLife, start: start),
      isPossible
        ? nil
        : InvalidValue(
          "reverting(\(volatility), halfLife: \(halfLife), startingAt: \(start))",
          "a volatility is at least 0, a half-life and a start are above 0", location: "\(file):\(line)"))
  }

  /// Now and then it is multiplied at once: shortages, price wars, export rules.
  ///
  /// Shocks come at random, so many a year on average, and no drift makes up for them: where their factors lie above 1
  /// more than below, the price rises by them.
  ///
  /// - `perYear`: how many on average.
  /// - `factor`: what each multiplies the price with; above 0 throughout.
  /// - `halfLife`: in years, after which half of a shock is left, in logarithms; without it a shock stays.
  public static func shocks(
    perYear: Double, factor: Distribution, halfLife: Double? = nil, file: StaticString = #fileID, line: UInt = #line
  ) -> PriceMovement {
    var problem: InvalidValue?
    let location = "\(file):\(line)"
    if !(perYear >= 0 && perYear.isFinite) {
      problem = InvalidValue("shocks(perYear: \(perYear))", "a number a year is at least 0", location: location)
    } else if factor.quantile(1e-9) <= 0 {
      problem = InvalidValue("factor: \(factor)", "what a price is multiplied with is above 0", location: location)
    } else if let halfLife, !(halfLife > 0 && halfLife.isFinite) {
      problem = InvalidValue("halfLife: \(halfLife)", "a half-life is above 0 years", location: location)
    }
    return accepted(.shocks(PriceShocks(perYear: perYear, factor: factor, halfLife: halfLife)), problem)
  }
}
