import Demand
import Foundation
import Randomness
import Serving
import Testing

@Suite struct ServiceTimeTests {
  private let cost = StepCost(
    base: 23.5, perPromptToken: 0.14, perPromptPair: 1.6e-5, perContextToken: 6e-4, perSequence: 0.06)

  @Test func `a request alone takes its prefill and each of its steps`() {
    let (input, output) = (1000.0, 50.0)
    var milliseconds = 23.5 + 0.06 + 0.14 * input + 8e-6 * input * input
    for token in 1..<50 { milliseconds += 23.5 + 0.06 + 6e-4 * (input + Double(token)) }
    let found = cost.secondsAlone(inputTokens: input, outputTokens: output)
    #expect(abs(found - milliseconds / 1000) < 1e-12)
  }

  @Test func `the first token needs no step of its own`() {
    let step = (23.5 + 0.06) / 1000
    #expect(cost.secondsAlone(inputTokens: 0, outputTokens: 1) == step)
    #expect(cost.secondsAlone(inputTokens: 0, outputTokens: 0) == step)
  }

  @Test func `mean and variation over token lengths agree with drawing them`() {
    let lengths = TokenLengths(
      input: .lognormal(logMean: 6.6, logDeviation: 0.9), output: .lognormal(logMean: 5, logDeviation: 0.8))
    let service = ServiceTime(cost, lengths: lengths)
    let (input, output) = (
      RandomStream(seed: 1, replication: 0, name: "input"), RandomStream(seed: 1, replication: 0, name: "output")
    )
    let count = 40_000
    let draws = (0..<count).map { _ in
      cost.secondsAlone(inputTokens: lengths.input.draw(from: input), outputTokens: lengths.output.draw(from: output))
    }.sorted()
    let mean = draws.reduce(0, +) / Double(count)
    let deviation = (draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)).squareRoot()
    // The mean's standard error is 0.5 %; the slices cut a little of the tails off.
    #expect(abs(service.mean / mean - 1) < 0.02)
    #expect(abs(service.variation / (deviation / mean) - 1) < 0.06)
    #expect(abs(service.quantile(0.95) / draws[Int(0.95 * Double(count))] - 1) < 0.03)
  }

  @Test func `lengths that depend on each other make service times more varied, as drawing them does`() {
    let (input, output) = (
      Distribution.lognormal(logMean: 6.6, logDeviation: 0.9), Distribution.lognormal(logMean: 5, logDeviation: 0.8)
    )
    let lengths = TokenLengths(input: input, output: output, rankCorrelation: 0.7)
    let service = ServiceTime(cost, lengths: lengths)
    let streams = (
      RandomStream(seed: 1, replication: 0, name: "input"), RandomStream(seed: 1, replication: 0, name: "output")
    )
    let count = 40_000
    let draws = (0..<count).map { _ in
      let (prompt, answer) = lengths.draw(from: streams.0, streams.1)
      return cost.secondsAlone(inputTokens: Double(prompt), outputTokens: Double(answer))
    }
    let mean = draws.reduce(0, +) / Double(count)
    let deviation = (draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)).squareRoot()
    #expect(abs(service.mean / mean - 1) < 0.02)
    #expect(abs(service.variation / (deviation / mean) - 1) < 0.06)
    #expect(service.variation > 1.02 * ServiceTime(cost, lengths: TokenLengths(input: input, output: output)).variation)
  }

  @Test func `a service time has the moments of its distribution`() {
    let service = ServiceTime(.lognormal(mean: 6, deviation: 3))
    #expect(abs(service.mean - 6) < 1e-12 && abs(service.variation - 0.5) < 1e-12)
  }

  @Test func `coefficients and service times that cannot be are refused`() {
    #expect(throws: InvalidValues.self) {
      try ValidationErrors.collecting {
        _ = StepCost(base: 1, perPromptToken: -1, perContextToken: 0, perSequence: 0)
      }
    }
    #expect(throws: InvalidValues.self) {
      try ValidationErrors.collecting { _ = ServiceTime(.normal(mean: 1, deviation: 1)) }
    }
    #expect(throws: InvalidValues.self) {
      try ValidationErrors.collecting { _ = ServiceLevel(.wait, share: 1, within: .seconds(1)) }
    }
  }
}
