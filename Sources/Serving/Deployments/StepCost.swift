import Randomness

/// What one step of a model on its GPUs takes: a prefill of a prompt, or one token more for each sequence.
///
/// A prefill of p tokens takes `prefillBase + perPrefillToken·p + perPrefillTokenSquared·p²`; a decode step
/// `decodeBase + perContextToken·c + perSequence·n` for n sequences that together hold c tokens of context.
/// All in milliseconds, from a fit to measured runs.
public struct StepCost: Sendable, Hashable {
  public let prefillBase: Double
  public let perPrefillToken: Double
  public let perPrefillTokenSquared: Double
  public let decodeBase: Double
  public let perContextToken: Double
  public let perSequence: Double

  public init(
    prefillBase: Double, perPrefillToken: Double, perPrefillTokenSquared: Double = 0, decodeBase: Double,
    perContextToken: Double, perSequence: Double, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.prefillBase = prefillBase
    self.perPrefillToken = perPrefillToken
    self.perPrefillTokenSquared = perPrefillTokenSquared
    self.decodeBase = decodeBase
    self.perContextToken = perContextToken
    self.perSequence = perSequence
    let coefficients = [
      prefillBase, perPrefillToken, perPrefillTokenSquared, decodeBase, perContextToken, perSequence,
    ]
    if !coefficients.allSatisfy({ $0 >= 0 && $0.isFinite }) || prefillBase + decodeBase <= 0 {
      Refusals.report(
        InvalidValue(
          "StepCost(\(coefficients.map { "\($0)" }.joined(separator: ", ")))",
          "coefficients are milliseconds, none negative, and a step takes some time", location: "\(file):\(line)"))
    }
  }

  /// Seconds that a request takes when the GPU serves nothing else: its prefill, which ends with the first token, and a
  /// decode step for each further token.
  public func secondsAlone(inputTokens input: Double, outputTokens output: Double) -> Double {
    let steps = max(output, 1) - 1
    let prefill = prefillBase + perPrefillToken * input + perPrefillTokenSquared * input * input
    // The context grows from input + 1 by a token a step.
    let context = steps * input + steps * (steps + 1) / 2
    return (prefill + steps * (decodeBase + perSequence) + perContextToken * context) / 1000
  }
}
