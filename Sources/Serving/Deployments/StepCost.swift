import Randomness

/// The cost of one step of a model on its GPUs. A step prefills prompts, decodes one token of each answer, or both.
///
/// ```swift
/// let cost = StepCost(base: 12.4, perPromptToken: 0.0443, perContextToken: 8e-5, perSequence: 0.0307)
/// cost.milliseconds(promptTokens: 500, context: 20_000, sequences: 17)
/// ```
/// A step takes `base + perPromptToken·P + perPromptPair·A + perContextToken·C + perSequence·n + perDecodeToken·d`
/// milliseconds:
/// - P is the number of prompt tokens;
/// - A is the number of pairs in the attention of the prompts: the sum of chunk·(before + chunk/2) over the chunks, where
///   `before` is the number of the prompt's tokens ahead of the chunk; it matters where prompts are long;
/// - C is the number of tokens of context of the running answers, including the tokens of this step;
/// - n is the number of sequences, prompts and answers;
/// - d is the number of answers, which get a token each: their share of collectives and of experts over several GPUs.
public struct StepCost: Sendable, Hashable {
  /// Which tokens of a prompt the attention of a chunk covers.
  public enum PromptAttention: String, Sendable, Hashable, CaseIterable {
    /// Those before it and half of its own: causal attention.
    case before
    /// All, and half of its own again, so that A sums chunk·(prompt + chunk/2): as inference-sim counts it.
    case whole
  }

  /// Milliseconds of every step: the weights are read once for all sequences.
  public let base: Double
  /// Milliseconds per prompt token.
  public let perPromptToken: Double
  /// Milliseconds per pair of prompt tokens.
  public let perPromptPair: Double
  /// Milliseconds per context token.
  public let perContextToken: Double
  /// Milliseconds per sequence.
  public let perSequence: Double
  /// Milliseconds per answer that gets a token, beside those per sequence.
  public let perDecodeToken: Double
  /// How pairs of prompt tokens are counted.
  public let promptAttention: PromptAttention
  /// The measured durations that steps take instead; the coefficients are then those of their best straight line.
  public let table: StepTable?
  /// The formula that gives the durations instead; the coefficients are then those of its best straight line.
  package let formula: StepFormula?

  /// A cost from a table of measured durations.
  ///
  /// Requests that are simulated take the durations of the table. What is estimated without a simulation, such as where a
  /// search for a fleet begins, takes the coefficients, which are fitted to it by least squares.
  public init(_ table: StepTable) { self.init(table: table, formula: nil, near: table) }

  /// A cost from a formula of its terms.
  ///
  /// Requests that are simulated take the durations of the formula; its coefficients are used as those of a table.
  package init(_ formula: StepFormula) { self.init(table: nil, formula: formula, near: formula.table) }

  private init(table: StepTable?, formula: StepFormula?, near points: StepTable) {
    let coefficients = Self.coefficients(of: points)
    base = max(coefficients.base, 1e-6)
    perPromptToken = coefficients.perPromptToken
    perContextToken = coefficients.perContextToken
    perSequence = coefficients.perSequence
    perPromptPair = 0
    perDecodeToken = 0
    promptAttention = .before
    self.table = table
    self.formula = formula
  }

  /// A cost from coefficients in milliseconds.
  public init(
    base: Double, perPromptToken: Double, perPromptPair: Double = 0, perContextToken: Double, perSequence: Double,
    perDecodeToken: Double = 0, promptAttention: PromptAttention = .before, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    self.base = base
    self.perPromptToken = perPromptToken
    self.perPromptPair = perPromptPair
    self.perContextToken = perContextToken
    self.perSequence = perSequence
    self.perDecodeToken = perDecodeToken
    self.promptAttention = promptAttention
    table = nil
    formula = nil
    let coefficients = [
      ("base", base), ("perPromptToken", perPromptToken), ("perPromptPair", perPromptPair),
      ("perContextToken", perContextToken), ("perSequence", perSequence), ("perDecodeToken", perDecodeToken),
    ]
    for (name, value) in coefficients where !(value >= 0 && value.isFinite) {
      ValidationErrors.report(
        InvalidValue(
          "StepCost(\(name): \(value.shortest))", "a coefficient is a number of milliseconds, at least 0",
          location: "\(file):\(line)"))
    }
    if base + perSequence == 0 {
      ValidationErrors.report(
        InvalidValue(
          "StepCost(base: 0, perSequence: 0)", "a step takes some time, whatever it works on",
          remedy: "give the time in which the GPU reads the weights as the base", location: "\(file):\(line)"))
    }
  }

