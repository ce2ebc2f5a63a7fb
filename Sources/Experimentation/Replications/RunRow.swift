package import Randomness

/// What one row of a run is computed with: the inputs' values, the options taken, and the replication whose chance it has.
package struct RunRow: Sendable, Hashable {
  /// In the order in which the experiment declares its inputs.
  package var inputs: [Double]
  /// The index of the option of each choice.
  package var choices: [Int]
  /// The replication whose streams it draws from: rows that share it share their chance.
  package var replication: Int
  /// How numbers become draws of chance.
  package var sampling: Sampling

  package init(inputs: [Double], choices: [Int], replication: Int, sampling: Sampling = .fastest) {
    self.inputs = inputs
    self.choices = choices
    self.replication = replication
    self.sampling = sampling
  }
}
