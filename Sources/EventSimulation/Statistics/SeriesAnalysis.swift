import Randomness

/// The mean of a stationary series and its interval, from the means of equal, consecutive batches.
///
/// Successive values of a series are dependent, so their variance underestimates that of their mean; means of long batches
/// are nearly independent. ``correlation`` shows whether the batches are long enough. Values that do not fill a batch are
/// omitted at the beginning, where the rest of a warm-up would be. Conway 1963; Law 2015, section 9.5.3.
public struct BatchMeans: Sendable {
  /// The mean of each batch, in the unit of the values.
  public let means: [Double]
  /// The number of values in a batch.
  public let batchSize: Int

  /// Cuts the series into batches; `nil` when it has fewer values than batches.
  ///
  /// Fewer than two batches are reported through `ValidationErrors`.
  public init?(
    of series: some RandomAccessCollection<Double>, batches: Int = 20, file: StaticString = #fileID, line: UInt = #line
  ) {
    guard batches >= 2 else {
      ValidationErrors.report(
        "BatchMeans(of:, batches: \(batches))", "batch means need at least 2 batches", remedy: "write 20", file, line)
      return nil
    }
    guard series.count >= batches else { return nil }
    batchSize = series.count / batches
    var means: [Double] = []
    var rest = series.dropFirst(series.count % batches)
    while !rest.isEmpty {
      means.append(rest.prefix(batchSize).reduce(0, +) / Double(batchSize))
      rest = rest.dropFirst(batchSize)
    }
    self.means = means
  }

  /// The mean of the values in the batches.
  public var mean: Double { means.reduce(0, +) / Double(means.count) }

  /// The interval of the mean; `nil` for fewer than two batches.
  public func interval(confidence: Double = 0.95) -> ConfidenceInterval? {
    ConfidenceInterval(of: Tally(means), confidence: confidence)
  }

  /// The correlation of each batch with the next: near 0 when the batches are long enough.
  ///
  /// Pearson's, of the means but the last with the means but the first.
  public var correlation: Double {
    let pairs = Double(means.count - 1)
    let first = means.dropLast().reduce(0, +) / pairs
    let second = means.dropFirst().reduce(0, +) / pairs
    var covariance = 0.0
    var variances = (0.0, 0.0)
    for (a, b) in zip(means, means.dropFirst()) {
      covariance += (a - first) * (b - second)
      variances.0 += (a - first) * (a - first)
      variances.1 += (b - second) * (b - second)
    }
    return covariance / (variances.0 * variances.1).squareRoot()
  }
}

/// The autocorrelation of a series: 1 at lag 0, near 0 where values are no longer dependent.
///
/// The sample autocorrelation with the divisor n; Box, Jenkins and Reinsel 2008, equation 2.1.11.
/// `gsl_stats_lag1_autocorrelation` is its value at lag 1.
public struct Autocorrelation: Sendable {
  /// The correlation at lags 0, 1, 2 and so on.
  public let values: [Double]

  /// The autocorrelation of a series up to a lag, or up to the longest that it has; `nil` when all its values are equal.
  /// - Complexity: O(n × `maximumLag`).
  public init?(
    of series: some Collection<Double>, maximumLag: Int, file: StaticString = #fileID, line: UInt = #line
  ) {
    guard maximumLag >= 0 else {
      ValidationErrors.report(
        "Autocorrelation(of:, maximumLag: \(maximumLag))", "a lag is a whole number from 0", file, line)
      return nil
    }
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

/// The end of the warm-up of a series: the truncation that minimises the standard error of the remaining mean.
///
/// ```swift
/// let warmUp = MSER5(of: waits)
/// let steady = waits.dropFirst(warmUp.truncation)
/// ```
/// The series is cut into means of five values. Of all truncations within the first half, the one chosen has the least
/// sum of squared distances from the mean of the rest, over the squared number of means in the rest. White 1997; in
/// batches of five: White, Cobb and Spratt 2000.
public struct MSER5: Sendable {
  /// The number of values to drop from the front.
  public let truncation: Int
  /// Whether the least statistic lies in the first half: if not, the series is too short for its warm-up.
  public let isReliable: Bool
  /// The statistic for each number of leading means dropped, in squared units of the values.
  public let statistic: [Double]

  /// Finds the truncation of a series; one of fewer than ten values is not truncated and not reliable.
  /// - Complexity: O(n).
  public init(of series: some RandomAccessCollection<Double>) {
    var means: [Double] = []
    var rest = series[...]
    while rest.count >= 5 {
      means.append(rest.prefix(5).reduce(0, +) / 5)
      rest = rest.dropFirst(5)
    }
    // Welford's recursion from the end gives the sum of squares of every rest in one pass.
    var statistic = means
    var count = 0.0
    var mean = 0.0
    var squares = 0.0
    for place in means.indices.reversed() {
      count += 1
      let distance = means[place] - mean
      mean += distance / count
      squares += distance * (means[place] - mean)
      statistic[place] = squares / (count * count)
    }
    self.statistic = statistic
    let half = means.count / 2
    guard let best = statistic.indices.prefix(half).min(by: { statistic[$0] < statistic[$1] }) else {
      truncation = 0
      isReliable = false
      return
    }
    truncation = 5 * best
    // The last five rests are so short that their statistic is small by chance.
    let beyond = statistic.dropLast(5).dropFirst(half)
    isReliable = !beyond.contains { $0 < statistic[best] }
  }
}
