import Benchmark
import Payoff

/// One draw of each distribution.
func drawBenchmarks() {
  let distributions: [Distribution] = [
    .uniform(0, 1), .exponential(mean: 1), .normal(mean: 0, deviation: 1), .lognormal(mean: 1, deviation: 1),
    .gamma(shape: 2.5, scale: 1), .beta(2, 3), .weibull(scale: 1, shape: 1.5), .pareto(scale: 1, shape: 2),
    .triangular(0, 1, 3), .poisson(mean: 4), .poisson(mean: 100), .poisson(mean: 1e7),
    .binomial(trials: 100, probability: 0.3),
  ]
  for distribution in distributions {
    Benchmark("draw \(distribution)") { benchmark in
      let stream = Streams(seed: 1, replication: 0).stream("draws")
      benchmark.startMeasurement()
      for _ in benchmark.scaledIterations { blackHole(distribution.draw(from: stream)) }
    }
  }
}
