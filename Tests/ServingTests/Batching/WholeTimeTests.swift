import Demand
import Foundation
import Randomness
import Testing

@testable import Serving

/// Events at the same instant are ties, however their times were computed.
@Suite struct `Whole units of time` {
  /// A step takes 10 ms, whatever it works on.
  private let deployment = Deployment(
    "10 ms a step", StepCost(base: 10, perPromptToken: 0, perContextToken: 0, perSequence: 0),
    batching: .continuous(sequences: 16), kvTokens: 100_000, contextLength: 1000)

  private func serve(_ arrivals: [Double], outputs: [Int], on deployment: Deployment) -> [RequestResult] {
    results(
      of: zip(arrivals, outputs).map { RequestTrace.Request(arrival: $0, inputTokens: 10, outputTokens: $1) },
      on: deployment
    ).1
  }

  @Test func `no arrival at the end of a step waits for another`() {
    // One long answer keeps the steps going; a request arrives at the end of each of its steps.
    let count = 99
    let products = (0...count).map { Double($0) * 0.01 }
    let quotients = (0...count).map { Double($0) / 100 }
    var sums = [0.0]
    for _ in 0..<count { sums.append(sums[sums.count - 1] + 0.01) }
    // As a trace is read from its first arrival on, at another rate.
    let differences = (0...count).map { (3.07 + Double($0) * 0.03 - 3.07) / 3 }
    for arrivals in [products, quotients, sums, differences] {
      let answers = serve(arrivals, outputs: [200] + Array(repeating: 1, count: count), on: deployment)
      #expect(answers.allSatisfy { $0.queue == 0 && $0.timeToFirstToken == 0.01 })
      #expect(answers[0].endToEnd == 2)
    }
  }

  @Test func `steps of any decimals meet arrivals at their ends`() {
    let random = RandomStream(seed: 5, replication: 0, name: "decimals")
    for _ in 0..<200 {
      // Milliseconds with up to six decimals are whole nanoseconds.
      let nanoseconds = 1 + random.index(below: 50_000_000)
      let deployment = Deployment(
        "any", StepCost(base: Double(nanoseconds) / 1e6, perPromptToken: 0, perContextToken: 0, perSequence: 0),
        batching: .continuous(sequences: 16), kvTokens: 100_000, contextLength: 10_000)
      let steps = Set((0..<40).map { _ in 1 + random.index(below: 900) }).sorted()
      let arrivals = [0] + steps.map { Double($0) * (Double(nanoseconds) / 1e6) / 1e3 }
      let answers = serve(arrivals, outputs: [901] + Array(repeating: 1, count: steps.count), on: deployment)
      let step = Double(nanoseconds) / 1e9
      #expect(answers.allSatisfy { $0.queue == 0 && $0.timeToFirstToken == step }, "\(nanoseconds) ns")
    }
  }

  @Test(arguments: [0, 3_153_600_003, 170_000_000_003], ["", "000", "0000000"])
  func `a trace in seconds since 1970 keeps the ties of the same trace from 0`(base: Int, zeros: String) throws {
    // Hundredths of a second.
    let rows = (0...99).map { "\(base + $0)" }
    let text =
      "arrival_s,input_tokens,output_tokens\n"
      + rows.enumerated().map { place, time in
        let padded = String(repeating: "0", count: max(3 - time.count, 0)) + time
        return "\(padded.dropLast(2)).\(padded.suffix(2))\(zeros),10,\(place == 0 ? 200 : 1)\n"
      }.joined()
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("ties-\(UUID().uuidString).csv")
    try text.write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    var answers: [RequestResult] = []
    _ = ServingFleet(ReplicaPool(deployment)).serve(
      TraceArrivals(try RequestTrace(contentsOf: file.path), fromFirst: true), Streams(seed: 0, replication: 0)
    ) {
      if case .answered(let answer) = $0 { answers.append(answer) }
    }
    #expect(answers.count == 100)
    #expect(answers.allSatisfy { $0.queue == 0 && $0.timeToFirstToken == 0.01 })
  }

  @Test func `overheads before the queue keep ties`() {
    let late = deployment.server(overheads: FixedOverheads(beforeQueue: 0.003, perToken: 0, atEnd: 0))
    let arrivals = [0] + (1...99).map { Double($0) * 0.01 }
    let answers = serve(arrivals, outputs: [200] + Array(repeating: 1, count: 99), on: late)
    // Each joins 3 ms after its arrival, at the end of a step that began 3 ms after another arrival.
    #expect(answers.allSatisfy { $0.queue == 0.003 && $0.timeToFirstToken == 0.013 })
  }

  @Test func `latencies are whole nanoseconds`() {
    let random = RandomStream(seed: 6, replication: 0, name: "arrivals")
    var now = 0.0
    let arrivals = (0..<300).map { _ in
      now += random.exponential(mean: 0.004)
      return now
    }
    let answers = serve(arrivals, outputs: (0..<300).map { 1 + $0 % 7 }, on: deployment)
    for value in answers.flatMap({ [$0.queue, $0.timeToFirstToken, $0.endToEnd] }) {
      #expect(value >= 0 && (value * 1e9).rounded() / 1e9 == value)
    }
  }
}
