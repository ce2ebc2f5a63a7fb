import Demand
import Randomness
import ReferenceData
import Testing

/// Loads that are built in have the figures that were measured.
@Suite struct MeasuredLoadTests {
  @Test(
    arguments: [
      (ClientMixture.serveGenLarge(), 195.8, 1023.0, 162.0, 3.446, 0.779),
      (.serveGenReasoning(), 16.0, 1377, 1502, 2.280, 0.901),
    ])
  func `measured clients have the measured rate, lengths and burstiness`(
    clients: ClientMixture, rate: Double, input: Double, output: Double, variation: Double, gamma: Double
  ) {
    #expect(abs(clients.rate - rate) < 1e-9)
    #expect(abs(clients.meanTokens.input / input - 1) < 1e-9 && abs(clients.meanTokens.output / output - 1) < 1e-9)
    // What is interpolated between clients holds to 4 %.
    let found = clients.clients.reduce(0) { $0 + $1.rate * $1.gaps.variation } / rate
    #expect(abs(found / variation - 1) < 0.04)
    let ofGamma = clients.clients.reduce(0) { $0 + ("\($1.gaps)".hasPrefix("gamma") ? $1.rate : 0) } / rate
    #expect(abs(ofGamma - gamma) < 0.03)
    #expect(clients.clients.allSatisfy { $0.rate > 0 && $0.lengths.input.mean > 0 && $0.lengths.output.mean > 0 })
    #expect(abs(ClientMixture.serveGenLarge(rate: 10).share(ofTop: 10) - 0.632) < 0.005)
  }

  @Test(
    .needs(.serveGenLarge, .serveGenReasoning),
    arguments: [
      (RecordedTrace.serveGenLarge, ClientMixture.serveGenLarge()), (.serveGenReasoning, .serveGenReasoning()),
    ])
  func `the first clients of the mixture bring the share of the load that the first of the trace bring`(
    trace: RecordedTrace, clients: ClientMixture
  ) throws {
    let rates = try trace.table().numbers("mean_requests_per_s").sorted(by: >)
    #expect(rates.count == clients.clients.count)
    let total = rates.reduce(0, +)
    for count in [1, 3, 10, 20, 30, 50, 70] {
      let measured = rates.prefix(count).reduce(0, +) / total
      #expect(abs(clients.share(ofTop: count) - measured) < 0.006, "\(count) clients")
    }
  }

  @Test(.needs(.mooncakeConversation))
  func `the long conversations are those of their trace`() throws {
    let load = try FittedLoad(to: RequestTrace(contentsOf: RecordedTrace.mooncakeConversation.path))
    #expect(load.lengths == .mooncakeConversation)
    #expect(abs(TokenLengths.mooncakeConversation.input.mean / 12_035 - 1) < 0.005)
    #expect(abs(TokenLengths.mooncakeConversation.output.mean / 343 - 1) < 0.005)
  }

  @Test func `a reasoning model's day has the published swing`() {
    let hours = DayShape.serveGenReasoning.multipliers
    #expect(abs((hours.max() ?? 0) / (hours.min() ?? 1) - 4.91) < 0.005 && hours.firstIndex(of: hours.max() ?? 0) == 22)
  }
}
