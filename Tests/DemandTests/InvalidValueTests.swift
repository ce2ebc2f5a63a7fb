import EventSimulation
import Randomness
import Testing

@testable import Demand

/// Values that are wrong where they are used, not where a type is made.
@Suite struct InvalidValueTests {
  private func trace() throws -> RequestTrace {
    try RequestTrace(
      [0, 5, 9].map { RequestTrace.Request(arrival: $0, inputTokens: 3, outputTokens: 2) }, name: "three.csv")
  }

  @Test func `each is reported with its value, its place and what is expected`() throws {
    let trace = try trace()
    let states = RateStates.onOff(rate: 4, on: 2, off: 1)
    let pattern = try RequestPattern(resampling: trace)
    let streams = Streams(seed: 1, replication: 0)
    let reports: [(String, () -> Void)] = [
      ("TraceArrivals(timesRate: 0): a trace is replayed", { _ = TraceArrivals(trace, timesRate: 0) }),
      ("TraceArrivals(timesRate: nan): a trace is replayed", { _ = TraceArrivals(trace, timesRate: .nan) }),
      ("indexOfDispersion(over: 0): a window lasts", { _ = states.indexOfDispersion(over: 0) }),
      ("indexOfDispersion(over: inf): a window lasts", { _ = states.indexOfDispersion(over: .infinity) }),
      (
        "over: -1): a window lasts",
        { _ = HawkesArrivals.indexOfDispersion(branching: 0.5, meanDelay: 1, over: -1) }
      ),
      (
        "indexOfDispersion(branching: 1, meanDelay: 1, over: 5): an arrival that triggers one other or more",
        { _ = HawkesArrivals.indexOfDispersion(branching: 1, meanDelay: 1, over: 5) }
      ),
      ("shares(of: 0): a load has at least one client", { _ = RateSkew.zipf(exponent: 1).shares(of: 0) }),
      (
        "requests(perSecond: -2): a rate is a number",
        { _ = pattern.requests(perSecond: -2, from: streams, named: "load") }
      ),
    ]
    for (expected, body) in reports {
      let message = refused(body)
      #expect(message.hasPrefix("InvalidValueTests.swift:"), "\(message)")
      #expect(message.contains(expected), "\(message)")
    }
    #expect(refused(reports[7].1).contains("0.2222222222222222 was measured"))
  }

  @Test func `an answer that ends before its request is reported`() {
    let conversations = Conversations(
      turns: .constant(2), thinking: .constant(1),
      lengths: TokenLengths(input: .constant(10), output: .constant(5)))
    let streams = Streams(seed: 1, replication: 0)
    var requests = conversations.closedLoop(
      beginning: RenewalArrivals.poisson(.constant(1), from: streams.stream("beginnings")), from: streams, named: "chat"
    )
    let message = refused {
      if let first = requests.nextRequest() { _ = requests.followUp(to: first, answeredAt: first.arrival - 1) }
    }
    #expect(message.contains("an answer ends after its request"))
  }

  @Test func `tokens are whole numbers, also where a table has them with decimals`() throws {
    let trace = try RequestTrace(csv: "arrival_s,input_tokens,output_tokens\n0,12.0,3\n", file: "t.csv")
    #expect(trace.requests[0].inputTokens == 12)
    for field in ["1.5", "1e30", "99999999999999999999", "-1"] {
      #expect(
        problem { try RequestTrace(csv: "arrival_s,input_tokens,output_tokens\n0,\(field),3\n", file: "t.csv") }
          == "t.csv:2: column input_tokens: expected a whole number of tokens, from 0 to a billion, and found \"\(field)\""
      )
    }
  }
}
