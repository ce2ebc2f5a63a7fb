import Economics
import EventSimulation
import Glibc
package import Randomness

/// Options by replications of a payoff, more of which is better: the options of a choice, each tried on the same draws.
///
/// ```swift
/// let table = try OptionTable([("wait", waits), ("rent", rents), ("buy", buys)])
/// table.best(for: .expectedValue).name
/// PerfectInformation(table).value
/// ```
/// A row of the table is one state of the world, so that regret and the value of information can be read off it.
package struct OptionTable: Sendable, Hashable {
  /// The payoff of each option, in the order given.
  package let options: [Sample]
  /// By option, then by replication: how much more the best option brings in that replication; 0 where the two differ by
  /// rounding, see ``OutputTolerance``.
  package let regrets: [[Double]]

  /// - Throws: ``InvalidValue`` for no option, two of one name, replications that are not the same for all, and as
  ///   ``Sample`` does for those without a value.
  package init(_ payoffs: [(name: String, values: [Double?])]) throws(InvalidValue) {
    guard let first = payoffs.first else {
      throw InvalidValue("options", "there is nothing to choose from", remedy: "name two options or more")
    }
    var options: [Sample] = []
    for payoff in payoffs {
      if options.contains(where: { $0.name == payoff.name }) {
        throw InvalidValue("option \(payoff.name)", "there are two of that name", remedy: "give each its own")
      }
      guard payoff.values.count == first.values.count else {
        throw InvalidValue(
          "option \(payoff.name)",
          "it has \(payoff.values.count) replications, but \(first.name) has \(first.values.count)",
          remedy: "options are compared on the same draws: run each with the same replications and seed")
      }
      options.append(try Sample(payoff.name, payoff.values))
    }
    self.options = options
    var best = options[0].values
    for option in options.dropFirst() {
      for (row, value) in option.values.enumerated() { best[row] = max(best[row], value) }
    }
    regrets = options.map { option in
      zip(best, option.values).map { OutputTolerance.isSame($0, $1) ? 0 : $0 - $1 }
    }
  }

  /// The number of replications, the same for every option.
  package var replications: Int { options[0].count }

  /// What each other option brings more than one, by replication; 0 where the two differ by rounding.
  func gains(over option: Int) -> [[Double]] {
    options.indices.filter { $0 != option }.map { other in
      zip(options[other].values, options[option].values).map { OutputTolerance.isSame($0, $1) ? 0 : $0 - $1 }
    }
  }

  /// The option with the highest mean; the first of equals.
  package var bestInExpectation: Int { best(for: .expectedValue).index }

  /// Options whose means differ by no more than this are worth the same: a hundredth of the standard deviation of the
  /// payoff of the option with the highest mean, or what its mean is rounded.
  package var indifferenceZone: Double {
    let best = options[bestInExpectation].tally
    return max(
      Self.indifference * (best.standardDeviation ?? 0), MoneyTolerance.relative * abs(best.mean ?? 0))
  }

  /// The share of the standard deviation within which options are worth the same.
  package static let indifference = 0.01

  /// The options that are worth as much as the one with the highest mean, with it.
  package var tied: [Int] {
    let means = options.map { $0.tally.mean ?? 0 }
    let (best, zone) = (means[bestInExpectation], indifferenceZone)
    return options.indices.filter { best - means[$0] <= zone }
  }

  /// The best option for an attitude to risk, with what it is worth there; the first of equals.
  package func best(for attitude: RiskAttitude) -> (index: Int, name: String, worth: Double) {
    let worths = options.indices.map { attitude.worth(of: $0, in: self) }
    var index = 0
    for (other, worth) in worths.enumerated()
    where worth > worths[index] && !OutputTolerance.isSame(worth, worths[index]) { index = other }
    return (index, options[index].name, worths[index])
  }

  /// What is to be known of each option, in their order.
  package func assessments(tail: Double = 0.05, confidence: Double = 0.95) -> [OptionAssessment] {
    options.indices.map { OptionAssessment($0, of: self, tail: tail, confidence: confidence) }
  }
}

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
