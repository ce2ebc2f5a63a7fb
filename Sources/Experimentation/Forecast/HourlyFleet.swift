import Economics
import Randomness
package import Serving

/// A fleet of a forecast, hour by hour: how many replicas are paid for, and how busy they are.
struct HourlyFleet {
  /// What a fleet did in a month.
  struct Month {
    /// GPU-hours paid for.
    let gpuHours: Double
    /// Electricity of its GPUs; 0 where the GPU is not known.
    let kilowattHours: Double
    /// Their rent, in the currency of the books.
    let cost: Double
  }

  let fleet: Fleet
  /// The position of the load that it serves.
  let load: Int
  private let currencyValue: Double
  private let price: RealisedPrice
  // Taken out of the fleet, since each hour asks for them.
  private let capacity: CapacityCurve
  private let gpusPerReplica: Int
  private let scaling: Scaling
  /// Replicas around the clock, this month, and the work that they are for, in requests a second.
  private var planned = 0
  private var plannedWork = 0.0
  /// Replicas of the hour before, and the work that they had.
  private var running = 0
  private var workBefore = 0.0
  private var failed: FailedReplicas?
  private var gpuHours = 0.0
  private var busyGPUHours = 0.0
  private var work = 0.0
  private var peak = 0
  private var hours = 0
  private var overloaded = 0.0
  /// Each hour's work and replicas, where they are kept.
  private(set) var log: [(work: Double, replicas: Int)]?
  private(set) var record = Forecast.FleetRecord(
    gpus: [], peakGPUs: [], utilisation: [], overloadedHours: [], price: [], cost: [])

  init(_ fleet: Fleet, load: Int, currencyValue: Double, price: RealisedPrice, streams: Streams, keepingHours: Bool) {
    log = keepingHours ? [] : nil
    self.fleet = fleet
    self.load = load
    self.currencyValue = currencyValue
    self.price = price
    capacity = fleet.capacity
    gpusPerReplica = fleet.gpusPerReplica
    scaling = fleet.scaling
    failed = fleet.reliability.map {
      FailedReplicas($0, gpusPerReplica: fleet.gpusPerReplica, named: fleet.name, streams: streams)
    }
  }

  /// Sizes a fleet that runs around the clock for the most work expected in the month, in requests a second.
  mutating func planMonth(for work: Double) {
    guard scaling == .aroundTheClock else { return }
    plannedWork = work * (1 + fleet.headroom)
    planned = capacity.replicas(for: plannedWork)
  }

  /// Serves an hour with so much work, in requests a second of the length at the start.
  mutating func serveHour(_ work: Double) {
    var replicas = planned
    switch scaling {
    case .aroundTheClock:
      if failed == nil, work > plannedWork, capacity.replicas(for: work) > replicas { overloaded += 1 }
    case .hourly:
      replicas = capacity.replicas(for: work)
      // They start before the hour that needs them.
      if replicas > running { gpuHours += Double((replicas - running) * gpusPerReplica) * fleet.boot }
    case .onIdleness:
      replicas = followed(work)
    }
    if let missing = failed?.missing(of: replicas), scaling == .aroundTheClock || missing > 0,
      capacity.replicas(for: work) > replicas - missing
    {
      overloaded += 1
    }
    let gpus = replicas * gpusPerReplica
    gpuHours += Double(gpus)
    busyGPUHours += capacity.busyReplicas(at: work, of: replicas) * Double(gpusPerReplica)
    peak = max(peak, gpus)
    hours += 1
    running = replicas
    workBefore = work
    self.work += work
    log?.append((work, replicas))
  }

  /// The replicas by what was measured: those of the hour before, fewer where too many of them idled, and more while
  /// the hour goes on where the work is above what they carry. Until those have booted the hour is overloaded.
  private mutating func followed(_ work: Double) -> Int {
    var replicas = running
    let busy = workBefore * capacity.secondsPerRequest
    if busy < (1 - Scaling.idleLimit) * Double(replicas) {
      let enough = Int((busy / (1 - Scaling.idleLimit)).rounded(.up))
      replicas = min(replicas, max(enough, capacity.replicas(for: workBefore)))
    }
    let needed = capacity.replicas(for: work)
    guard needed > replicas else { return replicas }
    if running > 0 { overloaded += fleet.boot }
    return needed
  }

  /// Ends a month, from 0, and enters its rent at the price of its beginning.
  mutating func closeMonth(_ month: Int) -> Month {
    let price = price.price(inMonth: month) * currencyValue
    // Spares are paid for as those in use.
    let paid = gpuHours * (1 + (fleet.reliability?.spares ?? 0))
    let result = Month(gpuHours: paid, kilowattHours: kilowattHours, cost: paid * price)
    record.gpus.append(paid / Double(hours))
    record.peakGPUs.append(Double(peak))
    record.utilisation.append(gpuHours > 0 ? busyGPUHours / gpuHours : 0)
    record.overloadedHours.append(overloaded / Double(hours))
    record.price.append(price)
    record.cost.append(result.cost)
    (gpuHours, busyGPUHours, work, peak, hours, overloaded) = (0, 0, 0, 0, 0, 0)
    return result
  }

  /// The electricity of the month, at the power of its mean load.
  private var kilowattHours: Double {
    guard let deployment = capacity.deployment, gpuHours > 0 else { return 0 }
    let replicas = gpuHours / Double(gpusPerReplica) / Double(hours)
    let atWork = capacity.profile?.atWork(at: work / Double(hours) / replicas) ?? 1
    return (deployment.watts(sequences: atWork) ?? 0) / Double(gpusPerReplica) * gpuHours / 1000
  }
}

/// The replicas of a fleet that have failed and are not back, hour by hour.
struct FailedReplicas {
  private let reliability: Reliability
  private let gpusPerReplica: Int
  private let stream: RandomStream
  /// How much more of exposure, in expected failures, the fleet goes through before the next.
  private var untilNext: Double
  /// The hours at which those that have failed are back, in their order.
  private var returns: [Int] = []
  private var hour = 0
  private let repair: Int

  init(_ reliability: Reliability, gpusPerReplica: Int, named name: String, streams: Streams) {
    self.reliability = reliability
    self.gpusPerReplica = gpusPerReplica
    stream = streams.stream("\(name)/failures")
    untilNext = stream.exponential(mean: 1)
    repair = max(Int(reliability.repair.rounded()), 1)
  }

  /// Lets an hour pass in which so many replicas are in use, and returns how many of them are missing: failed, beyond
  /// what the spares replace.
  mutating func missing(of replicas: Int) -> Int {
    hour += 1
    let back = returns.prefix { $0 <= hour }.count
    if back > 0 { returns.removeFirst(back) }
    untilNext -= Double(replicas * gpusPerReplica) / reliability.hoursBetweenFailures
    while untilNext < 0 {
      // Every repair takes as long, so that they end in the order in which they began.
      returns.append(hour + repair)
      untilNext += stream.exponential(mean: 1)
    }
    let standby = (reliability.spares * Double(replicas)).rounded(.up)
    return max(returns.count - Int(standby), 0)
  }
}

/// Hours of a fleet of a forecast, with the curve by which its replicas were found.
package struct FleetHours: Sendable {
  package let name: String
  package let curve: CapacityCurve
  /// Requests a second, and the replicas there were, from the quietest hour to the busiest.
  package let hours: [(rate: Double, replicas: Int)]
}
