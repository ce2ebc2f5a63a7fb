package import Randomness

/// The rows of a design over an experiment's uncertain inputs.
package struct DesignRows<E: Experiment>: RowSource {
  package let design: any RowDesign
  /// The columns of a run that the design sets; the others are constant.
  package let columns: [Int]
  private let experiment: ResolvedExperiment<E>
  private let choices: [Int]
  /// Rows of a point one after the other, each with chance of its own; `nil` where a point is one row.
  private let replicationsOfPoint: Int?

  /// - `design`: a column for each of `columns`, in their order.
  /// - `replicationsOfPoint`: how often each point is computed, to tell chance from what the inputs do; once, with
  ///   chance shared by rows that are compared, where it is `nil`.
  package init(
    _ design: some RowDesign, columns: [Int], of experiment: ResolvedExperiment<E>, replicationsOfPoint: Int? = nil
  ) {
    self.design = design
    self.replicationsOfPoint = replicationsOfPoint
    self.columns = columns
    self.experiment = experiment
    choices = experiment.choices.map(\.selected)
  }

  package func row(_ number: Int) -> RunRow {
    let row = design.row(number / (replicationsOfPoint ?? 1))
    var numbers = Array(repeating: 0.5, count: experiment.inputs.count)
    for (position, column) in columns.enumerated() { numbers[column] = numberWithin(row, position, column) }
    return RunRow(
      inputs: experiment.values(at: numbers), choices: choices,
      replication: replicationsOfPoint == nil ? chance(of: row) : number)
  }

  /// The number of a row, which keeps off both ends where one of them is infinite.
  private func numberWithin(_ row: DesignRow, _ position: Int, _ column: Int) -> Double {
    let support = experiment.inputs[column].distribution.support
    let isBounded = support.lowerBound > -.infinity && support.upperBound < .infinity
    // A copula's scores are infinite at either end.
    let number = row.numbers[position]
    return isBounded && experiment.dependence == nil ? number : min(max(number, row.edge), 1 - row.edge)
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
