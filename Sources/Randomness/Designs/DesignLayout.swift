/// How the rows of a design belong together.
package enum DesignLayout: Sendable, Hashable {
  /// Each row stands for itself.
  case points
  /// Independent blocks of so many rows.
  case blocks(rows: Int)
  /// Morris's trajectories of one row more than there are inputs; the inputs that move, trajectory after trajectory.
  case trajectories(moved: [Int])
  /// Saltelli's blocks in the order of SALib: A, A with each input of B, for the second order B with each input of A,
  /// B.
  case saltelli(secondOrder: Bool)
  /// A search curve of so many points for each input.
  case curves(points: Int)

  /// The rows that belong together, in a design of so many inputs.
  package func rowsTogether(inputs: Int) -> Int {
    switch self {
    case .points: 1
    case .blocks(let rows): rows
    case .trajectories: inputs + 1
    case .saltelli(let secondOrder): (secondOrder ? 2 * inputs : inputs) + 2
    case .curves(let points): points
    }
  }

  func place(of row: Int, inputs: Int) -> DesignPlace {
    let (group, step) = row.quotientAndRemainder(dividingBy: rowsTogether(inputs: inputs))
    switch self {
    case .points:
      return .point
    case .blocks:
      return .block(group)
    case .trajectories(let moved):
      return .trajectory(group, moved: step == 0 ? nil : moved[group * inputs + step - 1])
    case .saltelli:
      let matrix: SaltelliMatrix =
        step == 0
        ? .a
        : step == rowsTogether(inputs: inputs) - 1
          ? .b : step <= inputs ? .aWithB(step - 1) : .bWithA(step - 1 - inputs)
      return .matrix(matrix, block: group)
    case .curves:
      return .curve(of: group, step: step)
    }
  }
}

/// What a row of a design is for.
package enum DesignPlace: Sendable, Hashable {
  /// A point like any other.
  case point
  /// A point of one of the independent blocks, counted from 0.
  case block(Int)
  /// A point of one of Morris's trajectories, counted from 0, with the input that moved since the row before; the first
  /// row of a trajectory moved none.
  case trajectory(Int, moved: Int?)
  /// A row of one of Saltelli's blocks, counted from 0.
  case matrix(SaltelliMatrix, block: Int)
  /// A step along the search curve on which that input has the main frequency.
  case curve(of: Int, step: Int)
}

/// The matrix to which a row of one of Saltelli's blocks belongs.
///
/// Saltelli 2002, "Making best use of model evaluations to compute sensitivity indices", Computer Physics
/// Communications 145.
package enum SaltelliMatrix: Sendable, Hashable {
  /// The first of two independent points.
  case a
  /// The second of two independent points.
  case b
  /// The first point with that input of the second.
  case aWithB(Int)
  /// The second point with that input of the first.
  case bWithA(Int)
}
