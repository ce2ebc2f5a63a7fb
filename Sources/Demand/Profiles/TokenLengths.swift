public import Randomness

/// The tokens of a request: what it brings and what is answered, drawn independently of each other.
public struct TokenLengths: Sendable, Hashable {
  /// Tokens of the prompt, with all of its context.
  public let input: Distribution
  /// Tokens of the answer.
  public let output: Distribution

  public init(input: Distribution, output: Distribution, file: StaticString = #fileID, line: UInt = #line) {
    self.input = input
    self.output = output
    for (name, lengths) in [("input", input), ("output", output)] where lengths.quantile(1e-9) < 0 {
      Refusals.report(
        InvalidValue("\(name): \(lengths)", "a number of tokens is at least 0", location: "\(file):\(line)"))
    }
  }
}
