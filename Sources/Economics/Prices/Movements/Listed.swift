import Glibc
import Randomness

/// What is known of how a list price will move: it stays as it is printed, and changes by steps at random times.
///
/// ```swift
/// let model = ListPriceOutlook(changesPerYear: 0.31, shape: 1, meanChange: -0.35, error: 0.24, deviation: 0.8)
/// model.change(after: 1).unchanged  // the probability that the price is the same in a year
/// Metered("calls", price, along: PriceIndex("API", model)) { … }
/// ```
/// Changes come as a Poisson process. Its rate differs from seller to seller, by a gamma distribution, and is drawn once
/// a replication, as is the error of the mean change.
public struct ListPriceOutlook: Sendable, Hashable {
  /// The mean number of changes a year.
  public let changesPerYear: Double
  /// The shape of the gamma distribution of the rate of changes.
  public let shape: Double
  /// The mean change of the logarithm, of one step.
  public let meanChange: Double
  /// The standard error of the mean change.
  public let error: Double
  /// The deviation of one change around the mean change.
  public let deviation: Double
  /// What is added to the mean change of each step until the cycle is over.
  public let cycle: MarketCycle

  ///
  /// - `changes`: a year on average, above 0.
  /// - `shape`: how alike sellers are, above 0: the rate has a coefficient of variation of 1/√shape.
  /// - `meanChange`: of the logarithm, of one step.
  /// - `error`: the standard error of the mean change, at least 0.
  /// - `deviation`: of one change, at least 0.
  /// - `cycle`: what is added to the mean change of each step, and for how long.
  public init(
    changesPerYear changes: Double, shape: Double, meanChange: Double, error: Double, deviation: Double,
    cycle: MarketCycle = .none, file: StaticString = #fileID, line: UInt = #line
  ) {
    let isPossible =
      changes > 0 && changes.isFinite && shape > 0 && shape.isFinite && meanChange.isFinite && error >= 0
      && error.isFinite && deviation >= 0 && deviation.isFinite
    if !isPossible {
      ValidationErrors.report(
        InvalidValue(
          "ListPriceOutlook(changesPerYear: \(changes), shape: \(shape), meanChange: \(meanChange), error: \(error), "
            + "deviation: \(deviation))",
          "the number of changes and the shape are above 0, the error and the deviation at least 0, and all are finite",
          location: "\(file):\(line)"))
    }
    changesPerYear = isPossible ? changes : 1
    self.shape = isPossible ? shape : 1
    self.meanChange = isPossible ? meanChange : 0
    self.error = isPossible ? error : 0
    self.deviation = isPossible ? deviation : 0
    self.cycle = cycle
  }

  /// The most changes that the closed form counts.
  private static let mostChanges = 80

  /// The change of the logarithm after that many years, by the number of changes until then.
  ///
  /// The number is negative binomial. The closed form spreads the cycle evenly over all changes; up to the length of the
  /// cycle that is exact, and beyond it errs by about 0.01 of the logarithm.
  public func change(after years: Double) -> LogChange {
    guard years > 0 else { return LogChange(mean: 0, deviation: 0) }
    let part = cycle.years > 0 ? min(years, cycle.years) / years : 0
    let common = error * error + cycle.deviation * cycle.deviation * part * part
    let share = shape / (shape + changesPerYear * years)
    var weight = pow(share, shape)
    var components: [LogChange.Component] = []
    for changes in 0...Self.mostChanges {
      let n = Double(changes)
      components.append(
        LogChange.Component(
          weight: weight, mean: n * (meanChange + cycle.mean * part),
          deviation: (n * deviation * deviation + n * n * common).squareRoot()))
      weight *= (n + shape) / (n + 1) * (1 - share)
    }
    let total = components.reduce(0) { $0 + $1.weight }
    return LogChange(
      components.filter { $0.weight > 1e-17 }
        .map { LogChange.Component(weight: $0.weight / total, mean: $0.mean, deviation: $0.deviation) })
  }
}

/// A list price in one replication.
struct Listed: PriceLaw {
  let outlook: ListPriceOutlook

  var hasChance: Bool { true }

  func median(after years: Double) -> Double { exp(outlook.change(after: years).quantile(0.5)) }

  func factors(months: Int, from draws: PriceDraws) -> [Double] {
    let (times, sizes) = (draws.stream("list \(draws.place)/times"), draws.stream("list \(draws.place)/sizes"))
    let standard = Distribution.normal(mean: 0, deviation: 1)
    let means = draws.stream("list \(draws.place)/means")
    let mean = outlook.meanChange + outlook.error * standard.draw(from: means)
    let cyclic = outlook.cycle.mean + outlook.cycle.deviation * standard.draw(from: means)
    let rate = Distribution.gamma(shape: outlook.shape, scale: outlook.changesPerYear / outlook.shape)
      .draw(from: draws.stream("list \(draws.place)/rate"))
    var next = times.exponential(mean: 1 / rate)
    var level = 0.0
    return (0..<months).map { month in
      while next <= Double(month) / 12 {
        let added = next < outlook.cycle.years ? cyclic : 0
        level += mean + added + outlook.deviation * standard.draw(from: sizes)
        next += times.exponential(mean: 1 / rate)
      }
      return exp(level)
    }
  }
}

extension PriceMovement {
  /// It stays as it is printed, and changes by steps at random times: the list price of one seller or of one model.
  public static func listed(_ outlook: ListPriceOutlook) -> PriceMovement { PriceMovement(Listed(outlook: outlook)) }
}
