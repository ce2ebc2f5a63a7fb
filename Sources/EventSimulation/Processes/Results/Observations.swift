import Randomness

/// Observed values: count, mean, deviation, minimum, maximum and percentiles.
///
/// ```swift
/// results[agents].wait.mean
/// results.flow("call").sojourn.percentile(95)
/// ```
/// In the unit of the values. Up to 512 values percentiles are exact, by linear interpolation between order statistics
/// (type 7 of Hyndman and Fan 1996); beyond, they are within 0.8 % of the value and the memory no longer grows.
public struct Observations: Sendable {
  /// Count, mean, variance and extremes.
  public let tally: Tally

  /// All values in order of size, when there are few.
  private let values: [Double]
  private let histogram: LogarithmicHistogram

  init(tally: Tally, values: [Double], histogram: LogarithmicHistogram) {
    self.tally = tally
    self.values = values
    self.histogram = histogram
  }

  /// No values.
  static let none = Observations(tally: Tally(), values: [], histogram: LogarithmicHistogram())

  /// The number of values.
  public var count: Int { tally.count }

  /// These observations and others together.
  /// - Complexity: O(number of values or buckets in use), some thousands at most.
  public func merged(with other: Observations) -> Observations {
    var tally = tally
    tally.merge(other.tally)
    // Values that are not kept are in the histogram.
    if values.count == count, other.values.count == other.count {
      return Observations(tally: tally, values: (values + other.values).sorted(), histogram: histogram)
    }
    var histogram = histogram
    histogram.merge(other.histogram)
    for few in [values, other.values] { few.withUnsafeBufferPointer { histogram.add($0) } }
    return Observations(tally: tally, values: [], histogram: histogram)
  }

  /// The mean; `nil` without values.
  public var mean: Double? { tally.mean }

  /// The standard deviation of the values; `nil` for fewer than two.
  public var standardDeviation: Double? { tally.standardDeviation }

  /// The least value; `nil` without values.
  public var minimum: Double? { tally.minimum }

  /// The greatest value; `nil` without values.
  public var maximum: Double? { tally.maximum }

  /// The value below which that many percent of the values lie, from 0 to 100; `nil` without values.
  ///
  /// A number outside 0...100 is reported through `ValidationErrors`.
  /// - Complexity: O(1) for few values, else O(number of buckets in use), some thousands at most.
  public func percentile(_ percent: Double, file: StaticString = #fileID, line: UInt = #line) -> Double? {
    guard percent >= 0, percent <= 100 else {
      ValidationErrors.report(
        "percentile(\(percent.shortest))", "a percentile lies between 0 and 100", remedy: "write 95 for the 95th", file,
        line)
      return nil
    }
    guard let least = tally.minimum, let greatest = tally.maximum else { return nil }
    guard values.isEmpty else {
      let rank = percent / 100 * Double(values.count - 1)
      let low = Int(rank)
      guard low + 1 < values.count else { return greatest }
      return values[low] + (rank - Double(low)) * (values[low + 1] - values[low])
    }
    return min(greatest, max(least, histogram.quantile(percent / 100, of: count)))
  }
}

/// Takes values one by one, for the price of a store, and works on them when enough have come.
package struct ObservationRecorder: ~Copyable {
  @usableFromInline static var room: Int { 512 }

  @usableFromInline let values: UnsafeMutablePointer<Double>
  @usableFromInline var fill: Int = 0
  private var tally = Tally()
  private var histogram = LogarithmicHistogram()

  package init() { values = .allocate(capacity: Self.room) }

  deinit { values.deallocate() }

  /// Takes a number.
  /// - Complexity: O(1) amortised.
  @inlinable @inline(__always)
  package mutating func add(_ value: Double) {
    values[fill] = value
    fill &+= 1
    if fill == Self.room { flush() }
  }

  /// The number of values taken.
  var count: Int { tally.count + fill }

  /// Forgets every value.
  package mutating func reset() {
    fill = 0
    tally.reset()
    histogram = LogarithmicHistogram()
  }

  /// What was observed.
  package borrowing func observations() -> Observations {
    let recent = UnsafeBufferPointer(start: values, count: fill)
    var tally = tally
    tally.merge(Self.tally(of: recent))
    guard self.tally.count > 0 else {
      return Observations(tally: tally, values: recent.sorted(), histogram: histogram)
    }
    var histogram = histogram
    histogram.add(recent)
    return Observations(tally: tally, values: [], histogram: histogram)
  }

  @usableFromInline @inline(never)
  mutating func flush() {
    let recent = UnsafeBufferPointer(start: values, count: fill)
    tally.merge(Self.tally(of: recent))
    histogram.add(recent)
    fill = 0
  }

  /// The tally of values at hand, four abreast: one after the other, each would wait for the division of the last.
  private static func tally(of values: UnsafeBufferPointer<Double>) -> Tally {
    let rows = values.count / 4
    var sums = SIMD4<Double>.zero
    var least = SIMD4<Double>(repeating: .infinity)
    var greatest = SIMD4<Double>(repeating: -.infinity)
    for row in 0..<rows {
      let four = SIMD4(values[4 * row], values[4 * row + 1], values[4 * row + 2], values[4 * row + 3])
      sums += four
      least.replace(with: four, where: four .< least)
      greatest.replace(with: four, where: four .> greatest)
    }
    guard rows > 0 else { return Tally(values) }
    let mean = sums.sum() / Double(4 * rows)
    var squares = SIMD4<Double>.zero
    for row in 0..<rows {
      let four = SIMD4(values[4 * row], values[4 * row + 1], values[4 * row + 2], values[4 * row + 3])
      squares += (four - mean) * (four - mean)
    }
    var tally = Tally()
    tally._count = 4 * rows
    tally._mean = mean
    tally.squares = squares.sum()
    tally.least = least.min()
    tally.greatest = greatest.max()
    for value in values[(4 * rows)...] { tally.add(value) }
    return tally
  }
}

