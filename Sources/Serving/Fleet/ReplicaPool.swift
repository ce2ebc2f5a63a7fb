import Randomness

/// Replicas of one deployment.
public struct ReplicaPool: Sendable, Hashable {
  /// What each replica is.
  public let deployment: Deployment
  /// How many there are.
  public let replicas: Int

  /// So many replicas of a deployment.
  public init(_ deployment: Deployment, replicas: Int = 1, file: StaticString = #fileID, line: UInt = #line) {
    self.deployment = deployment
    self.replicas = max(replicas, 1)
    if replicas < 1 {
      Refusals.report(
        InvalidValue(
          "ReplicaPool(\"\(deployment.name)\", replicas: \(replicas))", "a pool has at least 1 replica",
          location: "\(file):\(line)"))
    }
  }
}
