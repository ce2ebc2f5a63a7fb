import Glibc

/// The duration of a step by its terms: floors, weights read, arithmetic, the KV cache and collectives.
///
/// A step with n answers of a mean context and P tokens of prompts takes, in milliseconds,
/// ```
/// base + √((dense + expert·touched)² + (n·answerToken + P·promptToken)²) + n·(sequence + kv(context)) + P·promptLink + pairs·pair
/// ```
/// where `touched` is the share of the experts that its tokens use. The duration of steps with the same answers is linear in
/// their context, but for the lengths at which a window or a sparse attention is full, so that runs of steps have a closed
/// form. docs/design/step-costs.md derives the terms.
package struct StepFormula: Sendable, Hashable {
  /// Launches, scheduling, latencies of collectives.
  package var base: Double
  /// Weights that every step reads.
  package var dense: Double
  /// The weights of all experts.
  package var expert: Double
  /// The squared variation of the popularity of experts.
  var skew: Double
  /// Experts of a token over all experts; 0 in a dense model.
  var share: Double
  /// Arithmetic of the token of an answer, and of a token of a prompt.
  var answerToken: Double
  var promptToken: Double
  /// The deviation of work on prompts, which a prompt alone has in the reading of weights too.
  var promptFactor: Double
  /// For each answer.
  package var sequence: Double
  /// For each token of a prompt, beside its arithmetic.
  var promptLink: Double
  /// For each pair of prompt tokens.
  var pair: Double
  /// For each token of context of an answer, up to `topmost`.
  var context: Double
  var topmost: Double
  /// For each token of context up to `window`.
  var windowed: Double
  var window: Double
  /// For each token of context, however long.
  var index: Double
  /// For each answer: its recurrent state.
  var state: Double

  /// The share of the experts that so many tokens use.
  @inline(__always)
  package func touched(_ tokens: Double) -> Double {
    share > 0 ? 1 - pow(1 + skew * tokens * share, -1 / skew) : 0
  }

  /// Milliseconds of reading the KV cache of an answer.
  @inline(__always)
  package func kv(at length: Double) -> Double {
    context * min(length, topmost) + windowed * min(length, window) + index * length + state
  }

  /// Milliseconds of a step.
  ///
  /// - `context`: the mean context of the answers.
  package func milliseconds(answers: Double, context: Double, promptTokens: Double = 0, pairs: Double = 0) -> Double {
    let reading = dense + expert * touched(answers + promptTokens)
    let computing = answers * answerToken + promptTokens * promptToken
    return base + (reading * reading + computing * computing).squareRoot() + answers * (kv(at: context) + sequence)
      + promptTokens * promptLink + pairs * pair
  }

  /// What a prompt adds to a step of its own, as measurements of first tokens have it.
  package func prompt(_ tokens: Double) -> Double {
    let reading = promptFactor * (dense + expert * touched(tokens))
    let computing = tokens * promptToken
    return (reading * reading + computing * computing).squareRoot() + tokens * promptLink + tokens * tokens / 2 * pair
  }

  /// Decode steps of the same answers: milliseconds at that context of all together, for each further token of it, and the
  /// context up to which that holds.
  func cell(context total: Double, answers: Double) -> StepTable.Grid.Cell {
    let length = total / answers
    let slope = (length < topmost ? context : 0) + (length < window ? windowed : 0) + index
    let end = min(length < topmost ? topmost : .infinity, length < window ? window : .infinity) * answers
    return StepTable.Grid.Cell(milliseconds: milliseconds(answers: answers, context: length), perToken: slope, end: end)
  }

  /// Milliseconds of so many decode steps of one answer, the first with that much context.
  func decoding(steps: Double, from context: Double) -> Double {
    StepTable.decoding(steps: steps, from: context) { cell(context: $0, answers: 1) }
  }

  func times(_ factor: Double) -> StepFormula {
    var slower = self
    for term in Self.terms { slower[keyPath: term] *= factor }
    return slower
  }

  /// What is in milliseconds.
  private static var terms: [WritableKeyPath<StepFormula, Double>] {
    [
      \.base, \.dense, \.expert, \.answerToken, \.promptToken, \.sequence, \.promptLink, \.pair, \.context,
      \.windowed, \.index, \.state,
    ]
  }

  /// The durations over the range of use, for files and for coefficients.
  ///
  /// Prompts of 1 to 64 sequences and up to 16 384 tokens; answers up to 1024 with contexts of 16 to 32 768 tokens.
  package var table: StepTable {
    let counts: [Double] = [1, 2, 4, 8, 16, 32, 64, 96, 128, 192, 256, 384, 512, 1024]
    let prompts: [Double] = [1, 4, 16, 64]
    let tokens: [Double] = (0...20).map { (16 * pow(2, Double($0) / 2)).rounded() }
    // The context of all answers together.
    let contexts: [Double] = (0...42).map { (16 * pow(2, Double($0) / 2)).rounded() }
    return StepTable(
      prompts: .init(
        tokens: tokens, sequences: prompts,
        milliseconds: tokens.map { length in
          prompts.map {
            milliseconds(answers: 0, context: 0, promptTokens: length, pairs: length * length / $0 / 2)
          }
        }),
      decoding: .init(
        tokens: contexts, sequences: counts,
        milliseconds: contexts.map { context in
          counts.map { milliseconds(answers: $0, context: max(context / $0, 1)) }
        }), shared: 0.999 * (base + dense + expert * touched(1)))
  }
}
