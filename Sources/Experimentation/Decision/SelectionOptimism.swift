/// How much the winner of a comparison was flattered by being chosen on the replications that report it.
///
/// The highest of several means is partly the luckiest. On replications that had no part in the choice the winner is
/// shown as it is. Smith and Winkler 2006, "The Optimizer's Curse".
package struct SelectionOptimism: Sendable, Hashable {
  /// The option with the highest mean among those it was chosen from.
  package let winner: String
  /// Its mean on the replications it was chosen on.
  package let promised: Estimate
  /// Its mean on fresh replications: the figure to report.
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
    let fresh = try Sample(chosen.name, try evaluate(index))
    winner = chosen.name
    promised = chosen.meanEstimate(confidence: confidence)
    delivered = fresh.meanEstimate(confidence: confidence)
    optimism = try WelchDifference(chosen, fresh, confidence: confidence).difference
  }
}
