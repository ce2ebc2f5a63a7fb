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
