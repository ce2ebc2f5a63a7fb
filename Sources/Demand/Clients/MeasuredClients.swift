import Glibc
import Randomness

/// The measured clients of a service: the ten largest one by one, the others by their distribution.
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
  /// Shares of the requests at some ranks beyond the leaders, the last that of the last client; between them logarithms are
  /// interpolated linearly.
  let others: [(rank: Int, share: Double)]
  /// The variation of the others' gaps, and the correlation of its logarithm with that of the rate.
  let variation: Distribution
  let variationWithRate: Double
  /// The variation above which gaps are Weibull rather than gamma.
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
  /// The other clients are taken from their distribution by a low-discrepancy sequence: the same in every replication.
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

  /// Only the mean lengths of clients are known. Prompts vary as in conversations (lognormal; variation 0.96 in the Azure
  /// trace of 2023, here 1), and answers are exponential as in the measured services.
  private static func lengths(input: Double, output: Double) -> TokenLengths {
    TokenLengths(input: .lognormal(mean: input, deviation: input), output: .exponential(mean: output))
  }
}

/// Client mixtures measured at Alibaba: Xiang et al., ServeGen, arXiv 2505.09999, 2025; Apache-2.0.
///
/// Shares, variations and families of gaps (in windows of ten minutes, weighted by rate) and mean tokens are those of the
/// published clients; within a client, lengths are assumed: lognormal prompts of variation 1, exponential answers.
extension ClientMixture {
  /// A large general model: 162 clients over 14 days, of which ten send 63 % of the requests.
  ///
  /// 1023 tokens in and 162 out on average; gaps of a client vary by 3.4 of their mean, weighted by rate. Trace
  /// language/m-large. Tokens of five of the ten are not published and taken to be the mean of all.
  ///
  /// - `rate`: requests a second of all; 195.8 were measured.
  public static func serveGenLarge(
    rate: Double = 195.8, file: StaticString = #fileID, line: UInt = #line
  ) -> ClientMixture {
    large.mixture(rate: rate, file: file, line: line)
  }

  /// A reasoning model, DeepSeek-R1: 73 clients over a day, of which ten send 68 % of the requests.
  ///
  /// 1377 tokens in and 1502 out on average; gaps of a client vary by 2.3 of their mean, weighted by rate. Trace
  /// reason/deepseek-r1.
  ///
  /// - `rate`: requests a second of all; 16.0 were measured.
  public static func serveGenReasoning(
    rate: Double = 16.0, file: StaticString = #fileID, line: UInt = #line
  ) -> ClientMixture {
    reasoning.mixture(rate: rate, file: file, line: line)
  }

  private static var large: MeasuredClients {
    MeasuredClients(
      leaders: [
        .init(0.1605, .gamma(variation: 2.330), 1144.5, 333.7), .init(0.0717, .gamma(variation: 1.147), nil, nil),
        .init(0.0664, .weibull(variation: 2.415), nil, nil), .init(0.0664, .weibull(variation: 2.434), nil, nil),
        .init(0.0627, .gamma(variation: 2.830), 746.7, 45.0), .init(0.0541, .gamma(variation: 16.34), nil, nil),
        .init(0.0539, .gamma(variation: 4.234), 666.9, 44.4), .init(0.0444, .gamma(variation: 0.943), 221.0, 18.2),
        .init(0.0265, .gamma(variation: 0.920), 541.4, 101.0), .init(0.0258, .gamma(variation: 1.054), nil, nil),
      ],
      others: [
        (11, 0.0233), (15, 0.0140), (20, 0.0102), (30, 0.00574), (40, 0.00369), (50, 0.00270), (75, 0.00084),
        (100, 0.000338), (130, 9.75e-5), (162, 8.97e-6),
      ],
      variation: .empirical(quantiles: [
        (0, 0.83), (0.1, 1.04), (0.25, 1.50), (0.5, 2.54), (0.75, 6.52), (0.9, 11.27), (1, 26.47),
      ]),
      variationWithRate: -0.30, weibullAbove: 5, inputDeviation: 1.09, outputDeviation: 1.41, correlation: 0.55,
      meanInput: 1023,
      meanOutput: 162)
  }

  private static var reasoning: MeasuredClients {
    MeasuredClients(
      leaders: [
        .init(0.2859, .gamma(variation: 3.220), 368.6, 2434.0), .init(0.0786, .gamma(variation: 1.145), 320.7, 592.6),
        .init(0.0668, .gamma(variation: 1.483), 130.3, 991.7), .init(0.0492, .gamma(variation: 1.910), 130.8, 1010.0),
        .init(0.0442, .gamma(variation: 1.010), 562.5, 447.4), .init(0.0406, .gamma(variation: 4.015), 372.5, 415.6),
        .init(0.0347, .gamma(variation: 1.052), 2759.3, 1100.4),
        .init(0.0298, .weibull(variation: 1.897), 75.5, 8456.6),
        .init(0.0239, .gamma(variation: 1.056), 16_094.6, 1336.7),
        .init(0.0236, .gamma(variation: 2.006), 1674.5, 735.4),
      ],
      others: [
        (11, 0.0236), (15, 0.0188), (20, 0.0120), (30, 0.00570), (40, 0.00314), (50, 0.000902), (73, 6.51e-5),
      ],
      variation: .empirical(quantiles: [
        (0, 0.56), (0.1, 0.89), (0.25, 1.03), (0.5, 2.28), (0.75, 5.44), (0.9, 7.14), (1, 9.79),
      ]),
      variationWithRate: -0.42, weibullAbove: 3.5, inputDeviation: 1.43, outputDeviation: 0.69, correlation: 0.28,
      meanInput: 1377,
      meanOutput: 1502)
  }
}
