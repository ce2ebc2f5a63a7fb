import Glibc
import Randomness

/// Clients of a service as measured: the first ten one by one, the others by how they spread.
struct MeasuredClients {
  /// A client's share of the requests, the variation and family of its gaps, and its mean tokens where they are known.
  struct Leader {
    let share: Double
    let gaps: ArrivalGaps
    let input: Double?
    let output: Double?

    init(_ share: Double, _ gaps: ArrivalGaps, _ input: Double?, _ output: Double?) {
      (self.share, self.gaps, self.input, self.output) = (share, gaps, input, output)
    }
  }

  let leaders: [Leader]
  /// Shares of the requests at some ranks beyond the leaders', the last that of the last client; logarithms lie on straight
  /// lines between.
  let others: [(rank: Int, share: Double)]
  /// The variation of the others' gaps, and the correlation of its logarithm with that of the rate.
  let variation: Distribution
  let variationWithRate: Double
  /// Above which variation gaps are rather Weibull than gamma.
  let weibullAbove: Double
  /// Standard deviations and correlation of the logarithms of the others' mean tokens.
  let inputDeviation: Double
  let outputDeviation: Double
  let correlation: Double
  /// Mean tokens over all requests.
  let meanInput: Double
  let meanOutput: Double

  /// The clients at so many requests a second.
  ///
  /// What the others are is taken from their spread evenly, by a sequence that fills space: the same in every replication.
  func mixture(rate: Double, file: StaticString, line: UInt) -> ClientMixture {
    let shares = otherShares
    let scores = shares.indices.map { index in (0..<3).map { NormalScore.of(Self.place(index, $0)) } }
    // Means of others are scaled so that those of all requests are the measured ones.
    let inputs = scores.map { exp(inputDeviation * $0[0]) }
    let outputs = scores.map { exp(outputDeviation * Self.correlated($0[1], with: $0[0], correlation)) }
    let inputScale = scale(meanInput, leaders.map { ($0.share, $0.input) }, shares, inputs)
    let outputScale = scale(meanOutput, leaders.map { ($0.share, $0.output) }, shares, outputs)
    let total = leaders.reduce(0) { $0 + $1.share } + shares.reduce(0, +)
    let first = leaders.map { leader in
      Client(
        rate: rate * leader.share / total, gaps: leader.gaps,
        lengths: Self.lengths(input: leader.input ?? meanInput, output: leader.output ?? meanOutput), file: file,
        line: line)
    }
    let rest = shares.indices.map { index in
      let rateScore = -NormalScore.of((Double(index) + 0.5) / Double(shares.count))
      let score = Self.correlated(scores[index][2], with: rateScore, variationWithRate)
      let variation = variation.quantile(NormalScore.probability(of: score))
      return Client(
        rate: rate * shares[index] / total,
        gaps: variation > weibullAbove ? .weibull(variation: variation) : .gamma(variation: variation),
        lengths: Self.lengths(input: inputScale * inputs[index], output: outputScale * outputs[index]), file: file,
        line: line)
    }
    return ClientMixture(first + rest, file: file, line: line)
  }

  private static func correlated(_ score: Double, with other: Double, _ correlation: Double) -> Double {
    correlation * other + (1 - correlation * correlation).squareRoot() * score
  }

  private var otherShares: [Double] {
    var shares: [Double] = []
    for (start, end) in zip(others, others.dropFirst()) {
      for rank in start.rank..<end.rank {
        let way = Double(rank - start.rank) / Double(end.rank - start.rank)
        shares.append(exp(log(start.share) + way * log(end.share / start.share)))
      }
    }
    return shares + others.suffix(1).map(\.share)
  }

  private func scale(
    _ mean: Double, _ leaders: [(share: Double, tokens: Double?)], _ shares: [Double], _ tokens: [Double]
  ) -> Double {
    let total = leaders.reduce(0) { $0 + $1.share } + shares.reduce(0, +)
    let known = leaders.reduce(0) { $0 + $1.share * ($1.tokens ?? mean) }
    return (mean * total - known) / zip(shares, tokens).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// Multiples of the powers of the real root of x⁴ = x + 1, modulo 1. Roberts 2018, "The unreasonable effectiveness of
  /// quasirandom sequences".
  private static func place(_ index: Int, _ dimension: Int) -> Double {
    let root = 1.2207440846057596
    let place = 0.5 + Double(index + 1) / pow(root, Double(dimension + 1))
    return place - place.rounded(.down)
  }

  /// Means are known of clients, not how their requests differ: prompts vary as conversations do (variation 0.96 in the
  /// Azure trace of 2023, here 1, lognormal), answers are exponential, as the measured services' are.
  private static func lengths(input: Double, output: Double) -> TokenLengths {
    TokenLengths(input: .lognormal(mean: input, deviation: input), output: .exponential(mean: output))
  }
}
