/// What became of a pool while its fleet served: how long its replicas did what, what is paid for, and the energy.
///
/// Hours are of replicas, over the time that was observed.
public struct PoolRecord: Sendable, Hashable {
  /// On what terms its GPUs were held.
  public let purchaseOption: PurchaseOption
  /// GPUs of a replica.
  public let gpusPerReplica: Int
  /// Replicas' worth of GPUs in the pool, with spares.
  public let capacity: Int

  /// Hours in which replicas booted, took requests, and took no more but answered those they had.
  public let bootingHours: Double
  /// Hours in which replicas took requests.
  public let servingHours: Double
  /// Hours in which replicas took no more but answered those they had.
  public let drainingHours: Double
  /// Hours in which a failed replica was not noticed or in repair, or a spot replica could not be had again.
  public let missingHours: Double
  /// GPU-hours that are paid for: see ``PurchaseOption``.
  public let paidGPUHours: Double

  /// Replicas that were launched, failed and were taken away.
  public let launches: Int
  /// Replicas that failed.
  public let failures: Int
  /// Replicas that were taken away.
  public let interruptions: Int
  /// The most and the fewest that took requests at once.
  public let mostServing: Int
  /// The fewest that took requests at once.
  public let fewestServing: Int

  /// Energy that the GPUs took, in kWh; `nil` where the GPU is not known.
  ///
  /// Each by its power curve at the sequences at work, and with nothing at work by ``PowerCurve/idle``, booting ones too.
  /// The rest of the machine is not in it.
  public let gpuEnergy: Double?
  /// The energy with what its building takes on top, in kWh.
  public let energy: Double?
}
