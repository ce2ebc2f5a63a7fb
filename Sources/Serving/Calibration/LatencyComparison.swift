import Demand
import EventSimulation
import Randomness

/// The latencies of a run as they were measured and as they were simulated.
public struct LatencyComparison: Sendable {
  /// Which latency.
  public enum Latency: String, Sendable, Hashable, CaseIterable {
    /// From the arrival until the first token.
    case timeToFirstToken = "time to first token"
    /// From one token to the next, on average over an answer.
    case timePerOutputToken = "time per output token"
    /// From the arrival until the last token.
    case endToEnd = "end to end"
  }

  /// Which figure of it.
  public enum Statistic: String, Sendable, Hashable, CaseIterable {
    /// The mean, or what 50, 90 or 99 % of requests stay below.
    case mean, p50, p90, p99
  }

  /// One figure, in seconds.
  public struct Row: Sendable, Hashable {
    /// Which latency.
    public let latency: Latency
    /// Which figure of it.
    public let statistic: Statistic
    /// Seconds, as the server had it.
    public let measured: Double
    /// Seconds, as the simulation has it.
    public let simulated: Double

    /// How far off the simulation is, as a share of what was measured.
    public var error: Double { simulated / measured - 1 }
  }

  /// Each latency with each figure; a latency that no request had is left out.
  public let rows: [Row]
  /// Requests that the deployment can never hold, which are left out on both sides.
  public let refused: Int

  /// The error of the figure that is furthest off, without its sign.
  public var worst: Double { rows.map { abs($0.error) }.max() ?? 0 }

  /// How far off a figure is, as a share of what was measured; `nil` where no request had that latency.
  public func error(of statistic: Statistic, of latency: Latency) -> Double? {
    rows.first { $0.latency == latency && $0.statistic == statistic }?.error
  }

  init(measured: Latencies, simulated: Latencies, refused: Int) {
    self.refused = refused
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
