import Randomness

/// Each uncertain input at some quantiles, the others at their medians, each point with several replications of chance.
package struct OneAtATimeRows<E: Experiment>: RowSource {
  /// A point: which input is at which quantile; the base has none.
  package struct Point: Sendable, Hashable {
    /// The column of the input.
    package let input: Int
    package let quantile: Double
    package let value: Double
  }

  /// The base is the point before the first of these.
  package let points: [Point]
  private let replications: Int
  private let base: [Double]
  private let choices: [Int]
  private let names: [String]

  package init(quantiles: [Double], replications: Int, of experiment: ResolvedExperiment<E>) {
    self.replications = replications
    base = experiment.inputs.map { $0.distribution.quantile(0.5) }
    choices = experiment.choices.map(\.selected)
    names = experiment.inputs.map(\.declaration.name)
    points = experiment.uncertainInputs.flatMap { input in
      quantiles.map { quantile in
        Point(
          input: input, quantile: quantile, value: experiment.inputs[input].distribution.quantile(quantile))
      }
    }
  }

  /// All rows: the base and each point, with their replications.
  package var count: Int { (points.count + 1) * replications }

  /// The value of an input at the base.
  package func baseValue(of input: Int) -> Double { base[input] }

  /// The point that a row belongs to; `nil` for the base.
  package func point(of number: Int) -> Int? { number < replications ? nil : number / replications - 1 }

  package func row(_ number: Int) -> RunRow {
    var inputs = base
    if let point = point(of: number) { inputs[points[point].input] = points[point].value }
    return RunRow(inputs: inputs, choices: choices, replication: number % replications)
  }

  package func place(of number: Int) -> String {
    guard let point = point(of: number) else { return "with every input at its median" }
    return "with \(names[points[point].input])=\(points[point].value.shortest) and the others at their medians"
  }
}
