import EventSimulation
import Randomness

/// A pool while its fleet serves: how many of its replicas do what, and what they are drawn from.
struct PoolState {
  let pool: ReplicaPool
  /// The places of its replicas among those of all pools.
  let places: Range<Int>

  // What a request is held against, at hand.
  let contextLength: Int
  let memoryTokens: Int
  let promptsOnly: Bool
  let beforeQueue: Double

  /// The replicas that there are to be.
  var wanted: Int
  var booting = TimeWeighted()
  var serving: TimeWeighted
  var draining = TimeWeighted()
  /// Replicas' worth of GPUs that failed or were taken away and cannot be launched again yet.
  var missing = TimeWeighted()
  /// Of those, failures that nobody has noticed.
  var unnoticed = 0
  /// Whether there is spot capacity.
  var isAvailable: Bool

  var launches = 0
  var failures = 0
  var interruptions = 0
  var mostServing: Int
  var fewestServing: Int

  var meter: UseMeter?
  var lastChange = -Double.infinity

  let boots: RandomStream
  let failing: RandomStream
  let repairs: RandomStream
  let market: RandomStream

  init(_ pool: ReplicaPool, number: Int, places: Range<Int>, _ streams: Streams) {
    self.pool = pool
    self.places = places
    let deployment = pool.deployment
    contextLength = deployment.contextLength
    memoryTokens = deployment.kvTokens / deployment.blockTokens * deployment.blockTokens
    promptsOnly = deployment.batching.promptsOnly
    beforeQueue = deployment.overheads.beforeQueue
    isAvailable = if case .spot(let market) = pool.purchaseOption { market.isAvailableAtStart } else { true }
    wanted = pool.replicas
    let ready = isAvailable ? pool.replicas : 0
    serving = TimeWeighted(Double(ready))
    mostServing = ready
    fewestServing = ready
    boots = streams.stream("pool \(number)/boots")
    failing = streams.stream("pool \(number)/failures")
    repairs = streams.stream("pool \(number)/repairs")
    market = streams.stream("pool \(number)/market")
    if case .idleness(_, _, _, let window) = pool.operation?.scaling?.rule, let scaling = pool.operation?.scaling {
      meter = UseMeter(readings: max(1, Int((window / scaling.interval).rounded())))
    }
  }

  /// Replicas that there are, as far as anybody knows, but for those that leave.
  var present: Int { Int(booting.level) + Int(serving.level) + unnoticed }

  /// Replicas' worth of GPUs that may be launched now.
  var free: Int {
    guard isAvailable else { return 0 }
    return pool.capacity - Int(booting.level) - Int(serving.level) - Int(draining.level) - Int(missing.level)
  }

  @inline(__always)
  func limit(inputTokens: Int, outputTokens: Int) -> LengthLimit? {
    let tokens = inputTokens + (promptsOnly ? 1 : max(outputTokens, 1))
    if tokens > contextLength { return .context(contextLength) }
    return tokens > memoryTokens ? .memory(memoryTokens) : nil
  }

  mutating func countServing(_ change: Double, at now: Double) {
    serving.add(change, at: now)
    mostServing = max(mostServing, Int(serving.level))
    fewestServing = min(fewestServing, Int(serving.level))
  }

  /// Forgets what was before, as at the end of a warm-up.
  mutating func observe(from now: Double) {
    booting.reset(at: now)
    serving.reset(at: now)
    draining.reset(at: now)
    missing.reset(at: now)
    (launches, failures, interruptions) = (0, 0, 0)
    mostServing = Int(serving.level)
    fewestServing = Int(serving.level)
  }
}

/// A place for a replica, and what stands in it.
struct ReplicaSlot {
  enum State {
    /// Nothing.
    case empty
    /// A replica that takes no requests yet.
    case booting
    /// One that takes requests.
    case serving
    /// One that takes no more.
    case draining
  }

  var state = State.empty
  /// Counts the replicas that stood in it: an event of an earlier one is passed over.
  var generation: UInt32 = 0
  /// When the replica was launched, in seconds.
  var launched = 0.0
  /// Whether it was serving when it was told that it will be taken away.
  var isNoticed = false
}

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
