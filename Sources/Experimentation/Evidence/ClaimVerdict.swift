/// Whether a figure of the case stands up to its simulation.
package enum ClaimVerdict: String, Sendable, Hashable, CaseIterable {
  /// It comes out where nothing is uncertain, and lies within the range of eight of ten futures.
  case holds = "holds"
  /// It comes out where nothing is uncertain, and hardly otherwise.
  case onlyWhereCertain = "holds only where nothing is uncertain"
  /// It does not come out where nothing is uncertain, and is possible.
  case possible = "possible, and not what its own figures give"
  /// Neither.
  case fails = "does not hold"

  /// The share of a figure by which a simulated one may miss it and still be that figure: what three figures round off.
  package static let tolerance = 0.02

  /// - `claim`: the figure, or the range that is claimed.
  /// - `certain`: what the simulation gives where nothing is uncertain.
  /// - `low`, `high`: the 10 % and 90 % quantiles where inputs are uncertain.
  package init(of claim: ClosedRange<Double>, certain: Double, low: Double, high: Double) {
    let least = claim.lowerBound - Self.tolerance * abs(claim.lowerBound)
    let most = claim.upperBound + Self.tolerance * abs(claim.upperBound)
    let isExact = least <= certain && certain <= most
    let isWithin = low <= most && least <= high
    self = isExact ? (isWithin ? .holds : .onlyWhereCertain) : (isWithin ? .possible : .fails)
  }
}
