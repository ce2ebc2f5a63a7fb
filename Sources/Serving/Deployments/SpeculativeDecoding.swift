public import Randomness

/// Speculative decoding: a small model drafts tokens, and one step of the large model verifies all of them.
///
/// ```swift
/// let speculation = SpeculativeDecoding(drafting: 4, acceptance: 0.7, by: small.cost)
/// speculation.tokensPerStep                                            // 2.77
/// speculation.steps(forAnswerOf: 256).mean                             // 92.5 instead of 255
/// speculation.speedup(of: large.cost, sequences: 1, context: 1000)     // above 1 alone,
/// speculation.speedup(of: large.cost, sequences: 256, context: 256_000)  // and below 1 in a large batch
/// ```
/// The drafted tokens of a step are accepted in order until the first that is refused; the step then has the accepted tokens
/// and one of the large model's own. The answer is the large model's, token by token. Leviathan, Kalman and Matias 2023,
/// ICML.
///
/// These are calculations for a given batch. ``Deployment/speculating(_:)`` lets replicas serve with drafts, so that batch,
/// memory and queue are those of a simulation.
public struct SpeculativeDecoding: Sendable, Hashable {
  /// The chance that a drafted token is accepted where all before it are, by its position in the draft.
  public let acceptance: [Double]
  /// The cost of a step of the drafting model.
  public let draft: StepCost

  /// - `tokens`: the tokens that are drafted in each step, at least one.
  /// - `acceptance`: the chance that a drafted token is accepted where all before it are, from 0 to 1.
  /// - `draft`: the cost of a step of the drafting model, which drafts a token of each answer.
  public init(
    drafting tokens: Int, acceptance: Double, by draft: StepCost, file: StaticString = #fileID, line: UInt = #line
  ) {
    if !(1...64).contains(tokens) {
      ValidationErrors.report(
        InvalidValue(
          "SpeculativeDecoding(drafting: \(tokens))", "a step drafts from 1 to 64 tokens", location: "\(file):\(line)"))
    }
    self.init(
      acceptance: Array(repeating: acceptance, count: min(max(tokens, 1), 64)), by: draft, file: file, line: line)
  }

  /// With a chance of acceptance for each position, as it is measured: later tokens of a draft are refused more often.
  ///
  /// - `acceptance`: by position, given that all tokens before it are accepted.
  public init(
    acceptance: [Double], by draft: StepCost, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.acceptance = acceptance
    self.draft = draft
    if !(1...64).contains(acceptance.count) {
      ValidationErrors.report(
        InvalidValue(
          "SpeculativeDecoding(acceptance: of \(acceptance.count) positions)", "a step drafts from 1 to 64 tokens",
          location: "\(file):\(line)"))
    }
    for (position, chance) in acceptance.enumerated() where !(0...1).contains(chance) {
      ValidationErrors.report(
        InvalidValue(
          "SpeculativeDecoding(acceptance: \(chance.shortest)) at position \(position + 1)",
          "a chance lies between 0 and 1", location: "\(file):\(line)"))
    }
  }

  /// The chances that a step has 1, 2, … tokens, of an answer that is far from its end.
  public var tokenChances: [Double] {
    var chances: [Double] = []
    var reached = 1.0
    for chance in acceptance {
      chances.append(reached * (1 - chance))
      reached *= chance
    }
    return chances + [reached]
  }

  /// The mean number of tokens of a step, of an answer that is far from its end: (1 − aᵍ⁺¹)/(1 − a) with g drafted tokens.
  public var tokensPerStep: Double {
    tokenChances.enumerated().reduce(0) { $0 + Double($1.offset + 1) * $1.element }
  }

  /// The mean and the standard deviation of the number of decode steps of an answer; its first token is the prefill's.
  ///
  /// - `tokens`: of the whole answer.
  /// - Complexity: tokens times drafted tokens.
  public func steps(forAnswerOf tokens: Int) -> (mean: Double, deviation: Double) {
    let chances = tokenChances
    // By the tokens that are left: moments of the steps, by what the first of them leaves.
    var (means, squares) = ([0.0], [0.0])
    for left in stride(from: 1, to: tokens, by: 1) {
      var (mean, square) = (0.0, 0.0)
      for (place, chance) in chances.enumerated() {
        let rest = max(left - place - 1, 0)
        mean += chance * means[rest]
        square += chance * squares[rest]
      }
      means.append(1 + mean)
      squares.append(1 + 2 * mean + square)
    }
    let mean = means[means.count - 1]
    return (mean, max(squares[squares.count - 1] - mean * mean, 0).squareRoot())
  }

  /// The decode steps of an answer, drawn.
  ///
  /// - `tokens`: of the whole answer.
  public func drawSteps(forAnswerOf tokens: Int, from stream: RandomStream) -> Int {
    var (left, steps) = (tokens - 1, 0)
    while left > 0 {
      steps += 1
      left -= 1 + (acceptance.firstIndex { stream.uniform() >= $0 } ?? acceptance.count)
    }
    return steps
  }

  /// The same with a drafting model whose steps take `factor` times as long.
  func times(_ factor: Double) -> SpeculativeDecoding {
    SpeculativeDecoding(acceptance: acceptance, by: draft.times(factor))
  }

  /// The milliseconds of a step: the drafts one after the other, then the large model on all tokens at once.
  ///
  /// - `cost`: of the large model.
  /// - `sequences`: the answers in the batch.
  /// - `context`: their tokens of context together.
  public func milliseconds(of cost: StepCost, sequences: Double, context: Double) -> Double {
    let drafted = Double(acceptance.count)
    return drafted * draft.milliseconds(context: context, sequences: sequences, answers: sequences)
      + cost.milliseconds(
        promptTokens: drafted * sequences, promptPairs: drafted * context, context: context, sequences: sequences,
        answers: sequences)
  }

  /// How many times as fast answers are written as without speculation; below 1 where it costs more than it gains.
  ///
  /// Alone, a step waits for the weights, and further tokens are nearly free; in a large batch it waits for arithmetic, and
  /// refused tokens are lost work.
  ///
  /// - `cost`: of the large model.
  /// - `sequences`: the answers in the batch.
  /// - `context`: their tokens of context together.
  public func speedup(of cost: StepCost, sequences: Double, context: Double) -> Double {
    tokensPerStep * cost.milliseconds(context: context, sequences: sequences, answers: sequences)
      / milliseconds(of: cost, sequences: sequences, context: context)
  }
}
