import Glibc

/// Gompertz's curve: F(t) = F(0)^(e^(−ct)).
struct GompertzDiffusion: Diffusion, Hashable, Sendable {
  let approach: Double

  var beginning: AdoptionBeginning { .share }

  func share(after years: Double, from start: Double) -> Double { exp(log(start) * exp(-approach * years)) }

  var description: String { "gompertz(approach: \(approach))" }
}
