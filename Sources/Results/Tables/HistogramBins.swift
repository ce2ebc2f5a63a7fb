import EventSimulation
package import Experimentation
import Glibc

/// How many replications lie in which interval of a measure.
package enum HistogramBins {
  /// The values above `from` and up to `to`.
  package struct Bin: Sendable, Hashable {
    package let from: Double
    package let to: Double
    package let count: Int
    /// The values up to `to`, from the lowest on.
    package let countTo: Int
  }

  /// Twenty to forty intervals between the hundredth of the values at either end, as wide as a round number, and as many more as
  /// the values beyond need; or one for each month of a horizon, from none to the last.
  package static func bins(of measure: MeasureSummary, months: Int?) -> [Bin] {
    guard let low = measure.tally.minimum, let high = measure.tally.maximum else { return [] }
    let edges = months.map { (-1...$0).map(Double.init) } ?? edges(from: low, to: high, measure)
    let counts = measure.counts(atMost: edges)
    return (1..<edges.count).map { place in
      // The lowest value is in the first interval even where it lies at its edge.
      let before = place == 1 ? 0 : counts[place - 1]
      return Bin(from: edges[place - 1], to: edges[place], count: counts[place] - before, countTo: counts[place])
    }
  }

  /// More intervals than these are merged with the last one at that end.
  private static let most = 200

  private static func edges(from low: Double, to high: Double, _ measure: MeasureSummary) -> [Double] {
    guard high > low else { return [low - 0.5, low + 0.5] }
    let inner = measure.valueQuantiles([0.01, 0.99])
    let step = roundStep(max((inner[1] - inner[0]) / 40, (high - low) / 1e6))
    var first = (low / step).rounded(.down)
    var last = max((high / step).rounded(.up), first + 1)
    // Far outliers share the interval at the end.
    let middle = (inner[0] / step).rounded(.down)
    first = max(first, middle - Double(most / 2))
    last = min(last, middle + Double(most / 2))
    var edges = stride(from: first, through: last, by: 1).map { $0 * step }
    edges[0] = min(edges[0], low)
    edges[edges.count - 1] = max(edges[edges.count - 1], high)
    return edges
  }

  /// The next number of 1, 2, 2.5 or 5 times a power of ten.
  private static func roundStep(_ step: Double) -> Double {
    let power = pow(10, log10(step).rounded(.down))
    return [1, 2, 2.5, 5, 10].map { $0 * power }.first { $0 >= step * (1 - 1e-12) } ?? 10 * power
  }
}
