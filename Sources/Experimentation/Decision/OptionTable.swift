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
  /// By option, then by replication: how much more the best option brings in that replication.
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
    regrets = options.map { option in zip(best, option.values).map { $0 - $1 } }
  }

  /// The number of replications, the same for every option.
  package var replications: Int { options[0].count }

  /// The option with the highest mean; the first of equals.
  package var bestInExpectation: Int { best(for: .expectedValue).index }

  /// The best option for an attitude to risk, with what it is worth there; the first of equals.
  package func best(for attitude: RiskAttitude) -> (index: Int, name: String, worth: Double) {
    let worths = options.indices.map { attitude.worth(of: $0, in: self) }
    var index = 0
    for (other, worth) in worths.enumerated() where worth > worths[index] { index = other }
    return (index, options[index].name, worths[index])
  }

  /// The best option for each tolerance of risk, from the most careful: where the choice flips, and to what.
  ///
  /// Tolerances are in the unit of the payoff: about the stake of an even bet to win it whole or lose half that one would
  /// still take. See ``RiskAttitude/exponentialUtility(tolerance:)``.
  package func bestByTolerance(_ tolerances: [Double]) -> [(tolerance: Double, name: String, worth: Double)] {
    tolerances.sorted().map {
      let best = best(for: .exponentialUtility(tolerance: $0))
      return ($0, best.name, best.worth)
    }
  }

  /// What is to be known of each option, in their order.
  package func assessments(tail: Double = 0.05, confidence: Double = 0.95) -> [OptionAssessment] {
    options.indices.map { OptionAssessment($0, of: self, tail: tail, confidence: confidence) }
  }
}
