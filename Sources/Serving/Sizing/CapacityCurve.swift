/// What replicas can carry within a service level: the seam between the forecast and how requests are served.
///
/// The forecast asks it once an hour; behind it stands a queueing formula or a simulation of the requests.
public protocol CapacityCurve: Sendable {
  /// The least replicas that hold the service level at an arrival rate in requests a second; 0 for no arrivals.
  /// - Complexity: O(log n) in the points of the curve: it is asked for every hour of a forecast.
  func replicas(for rate: Double) -> Int

  /// The share of the time for which replicas are busy at an arrival rate; at most 1.
  func utilisation(rate: Double, replicas: Int) -> Double

  /// How the curve was found, for the reader of a result.
  var method: String { get }
}
