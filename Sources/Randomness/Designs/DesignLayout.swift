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

  /// Whether the rows are independent points in cells of their own, so that they may be made dependent.
  var hasFreePoints: Bool {
    switch self {
    case .points, .blocks: true
    case .trajectories, .saltelli, .curves: false
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
