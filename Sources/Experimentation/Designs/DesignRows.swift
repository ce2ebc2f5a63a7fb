package import Randomness

/// The rows of a design over an experiment's uncertain inputs.
package struct DesignRows<E: Experiment>: RowSource {
  package let design: Design
  /// The columns of a run that the design sets; the others are constant.
  package let columns: [Int]
  private let experiment: ResolvedExperiment<E>
  private let choices: [Int]
  /// Rows of a point one after the other, each with chance of its own; `nil` where a point is one row.
  private let replicationsOfPoint: Int?

  /// - `design`: a column for each of `columns`, in their order.
  /// - `replicationsOfPoint`: how often each point is computed, to tell chance from what the inputs do; once, with chance
  ///   shared by rows that are compared, where it is `nil`.
  package init(
    _ design: Design, columns: [Int], of experiment: ResolvedExperiment<E>, replicationsOfPoint: Int? = nil
  ) {
    self.design = design
    self.replicationsOfPoint = replicationsOfPoint
    self.columns = columns
    self.experiment = experiment
    choices = experiment.choices.map(\.selected)
  }

  /// The inputs that are not constant.
  package static func uncertainInputs(of experiment: ResolvedExperiment<E>) -> [Int] {
    experiment.inputs.indices.filter { experiment.inputs[$0].distribution.variance != 0 }
  }

  package func row(_ number: Int) -> RunRow {
    let row = design[number / (replicationsOfPoint ?? 1)]
    var inputs = experiment.inputs.map(\.distribution.mean)
    for (position, column) in columns.enumerated() {
      inputs[column] = value(row, position, experiment.inputs[column].distribution)
    }
    return RunRow(
      inputs: inputs, choices: choices, replication: replicationsOfPoint == nil ? chance(of: row) : number)
  }

  /// The quantile of the row's number, which keeps off both ends where one of them is infinite.
  private func value(_ row: DesignRow, _ position: Int, _ distribution: Distribution) -> Double {
    let support = distribution.support
    guard support.lowerBound == -.infinity || support.upperBound == .infinity else {
      return row.value(position, of: distribution)
    }
    return distribution.quantile(min(max(row.numbers[position], row.edge), 1 - row.edge))
  }

  /// Rows that are compared with each other share their chance, so that it does not look like an effect.
  private func chance(of row: DesignRow) -> Int {
    switch row.place {
    case .matrix(_, let block): return block
    case .trajectory(let trajectory, _): return trajectory
    case .point, .block, .curve: return row.index
    }
  }

  package func place(of number: Int) -> String {
    let row = row(number)
    let values = columns.map { "\(experiment.inputs[$0].declaration.name)=\(row.inputs[$0].shortest)" }
    return "in row \(number) of the design: \(values.joined(separator: ", "))"
  }
}
