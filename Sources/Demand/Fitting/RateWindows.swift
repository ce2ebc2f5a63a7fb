import CGSL
import Randomness

/// The rate of a trace's arrivals in windows of equal length.
///
/// The length is the shortest of a ladder, from a second to a week, at which windows hold a hundred arrivals on average,
/// last ten steps of the trace's clock where that is coarse, and are 2500 at most.
///
/// The count of a window holds noise beside its rate, and a load drawn from it would add noise a second time. So counts are
/// shrunk: from the whole span down to the windows, the difference between the two halves of a stretch is reduced by the
/// share of the sum of squared differences, over all stretches of that length, that noise explains. Where noise explains the
/// differences of a length with a probability above 1 %, they are left out. Then the counts of the load vary as those of the
/// trace at every length down to that of a window, and a constant rate is recognised.
struct RateWindows {
  /// The seconds of a window; the whole span where the rate is constant.
  let length: Double
  /// The beginning of each window, and the end of the last.
  let edges: [Double]
  /// The arrivals in each.
  let counts: [Double]

  private static let fewestArrivals = 100.0
  private static let mostWindows = 2500.0

  /// - `arrivals`: seconds since the first arrival, which is the start and is not counted.
  init(_ arrivals: [Double], clock: TraceClock) {
    let span = arrivals[arrivals.count - 1]
    let rate = Double(arrivals.count - 1) / span
    let least = max(
      Self.fewestArrivals / rate, span / Self.mostWindows, clock.isCoarse ? 10 * clock.resolution : 0)
    let length = TimeLadder.seconds.first { $0 >= least && 2 * $0 <= span } ?? span
    // Arrivals of a coarse clock stand in steps of it: a window holds whole steps, and its edges lie between them.
    let step = clock.isCoarse ? clock.resolution : 0
    self.init(
      arrivals, length: step > 0 && length < span ? (length / step - 0.01).rounded(.up) * step : length,
      before: step / 2)
  }

  /// Windows of that length; the last takes in a rest of less than half a window.
  ///
  /// - `before`: by how much the edges lie before the multiples of the length.
  init(_ arrivals: [Double], length: Double, before: Double) {
    let span = arrivals[arrivals.count - 1]
    var edges = [0.0]
    while span - edges[edges.count - 1] >= 1.5 * length { edges.append(Double(edges.count) * length - before) }
    edges.append(span)
    self.length = length
    self.edges = edges
    var counts = Array(repeating: 0.0, count: edges.count - 1)
    var window = 0
    for arrival in arrivals.dropFirst() {
      while window + 1 < counts.count, arrival > edges[window + 1] { window += 1 }
      counts[window] += 1
    }
    self.counts = counts
  }

  /// The recorded rates, without shrinkage.
  var rates: [Double] { perSecond(counts) }

  private func perSecond(_ counts: [Double]) -> [Double] {
    counts.enumerated().map { $1 / (edges[$0 + 1] - edges[$0]) }
  }

  /// The gaps on the scale of the arrivals that those rates, one for each window, let expect.
  ///
  /// A gap of 0 counts as half the resolution of the clock.
  func relativeGaps(of arrivals: [Double], at rates: [Double], _ clock: TraceClock) -> [Double] {
    var gaps: [Double] = []
    gaps.reserveCapacity(arrivals.count - 1)
    var window = 0
    for (last, arrival) in zip(arrivals, arrivals.dropFirst()) {
      // Piece by piece, so that no short gap is lost in the difference of two long times.
      var (gap, from) = (0.0, last)
      while window + 1 < counts.count, arrival > edges[window + 1] {
        gap += rates[window] * (edges[window + 1] - from)
        window += 1
        from = edges[window]
      }
      gap += rates[window] * (arrival > last ? arrival - from : clock.resolution / 2)
      gaps.append(max(gap, .leastNormalMagnitude))
    }
    return gaps
  }

  /// The rates, shrunk by the share that noise explains.
  ///
  /// - `dispersion`: the index of dispersion of noise alone: the squared variation of the gaps.
  func rates(chance dispersion: Double) -> [Double] {
    var stretches = [0..<counts.count]
    var expected = [counts.reduce(0, +)]
    while stretches.contains(where: { $0.count > 1 }) {
      let halves = stretches.map(halves)
      let kept = Self.kept(halves, chance: dispersion)
      expected = zip(halves, expected).flatMap { halves, count in
        guard let halves else { return [count] }
        let first = max(0, min(1, halves.share + kept * halves.difference))
        return [count * first, count * (1 - first)]
      }
      stretches = zip(stretches, halves).flatMap { stretch, halves in
        halves.map { [stretch.lowerBound..<$0.middle, $0.middle..<stretch.upperBound] } ?? [stretch]
      }
    }
    return perSecond(expected)
  }

  /// A stretch of windows in two halves.
  private struct Halves {
    let middle: Int
    let total: Double
    /// The first half's share of the time.
    let share: Double
    /// Its share of the arrivals minus its share of the time.
    let difference: Double
  }

  /// `nil` for a single window.
  private func halves(_ stretch: Range<Int>) -> Halves? {
    guard stretch.count > 1 else { return nil }
    let middle = stretch.lowerBound + (stretch.count + 1) / 2
    let (start, end) = (edges[stretch.lowerBound], edges[stretch.upperBound])
    let share = (edges[middle] - start) / (end - start)
    let total = counts[stretch].reduce(0, +)
    let first = counts[stretch.lowerBound..<middle].reduce(0, +)
    return Halves(
      middle: middle, total: total, share: share, difference: total > 0 ? first / total - share : 0)
  }

  /// The factor by which the differences of stretches of one length are shrunk.
  private static func kept(_ halves: [Halves?], chance dispersion: Double) -> Double {
    var (squares, explained, freedom) = (0.0, 0.0, 0.0)
    for case .some(let halves) in halves where halves.total > 0 {
      squares += halves.total * halves.total * halves.difference * halves.difference
      explained += dispersion * halves.total * halves.share * (1 - halves.share)
      freedom += 1
    }
    guard squares > explained, gsl_cdf_chisq_Q(freedom * squares / explained, freedom) < 0.01 else { return 0 }
    return (1 - explained / squares).squareRoot()
  }
}

/// The resolution of a trace's clock.
public struct TraceClock: Sendable, Hashable {
  /// The shortest time between different arrivals, in seconds: the mean of the gaps of at most 1.5 times the shortest.
  public let resolution: Double
  /// The share of gaps between arrivals that are 0.
  public let tiedShare: Double

  /// Whether the gaps say nothing because more than 5 % of them are 0.
  public var isCoarse: Bool { tiedShare > 0.05 }

  /// - `arrivals`: rising, at least two of them different.
  init(_ arrivals: [Double]) {
    let gaps = zip(arrivals, arrivals.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }
    let shortest = gaps.reduce(.infinity, min)
    let steps = gaps.filter { $0 <= 1.5 * shortest }
    resolution = (steps.reduce(0, +) / Double(steps.count)).rounded(toDigits: 5)
    tiedShare = Double(arrivals.count - 1 - gaps.count) / Double(arrivals.count - 1)
  }

  /// The gaps between arrivals in seconds; a gap of 0 counts as half the resolution.
  func gaps(of arrivals: [Double]) -> [Double] {
    zip(arrivals, arrivals.dropFirst()).map { $1 > $0 ? $1 - $0 : resolution / 2 }
  }
}

/// Customary lengths of time from a second to a week, in seconds.
enum TimeLadder {
  static let seconds: [Double] = [
    1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 604_800,
  ]
}
