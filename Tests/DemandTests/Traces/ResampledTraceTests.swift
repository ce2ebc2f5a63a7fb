import Demand
import Foundation
import Randomness
import Testing

@Suite struct ResampledTraceTests {
  /// A request each second, of which every tenth second brings five more at once.
  private static func trace(seconds: Int) throws -> RequestTrace {
    try RequestTrace(
      (0..<seconds).flatMap { second in
        Array(
          repeating: InferenceRequest(arrival: Double(second) + 100, inputTokens: second + 1, outputTokens: 1),
          count: second % 10 == 0 ? 6 : 1)
      }, name: "made")
  }

  @Test func `a block holds the requests of the trace in their order, at their distances`() throws {
    let trace = try Self.trace(seconds: 400)
    var requests = ResampledTrace(trace, blocksOf: 50, from: RandomStream(seed: 1, replication: 0, name: "blocks"))
    var blocks: [Int: [InferenceRequest]] = [:]
    var last = 0.0
    for number in 0..<5000 {
      let next = requests.nextRequest()
      let request = try #require(next)
      #expect(request.arrival >= last && request.session == number)
      last = request.arrival
      blocks[Int(request.arrival / 50), default: []].append(request)
    }
    blocks[Int(last / 50)] = nil
    #expect(blocks.count > 50)
    for block in blocks.values {
      // 50 seconds from anywhere: 50 or 51 distinct ones, of which five, or six across the end, have six requests.
      for (a, b) in zip(block, block.dropFirst()) {
        let step = b.inputTokens - a.inputTokens
        // Within the trace a step of a token is a second; from its end to its start it is a mean gap more.
        if step >= 0 { #expect(abs(b.arrival - a.arrival - Double(step)) < 1e-6 && step <= 1) }
      }
      #expect((70...81).contains(block.count))
    }
  }

  @Test func `every request is as likely, and the mean rate is that of the trace, at any multiple`() throws {
    let trace = try Self.trace(seconds: 100)
    for multiple in [1.0, 4] {
      var counts = Array(repeating: [Double](), count: 100)
      var rates: [Double] = []
      for replication in 0..<40 {
        var requests = ResampledTrace(
          trace, blocksOf: 23, timesRate: multiple,
          from: RandomStream(seed: 2, replication: replication, name: "blocks"))
        var seen = Array(repeating: 0.0, count: 100)
        var number = 0.0
        while let request = requests.nextRequest(), request.arrival < 10_000 / multiple {
          seen[request.inputTokens - 1] += 1
          number += 1
        }
        rates.append(number / (10_000 / multiple))
        for second in 0..<100 { counts[second].append(seen[second] / (second % 10 == 0 ? 6 : 1)) }
      }
      let rate = Interval(rates)
      // 150 requests in 99 s and a mean gap.
      let expected = multiple * 150 / (99 * 150 / 149.0)
      #expect(abs(rate.mean - expected) < rate.halfWidth, "\(rate), not \(expected)")
      #expect(rate.sharpness < 0.02)
      // A hundred intervals of 99.9 %: none may miss by half as much again.
      let each = 10_000 / (99 * 150 / 149.0)
      for second in 0..<100 {
        let found = Interval(counts[second])
        #expect(abs(found.mean - each) < 1.5 * found.halfWidth, "second \(second): \(found), not \(each)")
      }
    }
  }

  @Test func `blocks that keep a cycle hold each time of it at its time`() throws {
    let trace = try Self.trace(seconds: 205)
    var requests = ResampledTrace(
      trace, blocksOf: 7, keeping: 10, from: RandomStream(seed: 3, replication: 0, name: "blocks"))
    for _ in 0..<3000 {
      let next = requests.nextRequest()
      let request = try #require(next)
      #expect((request.inputTokens - 1) % 10 == Int(request.arrival.rounded()) % 10)
      #expect(request.inputTokens <= 200)
    }
  }

  @Test func `what no blocks can be is refused`() throws {
    let trace = try Self.trace(seconds: 100)
    let stream = RandomStream(seed: 1, replication: 0, name: "blocks")
    #expect(
      refused { _ = ResampledTrace(trace, blocksOf: 500, from: stream) }
        .hasSuffix(
          "blocks of made: a block of 500 s was asked for, of at most 99 s; a tenth, 9.9 s, leaves blocks to choose from"
        ))
    #expect(refused { _ = ResampledTrace(trace, blocksOf: -1, from: stream) } != "")
    #expect(refused { _ = ResampledTrace(trace, blocksOf: 5, timesRate: 0, from: stream) } != "")
    #expect(
      refused { _ = ResampledTrace(trace, blocksOf: 5, keeping: 86_400, from: stream) }
        .contains("the trace lasts 99 s, less than a cycle of 86400 s"))
    let still = try RequestTrace([.init(arrival: 3, inputTokens: 1, outputTokens: 1)], name: "still")
    #expect(refused { _ = ResampledTrace(still, blocksOf: 5, from: stream) }.contains("no two requests"))
  }
}
