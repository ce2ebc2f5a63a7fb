import EventSimulation
import Glibc
import Randomness
import Testing

@Suite struct `Percentiles` {
  /// Orders and shapes in which values come: what a sketch must not be fooled by.
  enum Stream: String, CaseIterable, Sendable {
    case uniform, heavyTailed, rising, falling, sawtooth, tied, organPipes

    func values(_ count: Int) -> [Double] {
      let random = RandomStream(seed: 5, replication: 0, name: rawValue)
      return (0..<count).map { place in
        switch self {
        case .uniform: random.uniform()
        case .heavyTailed: pow(1 - random.uniform(), -1.2)
        case .rising: Double(place)
        case .falling: Double(-place)
        case .sawtooth: Double(place % 64)
        case .tied: (random.uniform() * 5).rounded(.down)
        case .organPipes: Double(min(place, count - place))
        }
      }
    }
  }

  private static let probabilities = [0, 0.001, 0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1]

  @Test func `quantiles are type 7 while the sketch is exact`() {
    var sketch = QuantileSketch()
    #expect(sketch.quantile(0.5) == nil)
    for value in [15, 20, 35, 40, 50] { sketch.add(Double(value)) }
    #expect(sketch.quantiles([0, 0.25, 0.4, 0.5, 0.9, 1]) == [15, 20, 29, 35, 46, 50])
    #expect(sketch.isExact && sketch.rankError == 0)
  }

  /// The distance in ranks between `probability` and the values that are equal to the quantile, as a share of all.
  private func rankError(of quantile: Double, at probability: Double, in sorted: [Double]) -> Double {
    let rank = probability * Double(sorted.count - 1)
    // The ranks that the value takes, or between which it lies.
    let first = Double(sorted.leading { $0 >= quantile }) - 1
    let last = Double(sorted.leading { $0 > quantile })
    return max(0, first - rank, rank - last) / Double(sorted.count)
  }

  @Test(arguments: Stream.allCases)
  func `beyond, no quantile is further from its rank than the sketch says`(stream: Stream) throws {
    let values = stream.values(40_000)
    var sketch = QuantileSketch(exactCount: 1000, bufferSize: 256)
    for value in values { sketch.add(value) }
    #expect(!sketch.isExact && sketch.count == 40_000)
    let sorted = values.sorted()
    #expect(sketch.minimum == sorted.first && sketch.maximum == sorted.last)
    // Eight levels of buffers, each of which adds half a rank in 256.
    #expect(sketch.rankError > 0 && sketch.rankError < 8.5 / 512)
    for (probability, quantile) in zip(Self.probabilities, try #require(sketch.quantiles(Self.probabilities))) {
      #expect(rankError(of: quantile, at: probability, in: sorted) <= sketch.rankError)
    }
  }

  @Test(arguments: [3, 7], [500, 20_000])
  func `merged sketches keep their bound, and are exact while there is room`(parts: Int, size: Int) throws {
    let values = Stream.heavyTailed.values(parts * size)
    var merged = QuantileSketch(exactCount: 2000, bufferSize: 256)
    for part in 0..<parts {
      var sketch = QuantileSketch(exactCount: 2000, bufferSize: 256)
      for value in values[(part * size)..<((part + 1) * size)] { sketch.add(value) }
      merged.merge(sketch)
    }
    let sorted = values.sorted()
    #expect(merged.count == values.count)
    #expect(merged.isExact == (values.count <= 2000))
    #expect(merged.rankError < 0.025)
    for (probability, quantile) in zip(Self.probabilities, try #require(merged.quantiles(Self.probabilities))) {
      #expect(rankError(of: quantile, at: probability, in: sorted) <= merged.rankError + 1e-12)
    }
  }

  @Test func `the same values in the same order give the same quantiles`() {
    func quantiles() -> [Double]? {
      var sketch = QuantileSketch(exactCount: 100, bufferSize: 64)
      for value in Stream.uniform.values(5000) { sketch.add(value) }
      return sketch.quantiles(Self.probabilities)
    }
    #expect(quantiles() == quantiles())
  }

  @Test func `a sketch starts anew after a reset`() {
    var sketch = QuantileSketch(exactCount: 10, bufferSize: 4)
    for value in 0..<100 { sketch.add(Double(value)) }
    sketch.reset()
    #expect(sketch.isExact && sketch.count == 0 && sketch.maximum == nil)
    sketch.add(3)
    #expect(sketch.quantile(0.9) == 3)
  }

  @Test func `counts of values up to a bar are exact while the sketch is, and within its error beyond`() {
    var generator = SystemRandomNumberGenerator()
    for count in [1, 50, 2_000, 40_000] {
      var sketch = QuantileSketch(exactCount: 2_000, bufferSize: 256)
      let values = (0..<count).map { _ in Double.random(in: 0..<1, using: &generator) }
      for value in values { sketch.add(value) }
      let bars = [-0.5, 0, 0.1, 0.3, 0.5, 0.9, 0.999, 1.5]
      for (bar, found) in zip(bars, sketch.counts(atMost: bars)) {
        let exact = values.count { $0 <= bar }
        #expect(Double(abs(found - exact)) <= sketch.rankError * Double(count))
      }
      #expect(sketch.counts(atMost: [values.max() ?? 0]) == [count])
    }
  }
}

extension [Double] {
  /// The number of leading elements of a sorted array for which the condition does not hold yet.
  fileprivate func leading(until holds: (Double) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
