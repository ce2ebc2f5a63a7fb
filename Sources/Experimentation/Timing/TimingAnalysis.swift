import Economics
import EventSimulation
import Randomness

/// Whether to act now or wait: strategies that were chosen on some futures, and what they bring on others.
///
/// ```swift
/// let analysis = try TimingAnalysis(training: training, outOfSample: outOfSample)
/// analysis.waiting  // what the right to wait adds to acting at once or never, with its interval
/// ```
/// The best of many dates, levels and functions is partly the luckiest on the futures on which it was chosen, so that
/// all figures are out of sample; only ``Row/trainingMean`` is not.
package struct TimingAnalysis: Sendable {
  /// A strategy and what it brings.
  package struct Row: Sendable {
    package let strategy: TimingStrategy
    /// Out of sample.
    package let mean: Estimate
    /// The mean less that of acting at once or never, whichever is better, on the same futures.
    package let gain: Estimate
    /// On the futures on which it was chosen.
    package let trainingMean: Double
    /// The share of replications out of sample in which one acts on each date.
    package let acting: [Double]

    /// The share of replications out of sample in which one never acts.
    package var never: Double { max(1 - acting.reduce(0, +), 0) }

    /// The date, by its place, by which one has acted in half of the futures; `nil` where one has not.
    package var medianDate: Int? {
      var share = 0.0
      return acting.firstIndex { part in
        share += part
        return share >= 0.5 - 1e-12
      }
    }
  }

  /// The dates, in months from the start.
  package let months: [Int]
  package let indicators: [String]
  /// Every date fixed beforehand, and never.
  package let fixed: [Row]
  /// The best of those by the futures on which it was chosen, and what was learnt from them.
  package let strategies: [Row]
  /// What the best date of each future brings to who knows it: no strategy brings more.
  package let foresight: Estimate

  /// - `training`: the futures on which strategies are chosen.
  /// - `outOfSample`: others, of the same dates and indicators.
  /// - Throws: `InvalidValue` for futures that do not fit.
  package init(training: TimingTable, outOfSample: TimingTable) throws {
    guard training.count > 1, outOfSample.count > 1 else {
      throw InvalidValue("timing", "two or more replications are needed to choose the rule, and as many out of sample")
    }
    months = training.months
    indicators = training.indicators
    func mean(_ dates: [Int?]) -> Double {
      training.values(actingOn: dates).reduce(0, +) / Double(training.count)
    }
    let fixedStrategies = training.months.indices.map { TimingStrategy.on($0) } + [.never]
    let means = try fixedStrategies.map { mean(try $0.dates(on: training)) }
    // What one would do today, if one had to: act at once, or never.
    let today = means[0] >= means[means.count - 1] ? TimingStrategy.on(0) : .never
    let todayValues = outOfSample.values(actingOn: try today.dates(on: outOfSample))
    func row(_ strategy: TimingStrategy) throws -> Row {
      let dates = try strategy.dates(on: outOfSample)
      let values = outOfSample.values(actingOn: dates)
      let gains = zip(values, todayValues).map { $0 - $1 }
      let acting = training.months.indices.map { date in
        Double(dates.count { $0 == date }) / Double(dates.count)
      }
      // What was learnt cannot be looked at on the futures that it was learnt from.
      let trained: Double
      if case .learnt(let policy) = strategy {
        trained = policy.inSampleValue + training.never.reduce(0, +) / Double(training.count)
      } else {
        trained = mean(try strategy.dates(on: training))
      }
      return Row(
        strategy: strategy, mean: Estimate(meanOf: Tally(values), confidence: 0.95),
        gain: Estimate(meanOf: Tally(gains), confidence: 0.95), trainingMean: trained, acting: acting)
    }
    fixed = try fixedStrategies.map(row)
    var best = 0
    for place in means.indices where means[place] > means[best] { best = place }
    var strategies = [fixedStrategies[best]]
    if let trigger = IndicatorTrigger.best(on: training) { strategies.append(.trigger(trigger)) }
    if !training.indicators.isEmpty {
      strategies.append(
        .learnt(ExercisePolicy(learntFrom: try training.paths(), discounting: 0.perYear, basis: Self.basis(training))))
    }
    self.strategies = try strategies.map(row)
    foresight = Estimate(meanOf: Tally(outOfSample.bestValues), confidence: 0.95)
  }

  /// Cubic in one indicator; in more, of a degree that the futures can tell.
  private static func basis(_ table: TimingTable) -> RegressionBasis {
    .polynomials(degree: table.indicators.count == 1 ? 3 : 2)
  }

  /// Acting at once, or never: what is better on the futures on which strategies were chosen.
  package var today: Row {
    let (now, never) = (fixed[0], fixed[fixed.count - 1])
    return now.trainingMean >= never.trainingMean ? now : never
  }

  /// What deciding later adds to acting at once or never: of what was learnt, or of the best date without indicators.
  package var waiting: Estimate { (strategies.last ?? today).gain }
}
