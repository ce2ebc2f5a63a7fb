import Testing

@testable import Commands

/// What a replay keeps of its requests.
@Suite struct ReplayedRequestsTests {
  @Test func `a request takes no more than 64 bytes`() {
    #expect(MemoryLayout<ReplayedRequests.Arrived?>.stride <= 64)
  }

  @Test func `percentiles are linear between order statistics, whatever the order of the values`() {
    // Of 1 to 101 the rank of P90 is 90 from 0.
    let latencies = LatencySummary("ttft", (1...101).map(Double.init).shuffled())
    #expect(latencies.percentile(50) == 51 && latencies.percentile(90) == 91)
    #expect(latencies.percentile(95) == 96 && latencies.percentile(99) == 100 && latencies.percentile(100) == 101)
    #expect(latencies.mean == 51)
    // Of 1, 2, 3 and 4 P50 lies in the middle.
    #expect(LatencySummary("ttft", [4, 1, 3, 2]).percentile(50) == 2.5)
    let none = LatencySummary("ttft", [])
    #expect(none.percentile(95) == nil && none.mean == nil)
  }
}
