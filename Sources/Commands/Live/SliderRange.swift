import Experimentation
import Randomness

/// The ends of the slider of an input: what it is declared to be in 998 of 1000 futures and somewhat beyond, as far as it
/// can be that.
///
/// ```swift
/// SliderRange(declaration, median: 56.6)  // of "40 to 80": 9.8 to 128, linear
/// ```
struct SliderRange: Hashable {
  let ends: ClosedRange<Double>
  /// Whether equal moves are equal factors: of an input whose tail spans powers of ten on one side of 0.
  let isLogarithmic: Bool

  /// - Parameter median: of the distribution that the input has now, which the slider reaches.
  init(_ declaration: InputDeclaration, median: Double) {
    let declared = declaration.distribution
    let (low, high) = (declared.quantile(0.001), declared.quantile(0.999))
    let support = declared.support
    // A distribution that ends at 0 reaches it; one with a tail towards 0, such as a lognormal, does not.
    let isBounded = support.lowerBound > -.infinity && support.upperBound < .infinity
    let includesZero = (isBounded ? support.contains(0) : low <= 0 && high >= 0) || declaration.leftOut == 0
    let ratio = max(abs(low), abs(high)) / min(abs(low), abs(high))
    let spansPowers = !includesZero && low < high && low * high > 0 && ratio > Self.largestLinearRatio
    var (least, most): (Double, Double)
    if spansPowers {
      (least, most) = low > 0 ? (low / 2, high * 2) : (low * 2, high / 2)
    } else if high > low {
      let margin = (high - low) / 4
      (least, most) = (low - margin, high + margin)
    } else {
      (least, most) = low == 0 ? (0, 1) : (min(low / 2, low * 2), max(low / 2, low * 2))
    }
    // What never was on the other side of 0 is not moved there by a slider.
    if low >= 0 { least = max(least, 0) }
    if high <= 0, low < high { most = min(most, 0) }
    let domain = declaration.domain ?? -.infinity ... .infinity
    least = max(least, domain.lowerBound)
    most = max(min(most, domain.upperBound), least)
    let reached = [median] + (declaration.leftOut.map { [$0] } ?? []) + (includesZero ? [0] : [])
    ends = reached.reduce(least, min)...reached.reduce(most, max)
    isLogarithmic = spansPowers && ends.lowerBound * ends.upperBound > 0
  }

  /// Ends that are no further apart, as a factor, are moved between by equal steps.
  private static let largestLinearRatio = 20.0
}
