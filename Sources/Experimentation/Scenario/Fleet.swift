public import Economics
import Randomness
public import Serving

/// Replicas that serve a load, how many they are, and what they cost.
///
/// ```swift
/// Fleet("chat GPUs", serves: "chat") {
///   CapacityCurve.oneAtATime(service, within: ServiceLevel(.wait, p95: .seconds(2)))
///   Scaling.aroundTheClock
///   Rent(USD(10) / .gpuHour, falling: priceFall)
/// }
/// ```
public struct Fleet {
  public let name: String
  public let load: String
  let capacity: CapacityCurve
  let gpusPerReplica: Int
  let scaling: Scaling
  let headroom: Double
  let rent: Rent

  ///
  /// - `load`: the name of the load that it serves.
  /// - `gpusPerReplica`: the GPUs over which one copy of the model is spread.
  /// - `headroom`: the share by which a fleet around the clock is planned above the busiest expected hour.
  public init(
    _ name: String, serves load: String, gpusPerReplica: Int = 1, headroom: Double = 0,
    file: StaticString = #fileID, line: UInt = #line,
    @FleetBuilder _ content: () -> (CapacityCurve, Scaling, Rent)
  ) {
    self.name = name
    self.load = load
    self.gpusPerReplica = gpusPerReplica
    self.headroom = headroom
    (capacity, scaling, rent) = content()
    if gpusPerReplica < 1 {
      Refusals.report(
        InvalidValue("gpusPerReplica: \(gpusPerReplica)", "a replica has at least 1 GPU", location: "\(file):\(line)"))
    }
    if !(headroom >= 0 && headroom.isFinite) {
      Refusals.report(
        InvalidValue("headroom: \(headroom)", "headroom is a share, at least 0", location: "\(file):\(line)"))
    }
  }
}

/// Reads the lines of a ``Fleet``: what it can carry, how it scales, what it costs.
@resultBuilder
public enum FleetBuilder {
  public static func buildBlock(
    _ capacity: CapacityCurve, _ scaling: Scaling, _ rent: Rent
  ) -> (CapacityCurve, Scaling, Rent) { (capacity, scaling, rent) }
}
