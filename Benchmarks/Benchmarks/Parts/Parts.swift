import Benchmark

/// The parts that an event is made of, and those of a load, each a million times in a sample.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock], scalingFactor: .mega, maxDuration: .milliseconds(500))
  drawBenchmarks()
  arrivalBenchmarks()
  holdBenchmarks()
}
