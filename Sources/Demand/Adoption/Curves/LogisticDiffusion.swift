import Glibc

/// The logistic curve; Verhulst 1838.
struct LogisticDiffusion: Diffusion, Hashable, Sendable {
  let growth: Double

  var beginning: AdoptionBeginning { .share }

  func share(after years: Double, from start: Double) -> Double {
    1 / (1 + (1 / start - 1) * exp(-growth * years))
  }

  var description: String { "logistic(growth: \(growth))" }
}
