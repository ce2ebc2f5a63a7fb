import Economics
import EventSimulation
import Randomness

/// Whether to act now or wait: strategies that were chosen on some futures, and what they bring on others.
///
/// ```swift
/// let analysis = try TimingAnalysis(training: training, outOfSample: outOfSample)
/// analysis.waiting  // what the right to wait adds to acting at once or never, with its interval
/// ```
/// The best of many levels and functions is partly the luckiest on the futures on which it was chosen, so that all figures
/// are out of sample; only ``Row/trainingMean`` is not. Dates that are fixed beforehand, few and without anything to fit,
/// are chosen on all futures, so that no other date is shown to bring more.
package struct TimingAnalysis: Sendable {
  /// A strategy and what it brings.
  package struct Row: Sendable {
    package let strategy: TimingStrategy
    /// Out of sample.
    package let mean: Estimate
    /// The mean less that of ``TimingAnalysis/today``, on the same futures.
    package let gain: Estimate
    /// On the futures on which rules are chosen.
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
  /// The best of those on all futures, and what was learnt from those on which rules are chosen.
  package let strategies: [Row]
  /// Acting at once, or never: what is better on all futures.
  package let today: Row
  /// What acting at once brings more than never, out of sample.
  package let now: Estimate
  /// Other dates, or never, that are not told apart from the best date: the interval of the difference contains 0.
  package let alike: [Row]
  /// What deciding later adds to ``today``: of the best rule, or of the best date where there are no indicators.
  package let waiting: Estimate
  /// What the best date of each future brings to who knows it: no strategy brings more.
  package let foresight: Estimate

  /// - `training`: the futures on which rules are chosen.
  /// - `outOfSample`: others, of the same dates and indicators.
  /// - Throws: `InvalidValue` for futures that do not fit.
  package init(training: TimingTable, outOfSample: TimingTable) throws {
    guard training.count > 1, outOfSample.count > 1 else {
      throw InvalidValue("timing", "two or more replications are needed to choose the rule, and as many out of sample")
    }
    months = training.months
    indicators = training.indicators
    func candidate(_ strategy: TimingStrategy) throws -> Candidate {
      try Candidate(strategy, training: training, outOfSample: outOfSample)
    }
    let dates = try (training.months.indices.map { TimingStrategy.on($0) } + [.never]).map(candidate)
    func overall(_ date: Candidate) -> Double {
      date.trainingMean * Double(training.count) + date.mean * Double(outOfSample.count)
    }
    let nowOrNever = [dates[0], dates[dates.count - 1]]
    let baseline = nowOrNever[Candidate.best(of: nowOrNever, by: overall)]
    let best = Candidate.best(of: dates, by: overall)

    var rules: [Candidate] = []
    if let trigger = IndicatorTrigger.best(on: training) { rules.append(try candidate(.trigger(trigger))) }
    if !training.indicators.isEmpty {
      let policy = try ExercisePolicy(
        learntFrom: training.paths(), discounting: 0.perYear, basis: Self.basis(training))
      rules.append(try candidate(.learnt(policy)))
    }
    func row(_ candidate: Candidate) -> Row {
      Row(
        strategy: candidate.strategy, mean: Estimate(meanOf: Tally(candidate.values), confidence: 0.95),
        gain: candidate.gain(over: baseline), trainingMean: candidate.trainingMean,
        acting: training.months.indices.map { date in
          Double(candidate.dates.count { $0 == date }) / Double(candidate.dates.count)
        })
    }
    fixed = dates.map(row)
    strategies = ([dates[best]] + rules).map(row)
    today = row(baseline)
    now = nowOrNever[0].gain(over: nowOrNever[1])
    alike = dates.indices.filter { $0 != best && dates[$0].gain(over: dates[best]).contains(0) }.map { row(dates[$0]) }
    waiting =
      (rules.isEmpty ? dates[best] : rules[Candidate.best(of: rules, by: \.trainingMean)]).gain(over: baseline)
    foresight = Estimate(meanOf: Tally(outOfSample.bestValues), confidence: 0.95)
  }

  /// Cubic in one indicator; in more, of a degree that the futures can tell.
  private static func basis(_ table: TimingTable) -> RegressionBasis {
    .polynomials(degree: table.indicators.count == 1 ? 3 : 2)
  }
}

/// A strategy: what it brings on the futures on which rules are chosen, and on others, by replication.
private struct Candidate {
  let strategy: TimingStrategy
  let trainingMean: Double
  /// When one acts, out of sample; `nil` where one never does.
  let dates: [Int?]
  /// Out of sample.
  let values: [Double]

  init(_ strategy: TimingStrategy, training: TimingTable, outOfSample: TimingTable) throws {
    self.strategy = strategy
    // What was learnt cannot be looked at on the futures that it was learnt from.
    if case .learnt(let policy) = strategy {
      trainingMean = policy.inSampleValue + training.never.reduce(0, +) / Double(training.count)
    } else {
      trainingMean =
        training.values(actingOn: try strategy.dates(on: training)).reduce(0, +) / Double(training.count)
    }
    dates = try strategy.dates(on: outOfSample)
    values = outOfSample.values(actingOn: dates)
  }

  /// Out of sample.
  var mean: Double { values.reduce(0, +) / Double(values.count) }

  /// What it brings more than another, on the same futures out of sample.
  func gain(over other: Candidate) -> Estimate {
    Estimate(meanOf: Tally(zip(values, other.values).map { $0 - $1 }), confidence: 0.95)
  }

  /// The place of the candidate with the highest score, the first of equals. Where another is shown to bring more out of
  /// sample, by the interval of the difference, it is the one that brings most there.
  static func best(of candidates: [Candidate], by score: (Candidate) -> Double) -> Int {
    func first(by score: (Candidate) -> Double) -> Int {
      let scores = candidates.map(score)
      var best = 0
      for place in scores.indices where scores[place] > scores[best] { best = place }
      return best
    }
    let chosen = first(by: score)
    let isBeaten = candidates.contains { $0.gain(over: candidates[chosen]).low > 0 }
    return isBeaten ? first(by: \.mean) : chosen
  }
}
