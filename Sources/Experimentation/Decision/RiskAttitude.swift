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
