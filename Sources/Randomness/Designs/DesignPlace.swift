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
