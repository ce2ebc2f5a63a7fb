/// The option that was selected, and what it took.
package struct Selection: Sendable {
  /// The option by its place and name; the one ahead where the choice is left open.
  package let winner: (index: Int, name: String)
  /// The options that could not be told apart when the cap was reached; the winner alone where it was not.
  package let survivors: [Int]
  /// The mean of each option over the replications it had; the winner's is flattered, see ``SelectionOptimism``.
  package let means: [Estimate]
  /// The replications that each option had when it was dropped or chosen.
  package let replications: [Int]
  /// The replications that were evaluated, which come in batches.
  package let evaluated: [Int]
  /// The difference in means that was not worth finding out.
  package let indifference: Double
  /// The least probability of a correct selection.
  package let confidence: Double

  /// Whether one option is left.
  package var isDecided: Bool { survivors.count == 1 }

  /// The same selection with the signs of the means turned, as where less was better.
  package var negated: Selection {
    Selection(
      winner: winner, survivors: survivors, means: means.map(\.negated), replications: replications,
      evaluated: evaluated, indifference: indifference, confidence: confidence)
  }
}
