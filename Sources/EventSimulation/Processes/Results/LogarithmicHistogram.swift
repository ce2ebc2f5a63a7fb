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
