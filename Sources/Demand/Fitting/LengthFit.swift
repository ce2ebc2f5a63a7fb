import Glibc
public import Randomness

/// The distribution of the lengths of a trace's prompts or answers, in tokens.
public struct LengthFit: Sendable, Hashable {
  /// The mean length.
  public let mean: Double
  /// Standard deviation over mean.
  public let variation: Double
  /// The median length.
  public let median: Double
  /// The 99th percentile of the length.
  public let p99: Double
  /// Mean and standard deviation of the natural logarithms: a lognormal fit by maximum likelihood.
  public let logMean: Double
  /// The standard deviation of the natural logarithms.
  public let logDeviation: Double
  /// Points of the cumulative distribution, which is linear between them.
  public let table: [Quantile]

  /// A length and the share of requests that are no longer.
  public struct Quantile: Sendable, Hashable {
    /// The share of requests, 0 to 1.
    public let probability: Double
    /// The length in tokens.
    public let tokens: Double
  }

  /// The table as a distribution.
  public var distribution: Distribution {
    .empirical(quantiles: table.map { (probability: $0.probability, value: $0.tokens) })
  }

  /// - `lengths`: at least one, all above 0.
  init(_ lengths: [Int]) {
    let sorted = lengths.sorted().map(Double.init)
    let size = Double(sorted.count)
    let mean = sorted.reduce(0, +) / size
    let logMean = sorted.reduce(0) { $0 + log($1) } / size
    self.mean = mean
    self.logMean = logMean
    variation = (sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / size).squareRoot() / mean
    logDeviation = (sorted.reduce(0) { $0 + (log($1) - logMean) * (log($1) - logMean) } / size).squareRoot()
    median = Self.quantile(sorted, 0.5)
    p99 = Self.quantile(sorted, 0.99)
    table = Self.table(sorted)
  }

  private static func quantile(_ sorted: [Double], _ p: Double) -> Double {
    let rank = p * Double(sorted.count - 1)
    let lower = Int(rank)
    guard lower + 1 < sorted.count else { return sorted[lower] }
    return sorted[lower] + (rank - Double(lower)) * (sorted[lower + 1] - sorted[lower])
  }

  /// The empirical distribution, simplified so that no probability is off by more than a hundredth or a tenth of the upper
  /// tail; half its standard error and half a thousandth are always allowed. Ramer 1972; Douglas and Peucker 1973.
  private static func table(_ sorted: [Double]) -> [Quantile] {
    let size = Double(sorted.count)
    var steps: [Quantile] = []
    var first = 0
    for place in 1...sorted.count where place == sorted.count || sorted[place] > sorted[first] {
      steps.append(Quantile(probability: Double(first) / size, tokens: sorted[first]))
      steps.append(Quantile(probability: Double(place) / size, tokens: sorted[first]))
      first = place
    }
    var kept = Set([0, steps.count - 1])
    var stretches = [0..<(steps.count - 1)]
    while let stretch = stretches.popLast() {
      let (low, high) = (steps[stretch.lowerBound], steps[stretch.upperBound])
      guard stretch.count > 1, high.tokens > low.tokens else { continue }
      let slope = (high.probability - low.probability) / (high.tokens - low.tokens)
      var worst = (place: 0, excess: 1.0)
      for place in (stretch.lowerBound + 1)..<stretch.upperBound {
        let step = steps[place]
        let error = abs(step.probability - low.probability - slope * (step.tokens - low.tokens))
        let rest = 1 - step.probability
        let allowed = max(min(0.1 * rest, 0.01), 0.5 * (step.probability * rest / size).squareRoot(), 0.0005)
        let excess = error / allowed
        if excess > worst.excess { worst = (place, excess) }
      }
      guard worst.excess > 1 else { continue }
      kept.insert(worst.place)
      stretches += [stretch.lowerBound..<worst.place, worst.place..<stretch.upperBound]
    }
    return rising(kept.sorted().map { steps[$0] })
  }

  /// Probabilities to six places that rise by at least a millionth from one length to the next.
  private static func rising(_ quantiles: [Quantile]) -> [Quantile] {
    var table: [Quantile] = []
    for quantile in quantiles {
      let probability = (quantile.probability * 1e6).rounded()
      let least = table.last.map { ($0.probability * 1e6).rounded() + 1 } ?? 0
      table.append(Quantile(probability: max(probability, least) / 1e6, tokens: quantile.tokens))
    }
    // What was pushed beyond 1 is pushed back.
    for place in table.indices.reversed() {
      let most = place + 1 < table.count ? (table[place + 1].probability * 1e6).rounded() - 1 : 1e6
      guard (table[place].probability * 1e6).rounded() > most || place + 1 == table.count else { break }
      table[place] = Quantile(probability: most / 1e6, tokens: table[place].tokens)
    }
    return table
  }
}
