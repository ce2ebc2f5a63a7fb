import Demand
import ReferenceData
import Testing
import ValidationRecord

@testable import Serving

@Suite
struct `Reference cases` {
  @Test(arguments: [ReferenceCase.a1, .a2, .b1, .b4])
  func `every request agrees with inference-sim to the microsecond`(reference: ReferenceCase) throws {
    let requests = try reference.requests()
    let (first, last) = try reference.latencies()
    let (run, results) = results(of: requests, on: reference.deployment)
    #expect(results.count == requests.count && first.count == requests.count)
    var difference = MicrosecondDifference()
    for (index, result) in results.enumerated() {
      difference.note(result, timeToFirstToken: first[index], endToEnd: last[index])
    }
    #expect(
      Validation.agreement(
        .requestCases, "\(reference.name): time to first token and end-to-end time of each request, µs",
        with: "inference-sim f90a1e3a", figures: 2 * results.count, worst: difference.worst, within: 0),
      "\(difference.exact) of \(results.count) requests agree; the worst is off by \(difference.worst) µs")
    #expect(
      Validation.comparison(
        .requestCases, reference.name, "preemptions", expected: reference.name == "B4" ? 739 : 0,
        found: Double(run.preemptions), tolerance: 0))
  }

  @Test(arguments: [ReferenceCase.a1, .a2, .b1, .b4])
  func `its deployment can be said in a file`(reference: ReferenceCase) throws {
    let file = "serving/batching/\(reference.name.hasPrefix("A") ? "A" : reference.name).deployment.json"
    let deployment = try Deployment(contentsOf: ReferenceData.path(file))
    #expect(deployment.cost == reference.deployment.cost && deployment.clock == .microseconds)
    let (found, expected) = (deployment.overheads, reference.deployment.overheads)
    for (one, other) in [
      (found.beforeQueue, expected.beforeQueue), (found.perToken, expected.perToken), (found.atEnd, expected.atEnd),
    ] { #expect(abs(one - other) < 1e-15) }
    #expect(deployment.batching == reference.deployment.batching)
    #expect(deployment.kvTokens == reference.deployment.kvTokens)
  }
}
