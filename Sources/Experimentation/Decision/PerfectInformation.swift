import EventSimulation
package import Randomness

/// The expected value of perfect information: the most that knowing everything before deciding could be worth.
///
/// It is what choosing the best option in each replication brings, less what the best single option brings, and so that
/// option's mean regret: the interval is Student's, of the regrets. With few replications the best option is partly the
/// luckiest, which makes the figure a little small. Raiffa and Schlaifer 1961, "Applied Statistical Decision Theory".
package struct PerfectInformation: Sendable, Hashable {
  /// In the unit of the payoff; never below 0.
  package let value: Estimate
  /// The option it would be paid to correct: the one with the highest mean.
  package let best: String

  package init(_ table: OptionTable, confidence: Double = 0.95) {
    best = table.options[table.bestInExpectation].name
    value = Self.meanRegret(table.regrets[table.bestInExpectation], confidence: confidence)
  }

  /// The mean of regrets, none of which is below 0.
  static func meanRegret(_ regrets: [Double], confidence: Double) -> Estimate {
    Estimate(meanOf: Tally(regrets), confidence: confidence).notNegative
  }
}

/// The expected value of learning one input, from the replications that have been run: which measurement is worth
/// paying for.
///
/// ```swift
/// let learning = try PartialPerfectInformation(of: Sample("priceFall", drawn), table)
/// learning.value        // the most a study of the price is worth
/// learning.isBeyondNoise
/// ```
/// The payoff of each option is averaged over all that stays unknown once the input is known: by a regression on the
/// input, or within bins of it. The best of those averages, in the mean over the input, less the best overall average
/// is the value. Any estimate of it is biased upwards, since the best of noisy averages is partly the luckiest:
/// ``bias`` says by how much, from resampled replications, and the interval is moved by it; ``noiseFloor`` says what an
/// input without any value would have shown, from shuffling this one. Knowing one input is worth no more than knowing
/// everything: an average lies within the gains that were seen, and neither the value nor its interval exceeds
/// ``PerfectInformation``. Strong, Oakley and Brennan 2014, "Estimating
/// Multiparameter Partial Expected Value of Perfect Information from a Probabilistic Sensitivity Analysis Sample";
/// Strong and Oakley 2013 for the bins.
package struct PartialPerfectInformation: Sendable, Hashable {
  /// How payoffs are averaged for each value of the input.
  package enum Estimator: Sendable, Hashable {
    /// Natural cubic splines with as many knots as cross-validation asks for; means by value for an input of few
    /// values.
    case regression
    /// Bins of about equal numbers of replications; about the cube root of their number where `nil`.
    case bins(Int?)
  }

  /// The input's name.
  package let input: String
  /// In the unit of the payoff; never below 0.
  package let value: Estimate
  /// How much too high the figure is likely to be.
  package let bias: Double
  /// What an input that has nothing to do with the payoff would show at most, 95 times in 100.
  package let noiseFloor: Double

  /// - Parameter resamples: how often the replications are resampled, and how often the input is shuffled.
  /// - Throws: ``InvalidValue`` where the input has not as many values as there are replications.
  package init(
    of input: Sample, _ table: OptionTable, estimator: Estimator = .regression, confidence: Double = 0.95,
    resamples: Int = 200, seed: UInt64 = 0
  ) throws(InvalidValue) {
    guard input.count == table.replications else {
      throw InvalidValue(
        "input \(input.name)", "it has \(input.count) values for \(table.replications) replications",
        remedy: "take inputs and payoffs from the same run")
    }
    self.input = input.name
    let best = table.bestInExpectation
    // Against the best option, so that what all options share does not blur the averages.
    let gains = table.gains(over: best)
    let averages: any ConditionalMean =
      switch estimator {
      case .bins(let bins): BinnedMean(input.values, bins: bins)
      case .regression:
        BinnedMean(distinct: input.values, atMost: 10) ?? SplineMean(input.values, choosingKnotsFor: gains)
      }
    let count = table.replications
    let evenly = [Double](repeating: 1, count: count)
    let figure = Self.value(gains, averages, evenly)

    let random = RandomStream(seed: seed, replication: 0, name: "value of information")
    var resampled: [Double] = []
    var shuffled: [Double] = []
    for _ in 0..<resamples {
      var weights = [Double](repeating: 0, count: count)
      for _ in 0..<count { weights[random.index(below: count)] += 1 }
      resampled.append(Self.value(gains, averages, weights))
      var order = Array(0..<count)
      for place in stride(from: count - 1, to: 0, by: -1) { order.swapAt(place, random.index(below: place + 1)) }
      shuffled.append(Self.value(gains.map { gain in order.map { gain[$0] } }, averages, evenly))
    }
    resampled.sort()
    bias = resampled.reduce(0, +) / Double(resamples) - figure
    noiseFloor = QuantileType.weibull.quantile(0.95, ofSorted: shuffled.sorted())
    // The basic bootstrap interval: the resamples stray from the figure as it strays from the truth, bias and all.
    value =
      Estimate(
        figure, 2 * figure - QuantileType.weibull.quantile((1 + confidence) / 2, ofSorted: resampled),
        2 * figure - QuantileType.weibull.quantile((1 - confidence) / 2, ofSorted: resampled), confidence: confidence
      ).notNegative.notAbove(PerfectInformation(table, confidence: confidence).value)
  }

  /// Whether the figure is more than an input without any value would show, and its interval lies above 0.
  package var isBeyondNoise: Bool { value.value > noiseFloor && value.low > 0 }

  /// What to make of the figure, in a sentence.
  package var note: String {
    guard isBeyondNoise else {
      return "learning \(input) is not shown to be worth anything: "
        + (value.value > noiseFloor
          ? "its interval reaches down to 0"
          : "an input of no value would show up to \(noiseFloor.shortText) with as many replications")
    }
    return
      "learning \(input) is worth up to \(value.value.shortText) (\(value.low.shortText) to \(value.high.shortText)), "
      + "of which about \(max(bias, 0).shortText) is likely to be chance"
  }

  /// The value of learning the input, with each replication as often as its weight says.
  private static func value(_ gains: [[Double]], _ averages: any ConditionalMean, _ weights: [Double]) -> Double {
    var best = [Double](repeating: 0, count: weights.count)
    var everything = best
    var withoutLearning = 0.0
    let total = weights.reduce(0, +)
    for gain in gains {
      // A curve through steps overshoots them: a mean does not.
      let (least, greatest) = (gain.min() ?? 0, gain.max() ?? 0)
      for (row, fitted) in averages.fitted(gain, weights: weights).enumerated() {
        best[row] = max(best[row], min(max(fitted, least), greatest))
        everything[row] = max(everything[row], gain[row])
      }
      withoutLearning = max(withoutLearning, zip(gain, weights).reduce(0) { $0 + $1.0 * $1.1 } / total)
    }
    let learnt = zip(best, weights).reduce(0) { $0 + $1.0 * $1.1 }
    let known = zip(everything, weights).reduce(0) { $0 + $1.0 * $1.1 }
    return max(min(learnt, known) / total - withoutLearning, 0)
  }
}

