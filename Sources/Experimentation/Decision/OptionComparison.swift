package import Randomness

/// Two options of a table, replication by replication.
package struct OptionComparison: Sendable, Hashable {
  package let first: String
  package let second: String
  /// How much more the first brings on average, with the interval of the pairs.
  package let difference: PairedDifference
  /// The chance that the first brings more; ties count half.
  package let chanceOfBetter: Estimate
  /// Whether every decision maker of a kind prefers one of the two; `nil` where they may differ.
  package let dominance: StochasticDominance?

  /// - Throws: ``InvalidValue`` for a table of a single replication.
  package init(_ first: Int, _ second: Int, of table: OptionTable, confidence: Double = 0.95) throws(InvalidValue) {
    let (a, b) = (table.options[first], table.options[second])
    self.first = a.name
    self.second = b.name
    difference = try PairedDifference(a, b, confidence: confidence)
    let wins = zip(a.values, b.values).reduce(0) { $0 + ($1.0 > $1.1 ? 1 : $1.0 == $1.1 ? 0.5 : 0) }
    chanceOfBetter = Proportion.scoreEstimate(wins / Double(a.count), a.count, confidence: confidence)
    dominance = StochasticDominance(a, b)
  }
}
