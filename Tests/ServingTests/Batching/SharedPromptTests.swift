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
    var (worst, exact) = (0.0, 0)
    for (row, result) in found {
      let differences = [
        abs((result.timeToFirstToken * 1e6).rounded() - first[row]), abs((result.endToEnd * 1e6).rounded() - last[row]),
      ]
      worst = max(worst, differences[0], differences[1])
      if differences == [0, 0] { exact += 1 }
    }
    #expect(
      Validation.agreement(
        .requestCases, "\(name): time to first token and end-to-end time of each request, µs",
        with: "inference-sim f90a1e3a", figures: 2 * first.count, worst: worst, within: 0),
      "\(exact) of \(first.count) requests agree; the worst is off by \(worst) µs; \(result.preemptions) preemptions")
    let cases = try ReferenceObject("\(folder)cases.json")
    #expect(try result.preemptions == cases.value([name, "preemptions"], as: Int.self))
  }
}
