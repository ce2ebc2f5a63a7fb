/// Mean and variance of values, with the distances from the truth within which 99.9 % of samples would lie.
struct Moments {
  /// Of the standard normal distribution at 0.9995.
  static let quantile = 3.2905

  let mean: Double
  let variance: Double
  let meanDistance: Double
  let varianceDistance: Double

  init(_ values: [Double]) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let squares = values.map { ($0 - mean) * ($0 - mean) }
    let variance = squares.reduce(0, +) / (count - 1)
    let fourth = squares.reduce(0) { $0 + $1 * $1 } / count
    self.mean = mean
    self.variance = variance
    meanDistance = Self.quantile * (variance / count).squareRoot()
    varianceDistance = Self.quantile * (max(fourth - variance * variance, 0) / count).squareRoot()
  }

  func agrees(mean expected: Double) -> Bool { abs(mean - expected) <= meanDistance }
  func agrees(variance expected: Double) -> Bool { abs(variance - expected) <= varianceDistance }
}

/// Pearson's correlation of two samples.
func correlation(_ a: [Double], _ b: [Double]) -> Double {
  let (first, second) = (Moments(a), Moments(b))
  let product = zip(a, b).reduce(0) { $0 + ($1.0 - first.mean) * ($1.1 - second.mean) }
  return product / Double(a.count - 1) / (first.variance * second.variance).squareRoot()
}
