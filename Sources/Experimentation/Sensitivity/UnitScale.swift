/// A power of two that brings numbers near the ends of what a `Double` can hold to where neither their squares nor the
/// products of those are 0 or infinite.
///
/// Shares, distances and correlations are the same for all scales. A power of two changes no digit, so that indices of
/// numbers of usual size, which are left as they are, and of others agree to the last bit.
struct UnitScale {
  /// The power of two; 0 for numbers of usual size.
  let exponent: Int

  /// The largest exponent in size that is left: the fourth power of such a number is well within the range.
  private static let usual = 200

  init(_ values: some Sequence<Double>) {
    let largest = values.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
    guard largest > 0, abs(Int(largest.exponent)) > Self.usual else {
      exponent = 0
      return
    }
    // Large numbers stay as large as they may be, since the smallest beside them are to remain distinct.
    exponent = (largest.exponent > 0 ? Self.usual : 0) - Int(largest.exponent)
  }

  /// A number of the scale.
  func scaled(_ value: Double) -> Double { exponent == 0 ? value : Self.times(value, exponent) }

  /// The number itself; infinite where no `Double` holds it.
  func unscaled(_ value: Double) -> Double { exponent == 0 ? value : Self.times(value, -exponent) }

  func scaled(_ values: [Double]) -> [Double] { exponent == 0 ? values : values.map(scaled) }

  private static func times(_ value: Double, _ exponent: Int) -> Double {
    value.isFinite ? Double(sign: .plus, exponent: exponent, significand: value) : value
  }
}
