public import Randomness

/// Replicas of one deployment, on what terms their GPUs are held, and how they are run.
///
/// ```swift
/// ReplicaPool(deployment, replicas: 23)                                     // as they stand, all the time
/// ReplicaPool(
///   deployment, replicas: 4, purchase: .spot(.interrupted(everyHours: 3, notice: 120)),
///   PoolOperation(boot: .constant(300), scaling: Autoscaling(.schedule(hours), between: 0...12)))
/// ```
public struct ReplicaPool: Sendable, Hashable {
  /// What each replica is.
  public let deployment: Deployment
  /// How many there are at the start, ready to serve.
  public let replicas: Int
  /// On what terms their GPUs are held.
  public let purchaseOption: PurchaseOption
  /// `nil` for a pool that stands as it is.
  public let operation: PoolOperation?
  /// The energy of the building over that of the machines: 1.1 to 1.2 in the largest, 1.56 on average (Uptime Institute,
  /// 2022 to 2026).
  public let powerUsageEffectiveness: Double

  /// Replicas of a deployment, on terms.
  ///
  /// - `replicas`: how many there are at the start.
  /// - `operation`: what may change them; spot GPUs need one, to say how long the next takes to boot.
  public init(
    _ deployment: Deployment, replicas: Int = 1, purchase purchaseOption: PurchaseOption = .onDemand,
    _ operation: PoolOperation? = nil,
    powerUsageEffectiveness: Double = 1, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.deployment = deployment
    self.purchaseOption = purchaseOption
    self.operation = operation
    let least = operation?.scaling?.replicas.lowerBound ?? 1
    let most = operation?.scaling?.replicas.upperBound
    self.replicas = min(max(replicas, least), most ?? .max)
    self.powerUsageEffectiveness = powerUsageEffectiveness
    let subject = "ReplicaPool(\"\(deployment.name)\", replicas: \(replicas))"
    let place = "\(file):\(line)"
    if replicas < least {
      ValidationErrors.report(
        InvalidValue(
          subject,
          "a pool has at least \(least) replica\(least == 1 ? "" : "s")"
            + (operation?.scaling == nil ? "" : ", as its scaling says"), location: place))
    }
    if let most, replicas > most {
      ValidationErrors.report(
        InvalidValue(subject, "its scaling allows \(most) at most", remedy: "start with fewer", location: place))
    }
    if case .spot = purchaseOption, operation == nil {
      ValidationErrors.report(
        InvalidValue(
          subject, "what is taken away has to boot when it comes back",
          remedy: "say how long, with PoolOperation(boot:)", location: place))
    }
    if !(powerUsageEffectiveness >= 1 && powerUsageEffectiveness < .infinity) {
      ValidationErrors.report(
        InvalidValue(
          "powerUsageEffectiveness: \(powerUsageEffectiveness.shortest)",
          "a building takes at least what its machines take: 1 or more", location: place))
    }
  }

  /// Replicas' worth of GPUs that there may be at once, spares too where they are owned.
  var capacity: Int {
    max(operation?.scaling?.replicas.upperBound ?? replicas, 1) + spares
  }

  private var spares: Int {
    if case .owned = purchaseOption { return operation?.failures?.spares ?? 0 }
    return 0
  }
}

/// How a pool of replicas is run: how long one boots, how it leaves, how it fails, and what decides how many there are.
///
/// ```swift
/// PoolOperation(
///   boot: .uniform(100, 400), failures: ReplicaFailures(),
///   scaling: Autoscaling(.idleness(of: .sequences, above: 0.30, below: 0.15), between: 2...40))
/// ```
/// A pool without one stands as it is: every replica is there all the time.
public struct PoolOperation: Sendable, Hashable {
  /// Seconds from the launch of a replica until it takes requests: a machine, an image, weights, compilation.
  ///
  /// Measured for Llama 3.1 8B on vLLM (ray-project/ray, pull request 63859, June 2026): 100 s on a machine that is there,
  /// 400 s where one has to be had first.
  public let boot: Distribution
  /// What becomes of the requests of a replica that is to leave.
  public let draining: Draining
  /// `nil` where none is to be simulated.
  public let failures: ReplicaFailures?
  /// `nil` for as many as the pool has.
  public let scaling: Autoscaling?

