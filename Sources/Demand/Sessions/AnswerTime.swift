import Randomness

/// How long an answer is taken to take, in seconds, where nobody simulates the service.
public struct AnswerTime: Sendable, Hashable {
  let firstToken: Double
  let perInputToken: Double
  let perOutputToken: Double

  /// Seconds until the first token, for each token of the prompt and for each of the answer.
  public init(
    firstToken: Double = 0, perInputToken: Double = 0, perOutputToken: Double = 0, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    self.firstToken = firstToken
    self.perInputToken = perInputToken
    self.perOutputToken = perOutputToken
    if ![firstToken, perInputToken, perOutputToken].allSatisfy({ $0 >= 0 && $0 < .infinity }) {
      ValidationErrors.report(
        InvalidValue(
          "AnswerTime(\(firstToken.shortest), \(perInputToken.shortest), \(perOutputToken.shortest))",
          "times are numbers of seconds from 0 on", location: "\(file):\(line)"))
    }
  }

  /// Seconds from the arrival of a request to the end of its answer.
  public func seconds(for request: InferenceRequest) -> Double {
    firstToken + perInputToken * Double(request.inputTokens) + perOutputToken * Double(request.outputTokens)
  }
}
