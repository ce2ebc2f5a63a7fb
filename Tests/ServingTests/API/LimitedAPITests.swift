import Demand
import EventSimulation
import Foundation
import Randomness
import Testing

@testable import Serving

/// An API with limits of requests and tokens a minute.
@Suite struct `An API with rate limits` {
  private let streams = Streams(seed: 5, replication: 0)

  /// Requests from a list.
  private struct Listed: RequestSource {
    var requests: [InferenceRequest]

    init(_ requests: [(arrival: Double, input: Int, output: Int)]) {
      self.requests = requests.map {
        InferenceRequest(arrival: $0.arrival, inputTokens: $0.input, outputTokens: $0.output)
      }
    }

    mutating func nextRequest() -> InferenceRequest? { requests.isEmpty ? nil : requests.removeFirst() }
  }

  private func outcomes(_ api: LimitedAPI, _ requests: [(Double, Int, Int)]) -> (APIResult, [Int: APIOutcome]) {
    var outcomes: [Int: APIOutcome] = [:]
    let result = api.serve(Listed(requests.map { (arrival: $0.0, input: $0.1, output: $0.2) }), streams) { outcome in
      switch outcome {
      case .answered(let number, _, _, _, _), .lost(let number, _), .tooLong(let number): outcomes[number] = outcome
      }
    }
    return (result, outcomes)
  }

  private func wait(_ outcome: APIOutcome?) -> Double? {
    if case .answered(_, let wait, _, _, _) = outcome { wait } else { nil }
  }

  /// 60 requests a minute with a bucket of two: two pass at once, then one a second. The bucket is empty at 0 and holds one
  /// at 1, 2 and 3 s; at 5 s it is full again.
  @Test func `a queue lets a full bucket through at once and then one request at a time`() {
    let api = LimitedAPI(RateLimits(requestsPerMinute: 60, burst: 2), aboveLimits: .queue())
    let (result, outcomes) = outcomes(api, [0, 0, 0, 0, 0, 5, 5, 5].map { ($0, 10, 10) })
    for (number, expected) in [0.0, 0, 1, 2, 3, 0, 0, 1].enumerated() {
      #expect(abs((wait(outcomes[number]) ?? .nan) - expected) < 1e-9, "request \(number)")
    }
    #expect(result.answered == 8 && result.lost == 0 && result.calls == 8)
  }

  /// 6000 tokens a minute are 100 a second, and the bucket holds 200. A request of 150 leaves 50, so the next one of 150
  /// waits for 100 more, a second; then 0 are left, and one of 200 waits two seconds more. One of 30 stays behind it.
  @Test func `tokens of prompt and answer come out of their bucket in order`() {
    let api = LimitedAPI(RateLimits(tokensPerMinute: 6000, burst: 2), aboveLimits: .queue())
    let (result, outcomes) = outcomes(
      api, [(0, 100, 50), (0, 120, 30), (0, 100, 100), (0, 20, 10), (0, 150, 51)])
    for (number, expected) in [0.0, 1, 3, 3.3].enumerated() {
      #expect(abs((wait(outcomes[number]) ?? .nan) - expected) < 1e-9, "request \(number)")
    }
    #expect(outcomes[4] == .tooLong(number: 4), "201 tokens never fit a bucket of 200")
    #expect(result.tooLong == 1 && result.inputTokens == 340 && result.outputTokens == 190)
  }

  /// With both limits the later of the two decides.
  @Test func `the later of two limits admits a request`() {
    let api = LimitedAPI(RateLimits(requestsPerMinute: 60, tokensPerMinute: 3000, burst: 2), aboveLimits: .queue())
    let (_, outcomes) = outcomes(api, [(0, 50, 50), (0, 5, 5), (0, 5, 5)])
    // The first takes all 100 tokens, and 50 come a second: 10 after 0.2 s. The second then leaves 0.2 of a request, so that
    // the third waits for the rest until 1 s.
    for (number, expected) in [0.0, 0.2, 1].enumerated() {
      #expect(abs((wait(outcomes[number]) ?? .nan) - expected) < 1e-9, "request \(number)")
    }
  }