  /// - `boot`: seconds; it has no default, since what a fleet can follow depends on it.
  public init(
    boot: Distribution, draining: Draining = .finishing, failures: ReplicaFailures? = nil,
    scaling: Autoscaling? = nil, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.boot = boot
    self.draining = draining
    self.failures = failures
    self.scaling = scaling
    if boot.support.lowerBound < 0 {
      ValidationErrors.report(InvalidValue("boot: \(boot)", "a boot takes at least 0 s", location: "\(file):\(line)"))
    }
  }
}

/// What becomes of the requests of a replica that is to leave.
public enum Draining: String, Sendable, Hashable, CaseIterable {
  /// It takes no more, answers those it has, waiting and at work, and leaves then.
  case finishing
  /// Those that wait are sent to others; it answers those at work and leaves then.
  case movingWaiting
}

/// How often the GPUs of a replica fail, and when another takes its place.
///
/// ```swift
/// ReplicaFailures(repairHours: .uniform(72, 120), spares: 2)
/// ```
/// A failure of one GPU is one of its whole replica: what was at work is lost, and its requests are sent again. Failures come
/// at random while a replica boots, serves or drains. A rented one is replaced as soon as it is noticed; one that is owned
/// comes back after its repair, and until then a spare stands in where there is one. Either has to boot.
public struct ReplicaFailures: Sendable, Hashable {
  /// GPU-hours from one failure to the next; `nil` for those of the GPU: ``GPU/hoursBetweenFailures``.
  public let gpuHours: Double?
  /// Hours until what was owned and failed can be used again.
  public let repairHours: Distribution
  /// Replicas' worth of GPUs that stand by where they are owned.
  public let spares: Int
  /// Seconds until a failure is noticed and a replacement begins to boot.
  public let noticedAfter: Double

  /// - `gpuHours`: GPU-hours from one failure to the next, of whatever cause; by default the GPU's, or Meta's 50 677 of an
  ///   H100 (419 interruptions of 16 384 in 54 days, Llama 3, 2024).
  /// - `repairHours`: three to five days were reported for a GPU that has to be swapped.
  public init(
    gpuHours: Double? = nil, repairHours: Distribution = .uniform(72, 120), spares: Int = 0, noticedAfter: Double = 0,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    self.gpuHours = gpuHours
    self.repairHours = repairHours
    self.spares = max(spares, 0)
    self.noticedAfter = noticedAfter
    let place = "\(file):\(line)"
    if let gpuHours, !(gpuHours > 0 && gpuHours < .infinity) {
      ValidationErrors.report(
        InvalidValue("gpuHours: \(gpuHours.shortest)", "the mean time between failures is above 0", location: place))
    }
    if repairHours.support.lowerBound < 0 {
      ValidationErrors.report(
        InvalidValue("repairHours: \(repairHours)", "a repair takes at least 0 hours", location: place))
    }
    if spares < 0 {
      ValidationErrors.report(InvalidValue("spares: \(spares)", "there are at least 0 spares", location: place))
    }
    if !(noticedAfter >= 0 && noticedAfter < .infinity) {
      ValidationErrors.report(
        InvalidValue("noticedAfter: \(noticedAfter.shortest)", "a time is at least 0 s", location: place))
    }
  }

  /// Seconds from one failure of a replica to the next.
  func secondsBetween(_ deployment: Deployment) -> Double {
    3600 * (gpuHours ?? deployment.gpu?.hoursBetweenFailures ?? Self.metaHours) / Double(deployment.gpus)
  }

  private static let metaHours = 50_677.0
}
