import Randomness

/// Shares of the market that are reached at once at given times.
struct AdoptionSteps: Diffusion, Hashable, Sendable {
  let years: [Double]
  let shares: [Double]

  var beginning: AdoptionBeginning { .ownTimes }

  /// What is wrong with them; `nil` where nothing is.
  var problem: String? {
    if years.isEmpty { return "at least one step was expected" }
    for (year, next) in zip(years, years.dropFirst()) where !(next > year) {
      return "the times must rise, but \(next.shortest) comes after \(year.shortest)"
    }
    if years.contains(where: { !$0.isFinite }) { return "times are numbers of years" }
    for (year, share) in zip(years, shares) where !(share >= 0 && share <= 1) {
      return "a share of the market lies from 0 to 1, but at year \(year.shortest) it is \(share.shortest)"
    }
    return nil
  }

  func share(after time: Double, from start: Double) -> Double {
    years.lastIndex { $0 <= time }.map { shares[$0] } ?? 0
  }

  var description: String {
    "steps(\(zip(years, shares).map { "\($0.shortest): \($1.shortest)" }.joined(separator: ", ")))"
  }
}
