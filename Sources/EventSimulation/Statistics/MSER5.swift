/// Where the warm-up of a series ends: the truncation that leaves the mean of the rest most certain.
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
