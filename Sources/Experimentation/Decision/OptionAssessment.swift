/// One option of a table: what it brings, how often it is the best, and what it costs to be wrong.
package struct OptionAssessment: Sendable, Hashable {
  package let name: String
  /// The mean payoff.
  package let expectedValue: Estimate
  /// The chance that no other option brings more; options that tie share it.
  package let chanceOfBest: Estimate
  /// The mean of what the best option would have brought more.
  package let meanRegret: Estimate
  /// The regret that is exceeded one time in twenty.
  package let regret95: Double
  /// The greatest regret.
  package let maximumRegret: Double
  /// The chance of a payoff below 0.
  package let chanceOfLoss: Estimate
  /// The value at risk and the expected shortfall.
  package let tailRisk: TailRisk

  package init(_ option: Int, of table: OptionTable, tail: Double = 0.05, confidence: Double = 0.95) {
    let sample = table.options[option]
    let regrets = table.regrets[option]
    name = sample.name
    expectedValue = sample.meanEstimate(confidence: confidence)
    var wins = 0.0
    for row in regrets.indices where regrets[row] == 0 {
      wins += 1 / Double(table.regrets.count { $0[row] == 0 })
    }
    chanceOfBest = Proportion.scoreEstimate(
      min(wins / Double(sample.count), 1), sample.count, confidence: confidence)
    meanRegret = PerfectInformation.meanRegret(regrets, confidence: confidence)
    regret95 = QuantileType.linear.quantile(0.95, ofSorted: regrets.sorted())
    maximumRegret = regrets.reduce(0, max)
    chanceOfLoss = Proportion(sample.values.count { $0 < 0 }, of: sample.count).estimate(confidence: confidence)
    tailRisk = TailRisk(sample, tail: tail, confidence: confidence)
  }
}
