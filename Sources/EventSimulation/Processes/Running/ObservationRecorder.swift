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