/// The part of the expected value of perfect information that could be learnt: what knowing all inputs, but not chance,
/// would bring.
///
/// A rule that chooses an option by the inputs is fitted on one half of the replications and judged on the other, by what
/// it brings there, and the other way round. So the figure is not flattered by the fit; it is what that rule brings, and
/// the best rule could bring more. The rule is a regression of each option's gain on polynomials of the inputs' ranks.
package struct LearnableInformation: Sendable, Hashable {
  /// In the unit of the payoff; never below 0.
  package let value: Estimate

  /// `nil` where there are too few replications for the number of inputs.
  package init?(_ problem: DecisionProblem, confidence: Double = 0.95) {
    let table = problem.table
    let best = table.bestInExpectation
    let count = table.replications
    let degree = [3, 2, 1].first { Self.replications(inputs: problem.inputs.count, degree: $0) <= count } ?? 0
    guard degree > 0, !problem.inputs.isEmpty, table.options.count > 1 else { return nil }
    let gains = table.gains(over: best)
    let columns = Self.polynomials(of: problem.inputs.map(\.values), degree: degree, count: count)
    var brought = [Double](repeating: 0, count: count)
    for half in 0..<2 {
      let (fitted, judged) = ((0..<count).filter { $0 % 2 != half }, (0..<count).filter { $0 % 2 == half })
      let coefficients = gains.map { gain in
        LinearLeastSquares(
          rows: fitted.flatMap { columns[$0] }, columns: columns[0].count, observations: fitted.map { gain[$0] }
        ).coefficients
      }
      for row in judged {
        let promised = coefficients.map { zip($0, columns[row]).reduce(0) { $0 + $1.0 * $1.1 } }
        guard let chosen = promised.indices.max(by: { promised[$0] < promised[$1] }), promised[chosen] > 0 else {
          continue
        }
        brought[row] = gains[chosen][row]
      }
    }
    value = Estimate(meanOf: Tally(brought), confidence: confidence).notNegative
      .notAbove(PerfectInformation(table, confidence: confidence).value)
  }

  /// The replications that it takes: twenty for each coefficient of polynomials of that degree in so many inputs.
  package static func replications(inputs: Int, degree: Int = 1) -> Int { 20 * (1 + degree * inputs) }

  /// Legendre polynomials of the ranks of each input, from −1 to 1; a row a replication, with a constant in front.
  private static func polynomials(of inputs: [[Double]], degree: Int, count: Int) -> [[Double]] {
    var rows = Array(repeating: [1.0], count: count)
    for values in inputs {
      let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
      for (rank, row) in order.enumerated() {
        let x = (2 * Double(rank) + 1) / Double(count) - 1
        rows[row] += [x, (3 * x * x - 1) / 2, (5 * x * x * x - 3 * x) / 2].prefix(degree)
      }
    }
    return rows
  }
}
