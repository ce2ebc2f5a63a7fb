import Glibc
import Randomness

/// What is known of how a market's price will move: a drift with its error, a market cycle, and chance from month to month.
///
/// ```swift
/// let outlook = PriceOutlook(
///   drift: -0.12, error: 0.12, volatility: 0.30, cycle: MarketCycle(mean: -0.10, deviation: 0.30, years: 1.5))
/// Rent(USD(2.7) / .gpuHour, along: PriceIndex("GPU rent", outlook))
/// exp(outlook.change(after: 3).quantile(0.9))  // the price in three years over today's, at its 90 % quantile
/// ```
/// Logarithms are natural. After h years the logarithm is normal, with mean d h and with variance σ² h + (s h)², where s
/// is the error of the drift d; a cycle adds its mean and variance in proportion to the part of it that is over.
public struct PriceOutlook: Sendable, Hashable {
  /// The change of the logarithm, a year.
  public let drift: Double
  /// The standard error of the drift.
  public let driftError: Double
  /// The deviation of the logarithm after a year, from month to month.
  public let volatility: Double
  /// Scarcity or glut, which changes the price for a while and then no more.
  public let cycle: MarketCycle

  ///
  /// - `drift`: the change of the logarithm a year: −0.12 for a median that falls by 11.3 %.
  /// - `error`: its standard error, at least 0.
  /// - `volatility`: at least 0.
  public init(
    drift: Double, error: Double, volatility: Double, cycle: MarketCycle = .none, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    let isPossible = drift.isFinite && error >= 0 && error.isFinite && volatility >= 0 && volatility.isFinite
    if !isPossible {
      ValidationErrors.report(
        InvalidValue(
          "PriceOutlook(drift: \(drift), error: \(error), volatility: \(volatility))",
          "a drift is finite, an error and a volatility are at least 0",
          remedy: "a fall by 12 % a year is a drift of -0.128", location: "\(file):\(line)"))
    }
    self.drift = isPossible ? drift : 0
    driftError = isPossible ? error : 0
    self.volatility = isPossible ? volatility : 0
    self.cycle = cycle
  }

  /// The change of the logarithm after that many years.
  public func change(after years: Double) -> LogChange {
    let part = cycle.part(after: years)
    let (error, cyclic) = (driftError * years, cycle.deviation * part)
    let variance = volatility * volatility * years + error * error + cyclic * cyclic
    return LogChange(mean: drift * years + cycle.mean * part, deviation: variance.squareRoot())
  }

  /// The movements of an index that has this distribution.
  public var movements: [PriceMovement] {
    var movements: [PriceMovement] = []
    if volatility > 0 && driftError > 0 {
      movements.append(.falling(Rate(-expm1(drift))))
      movements.append(.wandering(volatility, estimatedOver: volatility * volatility / (driftError * driftError)))
    } else {
      movements.append(.drifting(drift, error: driftError))
      if volatility > 0 { movements.append(.wandering(volatility)) }
    }
    return movements + cycle.movements
  }

  /// The same market as one seller's list price, which stays for months and then changes by a step.
  ///
  /// The mean after any time is the same. The variance is larger, because the drift of a seller who changes often is
  /// more uncertain.
  ///
  /// - `changes`: a year, on average over the sellers.
  /// - `shape`: how alike the sellers are: the rate of changes has a coefficient of variation of 1/√shape.
  public func listed(changesPerYear changes: Double, shape: Double) -> ListPriceOutlook {
    let a = cycle.years > 0 ? changes * cycle.years : 1
    return ListPriceOutlook(
      changesPerYear: changes, shape: shape, meanChange: drift / changes, error: driftError / changes,
      deviation: volatility / changes.squareRoot(),
      cycle: MarketCycle(mean: cycle.mean / a, deviation: cycle.deviation / a, years: cycle.years))
  }
}

/// Scarcity or glut: a change of a price by an uncertain factor over a stretch of time, after which the change stays.
public struct MarketCycle: Sendable, Hashable {
  /// The mean of the logarithm of the factor.
  public let mean: Double
  /// The deviation of the logarithm of the factor.
  public let deviation: Double
  /// The years that it takes.
  public let years: Double

  ///
  /// - `mean`: of the logarithm of the factor: −0.10 where a tenth of the price is expected to go.
  /// - `deviation`: of that logarithm, at least 0.
  /// - `years`: that it takes, above 0.
  public init(mean: Double, deviation: Double, years: Double, file: StaticString = #fileID, line: UInt = #line) {
    let isPossible = mean.isFinite && deviation >= 0 && deviation.isFinite && years >= 0 && years.isFinite
    if !isPossible {
      ValidationErrors.report(
        InvalidValue(
          "MarketCycle(mean: \(mean), deviation: \(deviation), years: \(years))",
          "a mean is finite, a deviation and a number of years are at least 0", location: "\(file):\(line)"))
    }
    self.mean = isPossible ? mean : 0
    self.deviation = isPossible ? deviation : 0
    self.years = isPossible ? years : 0
  }

  /// There is no cycle.
  public static let none = MarketCycle(mean: 0, deviation: 0, years: 0)

  /// How much of it is over after that many years, from 0 to 1.
  func part(after years: Double) -> Double { self.years > 0 ? min(years / self.years, 1) : 0 }

  var movements: [PriceMovement] {
    guard years > 0, mean != 0 || deviation > 0 else { return [] }
    let factor: Distribution =
      deviation > 0 ? .lognormal(logMean: mean, logDeviation: deviation) : .constant(exp(mean))
    return [.step(PriceStep("market cycle", month: 0, factor: factor, over: 12 * years))]
  }
}

extension PriceIndex {
  /// An index that moves as an outlook says.
  public init(_ name: String, _ outlook: PriceOutlook, file: StaticString = #fileID, line: UInt = #line) {
    self.init(name, outlook.movements, file: file, line: line)
  }

  /// A list price that moves as an outlook says.
  public init(_ name: String, _ outlook: ListPriceOutlook, file: StaticString = #fileID, line: UInt = #line) {
    self.init(name, [.listed(outlook)], file: file, line: line)
  }
}
