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
    return RunRow(
      inputs: experiment.values(at: experiment.numbers(of: row, columns: columns)),
      conversions: experiment.conversions, choices: choices,
      replication: replicationsOfPoint == nil ? chance(of: row) : number)
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
    experiment.place(of: number, in: row(number), columns: columns)
  }
}

/// The rows of Sobol's indices of dependent inputs: blocks of A, AB₁ … AB_k, BA₁ … BA_k, B.
///
/// A and B are independent points of the dependent inputs. ABⱼ is A with input j drawn anew given the others; BAⱼ is B
/// with input j of A, and with the others drawn anew given it. For inputs that depend on nothing these are Saltelli's
/// rows. Kucherenko, Tarantola, Annoni 2012, "Estimation of global sensitivity indices for models with dependent
/// variables", Computer Physics Communications 183.
struct ConditionalRows<E: Experiment>: RowSource {
  private let points: SaltelliPoints
  private let columns: [Int]
  private let experiment: ResolvedExperiment<E>
  private let dependence: ResolvedDependence
  private let conditionals: GaussianConditionals
  private let choices: [Int]

  /// - `points`: of `columns`, in their order, with rows for the second order.
  init(
    _ points: SaltelliPoints, columns: [Int], of experiment: ResolvedExperiment<E>, _ dependence: ResolvedDependence,
    _ conditionals: GaussianConditionals
  ) {
    precondition(points.secondOrder, "a block needs two rows of each input")
    self.points = points
    self.columns = columns
    self.experiment = experiment
    self.dependence = dependence
    self.conditionals = conditionals
    choices = experiment.choices.map(\.selected)
  }

  func row(_ number: Int) -> RunRow {
    let row = points.row(number)
    guard case .matrix(let matrix, let block) = row.place else { preconditionFailure("a row of no block") }
    return RunRow(
      inputs: experiment.values(atDependent: numbers(of: matrix, block: block)), conversions: experiment.conversions,
      choices: choices, replication: block)
  }

  private func numbers(of matrix: SaltelliMatrix, block: Int) -> [Double] {
    let first = block * points.rowsOfBlock
    let a = point(first)
    switch matrix {
    case .a: return a
    case .b: return point(first + points.rowsOfBlock - 1)
    case .aWithB(let input):
      var numbers = a
      let b = point(first + points.rowsOfBlock - 1)
      let column = columns[input]
      if let place = dependence.columns.firstIndex(of: column) {
        numbers[column] = conditionals.redrawn(place, of: dependents(of: a), as: dependents(of: b))
      } else {
        numbers[column] = b[column]
      }
      return numbers
    case .bWithA(let input):
      var numbers = point(first + points.rowsOfBlock - 1)
      let column = columns[input]
      if let place = dependence.columns.firstIndex(of: column) {
        let moved = conditionals.moved(place, of: dependents(of: numbers), to: dependents(of: a))
        for (column, number) in zip(dependence.columns, moved) { numbers[column] = number }
      } else {
        numbers[column] = a[column]
      }
      return numbers
    }
  }

  /// The dependent numbers of all inputs in a row of the design.
  private func point(_ number: Int) -> [Double] {
    dependence.dependent(experiment.numbers(of: points.row(number), columns: columns))
  }

  private func dependents(of numbers: [Double]) -> [Double] { dependence.columns.map { numbers[$0] } }

  func place(of number: Int) -> String { experiment.place(of: number, in: row(number), columns: columns) }
}

extension ResolvedExperiment {
  /// The independent numbers of all inputs in a row of a design of some columns; a half for the others.
  fileprivate func numbers(of row: DesignRow, columns: [Int]) -> [Double] {
    var numbers = Array(repeating: 0.5, count: inputs.count)
    for (position, column) in columns.enumerated() {
      // A number keeps off both ends where one of them is infinite; a copula's scores are infinite at either end.
      let support = inputs[column].distribution.support
      let isBounded = support.lowerBound > -.infinity && support.upperBound < .infinity
      let number = row.numbers[position]
      numbers[column] = isBounded && dependence == nil ? number : min(max(number, row.edge), 1 - row.edge)
    }
    return numbers
  }

  fileprivate func place(of number: Int, in row: RunRow, columns: [Int]) -> String {
    let drawn = row.values
    let values = columns.map { "\(inputs[$0].declaration.name)=\(drawn[$0].shortest)" }
    return "in row \(number) of the design: \(values.joined(separator: ", "))"
  }
}
