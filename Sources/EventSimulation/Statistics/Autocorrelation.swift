/// How much a series resembles itself some steps later: 1 at lag 0, near 0 where values no longer depend on each other.
///
/// The sample autocorrelation with the divisor n; Box, Jenkins and Reinsel 2008, equation 2.1.11.
/// `gsl_stats_lag1_autocorrelation` is its value at lag 1.
public struct Autocorrelation: Sendable {
  /// The correlation at lags 0, 1, 2 and so on.
  public let values: [Double]

  /// The autocorrelation of a series up to a lag, or up to the longest that it has; `nil` when all its values are equal.
  /// - Complexity: O(n × `maximumLag`).
  public init?(of series: some Collection<Double>, maximumLag: Int) {
    precondition(maximumLag >= 0, "a lag cannot be negative")
    let mean = series.reduce(0, +) / Double(series.count)
    let distances = series.map { $0 - mean }
    let variance = distances.reduce(0) { $0 + $1 * $1 }
    guard variance > 0 else { return nil }
    values = (0...Swift.min(maximumLag, distances.count - 1)).map { lag in
      var sum = 0.0
      for place in lag..<distances.count { sum += distances[place] * distances[place - lag] }
      return sum / variance
    }
  }

  /// The correlation at a lag.
  public subscript(lag: Int) -> Double { values[lag] }

  /// How many dependent values say as much about the mean as one independent value: 1 + 2 × the sum of correlations.
  ///
  /// Summed up to the first lag at which the correlation is no longer positive.
  public var correlationTime: Double { 1 + 2 * values.dropFirst().prefix { $0 > 0 }.reduce(0, +) }
}
