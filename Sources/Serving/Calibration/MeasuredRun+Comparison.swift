import Demand
import Randomness

extension MeasuredRun {
  /// Serves the run's requests on one replica, and sets its latencies beside those that were measured.
  public func compare(with deployment: Deployment) -> LatencyComparison {
    var results: [RequestResult?] = Array(repeating: nil, count: requests.count)
    let source = ListedRequests(
      requests.map {
        RequestTrace.Request(arrival: $0.arrival, inputTokens: $0.inputTokens, outputTokens: $0.outputTokens)
      })
    // Nothing is drawn: there is one replica to go to.
    _ = ServingFleet(ReplicaPool(deployment)).serve(source, Streams(seed: 0, replication: 0)) { outcome in
      if case .answered(let result) = outcome { results[result.number] = result }
    }
    var measured = LatencyComparison.Latencies()
    var simulated = LatencyComparison.Latencies()
    for (request, result) in zip(requests, results) {
      guard let result else { continue }
      measured.add(
        first: request.timeToFirstToken, last: request.endToEnd, outputTokens: request.outputTokens)
      simulated.add(
        first: result.timeToFirstToken, last: result.endToEnd, outputTokens: result.outputTokens)
    }
    return LatencyComparison(
      measured: measured, simulated: simulated, refused: results.reduce(0) { $0 + ($1 == nil ? 1 : 0) })
  }
}
