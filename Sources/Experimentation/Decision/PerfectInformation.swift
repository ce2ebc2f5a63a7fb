import CGSL
import EventSimulation

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

  /// In closed form: to act or not, where acting brings a normal payoff and not acting 0.
  ///
  /// The value of learning a part of what is uncertain has the same form, with the standard deviation of that part: the
  /// unit normal loss. Raiffa and Schlaifer 1961, section 5.4.
  /// - Parameters:
  ///   - mean: of the payoff of acting.
  ///   - deviation: the standard deviation of what is learnt, in the same unit.
  package static func actOrNot(mean: Double, deviation: Double) -> Double {
    guard deviation > 0 else { return 0 }
    let z = abs(mean) / deviation
    return deviation * (gsl_ran_ugaussian_pdf(z) - z * gsl_cdf_ugaussian_Q(z))
  }

  /// The chance that acting or not on the mean alone is wrong, for a normal payoff.
  package static func chanceOfWrong(mean: Double, deviation: Double) -> Double {
    deviation > 0 ? gsl_cdf_ugaussian_Q(abs(mean) / deviation) : 0
  }
}
