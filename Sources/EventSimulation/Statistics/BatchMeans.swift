/// The mean of a stationary series and its interval, from the means of equal, consecutive batches.
///
/// Neighbours in a series depend on each other, so their variance says too little about that of their mean; the means of
/// long batches hardly do. ``correlation`` shows whether the batches were long enough. Values that do not fill a batch
/// are left out at the front, where what is left of a warm-up would be. Conway 1963; Law 2015, section 9.5.3.
public struct BatchMeans: Sendable {
  /// The mean of each batch, in the unit of the values.
  public let means: [Double]
  /// The number of values in a batch.
  public let batchSize: Int

  /// Cuts the series into batches; `nil` when it has fewer values than batches.
  public init?(of series: some RandomAccessCollection<Double>, batches: Int = 20) {
    precondition(batches >= 2, "batch means need two batches at least")
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
