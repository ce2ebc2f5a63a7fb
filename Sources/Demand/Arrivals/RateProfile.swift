import Randomness

/// A rate of arrivals that is constant within each interval and repeats: a day in 24 hours, a week in 168.
public struct RateProfile: Sendable, Hashable {
  /// Seconds each rate lasts.
  public let interval: Double
  /// Arrivals a second in each interval.
  public let rates: [Double]
  /// Expected arrivals before each interval, and in a whole cycle at the end.
  private let cumulative: [Double]

  public init(
    interval: Double, rates: [Double], file: StaticString = #fileID, line: UInt = #line
  ) {
    var interval = interval
    var rates = rates
    if !(interval > 0 && interval.isFinite && rates.allSatisfy { $0 >= 0 && $0.isFinite } && rates.contains { $0 > 0 })
    {
      Refusals.report(
        InvalidValue(
          "RateProfile(interval: \(interval), rates: \(rates))",
          "an interval is above 0 s; rates are at least 0 a second and not all 0", location: "\(file):\(line)"))
      (interval, rates) = (1, [1])
    }
    self.interval = interval
    self.rates = rates
    cumulative = rates.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1 * interval) }
  }

  /// The hours of a day with a given mean rate, in arrivals a second.
  public init(day shape: DayShape, meanRate: Double, file: StaticString = #fileID, line: UInt = #line) {
    self.init(interval: 3600, rates: shape.multipliers.map { $0 * meanRate }, file: file, line: line)
  }

  /// The mean rate over a cycle, in arrivals a second.
  public var meanRate: Double { perCycle / (interval * Double(rates.count)) }

  private var perCycle: Double { cumulative[rates.count] }

  /// Expected arrivals from the start to `time` seconds.
  public func expectedArrivals(through time: Double) -> Double {
    let cycle = interval * Double(rates.count)
    let cycles = (time / cycle).rounded(.down)
    let rest = time - cycles * cycle
    let index = min(Int(rest / interval), rates.count - 1)
    return cycles * perCycle + cumulative[index] + rates[index] * (rest - Double(index) * interval)
  }

  /// The time in seconds by which `expected` arrivals are to be expected: the inverse of ``expectedArrivals(through:)``.
  /// - Complexity: O(log n) in the number of intervals.
  public func time(ofExpected expected: Double) -> Double {
    let cycles = (expected / perCycle).rounded(.down)
    let rest = expected - cycles * perCycle
    // The last interval that begins at or before the rest, passing over intervals without arrivals.
    var low = 0
    var high = rates.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if cumulative[middle] <= rest { low = middle } else { high = middle - 1 }
    }
    let within = rates[low] > 0 ? (rest - cumulative[low]) / rates[low] : interval
    return (cycles * Double(rates.count) + Double(low)) * interval + min(within, interval)
  }
}