  /// The coefficients at least 0 that fit the durations of a table best, relative to each.
  private static func coefficients(
    of table: StepTable
  ) -> (base: Double, perPromptToken: Double, perContextToken: Double, perSequence: Double) {
    let (prompts, answers) = (table.prompts.points, table.decoding.points)
    let points = prompts + answers
    func column(_ value: (Int) -> Double) -> [Double] { points.indices.map { value($0) / points[$0].milliseconds } }
    let least = points.count >= 4 ? 4 : points.count
    let columns = [
      column { _ in 1 }, column { $0 < prompts.count ? points[$0].tokens : 0 },
      column { $0 < prompts.count ? 0 : points[$0].tokens }, column { points[$0].sequences },
    ].prefix(least)
    let found = LinearLeastSquares.nonNegativeCoefficients(
      of: Array(columns), fitting: Array(repeating: 1, count: points.count))
    let all = found + Array(repeating: 0, count: 4 - least)
    return (all[0], all[1], all[2], all[3])
  }

  /// The cost with all coefficients multiplied by a factor.
  func times(_ factor: Double) -> StepCost {
    if let table { return StepCost(table.times(factor)) }
    if let formula { return StepCost(formula.times(factor)) }
    return StepCost(
      base: base * factor, perPromptToken: perPromptToken * factor, perPromptPair: perPromptPair * factor,
      perContextToken: perContextToken * factor, perSequence: perSequence * factor,
      perDecodeToken: perDecodeToken * factor, promptAttention: promptAttention)
  }

  /// The milliseconds of a step.
  ///
  /// - `promptTokens`: prompt tokens in the step.
  /// - `promptPairs`: their pairs, as ``pairs(piece:after:of:)`` counts them.
  /// - `context`: tokens of context of the running answers, the new ones included.
  /// - `sequences`: sequences in the step, prompts and answers.
  /// - `answers`: of those, the answers.
  public func milliseconds(
    promptTokens: Double = 0, promptPairs: Double = 0, context: Double = 0, sequences: Double,
    answers: Double = 0
  ) -> Double {
    base + perPromptToken * promptTokens + perPromptPair * promptPairs + perContextToken * context
      + perSequence * sequences + perDecodeToken * answers
  }

  /// The milliseconds of a step with a prompt alone.
  package func milliseconds(ofPrompt tokens: Double) -> Double {
    table?.prompts.cell(tokens: tokens, sequences: 1).milliseconds
      ?? formula?.milliseconds(answers: 0, context: 0, promptTokens: tokens, pairs: tokens * tokens / 2)
      ?? milliseconds(promptTokens: tokens, promptPairs: pairs(piece: tokens, after: 0, of: tokens), sequences: 1)
  }

  /// The milliseconds of a decode step of one answer with that much context.
  package func milliseconds(ofDecodingAt context: Double) -> Double {
    table?.decoding.cell(tokens: context, sequences: 1).milliseconds
      ?? formula?.milliseconds(answers: 1, context: context)
      ?? milliseconds(context: context, sequences: 1) + perDecodeToken
  }

  /// The pairs of tokens in a chunk of a prompt that follows `before` of its tokens.
  public func pairs(piece: Double, after before: Double, of prompt: Double) -> Double {
    piece * ((promptAttention == .before ? before : prompt) + piece / 2)
  }

  /// The seconds of a request that runs alone: its prompt in one step, which ends with the first token, and a step for each
  /// further token.
  public func secondsAlone(inputTokens input: Double, outputTokens output: Double) -> Double {
    let steps = max(output, 1) - 1
    let prompt = milliseconds(ofPrompt: input)
    if let table { return (prompt + table.decoding(steps: steps, from: input + 1)) / 1000 }
    if let formula { return (prompt + formula.decoding(steps: steps, from: input + 1)) / 1000 }
    // The context grows from input + 1 by a token a step.
    let context = steps * input + steps * (steps + 1) / 2
    return (prompt + steps * (base + perSequence + perDecodeToken) + perContextToken * context) / 1000
  }
}
