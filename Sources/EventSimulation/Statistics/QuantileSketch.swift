import Randomness

/// Percentiles of a stream of values: exact up to a number of values, then within a known error in bounded memory.
///
/// ```swift
/// var latencies = QuantileSketch()
/// for latency in measured { latencies.add(latency) }
/// latencies.quantile(0.95)
/// ```
/// While it is exact, a quantile is Hyndman and Fan's type 7 (1996), the one of R and NumPy: linear interpolation between
/// order statistics. Beyond, values are kept in buffers of `bufferSize` values, each value of a buffer standing for 1, 2,
/// 4, … values: a full buffer is sorted and every second value goes on to the next buffer, starting with the first and
/// the second in turn. So the result depends on nothing but the values and their order. ``rankError`` is a bound, not an
/// estimate: with the default buffers it is about 0.22, 0.33 and 0.47 % of the ranks at 10⁶, 10⁷ and 10⁹ values,
/// and the errors met are far smaller, for they cancel. Munro and Paterson 1980; Manku, Rajagopalan and Lindsay 1998.
public struct QuantileSketch: Sendable {
  /// The number of values up to which quantiles are exact.
  public let exactCount: Int
  /// The number of values in a full buffer.
  public let bufferSize: Int
  /// The number of values added.
  public private(set) var count: Int = 0
  /// Whether every value is still kept, so that quantiles are exact.
  public private(set) var isExact: Bool = true

  /// Every value in its order while the sketch is exact; then values that stand for 1, 2, 4, … values each.
  private var buffers = [Buffer()]
  private var least = Double.infinity
  private var greatest = -Double.infinity
  /// By how many ranks a value may stand too high, and too low.
  private var excess = 0
  private var deficit = 0

  private struct Buffer: Sendable {
    var values: [Double] = []
    /// Whether it is the turn of the second value of each pair to go on.
    var passesSecond = false
  }

  /// A sketch without values.
  /// - Parameters:
  ///   - exactCount: the number of values up to which quantiles are exact.
  ///   - bufferSize: the number of values in a buffer beyond that; twice as many halve the error.
  ///   - file: The caller's file, which an error shows.
  ///   - line: The caller's line, which an error shows.
  ///
  /// Sizes that are too small are reported through `ValidationErrors`.
  public init(
    exactCount: Int = 10_000, bufferSize: Int = 2048, file: StaticString = #fileID, line: UInt = #line
  ) {
    if exactCount < 0 || bufferSize < 2 {
      ValidationErrors.report(
        "QuantileSketch(exactCount: \(exactCount), bufferSize: \(bufferSize))",
        "exactCount is a whole number from 0 and bufferSize one from 2", file, line)
    }
    self.exactCount = max(exactCount, 0)
    self.bufferSize = max(bufferSize, 2) & ~1
  }

  /// Takes a value into account, which must be a number: another is reported through `ValidationErrors`.
  /// - Complexity: O(1) while exact, then O(log `bufferSize`) amortised.
  public mutating func add(_ value: Double, file: StaticString = #fileID, line: UInt = #line) {
    guard !value.isNaN else {
      return ValidationErrors.report(
        "QuantileSketch.add", "the value is not a number, so it has no place among the others", file, line)
    }
    if isExact && count == exactCount { compress() }
    count += 1
    least = min(least, value)
    greatest = max(greatest, value)
    buffers[0].values.append(value)
    if !isExact && buffers[0].values.count >= bufferSize { passOn(from: 0) }
  }

  /// Takes the values of another sketch into account, as if they had been added behind the values here.
  ///
  /// The result is exact when both are and there is room, and has the error of both otherwise.
  public mutating func merge(_ other: QuantileSketch) {
    if other.isExact {
      for value in other.buffers[0].values { add(value) }
      return
    }
    if isExact { compress() }
    count += other.count
    least = min(least, other.least)
    greatest = max(greatest, other.greatest)
    excess += other.excess
    deficit += other.deficit
    while buffers.count < other.buffers.count { buffers.append(Buffer()) }
    for level in other.buffers.indices { buffers[level].values += other.buffers[level].values }
    var level = 0
    while level < buffers.count {
      if buffers[level].values.count >= bufferSize { passOn(from: level) }
      level += 1
    }
  }

  /// Forgets every value, as at the end of a warm-up.
  public mutating func reset() { self = QuantileSketch(exactCount: exactCount, bufferSize: bufferSize) }

  /// The value below which a share `probability` of the values lies; `nil` without values.
  /// - Complexity: O(n log n) for the n values kept: ask ``quantiles(_:file:line:)`` for several at once.
  public func quantile(_ probability: Double, file: StaticString = #fileID, line: UInt = #line) -> Double? {
    quantiles([probability], file: file, line: line)?[0]
  }

