internal import Glibc

/// A wait that is 0 or exponential: exact for M/M/c, the usual approximation elsewhere.
struct ExponentialWait {
  /// The probability that there is a wait.
  let probability: Double
  /// The mean wait, over those that wait and those that don't.
  let mean: Double

  func probability(longerThan time: Double) -> Double {
    if time < 0 || mean == .infinity { return 1 }
    return mean > 0 ? probability * exp(-time * probability / mean) : 0
  }

  func quantile(_ share: Double) -> Double {
    precondition(share >= 0 && share <= 1, "a quantile's probability lies between 0 and 1")
    if mean == .infinity { return .infinity }
    guard mean > 0, probability > 1 - share else { return 0 }
    return log(probability / (1 - share)) * mean / probability
  }
}
