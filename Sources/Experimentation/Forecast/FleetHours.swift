package import Serving

/// Hours of a fleet of a forecast, with the curve by which its replicas were found.
package struct FleetHours: Sendable {
  package let name: String
  package let curve: CapacityCurve
  /// Requests a second, and the replicas there were, from the quietest hour to the busiest.
  package let hours: [(rate: Double, replicas: Int)]
}
