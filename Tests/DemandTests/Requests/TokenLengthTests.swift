import Demand
import Randomness
import Testing

@Suite struct TokenLengthTests {
  private let stream = RandomStream(seed: 3, replication: 0, name: "input tokens")
  private let other = RandomStream(seed: 3, replication: 0, name: "output tokens")

  @Test func `lengths are whole tokens, at least one, also where the distribution says less or without end`() {
    let tiny = TokenLengths(input: 0.2, output: .exponential(mean: 0.3))
    let endless = TokenLengths(
      input: .pareto(scale: 1e6, shape: 0.1), output: .pareto(scale: 1e6, shape: 0.1), rankCorrelation: 0.5)
    for _ in 0..<2000 {
      let short = tiny.draw(from: stream, other)
      #expect(short.input == 1 && short.output >= 1)
      let long = endless.draw(from: stream, other)
      #expect(long.input >= 1_000_000 && long.input < 1 << 31 && long.output < 1 << 31)
    }
  }

  @Test(arguments: [-0.7, 0, 0.35])
  func `lengths have the distributions and the rank correlation that were asked for`(correlation: Double) {
    let lengths = TokenLengths(
      input: .mixture([
        (0.9, .lognormal(mean: 800, deviation: 700)),
        (0.1, .truncated(.pareto(scale: 2000, shape: 1.3), to: 1...128_000)),
      ]), output: .exponential(mean: 300), rankCorrelation: correlation)
    let correlations = (0..<12).map { _ in
      let pairs = (0..<1500).map { _ in lengths.draw(from: stream, other) }
      return CorrelationMeasure.spearman.between(pairs.map { Double($0.input) }, pairs.map { Double($0.output) })
    }
    let found = Interval(correlations)
    #expect(found.holds(correlation) && found.halfWidth < 0.05, "\(found)")

    // Shares beyond quantiles: within 4.5 standard errors, a chance of 7 in a million each.
    let pairs = (0..<20_000).map { _ in lengths.draw(from: stream, other) }
    for p in [0.1, 0.5, 0.9, 0.99] {
      let slack = 4.5 * (p * (1 - p) / 20_000).squareRoot()
      let input = lengths.input.quantile(p), output = lengths.output.quantile(p)
      #expect(abs(Double(pairs.count { Double($0.input) <= input }) / 20_000 - p) < slack)
      // Half a token of rounding counts where the density is 1/300.
      #expect(abs(Double(pairs.count { Double($0.output) <= output }) / 20_000 - p) < slack + 0.5 / 300)
    }
  }

  @Test func `equally likely pairs have the means and the correlation of the lengths`() {
    let lengths = TokenLengths(
      input: .lognormal(logMean: 6.6, logDeviation: 0.9), output: .gamma(mean: 200, variation: 0.8),
      rankCorrelation: -0.4)
    let pairs = lengths.pairs(200)
    let all = pairs.flatMap { pair in pair.outputs.map { (pair.input, $0) } }
    #expect(all.count == 40_000)
    #expect(abs(all.reduce(0) { $0 + $1.1 } / 40_000 / 200 - 1) < 0.01)
    #expect(abs(all.reduce(0) { $0 + $1.0 } / 40_000 / lengths.input.mean - 1) < 0.01)
    #expect(abs(CorrelationMeasure.spearman.between(all.map(\.0), all.map(\.1)) + 0.4) < 0.01)
    let independent = TokenLengths(input: lengths.input, output: lengths.output).pairs(50)
    #expect(independent.allSatisfy { $0.outputs == independent[0].outputs })
  }

  @Test func `a correlation that cannot be is refused`() {
    let message = refused { _ = TokenLengths(input: 5, output: 5, rankCorrelation: 30) }
    #expect(message.contains("a correlation lies from -1 to 1; for 30 % write 0.3"))
    #expect(refused { _ = TokenLengths(input: 5, output: 5, rankCorrelation: .nan) } != "")
  }
}
