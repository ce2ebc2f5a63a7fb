package import Demand
import EventSimulation
import Randomness
package import Serving

/// How well a fitted load represents its trace: the latencies of both on the same fleet.
///
/// The trace is one realisation, and many loads are drawn from the fit. The fit is adequate if the latency of the trace
/// lies within the range of theirs.
package struct FittedLoadCheck: Sendable {
  /// One latency of both.
  package struct Row: Sendable {
    package let latency: ServiceLevel.Latency
    /// The percentile, from 0 to 100.
    package let percentile: Double
    /// Seconds, of the trace and of the mean over loads, with Student's interval.
    package let trace: Double
    package let fitted: Estimate
    /// Seconds: the least and the greatest of the loads.
    package let range: ClosedRange<Double>

    /// How far off the mean of the loads is, as a share of the trace's.
    package var error: Double { fitted.value / trace - 1 }
  }

  package let deployment: Deployment
  package let replicas: Int
  package let replications: Int
  package let rows: [Row]

  /// Serves a trace and loads drawn from its fit.
  ///
  /// - `replicas`: `nil` for as few as carry the trace's mean rate at 70 % of what they could.
  /// - Throws: ``FleetSizingError`` where the deployment holds none of the requests.
  package init(
    _ load: FittedLoad, of trace: RequestTrace, on deployment: Deployment, replicas: Int?, replications: Int,
    seed: UInt64
  ) throws {
    let sample = try RequestSample(try RequestPattern(resampling: trace), on: deployment)
    let enough = max(Int((load.meanRate / (0.7 * sample.greatestRate)).rounded(.up)), 1)
    let replicas = replicas ?? enough
    self.deployment = deployment
    self.replicas = replicas
    self.replications = replications
    let fleet = ServingFleet(ReplicaPool(deployment, replicas: replicas))
    let recorded = fleet.serve(
      TraceArrivals(trace, fromFirst: true), Streams(seed: seed, replication: 0))
    let (span, percentiles) = (trace.span, Self.percentiles)
    let all = Concurrent.map(Array(0..<replications)) { replication in
      let streams = Streams(seed: seed, replication: replication)
      let drawn = fleet.serve(load.requests(from: streams, named: "fitted", until: span), streams)
      return ServiceLevel.Latency.allCases.map { latency in
        percentiles.map { drawn.observations(of: latency).percentile($0) }
      }
    }
    rows = ServiceLevel.Latency.allCases.enumerated().flatMap { index, latency in
      percentiles.enumerated().compactMap { place, percentile -> Row? in
        let values = all.compactMap { $0[index][place] }
        guard let recorded = recorded.observations(of: latency).percentile(percentile), recorded > 0,
          values.count == replications, let least = values.min(), let greatest = values.max()
        else { return nil }
        return Row(
          latency: latency, percentile: percentile, trace: recorded,
          fitted: Estimate(meanOf: Tally(values), confidence: 0.95), range: least...greatest)
      }
    }
  }

  private static let percentiles = [50.0, 95, 99]
}
