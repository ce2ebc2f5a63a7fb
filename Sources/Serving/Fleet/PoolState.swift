import EventSimulation
import Randomness

/// The state of a pool: its replicas by state, and its random streams.
struct PoolState {
  let pool: ReplicaPool
  /// The places of its replicas among those of all pools.
  let places: Range<Int>

  /// The target number of replicas.
  var wanted: Int
  var booting = TimeWeighted()
  var serving: TimeWeighted
  var draining = TimeWeighted()
  /// GPUs, in replicas, that failed or were interrupted and cannot be launched yet.
  var missing = TimeWeighted()
  /// Of those, unnoticed failures.
  var unnoticed = 0
  /// Whether spot capacity is available.
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
      meter = UseMeter(readings: Int(min(max((window / scaling.interval).rounded(), 1), 1e6)))
    }
  }

  /// Replicas that count as present: booting, serving, and failed but unnoticed.
  var present: Int { Int(booting.level) + Int(serving.level) + unnoticed }

  /// Replicas that may be launched now.
  var free: Int {
    guard isAvailable else { return 0 }
    return pool.capacity - Int(booting.level) - Int(serving.level) - Int(draining.level) - Int(missing.level)
  }

  mutating func countServing(_ change: Double, at now: Double) {
    serving.add(change, at: now)
    mostServing = max(mostServing, Int(serving.level))
    fewestServing = min(fewestServing, Int(serving.level))
  }

  /// Resets the record, as at the end of a warm-up.
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

/// A place for a replica, and its state.
struct ReplicaSlot {
  enum State {
    /// No replica.
    case empty
    /// A replica that does not accept requests yet.
    case booting
    /// A replica that accepts requests.
    case serving
    /// A replica that accepts no new requests.
    case draining
  }

  var state = State.empty
  /// Counts the replicas in this place: an event of an earlier one is skipped.
  var generation: UInt32 = 0
  /// When the replica was launched, in seconds.
  var launched = 0.0
  /// Whether it was serving when it got the notice of an interruption.
  var isNoticed = false
}

/// The record of a pool: hours of its replicas by state, paid hours, failures and energy.
///
/// Hours are replica-hours over the observed time.
public struct PoolRecord: Sendable, Hashable {
  /// How its GPUs were purchased.
  public let purchaseOption: PurchaseOption
  /// The GPUs of a replica.
  public let gpusPerReplica: Int
  /// The GPUs of the pool in replicas, spares included.
  public let capacity: Int

  /// Hours of booting.
  public let bootingHours: Double
  /// Hours of accepting requests.
  public let servingHours: Double
  /// Hours of draining.
  public let drainingHours: Double
  /// Hours in which a replica was missing: a failure unnoticed or in repair, or spot capacity not available again.
  public let missingHours: Double
  /// GPU-hours that are paid for: see ``PurchaseOption``.
  public let paidGPUHours: Double

  /// Launches.
  public let launches: Int
  /// Failures.
  public let failures: Int
  /// Interruptions of spot replicas.
  public let interruptions: Int
  /// The most replicas that accepted requests at once.
  public let mostServing: Int
  /// The fewest replicas that accepted requests at once.
  public let fewestServing: Int

  /// The energy of the GPUs in kWh; `nil` where the GPU is not known.
  ///
  /// From the power curve at the number of running sequences, and ``PowerCurve/idle`` without requests and while booting. The
  /// rest of the machine is not included.
  public let gpuEnergy: Double?
  /// The energy in kWh, multiplied by the power usage effectiveness.
  public let energy: Double?
}
