import EventSimulation
package import Randomness

/// The options of a decision on the same draws, with the inputs that were drawn: what a decision is read off.
///
/// A payoff is what is to be as high as can be: the measure, or where less of it is better, the measure with its sign
/// turned.
package struct DecisionProblem: Sendable {
  /// The options' payoffs.
  package let table: OptionTable
  /// The values of each uncertain input, a replication each.
  package let inputs: [Sample]
  /// Whether the payoff is the measure with its sign turned.
  package let lessIsBetter: Bool

  /// The most that learning each input could be worth, the most valuable first.
  package func valuesOfLearning(
    confidence: Double = 0.95, seed: UInt64
  ) throws(InvalidValue) -> [PartialPerfectInformation] {
    var values: [PartialPerfectInformation] = []
    for input in inputs {
      values.append(try PartialPerfectInformation(of: input, table, confidence: confidence, seed: seed))
    }
    // Equal values keep the order of the inputs.
    return values.enumerated().sorted { ($1.element.value.value, $0.offset) < ($0.element.value.value, $1.offset) }
      .map(\.element)
  }

  /// The best option for each attitude to risk, from the one that minds no risk to the one that minds nothing else.
  /// - Parameter tolerance: of the exponential utility; a tenth, one and ten deviations of the best option where `nil`.
  package func attitudes(
    tolerance: Double?, tail: Double
  ) -> [(attitude: RiskAttitude, index: Int, name: String, worth: Double)] {
    let deviation = table.options[table.bestInExpectation].tally.standardDeviation ?? 0
    let tolerances = tolerance.map { [$0] } ?? (deviation > 0 ? [10 * deviation, deviation, deviation / 10] : [])
    let attitudes: [RiskAttitude] =
      [.expectedValue] + tolerances.map { .exponentialUtility(tolerance: $0) }
      + [.meanLessDeviation(1), .expectedShortfall(tail: tail), .maximin, .minimaxRegret]
    return attitudes.map { attitude in
      let best = table.best(for: attitude)
      return (attitude, best.index, best.name, best.worth)
    }
  }

  package init(table: OptionTable, inputs: [Sample], lessIsBetter: Bool) {
    self.table = table
    self.inputs = inputs
    self.lessIsBetter = lessIsBetter
  }
}

/// How much the winner of a comparison was flattered by being chosen on the replications that report it.
///
/// The highest of several means is partly the luckiest. On replications that had no part in the choice the winner is
/// shown as it is. Smith and Winkler 2006, "The Optimizer's Curse".
package struct SelectionOptimism: Sendable, Hashable {
  /// The option with the highest mean among those it was chosen from.
  package let winner: String
  /// Its mean on the replications it was chosen on.
  package let promised: Estimate
  /// Its mean out of sample: the figure to report.
  package let delivered: Estimate
  /// What was promised less what is delivered, with Welch's interval.
  package let optimism: Estimate

  /// - Parameters:
  ///   - table: the replications the option is chosen on.
  ///   - evaluate: the payoffs of an option, by its place in the table, on replications of another seed.
  /// - Throws: ``InvalidValue`` for fewer than two replications and as ``Sample`` does, and what `evaluate` throws.
  package init(
    of table: OptionTable, confidence: Double = 0.95, onFresh evaluate: (Int) throws -> [Double?]
  ) throws {
    let index = table.bestInExpectation
    let chosen = table.options[index]
    let outOfSample = try Sample(chosen.name, try evaluate(index))
    winner = chosen.name
    promised = chosen.meanEstimate(confidence: confidence)
    delivered = outOfSample.meanEstimate(confidence: confidence)
    optimism = try WelchDifference(chosen, outOfSample, confidence: confidence).difference
  }
}
