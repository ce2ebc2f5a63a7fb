public import Randomness

/// Replicas of one deployment: how their GPUs are purchased and how they change.
///
/// ```swift
/// ReplicaPool(deployment, replicas: 23)                                     // fixed
/// ReplicaPool(
///   deployment, replicas: 4, purchase: .spot(.interrupted(everyHours: 3, notice: 120)),
///   PoolOperation(boot: .constant(300), scaling: Autoscaling(.schedule(hours), between: 0...12)))
/// ```
public struct ReplicaPool: Sendable, Hashable {
  /// The deployment of each replica.
  public let deployment: Deployment
  /// The number of replicas at the start, ready to serve.
  public let replicas: Int
  /// How the GPUs are purchased.
  public let purchaseOption: PurchaseOption
  /// `nil` for a fixed pool.
  public let operation: PoolOperation?
  /// The energy of the data centre over that of its machines: 1.1 to 1.2 in the largest, 1.56 on average (Uptime Institute,
  /// 2022 to 2026).
  public let powerUsageEffectiveness: Double

  /// Replicas of a deployment.
  ///
  /// - `replicas`: the number at the start.
  /// - `operation`: how the pool changes; spot GPUs need one, for the boot time of their replacements.
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
          subject, "interrupted replicas have to boot again",
          remedy: "give the boot time with PoolOperation(boot:)", location: place))
    }
    if !(powerUsageEffectiveness >= 1 && powerUsageEffectiveness < .infinity) {
      ValidationErrors.report(
        InvalidValue(
          "powerUsageEffectiveness: \(powerUsageEffectiveness.shortest)",
          "power usage effectiveness is at least 1", location: place))
    }
  }

  /// The GPUs of the pool in replicas, spares of owned pools included.
  var capacity: Int {
    max(operation?.scaling?.replicas.upperBound ?? replicas, 1) + spares
  }

  private var spares: Int {
    if case .owned = purchaseOption { return operation?.failures?.spares ?? 0 }
    return 0
  }
}

/// How a pool of replicas changes: boot times, draining, failures and autoscaling.
///
/// ```swift
/// PoolOperation(
///   boot: .uniform(100, 400), failures: ReplicaFailures(),
///   scaling: Autoscaling(.idleness(of: .sequences, above: 0.30, below: 0.15), between: 2...40))
/// ```
/// A pool without a `PoolOperation` is fixed: every replica is up all the time.
public struct PoolOperation: Sendable, Hashable {
  /// Seconds from the launch of a replica until it accepts requests: machine, image, weights, compilation.
  ///
  /// Measured for Llama 3.1 8B on vLLM (ray-project/ray, pull request 63859, June 2026): 100 s on a running machine, 400 s
  /// where a machine has to be started first.
  public let boot: Distribution
  /// What happens to the requests of a replica that is to leave.
  public let draining: Draining
  /// `nil` where failures are not simulated.
  public let failures: ReplicaFailures?
  /// `nil` for a constant number of replicas.
  public let scaling: Autoscaling?

  /// - `boot`: seconds; without a default, because it limits what load a fleet can follow.
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

/// What happens to the requests of a replica that is to leave.
public enum Draining: String, Sendable, Hashable, CaseIterable {
  /// The replica accepts no new requests, answers all that it has, and then leaves.
  case finishing
  /// Waiting requests move to other replicas; the replica answers the running ones and then leaves.
  case movingWaiting
}

/// Failures of GPUs, their repair and their replacement.
///
/// ```swift
/// ReplicaFailures(repairHours: .uniform(72, 120), spares: 2)
/// ```
/// A failure of one GPU fails its whole replica: running work is lost, and its requests are sent again. Failures are a Poisson
/// process while a replica boots, serves or drains. A rented replica is replaced when the failure is noticed; an owned one
/// returns after its repair, and until then a spare replaces it where there is one. Both have to boot.
public struct ReplicaFailures: Sendable, Hashable {
  /// Mean GPU-hours between failures; `nil` for the GPU's own: ``GPU/hoursBetweenFailures``.
  public let gpuHours: Double?
  /// The repair time of owned GPUs in hours.
  public let repairHours: Distribution
  /// Spare replicas of an owned pool.
  public let spares: Int
  /// Seconds until a failure is noticed and the replacement begins to boot.
  public let noticedAfter: Double

  /// - `gpuHours`: mean GPU-hours between failures of any cause; by default the GPU's own, or Meta's 50 677 of an H100 (419
  ///   interruptions of 16 384 in 54 days, Llama 3, 2024).
  /// - `repairHours`: three to five days were reported for swapping a GPU.
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

  /// Mean seconds between failures of a replica.
  func secondsBetween(_ deployment: Deployment) -> Double {
    3600 * (gpuHours ?? deployment.gpu?.hoursBetweenFailures ?? Self.metaHours) / Double(deployment.gpus)
  }

  private static let metaHours = 50_677.0
}
