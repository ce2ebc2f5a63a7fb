import Demand
import Testing

@testable import Serving

@Suite struct `Hours of a fleet, by its curve and request by request` {
  @Test(arguments: [1.8, 7.5, 22])
  func `replicas that serve one request at a time are as many by the formula as a simulation of one queue needs`(
    rate: Double
  ) throws {
    let curve = CapacityCurve.oneAtATime(
      Deployment(.llama8B, on: .a800), lengths: .azureConversation, within: ServiceLevel(.wait, p95: .seconds(2)))
    let needed = try #require(curve.needed(rate: rate, growth: 1, seed: 1))
    #expect(Double(abs(needed.byCurve - needed.simulated)) <= max(1, 0.04 * Double(needed.simulated)), "\(needed)")
  }
}
