import Randomness

/// What one step of a model on its GPUs takes: it works on prompts, on one token more of each answer, or on both at once.
///
/// ```swift
/// let cost = StepCost(base: 12.4, perPromptToken: 0.0443, perContextToken: 8e-5, perSequence: 0.0307)
/// cost.milliseconds(promptTokens: 500, context: 20_000, sequences: 17)
/// ```
/// A step takes `base + perPromptToken·P + perPromptPair·A + perContextToken·C + perSequence·n` milliseconds:
/// - P prompt tokens are worked on, in pieces of some prompts;
/// - A is the sum of piece·(before + piece/2) over those pieces, `before` being the prompt's tokens ahead of the piece: the
///   pairs of tokens that look at each other, which count where prompts are long;
/// - C tokens of context are held by the answers being written, those being written now included;
/// - n sequences are at work, prompts and answers.
public struct StepCost: Sendable, Hashable {
  /// Which tokens of its prompt a piece of a prompt looks at.
  public enum PromptAttention: String, Sendable, Hashable, CaseIterable {
    /// Those before it and half of its own: what the arithmetic of a model takes.
    case before
    /// All, and half of its own again, so that A sums piece·(prompt + piece/2): as inference-sim counts it.
    case whole
  }

  /// Milliseconds of every step: the weights are read once for all.
  public let base: Double
  /// Milliseconds for each token of a prompt.
  public let perPromptToken: Double
  /// Milliseconds for each pair of prompt tokens.
  public let perPromptPair: Double
  /// Milliseconds for each token of context that an answer looks back at.
  public let perContextToken: Double
  /// Milliseconds for each sequence at work.
  public let perSequence: Double
  /// How the pairs of prompt tokens are counted.
  public let promptAttention: PromptAttention

  /// The coefficients of a fit, in milliseconds.
  public init(
    base: Double, perPromptToken: Double, perPromptPair: Double = 0, perContextToken: Double, perSequence: Double,
    promptAttention: PromptAttention = .before, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.base = base
    self.perPromptToken = perPromptToken
    self.perPromptPair = perPromptPair
    self.perContextToken = perContextToken
    self.perSequence = perSequence
    self.promptAttention = promptAttention
    let coefficients = [
      ("base", base), ("perPromptToken", perPromptToken), ("perPromptPair", perPromptPair),
      ("perContextToken", perContextToken), ("perSequence", perSequence),
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

  /// The same where everything takes that many times as long.
  func times(_ factor: Double) -> StepCost {
    StepCost(
      base: base * factor, perPromptToken: perPromptToken * factor, perPromptPair: perPromptPair * factor,
      perContextToken: perContextToken * factor, perSequence: perSequence * factor, promptAttention: promptAttention)
  }

  /// The milliseconds of a step.
  ///
  /// - `promptTokens`: the tokens of prompts that are worked on.
  /// - `promptPairs`: the pairs of them, as ``pairs(piece:after:of:)`` counts them.
  /// - `context`: the tokens of the sequences whose answers are being written, the new ones included.
  /// - `sequences`: the sequences at work, prompts and answers.
  public func milliseconds(
    promptTokens: Double = 0, promptPairs: Double = 0, context: Double = 0, sequences: Double
  ) -> Double {
    base + perPromptToken * promptTokens + perPromptPair * promptPairs + perContextToken * context
      + perSequence * sequences
  }

  /// The pairs of tokens in a piece of a prompt that comes after `before` tokens of it.
  public func pairs(piece: Double, after before: Double, of prompt: Double) -> Double {
    piece * ((promptAttention == .before ? before : prompt) + piece / 2)
  }

  /// Seconds that a request takes when the GPU serves nothing else: its prompt in one step, which ends with the first
  /// token, and a step for each further token.
  public func secondsAlone(inputTokens input: Double, outputTokens output: Double) -> Double {
    let steps = max(output, 1) - 1
    let prompt = milliseconds(
      promptTokens: input, promptPairs: pairs(piece: input, after: 0, of: input), sequences: 1)
    // The context grows from input + 1 by a token a step.
    let context = steps * input + steps * (steps + 1) / 2
    return (prompt + steps * (base + perSequence) + perContextToken * context) / 1000
  }
}
