public import Economics
import Randomness
public import Serving

/// Replicas that serve a load: their capacity, number and cost.
///
/// ```swift
/// Fleet("chat GPUs", serves: "chat") {
///   CapacityCurve.oneAtATime(service, within: ServiceLevel(.wait, p95: .seconds(2)))
///   Scaling.aroundTheClock
///   Rent(USD(10) / .gpuHour, falling: priceFall)
/// }
/// ```
public struct Fleet {
  /// The name that measures and benefits refer to.
  public let name: String
  /// The name of the load that it serves.
  public let load: String
  let capacity: CapacityCurve
  let gpusPerReplica: Int
  let scaling: Scaling
  let attainment: Double
  let headroom: Double
  /// Hours.
  let boot: Double
  let reliability: Reliability?
  let rent: Rent

  ///
  /// - `load`: the name of the load that it serves.
  /// - `gpusPerReplica`: the GPUs over which one copy of the model is spread; those of the curve's deployment unless
  ///   given.
  /// - `attainment`: the share of the hours that must hold the service level. A fleet around the clock is planned for the rate
  ///   that so many hours stay below, by the hours of the week and the variation from day to day, and all fleets for so many
  ///   failures.
  /// - `headroom`: the share by which a fleet around the clock is planned above that.
  /// - `boot`: how long a replica takes to start, paid for; up to an hour.
  /// - `reliability`: how often its GPUs fail; never where it is left out.
  public init(
    _ name: String, serves load: String, gpusPerReplica: Int? = nil, attainment: Double = 0.99, headroom: Double = 0,
    boot: Duration = .zero,
    reliability: Reliability? = nil, file: StaticString = #fileID, line: UInt = #line,
    @FleetBuilder _ content: () -> (CapacityCurve, Scaling, Rent)
  ) {
    self.name = name
    self.load = load
    self.attainment = attainment
    self.headroom = headroom
    self.boot = boot / .seconds(3600)
    self.reliability = reliability
    (capacity, scaling, rent) = content()
    self.gpusPerReplica = gpusPerReplica ?? capacity.deployment?.gpus ?? 1
    if let gpusPerReplica, gpusPerReplica < 1 {
      ValidationErrors.report(
        InvalidValue("gpusPerReplica: \(gpusPerReplica)", "a replica has at least 1 GPU", location: "\(file):\(line)"))
    }
    if rent.commitment != nil, scaling != .aroundTheClock {
      ValidationErrors.report(
        InvalidValue(
          "Rent.reserving", "only a fleet around the clock has a number of GPUs to reserve",
          remedy: "Scaling.aroundTheClock, or ReservedGPUs for a base that you state", location: "\(file):\(line)"))
    }
    if !(attainment > 0 && attainment < 1) {
      ValidationErrors.report(
        InvalidValue(
          "attainment: \(attainment.shortest)", "a share of the hours lies between 0 and 1",
          remedy: attainment > 1 && attainment < 100
            ? "for \(attainment.shortest) % write \((attainment / 100).shortest)" : nil,
          location: "\(file):\(line)"))
    }
    if !(0...1).contains(self.boot) {
      ValidationErrors.report(
        InvalidValue("boot: \(boot)", "a replica boots within 0 to 60 minutes", location: "\(file):\(line)"))
    }
    if !(headroom >= 0 && headroom.isFinite) {
      ValidationErrors.report(
        InvalidValue("headroom: \(headroom)", "headroom is a share, at least 0", location: "\(file):\(line)"))
    }
  }
}

/// Reads the lines of a ``Fleet``: what it can carry, how it scales, what it costs.
@resultBuilder
public enum FleetBuilder {
  /// The three lines of a fleet.
  public static func buildBlock(
    _ capacity: CapacityCurve, _ scaling: Scaling, _ rent: Rent
  ) -> (CapacityCurve, Scaling, Rent) { (capacity, scaling, rent) }
}

/// How the number of replicas follows the load.
public enum Scaling: String, CaseIterable, Sendable {
  /// The GPUs that the month's hours need, but for the share that the attainment leaves out, all day and all night.
  case aroundTheClock = "around-the-clock"
  /// Each hour the GPUs that this hour needs, started in time: what a perfect forecast of the load would save.
  case hourly
  /// What is there follows what was measured over five minutes: it shrinks once more than 30 % of it idles, and grows once the
  /// load is above what it carries, when replicas still have to boot; each time to the number at which 30 % idles. The rule of
  /// the case, F16.
  case onIdleness = "on-idleness"

  /// The idle share above which a fleet shrinks, and that it has after a change.
  static let idleLimit = 0.30
  /// Hours over which the idle share is measured; as long as that of `ScalingRule.idleness(of:above:below:over:)`.
  static let window = 300.0 / 3600
}

/// How often the GPUs of a fleet fail, how long repairs take, and how many spares there are.
///
/// ```swift
/// Reliability(hoursBetweenFailures: 50_677, repair: .hours(96), spares: 0.02)
/// ```
/// A failure takes a whole replica away; a spare GPU takes the place of a failed one at once.
public struct Reliability: Sendable, Hashable {
  /// GPU-hours from one failure to the next.
  public let hoursBetweenFailures: Double
  /// Hours until a failed GPU is back.
  public let repair: Double
  /// Spare GPUs as a share of those in use; they are paid for.
  public let spares: Double

  /// How often GPUs fail, how long repairs take, and how many spares there are.
  public init(
    hoursBetweenFailures: Double, repair: Duration, spares: Double = 0, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    self.hoursBetweenFailures = hoursBetweenFailures
    self.repair = repair / .seconds(3600)
    self.spares = spares
    if !(hoursBetweenFailures > 0 && self.repair >= 0 && spares >= 0 && spares < 10) {
      ValidationErrors.report(
        InvalidValue(
          "Reliability(hoursBetweenFailures: \(hoursBetweenFailures), repair: \(repair), spares: \(spares))",
          "hours between failures are above 0, a repair takes at least 0, and spares are a share of the fleet",
          location: "\(file):\(line)"))
    }
  }
}

extension Reliability {
  /// The replicas beyond a number of them, and beyond the spares, that stand in for as many failures as are exceeded in less
  /// than the rest of the attainment.
  ///
  /// The failed GPUs are a Poisson number: failures come independently, and repairs take their time.
  func reserve(of replicas: Int, gpusPerReplica: Int, attainment: Double) -> Int {
    let mean = Double(replicas * gpusPerReplica) * max(repair.rounded(), 1) / hoursBetweenFailures
    let failed = mean > 0 ? Int(Distribution.poisson(mean: mean).quantile(attainment)) : 0
    return max(failed - standby(of: replicas), 0)
  }

  /// The replicas that stand by for so many in use.
  func standby(of replicas: Int) -> Int { Int((spares * Double(replicas)).rounded(.up)) }
}
