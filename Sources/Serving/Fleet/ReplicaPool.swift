import Randomness

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
    _ deployment: Deployment, replicas: Int = 1, purchase purchaseOption: PurchaseOption = .onDemand, _ operation: PoolOperation? = nil,
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