/// Counts of values in buckets whose width grows with the value: percentiles within 0.8 % of the value, for an increment.
///
/// A bucket is what the exponent and the first seven bits of the mantissa tell apart, so its ends differ by less than
/// 1/128; within it values are taken as evenly spread. Where ``QuantileSketch`` bounds the error in rank and sorts, this
/// bounds the error in value and only counts, which is what a block that each transaction passes can afford.
/// Masson, Rim and Lee, "DDSketch", VLDB 2019.
struct LogarithmicHistogram: Sendable {
  private static let shift: UInt64 = 45

  private var zeros = 0
  private var positive = Range()
  private var negative = Range()

  /// Counters of consecutive buckets.
  private struct Range {
    var first = 0
    var counts: [Int] = []

    mutating func makeRoom(for bucket: Int) {
      if counts.isEmpty {
        first = bucket
        counts = [0]
      } else if bucket < first {
        // An eighth of an octave more than asked, so that a value that falls slowly does not shift all each time.
        let missing = first - bucket + 16
        counts.insert(contentsOf: repeatElement(0, count: missing), at: 0)
        first -= missing
      } else {
        counts.append(contentsOf: repeatElement(0, count: bucket - first + 1 - counts.count))
      }
    }

    mutating func merge(_ other: Range) {
      guard !other.counts.isEmpty else { return }
      for bucket in [other.first, other.first + other.counts.count - 1]
      where bucket < first || bucket >= first + counts.count { makeRoom(for: bucket) }
      for (offset, count) in other.counts.enumerated() { counts[other.first - first + offset] += count }
    }

    @inline(__always)
    mutating func count(_ magnitude: Double) {
      let bucket = Int(truncatingIfNeeded: magnitude.bitPattern >> LogarithmicHistogram.shift)
      if UInt(bitPattern: bucket &- first) >= UInt(bitPattern: counts.count) { makeRoom(for: bucket) }
      counts[bucket &- first] &+= 1
    }
  }

  /// Counts values, which must be numbers.
  /// - Complexity: O(1) each.
  mutating func add(_ values: UnsafeBufferPointer<Double>) {
    for value in values {
      if value > 0 { positive.count(value) } else if value < 0 { negative.count(-value) } else { zeros &+= 1 }
    }
  }

  /// Counts what another has counted.
  /// - Complexity: O(buckets).
  mutating func merge(_ other: LogarithmicHistogram) {
    zeros += other.zeros
    positive.merge(other.positive)
    negative.merge(other.negative)
  }

  /// The value of which a share `probability` of the `total` values lies below.
  /// - Complexity: O(buckets).
  func quantile(_ probability: Double, of total: Int) -> Double {
    var rank = probability * Double(total)
    for (offset, count) in negative.counts.enumerated().reversed() where count > 0 {
      if rank <= Double(count) { return -Self.value(in: negative.first + offset, 1 - rank / Double(count)) }
      rank -= Double(count)
    }
    if zeros > 0 && rank <= Double(zeros) { return 0 }
    rank -= Double(zeros)
    var last = 0.0
    for (offset, count) in positive.counts.enumerated() where count > 0 {
      if rank <= Double(count) { return Self.value(in: positive.first + offset, rank / Double(count)) }
      rank -= Double(count)
      last = Self.value(in: positive.first + offset, 1)
    }
    return last
  }

  /// The value at a share of the way through a bucket.
  private static func value(in bucket: Int, _ share: Double) -> Double {
    let low = Double(bitPattern: UInt64(bucket) << shift)
    let high = Double(bitPattern: UInt64(bucket + 1) << shift)
    return low + (high - low) * share
  }
}
