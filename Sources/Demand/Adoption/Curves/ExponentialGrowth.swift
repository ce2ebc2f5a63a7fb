import Glibc

/// Growth by a fraction a year, without a market.
struct ExponentialGrowth: Diffusion, Hashable, Sendable {
  let growth: Double

  var beginning: AdoptionBeginning { .anywhere }

  func share(after years: Double, from start: Double) -> Double { start * pow(1 + growth, years) }

  var description: String { "exponential(growth: \(growth))" }
}