  /// The quantiles of those probabilities, in their order; `nil` without values.
  ///
  /// A number that is no probability is reported through `ValidationErrors`.
  /// - Complexity: O(n log n) for the n values kept.
  public func quantiles(
    _ probabilities: [Double], file: StaticString = #fileID, line: UInt = #line
  ) -> [Double]? {
    guard count > 0, probabilities.allSatisfy({ ParameterList.isProbability($0, of: "quantile", file, line) })
    else { return nil }
    if isExact {
      let sorted = buffers[0].values.sorted()
      return probabilities.map { quantile($0) { sorted[$0] } }
    }
    var kept: [(value: Double, weight: Int)] = []
    for (level, buffer) in buffers.enumerated() { kept += buffer.values.map { ($0, 1 << level) } }
    kept.sort { $0.value < $1.value }
    var ends: [Int] = []
    ends.reserveCapacity(kept.count)
    var end = 0
    for entry in kept {
      end += entry.weight
      ends.append(end)
    }
    return probabilities.map { quantile($0) { value(ofRank: $0, in: kept, ends) } }
  }

  /// The quantile of a probability, from the values by their rank, counted from 0.
  private func quantile(_ probability: Double, _ value: (Int) -> Double) -> Double {
    let rank = probability * Double(count - 1)
    let lower = min(Int(rank), count - 1)
    let low = value(lower)
    let fraction = rank - Double(lower)
    guard fraction > 0 else { return low }
    let high = value(lower + 1)
    // Equal infinities have no difference.
    return low == high ? low : low + fraction * (high - low)
  }

  /// How many values are at most so much, for each of those values, which must rise; at the greatest value, all are.
  /// - Complexity: O(n log n) for the n values kept.
  public func counts(atMost values: [Double]) -> [Int] {
    var kept: [(value: Double, weight: Int)] = []
    for (level, buffer) in buffers.enumerated() { kept += buffer.values.map { ($0, 1 << level) } }
    kept.sort { $0.value < $1.value }
    var place = 0
    var count = 0
    return values.map { value in
      while place < kept.count, kept[place].value <= value {
        count += kept[place].weight
        place += 1
      }
      return value >= greatest ? self.count : value < least ? 0 : min(count, self.count)
    }
  }

  /// The greatest distance between a quantile's rank and its true rank, as a share of the number of values.
  ///
  /// It is 0 while the sketch is exact.
  public var rankError: Double { count == 0 ? 0 : Double(max(excess, deficit)) / Double(count) }

  /// The least value, always exact; `nil` without values.
  public var minimum: Double? { count > 0 ? least : nil }

  /// The greatest value, always exact; `nil` without values.
  public var maximum: Double? { count > 0 ? greatest : nil }

  /// The value of a rank, counted from 0.
  private func value(ofRank rank: Int, in kept: [(value: Double, weight: Int)], _ ends: [Int]) -> Double {
    if rank == 0 { return least }
    if rank == count - 1 { return greatest }
    var low = 0
    var high = ends.count - 1
    while low < high {
      let middle = (low + high) / 2
      if ends[middle] > rank { high = middle } else { low = middle + 1 }
    }
    return kept[low].value
  }

  /// Gives up exactness: puts the values into buffers, in the order in which they came.
  private mutating func compress() {
    isExact = false
    let all = buffers[0].values
    buffers[0].values = []
    for value in all {
      buffers[0].values.append(value)
      if buffers[0].values.count == bufferSize { passOn(from: 0) }
    }
  }

  /// Sorts a buffer and passes on one value of each pair, which then stands for both.
  ///
  /// When that is the first of each pair, ranks come out too high by at most the weight of one value of the buffer; when
  /// it is the second, too low by as much. Taken in turn, the two cancel.
  private mutating func passOn(from level: Int) {
    if level + 1 == buffers.count { buffers.append(Buffer()) }
    buffers[level].values.sort()
    let passesSecond = buffers[level].passesSecond
    if passesSecond { deficit += 1 << level } else { excess += 1 << level }
    buffers[level].passesSecond.toggle()
    // A merged buffer may hold an odd number: its greatest value stays behind.
    let paired = buffers[level].values.count & ~1
    for place in stride(from: passesSecond ? 1 : 0, to: paired, by: 2) {
      buffers[level + 1].values.append(buffers[level].values[place])
    }
    buffers[level].values.removeFirst(paired)
    if buffers[level + 1].values.count >= bufferSize { passOn(from: level + 1) }
  }
}