  @Test func `a client gives up a request that would wait longer than its patience, and it takes no place`() {
    let api = LimitedAPI(RateLimits(requestsPerMinute: 60, burst: 1), aboveLimits: .queue(patience: 1.5))
    let (result, outcomes) = outcomes(api, [0, 0, 0, 0, 1.2].map { ($0, 1, 1) })
    #expect(outcomes[2] == .lost(number: 2, calls: 0) && outcomes[3] == .lost(number: 3, calls: 0))
    #expect(abs((wait(outcomes[4]) ?? .nan) - 0.8) < 1e-9)
    #expect(result.lost == 2 && result.arrived == 5)
  }

  /// One request a second. Two come at 0: the second is refused at 0, 0.5 and admitted after 1.5 s. Of three the third is
  /// refused at 0, at 0.5 and at 1.5, after the second took the request of that second, and is lost with two retries.
  @Test func `refused requests come again after delays that double, and are lost after the last`() {
    func api(_ retries: Int) -> LimitedAPI {
      LimitedAPI(
        RateLimits(requestsPerMinute: 60, burst: 1),
        aboveLimits: .retry(RetryPolicy(retries: retries, firstDelay: 0.5, longestDelay: 1.5, jitter: 0)))
    }
    let (result, outcomes) = outcomes(api(2), [(0, 1, 1), (0, 1, 1), (0, 1, 1)])
    #expect(abs((wait(outcomes[1]) ?? .nan) - 1.5) < 1e-9)
    #expect(outcomes[2] == .lost(number: 2, calls: 3))
    #expect(result.calls == 7 && result.refusedCalls == 5 && result.lost == 1)
    // The third retry comes after the longest delay, at 3 s.
    let (_, again) = self.outcomes(api(3), [(0, 1, 1), (0, 1, 1), (0, 1, 1)])
    #expect(abs((wait(again[2]) ?? .nan) - 3) < 1e-9)
  }

  @Test func `latencies of the API follow the wait`() {
    let api = LimitedAPI(
      RateLimits(requestsPerMinute: 60, burst: 1), aboveLimits: .queue(), timeToFirstToken: .constant(0.4),
      perToken: .constant(0.02))
    let (result, _) = outcomes(api, [(0, 10, 11), (0, 10, 11)])
    #expect(abs((result.timeToFirstToken.maximum ?? 0) - 1.4) < 1e-9)
    #expect(abs((result.endToEnd.maximum ?? 0) - 1.6) < 1e-9)
  }

