import Randomness

/// Replicas of one deployment.
public struct ReplicaPool: Sendable, Hashable {
  public let deployment: Deployment
  public let replicas: Int

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
