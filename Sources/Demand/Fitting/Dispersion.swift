/// The variance of the counts of arrivals in windows over their mean: 1 for Poisson arrivals.
public struct Dispersion: Sendable, Hashable {
  /// The length of the windows in seconds.
  public let seconds: Double
  /// Of the trace.
  public let trace: Double
  /// Of the fitted load: the mean over loads that were drawn from it.
  public let fitted: Double
  /// The standard deviation of one such load.
  public let fittedDeviation: Double

  /// The lengths at which it is asked for, in seconds: those of which the span holds ten.
  static func ladder(upTo span: Double) -> [Double] {
    TimeLadder.seconds.filter { 10 * $0 <= span }
  }

  /// The index of dispersion in windows laid end to end from 0 on, of which a last part of one is left out; the variance is
  /// that of the windows there are, divided by their number.
  ///
  /// - `arrivals`: rising.
  static func index(of arrivals: [Double], over seconds: Double, span: Double) -> Double {
    var counts = Array(repeating: 0.0, count: Int(span / seconds))
    for arrival in arrivals {
      let window = Int(arrival / seconds)
      if window < counts.count { counts[window] += 1 }
    }
    let mean = counts.reduce(0, +) / Double(counts.count)
    guard mean > 0 else { return 0 }
    return counts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(counts.count) / mean
  }
}
