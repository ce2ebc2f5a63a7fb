public import Randomness

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
