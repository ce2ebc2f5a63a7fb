/// What a design is not suited for, in words for whoever asked for it.
package enum DesignWarning: Sendable, Hashable, CustomStringConvertible {
  /// A Sobol sequence that was cut between two powers of two, so that its points are not balanced.
  case notPowerOfTwo(rows: Int)

  package var description: String {
    switch self {
    case .notPowerOfTwo(let rows):
      let less = 1 << (Int.bitWidth - 1 - rows.leadingZeroBitCount)
      return "\(rows) points of a Sobol sequence are not balanced, since \(rows) is not a power of two; "
        + "\(less) or \(2 * less) points are"
    }
  }
}
