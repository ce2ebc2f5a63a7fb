import Glibc
import Randomness

/// Factors that come at random times, and stay or fade.
struct PriceShocks: Sendable, Hashable {
  let perYear: Double
  let factor: Distribution
  /// In years; `nil` for shocks that stay.
  let halfLife: Double?

  /// The product of the shocks up to the beginning of each month, each with what is left of it.
  func factors(months: Int, times: RandomStream, sizes: RandomStream) -> [Double] {
    let fade = halfLife.map { log(2) / $0 } ?? 0
    var next = times.exponential(mean: 1 / perYear)
    var (level, levelAt) = (0.0, 0.0)
    return (0..<months).map { month in
      let now = Double(month) / 12
      while next <= now {
        level = level * exp(-fade * (next - levelAt)) + log(factor.draw(from: sizes))
        levelAt = next
        next += times.exponential(mean: 1 / perYear)
      }
      return exp(level * exp(-fade * (now - levelAt)))
    }
  }
}
