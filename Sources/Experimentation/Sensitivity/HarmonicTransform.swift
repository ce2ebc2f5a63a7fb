import Glibc

/// The share of the variance of outputs, sorted along an input, that lies in their first harmonics: what the input
/// explains.
struct HarmonicTransform {
  /// How the outputs become a wave.
  enum Wave {
    /// Every second goes up and the others come down again, so that the wave is periodic: RBD-FAST.
    case upAndDown
    /// Half a period, for cosines alone: neighbours count alike. Plischke 2012, Environmental Modelling & Software 35.
    case cosine
  }

  let wave: Wave
  /// The harmonics that count as the input's own.
  let harmonics: Int
  /// How much of the power that independent rows leave in the harmonics is there; less than 1 of rows that are more even.
  let noise: Double

  /// The share, less what noise puts into the harmonics. Tissot and Prieur 2012.
  /// - Parameter sorted: the outputs by rising input; not a number where they are all equal.
  func share(_ sorted: [Double]) -> Double {
    let power = power(sorted)
    let noise = noise * whiteNoise(sorted.count)
    return power - noise / (1 - noise) * (1 - power)
  }

  /// The share of the variance in the harmonics, noise included.
  func power(_ sorted: [Double]) -> Double {
    switch wave {
    case .upAndDown: upAndDown(sorted)
    case .cosine: cosine(sorted)
    }
  }

  /// The share of the variance that outputs without an effect of the input put into the harmonics, on average.
  func whiteNoise(_ count: Int) -> Double {
    switch wave {
    case .upAndDown: 2 * Double(harmonics) / Double(count)
    case .cosine: Double(harmonics) / Double(count)
    }
  }

  private func upAndDown(_ sorted: [Double]) -> Double {
    let up = stride(from: 0, to: sorted.count, by: 2).map { sorted[$0] }
    let down = stride(from: 1, to: sorted.count, by: 2).map { sorted[$0] }.reversed()
    let curve = up + down
    let n = Double(curve.count)
    let mean = curve.reduce(0, +) / n
    let squares = curve.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    var power = 0.0
    for harmonic in 1...harmonics {
      let (real, imaginary) = Self.coefficient(curve, less: mean, angle: 2 * Double.pi * Double(harmonic) / n, from: 0)
      power += real * real + imaginary * imaginary
    }
    // By Parseval's identity the power at all frequencies is n times the sum of squares; each comes twice.
    return 2 * power / (n * squares)
  }

  private func cosine(_ sorted: [Double]) -> Double {
    let n = Double(sorted.count)
    let mean = sorted.reduce(0, +) / n
    let squares = sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    var power = 0.0
    for harmonic in 1...harmonics {
      let (real, _) = Self.coefficient(sorted, less: mean, angle: Double.pi * Double(harmonic) / n, from: 0.5)
      power += real * real
    }
    // The square of each cosine has a mean of a half.
    return 2 * power / (n * squares)
  }

  /// The sums of the cosines and of the sines of a curve less its mean, at multiples of an angle.
  /// - Parameter start: how many angles the first value lies from 0.
  private static func coefficient(
    _ curve: [Double], less mean: Double, angle: Double, from start: Double
  ) -> (real: Double, imaginary: Double) {
    // The rotation by the angle of one step, kept exact enough by starting again now and then.
    var (real, imaginary) = (0.0, 0.0)
    let step = (cos(angle), sin(angle))
    var turn = (1.0, 0.0)
    for (place, output) in curve.enumerated() {
      if place & 63 == 0 {
        let turned = angle * (Double(place) + start)
        turn = (cos(turned), sin(turned))
      }
      real += (output - mean) * turn.0
      imaginary += (output - mean) * turn.1
      turn = (turn.0 * step.0 - turn.1 * step.1, turn.0 * step.1 + turn.1 * step.0)
    }
    return (real, imaginary)
  }
}
