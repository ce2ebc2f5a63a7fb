import Glibc
import Randomness

/// Bass's curve, in years or in any other period: p and q are for one of it.
///
/// Bass 1969, "A new product growth for model consumer durables", Management Science 15; generalised by Bass, Krishnan and
/// Jain 1994, "Why the Bass model fits without decision variables", Marketing Science 13.
struct BassDiffusion: Diffusion, Hashable, Sendable {
  let innovation: Double
  let imitation: Double
  var influences: [MarketInfluence] = []

  var beginning: AdoptionBeginning { .nothing }

  func share(after years: Double, from start: Double) -> Double {
    // The time at which F reaches `start`, solved from the closed form.
    let offset = log((1 + start * imitation / innovation) / (1 - start)) / (innovation + imitation)
    return share(at: offset + effectiveTime(after: years))
  }

  /// The time that has passed for those who adopt: ∫ x(t) dt.
  private func effectiveTime(after years: Double) -> Double {
    influences.reduce(years) { $0 + $1.advance(after: years) }
  }

  /// F, where nobody has adopted at time 0.
  func share(at time: Double) -> Double {
    let faded = exp(-(innovation + imitation) * time)
    return -expm1(-(innovation + imitation) * time) / (1 + imitation / innovation * faded)
  }

  /// f = dF/dt, where nobody has adopted at time 0.
  func density(at time: Double) -> Double {
    let share = share(at: time)
    return (innovation + imitation * share) * (1 - share)
  }

  /// When adoption is fastest, and the share reached then: at the very start where imitation is the weaker.
  var peak: (time: Double, share: Double) {
    guard imitation > innovation else { return (0, 0) }
    return (
      log(imitation / innovation) / (innovation + imitation), (imitation - innovation) / (2 * imitation)
    )
  }

  var description: String {
    let influences =
      influences.isEmpty ? "" : ", influences: [\(influences.map(\.description).joined(separator: ", "))]"
    return "bass(innovation: \(innovation), imitation: \(imitation)\(influences))"
  }
}
