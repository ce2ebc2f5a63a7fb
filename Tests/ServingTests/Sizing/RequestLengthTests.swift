import Demand
import Randomness
import Testing

@testable import Serving

@Suite struct `The length of requests beside those of a curve` {
  private let curve = CapacityCurve.batching(
    Deployment(.qwen32B, on: .h100, precision: .fp8), lengths: .azureConversation,
    within: ServiceLevel(.timeToFirstToken, p95: .seconds(2)),
    ServiceLevel(.timePerOutputToken, p95: .milliseconds(50)))

  @Test func `is how many times as long prompts and answers are, where both are so`() throws {
    let basis = try #require(curve.basis)
    let moments = basis.mix.moments(on: basis.deployment)
    for factor in [0.5, 1, 3.0] {
      let length = try #require(
        curve.length(tokensIn: factor * moments.input, tokensOut: factor * moments.output))
      #expect(abs(length / factor - 1) < 1e-12)
    }
  }

  @Test func `is more where more of the same tokens are written, since writing takes longer than reading`() throws {
    let read = try #require(curve.length(tokensIn: 1600, tokensOut: 200))
    let written = try #require(curve.length(tokensIn: 1200, tokensOut: 600))
    #expect(written > 1.2 * read)
  }

  @Test func `has no measure where the lengths are not known`() {
    let curve = CapacityCurve.oneAtATime(ServiceTime(0.1), within: ServiceLevel(.wait, p95: .seconds(1)))
    #expect(curve.length(tokensIn: 1, tokensOut: 1) == nil)
  }
}
