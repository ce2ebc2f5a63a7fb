/// Whether a figure of the case stands up to its simulation.
package enum ClaimVerdict: String, Sendable, Hashable, CaseIterable {
  /// It comes out where nothing is uncertain, and lies within eight of ten futures.
  case holds = "holds"
  /// It comes out where nothing is uncertain, and hardly otherwise.
  case onlyWhereCertain = "holds only where nothing is uncertain"
  /// It does not come out where nothing is uncertain, and is possible.
  case possible = "possible, and not what its own figures give"
  /// Neither.
  case fails = "does not hold"

  /// The share of a figure by which a simulated one may miss it and still be that figure: what three figures round off.
  package static let tolerance = 0.02

  /// - `figure`: the claim's.
  /// - `certain`: what the simulation gives where nothing is uncertain.
  /// - `low`, `high`: the 10 % and 90 % quantiles where inputs are uncertain.
  package init(of figure: Double, certain: Double, low: Double, high: Double) {
    let slack = Self.tolerance * abs(figure)
    let isExact = abs(certain - figure) <= slack
    let isWithin = low - slack <= figure && figure <= high + slack
    self = isExact ? (isWithin ? .holds : .onlyWhereCertain) : (isWithin ? .possible : .fails)
  }
}
