/// Values that are observed one by one: how many, mean, deviation, extremes and percentiles, in bounded memory.
public struct Observations: Sendable {
  var tally = Tally()
  var sketch = QuantileSketch()

  @inline(__always)
  mutating func add(_ value: Double) {
    tally.add(value)
    sketch.add(value)
  }

  mutating func reset() {
    tally.reset()
    sketch.reset()
  }
}