  /// Mean and half the 99.9 % interval over 25 replications; Student's t for 24 degrees of freedom.
  private func estimate(_ measure: (Streams) -> Double) throws -> (mean: Double, margin: Double) {
    let tally = Tally((0..<25).map { measure(Streams(seed: 13, replication: $0)) })
    return (try #require(tally.mean), 3.745 * (try #require(tally.standardDeviation)) / 5)
  }

  private func poisson(_ rate: Double, _ streams: Streams) -> some RequestSource {
    DrawnRequests(
      RenewalArrivals.poisson(.constant(rate), from: streams.stream("arrivals")),
      lengths: TokenLengths(input: 10, output: 10), from: streams, named: "chat", until: 20_000)
  }

  /// A bucket of one request that fills once a second is a server with a service time of a second, M/D/1:
  /// mean wait ρ/(2(1 − ρ)) s (Pollaczek and Khinchine).
  @Test(arguments: [0.5, 0.8]) func `a queue behind a bucket of one request is M/D/1`(load: Double) throws {
    let api = LimitedAPI(RateLimits(requestsPerMinute: 60, burst: 1), aboveLimits: .queue())
    let (mean, margin) = try estimate { api.serve(poisson(load, $0), $0).wait.mean ?? .nan }
    let theory = load / (2 * (1 - load))
    #expect(abs(mean - theory) < margin, "\(mean) ± \(margin), theory \(theory)")
    #expect(margin < 0.1 * theory)
  }

  /// Without retries it is a loss system of one place: Erlang's formula for any service time, ρ/(1 + ρ).
  @Test(arguments: [0.5, 1.5]) func `refused requests without a retry are the share of Erlang's formula`(load: Double)
    throws
  {
    let api = LimitedAPI(RateLimits(requestsPerMinute: 60, burst: 1), aboveLimits: .retry(.never))
    let (mean, margin) = try estimate {
      let result = api.serve(poisson(load, $0), $0)
      return Double(result.lost) / Double(result.arrived)
    }
    let theory = load / (1 + load)
    #expect(abs(mean - theory) < margin, "\(mean) ± \(margin), theory \(theory)")
    #expect(margin < 0.05 * theory)
  }

  /// Twice the limit for long: half is admitted, whatever the client does.
  @Test func `in overload what is admitted is the limit`() {
    for rule in [LimitedAPI.AboveLimits.queue(patience: 5), .retry(.vendors), .retry(RetryPolicy(retries: 8))] {
      let result = LimitedAPI(RateLimits(requestsPerMinute: 60), aboveLimits: rule)
        .serve(poisson(2, streams), streams)
      #expect(abs(Double(result.answered) / Double(result.arrived) - 0.5) < 0.02, "\(rule)")
      #expect(result.answered + result.lost == result.arrived)
    }
  }

  /// 1440 requests a day are one a minute. Load of the busiest hour twice the mean: the rate falls evenly from 2 to 0 over
  /// the ordered hours, so a limit of 1 cuts off a triangle of 0.5 · 0.5 · 1 = 0.25, and one of 1.5 one of 0.0625.
  @Test func `the share of a day within the limits is that under the load curve`() {
    func share(_ limits: RateLimits, _ busiest: Double, requests: Double = 1440, tokens: Double = 100) -> Double {
      limits.admittedShare(requestsPerDay: requests, tokensPerRequest: tokens, busiest: busiest)
    }
    #expect(abs(share(RateLimits(requestsPerMinute: 1), 2) - 0.75) < 1e-12)
    #expect(abs(share(RateLimits(requestsPerMinute: 1.5), 2) - 0.9375) < 1e-12)
    #expect(share(RateLimits(requestsPerMinute: 2), 2) == 1)
    #expect(abs(share(RateLimits(requestsPerMinute: 0.4), 1) - 0.4) < 1e-12)
    #expect(abs(share(RateLimits(requestsPerMinute: 9, tokensPerMinute: 100), 2) - 0.75) < 1e-12)
    #expect(share(.none, 5) == 1 && share(RateLimits(requestsPerMinute: 1), 2, requests: 0) == 1)
    // By the sum over narrow slices of the load curve.
    let (limit, peak) = (1.2, 3.2)
    let slices = (0..<100_000).map { peak * pow(1 - (Double($0) + 0.5) / 100_000, peak - 1) }
    let sum = slices.reduce(0) { $0 + min($1, limit) } / 100_000
    #expect(abs(share(RateLimits(requestsPerMinute: limit), peak) - sum) < 1e-6)
  }

  @Test func `limits that cannot be meant are reported`() throws {
    func problems(_ body: () -> Void) -> Int {
      do {
        try ValidationErrors.collecting(body)
        return 0
      } catch { return 1 }
    }
    #expect(problems { _ = RateLimits(requestsPerMinute: 0) } == 1)
    #expect(problems { _ = RateLimits(tokensPerMinute: .nan) } == 1)
    #expect(problems { _ = RetryPolicy(retries: -1) } == 1)
    #expect(problems { _ = RetryPolicy(retries: 1, jitter: 1.5) } == 1)
    #expect(problems { _ = RateLimits(requestsPerMinute: 60) } == 0)
  }
}
