import EventSimulation
import Glibc

/// How a decision maker weighs a payoff that is not certain: what an option is worth to them.
package enum RiskAttitude: Sendable, Hashable {
  /// Neutral to risk: the mean.
  case expectedValue
  /// The mean less so many standard deviations. Markowitz 1952.
  case meanLessDeviation(Double)
  /// The certainty equivalent of the utility −exp(−x / tolerance), both in the unit of the payoff. Pratt 1964.
  case exponentialUtility(tolerance: Double)
  /// The mean of the worst share of outcomes. Artzner, Delbaen, Eber and Heath 1999.
  case expectedShortfall(tail: Double)
  /// The worst outcome. Wald 1950.
  case maximin
  /// The greatest regret, with the sign turned so that more is better. Savage 1951.
  case minimaxRegret

  /// What the option is worth, in the unit of the payoff.
  package func worth(of option: Int, in table: OptionTable) -> Double {
    let sample = table.options[option]
    switch self {
    case .expectedValue: return sample.mean
    case .meanLessDeviation(let weight): return sample.mean - weight * (sample.tally.standardDeviation ?? 0)
    case .exponentialUtility(let tolerance): return Self.certaintyEquivalent(of: sample, tolerance: tolerance)
    case .expectedShortfall(let tail): return TailRisk.expectedShortfall(tail, ofSorted: sample.sorted)
    case .maximin: return sample.sorted[0]
    case .minimaxRegret: return -table.regrets[option].reduce(0, max)
    }
  }

  /// The certain payoff that is as good as the uncertain one; the mean for an infinite tolerance.
  package static func certaintyEquivalent(of sample: Sample, tolerance: Double) -> Double {
    precondition(tolerance > 0, "a tolerance of risk is above 0")
    guard tolerance.isFinite else { return sample.mean }
    // Taken relative to the worst outcome, so that no exponential overflows.
    let worst = sample.sorted[0]
    let mean = sample.values.reduce(0) { $0 + expm1((worst - $1) / tolerance) } / Double(sample.count)
    return worst - tolerance * log1p(mean)
  }
  /// The name of the attitude, as `attitudes.csv` has it.
  package var name: String {
    switch self {
    case .expectedValue: "expected value"
    case .meanLessDeviation: "mean less deviations"
    case .exponentialUtility: "exponential utility"
    case .expectedShortfall: "expected shortfall"
    case .maximin: "worst outcome"
    case .minimaxRegret: "greatest regret"
    }
  }

  /// Its parameter; `nil` where it has none.
  package var parameter: Double? {
    switch self {
    case .meanLessDeviation(let weight): weight
    case .exponentialUtility(let tolerance): tolerance
    case .expectedShortfall(let tail): tail
    case .expectedValue, .maximin, .minimaxRegret: nil
    }
  }
}

/// How bad the worst outcomes are: the value at risk and the expected shortfall of a payoff.
///
/// Both are payoffs in the unit of the measure, not losses with the sign turned: a value at risk of −2 at a tail of 5 %
/// says that one outcome in twenty is −2 or worse, and an expected shortfall of −3 that those are −3 on average.
/// Artzner, Delbaen, Eber and Heath 1999; Acerbi and Tasche 2002, which is exact where n × tail is no whole number.
package struct TailRisk: Sendable, Hashable {
  /// The share of outcomes that count as the worst.
  package let tail: Double
  /// The quantile of the tail's probability, of type 7, with the interval between order statistics.
  package let valueAtRisk: Estimate
  /// The mean of the worst outcomes, with a bootstrap interval.
  package let expectedShortfall: Estimate

  package init(
    _ sample: Sample, tail: Double = 0.05, confidence: Double = 0.95, resamples: Int = 999, seed: UInt64 = 0
  ) {
    precondition(tail > 0 && tail < 1, "a tail is a share between 0 and 1")
    self.tail = tail
    valueAtRisk = OrderStatisticInterval.estimate(tail, of: sample, confidence: confidence)
    expectedShortfall =
      BootstrapInterval(sample, confidence: confidence, resamples: resamples, seed: seed) {
        Self.expectedShortfall(tail, ofSorted: $0)
      }.estimate
  }

  /// The mean of the worst share of the values; a value that lies across its edge counts in part.
  /// - Parameter sorted: at least one value, the least first.
  package static func expectedShortfall(_ tail: Double, ofSorted sorted: [Double]) -> Double {
    let size = tail * Double(sorted.count)
    let whole = min(Int((size + 1e-9 * size).rounded(.down)), sorted.count)
    var sum = 0.0
    for rank in 0..<whole { sum += sorted[rank] }
    let part = size - Double(whole)
    if whole < sorted.count && part > 1e-9 * size { sum += part * sorted[whole] }
    return sum / size
  }
}
