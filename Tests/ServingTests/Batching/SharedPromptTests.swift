import Demand
import Randomness
import ReferenceData
import Testing
import ValidationRecord

@testable import Serving

@Suite struct `Shared prompts` {
  @Test(arguments: ["P1", "P1-off", "P2", "P3", "P4", "P5", "M1", "M2", "E1", "E2", "Q1", "Q2", "D1", "D2"])
  func `every request agrees with inference-sim to the microsecond`(name: String) throws {
    let folder = "serving/batching-2026/"
    let trace = name == "E2" ? "e1" : name.split(separator: "-")[0].lowercased()
    let requests = try RequestTrace(withConversations: ReferenceData.path("\(folder)\(trace).trace.csv.gz"))
    let deployment = try Deployment(contentsOf: ReferenceData.path("\(folder)\(name).deployment.json"))
    let expected = try ReferenceData.table("\(folder)\(name).requests.csv.gz")
    let (first, last) = (try expected.numbers("ttft_us"), try expected.numbers("e2e_us"))

    var rows: [Int] = []
    var found: [Int: RequestResult] = [:]
    func note(_ outcome: RequestOutcome) {
      if case .answered(let result) = outcome { found[rows[result.number]] = result }
    }
    let fleet = ServingFleet(ReplicaPool(deployment))
    let streams = Streams(seed: 1, replication: 0)
    let result: ServingResult
    if let conversations = requests.conversations {
      result = fleet.serve(
        TraceConversationArrivals(requests, conversations, timesRate: 1), streams, observer: note,
        arrivalObserver: { rows.append(conversations.row(of: $1)) })
    } else {
      rows = Array(requests.requests.indices)
      result = fleet.serve(TraceArrivals(requests, fromFirst: true), streams, observer: note)
    }
    try #require(found.count == first.count)
    var difference = MicrosecondDifference()
    for (row, result) in found { difference.note(result, timeToFirstToken: first[row], endToEnd: last[row]) }
    #expect(
      Validation.agreement(
        .requestCases, "\(name): time to first token and end-to-end time of each request, µs",
        with: "inference-sim f90a1e3a", figures: 2 * first.count, worst: difference.worst, within: 0),
      "\(difference.exact) of \(first.count) requests agree; the worst is off by \(difference.worst) µs; \(result.preemptions) preemptions"
    )
    let cases = try ReferenceObject("\(folder)cases.json")
    #expect(try result.preemptions == cases.value([name, "preemptions"], as: Int.self))
  }

  /// The shares that Mooncake's blocks give with a cache of least recent use and no answers in memory: 33.9, 20.8 and 4 %.
  @Test(.needs(.mooncakeBlocks), arguments: [(1_000_000, 0.339), (10_000, 0.208), (1000, 0.04)])
  func `the share found in memory grows with it as in Mooncake's conversations`(blocks: Int, share: Double) throws {
    let trace = try RequestTrace(contentsOf: RecordedTrace.mooncakeBlocks.path)
    #expect(trace.contentBlocks?.tokens == 512)
    // Steps that take no time: hardly a request is in memory beside another.
    let deployment = Deployment(
      "fast", StepCost(base: 0.001, perPromptToken: 0, perContextToken: 0, perSequence: 0),
      batching: .continuous(tokensPerStep: 200_000, prefixCaching: true), kvTokens: 512 * blocks, contextLength: 200_000
    )
    let result = ServingFleet(ReplicaPool(deployment)).serve(
      TraceArrivals(trace), Streams(seed: 1, replication: 0))
    #expect(
      Validation.comparison(
        .requestCases, "Mooncake's conversations", "prompt tokens found in \(blocks) blocks of 512", expected: share,
        found: try #require(result.cacheHitRate), tolerance: 0.005, absolute: true, .recordedTrace))
  }
}
