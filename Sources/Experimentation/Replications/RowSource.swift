import Randomness

/// What one row of a run is computed with: the inputs' values, the options taken, and the replication whose chance it has.
package struct RunRow: Sendable, Hashable {
  /// In the order in which the experiment declares its inputs.
  package var inputs: [Double]
  /// The index of the option of each choice.
  package var choices: [Int]
  /// The replication whose streams it draws from: rows that share it share their chance.
  package var replication: Int

  package init(inputs: [Double], choices: [Int], replication: Int) {
    self.inputs = inputs
    self.choices = choices
    self.replication = replication
  }
}

/// The rows of a run: one a replication, or those of a sweep or a design.
package protocol RowSource: Sendable {
  /// The row of that number, from 0; the same whenever it is asked for.
  func row(_ number: Int) -> RunRow

  /// The row in words that reproduce it, for a message.
  func place(of number: Int) -> String
}

/// One row a replication, each input drawn from its own stream by inverse transform.
package struct DrawnRows<E: Experiment>: RowSource {
  private let experiment: ResolvedExperiment<E>
  private let seed: UInt64

  package init(_ experiment: ResolvedExperiment<E>, seed: UInt64) {
    self.experiment = experiment
    self.seed = seed
  }

  package func row(_ number: Int) -> RunRow {
    let streams = Streams(seed: seed, replication: number)
    return RunRow(
      inputs: experiment.inputs.map { input in
        input.distribution.quantile(streams.stream("input/\(input.declaration.name)").uniformOpen())
      }, choices: experiment.choices.map(\.selected), replication: number)
  }

  package func place(of number: Int) -> String {
    "in replication \(number) of seed \(seed): --seed \(seed) --replications \(number + 1) reproduces it"
  }
}
