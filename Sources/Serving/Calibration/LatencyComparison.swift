import Demand
import EventSimulation
import Randomness

/// The latencies of a run, measured and simulated.
public struct LatencyComparison: Sendable {
  /// A latency.
  public enum Latency: String, Sendable, Hashable, CaseIterable {
    /// From the arrival to the first token.
    case timeToFirstToken = "time to first token"
    /// The mean time between tokens of an answer.
    case timePerOutputToken = "time per output token"
    /// From the arrival to the last token.
    case endToEnd = "end to end"
  }

  /// A statistic of a latency.
  public enum Statistic: String, Sendable, Hashable, CaseIterable {
    /// The mean, or the 50th, 90th or 99th percentile.
    case mean, p50, p90, p99
  }

  /// One figure, in seconds.
  public struct Row: Sendable, Hashable {
    /// The latency.
    public let latency: Latency
    /// The statistic.
    public let statistic: Statistic
    /// Seconds, measured.
    public let measured: Double
    /// Seconds, simulated.
    public let simulated: Double

    /// The relative error of the simulation.
    public var error: Double { simulated / measured - 1 }
  }

  /// Each statistic of each latency; a latency that no request has is left out.
  public let rows: [Row]
  /// Requests that do not fit the deployment; both sides leave them out.
  public let refused: Int
  /// Requests that took three times as long as simulated, and longer by more than the median: stalls of the server, or work
  /// that is not in the run.
  package let stalled: Int

  /// The greatest absolute error.
  public var worst: Double { rows.map { abs($0.error) }.max() ?? 0 }

  /// The relative error of a statistic; `nil` where no request has that latency.
  public func error(of statistic: Statistic, of latency: Latency) -> Double? {
    rows.first { $0.latency == latency && $0.statistic == statistic }?.error
  }

  init(measured: Latencies, simulated: Latencies, refused: Int) {
    self.refused = refused
    let median = Self.figures(measured.last).dropFirst().first ?? 0
    stalled = zip(measured.last, simulated.last).count { $0 > 3 * $1 && $0 - $1 > median }
    rows = Latency.allCases.flatMap { latency in
      let (known, found) = (Self.figures(measured[latency]), Self.figures(simulated[latency]))
      return zip(Statistic.allCases, zip(known, found)).map {
        Row(latency: latency, statistic: $0, measured: $1.0, simulated: $1.1)
      }
    }
  }

  /// Mean and percentiles; none without values.
  private static func figures(_ values: [Double]) -> [Double] {
    guard !values.isEmpty else { return [] }
    var sketch = QuantileSketch(exactCount: values.count)
    for value in values { sketch.add(value) }
    return [values.reduce(0, +) / Double(values.count)] + (sketch.quantiles([0.5, 0.9, 0.99]) ?? [])
  }

  /// The latencies of some requests, in their order.
  struct Latencies {
    var first: [Double] = []
    var perToken: [Double] = []
    var last: [Double] = []

    mutating func add(first: Double, last: Double, outputTokens: Int) {
      self.first.append(first)
      self.last.append(last)
      if outputTokens > 1 { perToken.append((last - first) / Double(outputTokens - 1)) }
    }

    subscript(latency: Latency) -> [Double] {
      switch latency {
      case .timeToFirstToken: first
      case .timePerOutputToken: perToken
      case .endToEnd: last
      }
    }
  }
}

extension MeasuredRun {
  /// Simulates the requests of the run on one replica and compares the latencies.
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
