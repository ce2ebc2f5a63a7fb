import Demand
import EventSimulation
import Randomness

/// What replications of an arrival process brought, from which its rate, its gaps and its counts are estimated.
///
/// Estimates of the variance use the mean that theory gives, so they have no bias of their own.
struct ArrivalSample {
  let rate: Interval
  /// The squared coefficient of variation of the gaps.
  let squaredVariation: Interval
  /// The lengths of the windows that were asked for, in seconds.
  let windows: [Double]
  /// The variance of counts over their mean, for each window.
  let dispersion: [Interval]

  /// - `span`: the length of each replication in seconds.
  init(
    rate expected: Double, windows: [Double], span: Double, replications: Int = 20,
    _ begin: (Streams) -> some ArrivalProcess
  ) {
    var rates: [Double] = []
    var variations: [Double] = []
    var dispersions = windows.map { _ in [Double]() }
    for replication in 0..<replications {
      var arrivals = begin(Streams(seed: 20_260, replication: replication))
      var counts = windows.map { Array(repeating: 0.0, count: Int(span / $0)) }
      var squares = Tally()
      var number = 0.0
      var last: Double?
      while let time = arrivals.next(), time < span {
        number += 1
        if let last { squares.add((time - last) * (time - last)) }
        last = time
        for (index, window) in windows.enumerated() {
          let place = Int(time / window)
          if place < counts[index].count { counts[index][place] += 1 }
        }
      }
      rates.append(number / span)
      variations.append((squares.mean ?? .nan) * expected * expected - 1)
      for (index, window) in windows.enumerated() {
        let mean = expected * window
        let squares = counts[index].reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        dispersions[index].append(squares / Double(counts[index].count) / mean)
      }
    }
    self.windows = windows
    rate = Interval(rates)
    squaredVariation = Interval(variations)
    dispersion = dispersions.map(Interval.init)
  }
}
