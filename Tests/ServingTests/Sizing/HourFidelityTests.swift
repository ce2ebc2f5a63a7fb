import Demand
import Synchronization
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

  @Test func `each hour is told when it is done`() {
    let curve = CapacityCurve.oneAtATime(
      Deployment(.llama8B, on: .a800), lengths: .azureConversation, within: ServiceLevel(.wait, p95: .seconds(2)))
    let done = Mutex(0)
    let found = curve.fidelity(of: [(1.8, 1, 5), (2.5, 1, 6), (1.8, 1, 5)], seed: 1) { done.withLock { $0 += 1 } }
    let count = done.withLock { $0 }
    #expect(count == 3 && found.count == 3)
  }
}
