import CGSL
public import Randomness

/// The distribution of the tokens of a request: those of its prompt and of its answer.
///
/// ```swift
/// let lengths = TokenLengths(
///   input: .mixture([
///     (0.9, .lognormal(mean: 800, deviation: 700)), (0.1, .truncated(.pareto(scale: 2000, shape: 1.3), to: 1...128_000)),
///   ]), output: .exponential(mean: 300), rankCorrelation: 0.1)
/// let (input, output) = lengths.draw(from: streams.stream("chat/input tokens"), streams.stream("chat/output tokens"))
/// ```
/// Prompts of production services have a lognormal body with a Pareto tail, and answers are exponential except those of
/// reasoning models; Xiang et al., ServeGen, arXiv 2505.09999, 2025. Measured ones are `.empirical(quantiles:)`.
public struct TokenLengths: Sendable, Hashable {
  /// Tokens of the prompt, with all of its context.
  public let input: Distribution
  /// Tokens of the answer.
  public let output: Distribution
  /// Spearman's rank correlation of the two lengths.
  public let rankCorrelation: Double
  /// Pearson's correlation of the normal scores that gives that rank correlation.
  private let scoreCorrelation: Double

  /// Lengths drawn from those distributions, with dependence by a Gaussian copula.
  ///
  /// - `rankCorrelation`: from −1 to 1; 0 where the two are independent.
  public init(
    input: Distribution, output: Distribution, rankCorrelation: Double = 0, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    self.input = input
    self.output = output
    for (name, lengths) in [("input", input), ("output", output)] where lengths.quantile(1e-9) < 0 {
      ValidationErrors.report(
        InvalidValue("\(name): \(lengths)", "a number of tokens is at least 0", location: "\(file):\(line)"))
    }
    let isCorrelation = abs(rankCorrelation) <= 1
    if !isCorrelation {
      ValidationErrors.report(
        InvalidValue(
          "rankCorrelation: \(rankCorrelation.shortest)", "a correlation lies from -1 to 1",
          remedy: abs(rankCorrelation) <= 100
            ? "for \(rankCorrelation.shortest) % write \((rankCorrelation / 100).shortest)" : nil,
          location: "\(file):\(line)"))
    }
    self.rankCorrelation = isCorrelation ? rankCorrelation : 0
    scoreCorrelation = CorrelationMeasure.spearman.ofNormalScores(isCorrelation ? rankCorrelation : 0)
  }

  /// The next request's lengths in whole tokens, at least one of each.
  ///
  /// Each is drawn from its own stream, so that changing the distribution of one does not change the other.
  /// - Complexity: two draws; where the two depend on each other, two normal draws and two quantiles.
  public func draw(from inputStream: RandomStream, _ outputStream: RandomStream) -> (input: Int, output: Int) {
    if scoreCorrelation == 0 {
      return (Self.whole(input.draw(from: inputStream)), Self.whole(output.draw(from: outputStream)))
    }
    let first = Self.standardNormal.draw(from: inputStream)
    let second = Self.standardNormal.draw(from: outputStream)
    return (
      Self.whole(input.quantile(NormalScore.probability(of: first))),
      Self.whole(output.quantile(NormalScore.probability(of: score(of: second, given: first))))
    )
  }

  private static let standardNormal = Distribution.normal(mean: 0, deviation: 1)

  /// The answer's normal score, from a score that is independent of the prompt's.
  private func score(of independent: Double, given prompt: Double) -> Double {
    scoreCorrelation * prompt + (1 - scoreCorrelation * scoreCorrelation).squareRoot() * independent
  }

  /// To the nearest whole number of tokens, from 1 to 2³¹ − 1.
  private static func whole(_ length: Double) -> Int { Int(min(max(length.rounded(), 1), 0x1p31 - 1)) }

  /// Equally likely pairs of lengths: the middles of `count` slices of the input, with for each as many of the output.
  package func pairs(_ count: Int) -> [(input: Double, outputs: [Double])] {
    let middles = (0..<count).map { (Double($0) + 0.5) / Double(count) }
    if scoreCorrelation == 0 {
      let outputs = middles.map { output.quantile($0) }
      return middles.map { (input.quantile($0), outputs) }
    }
    let scores = middles.map(NormalScore.of)
    return zip(middles, scores).map { middle, prompt in
      (
        input.quantile(middle),
        scores.map { output.quantile(NormalScore.probability(of: score(of: $0, given: prompt))) }
      )
    }
  }
}

/// The two streams that lengths are drawn from.
struct LengthStreams {
  private let input: RandomStream
  private let output: RandomStream

  /// `name/input tokens` and `name/output tokens`.
  init(_ streams: Streams, named name: String) {
    input = streams.stream(name + "/input tokens")
    output = streams.stream(name + "/output tokens")
  }

  func draw(_ lengths: TokenLengths) -> (input: Int, output: Int) { lengths.draw(from: input, output) }
}

/// Conversion between probabilities and normal scores, as a Gaussian copula needs it.
enum NormalScore {
  /// The normal quantile of a probability between 0 and 1.
  static func of(_ probability: Double) -> Double {
    ScientificLibrary.prepare()
    return probability < 0.5 ? gsl_cdf_ugaussian_Pinv(probability) : gsl_cdf_ugaussian_Qinv(1 - probability)
  }

  /// The normal cumulative probability of a score, strictly between 0 and 1.
  static func probability(of score: Double) -> Double {
    min(max(gsl_cdf_ugaussian_P(score), .leastNormalMagnitude), 1.0.nextDown)
  }
}
