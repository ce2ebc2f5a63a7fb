import Economics
import Glibc
import Randomness
package import Serving

/// A fleet of a forecast, hour by hour: how many replicas are paid for, and how busy they are.
struct HourlyFleet {
  /// What a fleet did in a month.
  struct Month {
    /// GPU-hours paid for.
    let gpuHours: Double
    /// Their rent, in the currency of the books.
    let cost: Double
  }

  let fleet: Fleet
  /// The position of the load that it serves.
  let load: Int
  private let currencyValue: Double
  private let price: RealisedPrice
  // Taken out of the fleet, since each hour asks for them.
  private let gpusPerReplica: Int
  private let scaling: Scaling
  /// The curve for the lengths of now, and those of other lengths, by sixty-fourths of an octave.
  private var capacity: CapacityCurve
  private var curves: [Int: CapacityCurve]
  private var length = 0
  /// What the replicas around the clock carry with that curve, by how many of them are missing.
  private var limits: [CapacityLimit] = []
  /// Replicas around the clock, this month.
  private var planned = 0
  /// Replicas of the hour before.
  private var running = 0
  private var failed: FailedReplicas?
  /// The replicas beyond a number of them that stand in for failed ones.
  private var reserves: [Int: Int] = [:]
  /// What is reserved for the term: GPUs, and the price of an hour of one.
  private var reserved: (gpus: Double, price: Double)?
  private var gpuHours = 0.0
  private var busyGPUHours = 0.0
  private var requests = 0.0
  private var served = 0.0
  private var peak = 0
  private var hours = 0
  private var overloaded = 0.0
  /// The hours that the fleet was planned for, by month, where hours are kept.
  private(set) var plans: [FleetHours.Hour] = []
  /// Each hour, where they are kept.
  private(set) var log: [FleetHours.Hour]?
  private(set) var record = Forecast.FleetRecord()

  init(_ fleet: Fleet, load: Int, currencyValue: Double, price: RealisedPrice, streams: Streams, keepingHours: Bool) {
    log = keepingHours ? [] : nil
    self.fleet = fleet
    self.load = load
    self.currencyValue = currencyValue
    self.price = price
    capacity = fleet.capacity
    curves = [0: fleet.capacity]
    gpusPerReplica = fleet.gpusPerReplica
    scaling = fleet.scaling
    failed = fleet.reliability.map {
      FailedReplicas($0, gpusPerReplica: fleet.gpusPerReplica, named: fleet.name, streams: streams)
    }
  }

  /// Sizes a fleet that runs around the clock for the busiest of some hours: requests a second, and how many times as long they
  /// are as at the start.
  mutating func planMonth(for hours: [(rate: Double, growth: Double)]) {
    guard scaling == .aroundTheClock else { return }
    planned = 0
    defer { limits.removeAll(keepingCapacity: true) }
    var busiest = (rate: 0.0, growth: 1.0)
    for hour in hours {
      lengthen(to: hour.growth)
      let (rate, needed) = (hour.rate * (1 + fleet.headroom), sized(for: hour.rate * (1 + fleet.headroom)))
      if needed > planned { (planned, busiest) = (needed, (rate, hour.growth)) }
    }
    guard log != nil, planned > 0 else { return }
    plans.append(
      FleetHours.Hour(
        rate: busiest.rate, growth: busiest.growth, replicas: planned, cost: Double(planned * gpusPerReplica),
        paid: Double(planned), served: 1))
  }

  /// Takes the curve of requests that are so many times as long as at the start.
  private mutating func lengthen(to growth: Double) {
    let place = growth == 1 ? 0 : Int((64 * log2(growth)).rounded())
    guard place != length else { return }
    length = place
    if let known = curves[place] {
      capacity = known
    } else {
      capacity = fleet.capacity.longer(by: exp2(Double(place) / 64))
      curves[place] = capacity
    }
    limits.removeAll(keepingCapacity: true)
  }

  /// The replicas that hold the service level, and those that stand in for failed ones beyond the spares.
  private mutating func sized(for rate: Double) -> Int {
    let needed = capacity.replicas(for: rate)
    guard let reliability = fleet.reliability, needed > 0 else { return needed }
    if let reserve = reserves[needed] { return needed + reserve }
    let reserve = reliability.reserve(of: needed, gpusPerReplica: gpusPerReplica, attainment: fleet.attainment)
    reserves[needed] = reserve
    return needed + reserve
  }

  /// Serves the hours of a day of requests that are so many times as long as at the start, and lowers the shares of them that
  /// are served within the service level to those that this fleet serves.
  ///
  /// Above the highest rate that the replicas carry within the level, so many requests are served within it, and the others
  /// give up. It is the share that a fleet serves which turns away what it would serve too late, within 4 % in simulations of
  /// every request at 1.1 to 2 times the highest rate; a fleet that lets every request wait serves hardly any within the level.
  ///
  /// - `places`: of the hours, in `rates` and in `shares`.
  mutating func serveDay(
    _ rates: [Double], growth: Double, at places: Range<Int>, lowering shares: inout [Double]
  ) {
    lengthen(to: growth)
    if scaling == .aroundTheClock, log == nil {
      serveConstantHours(rates, at: places, lowering: &shares)
    } else {
      for place in places { shares[place] = min(shares[place], serveHour(rates[place], growth: growth)) }
    }
  }

  /// Serves hours as ``serveHour(_:growth:)`` does, to the bit, where the number of replicas is that of the month.
  ///
  /// Sums of GPUs are whole numbers, so that those of a day may be added at once.
  private mutating func serveConstantHours(_ rates: [Double], at places: Range<Int>, lowering shares: inout [Double]) {
    let gpus = planned * gpusPerReplica
    gpuHours += Double(places.count * gpus)
    peak = max(peak, gpus)
    hours += places.count
    let (seconds, present, each) = (capacity.secondsPerRequest, Double(planned), Double(gpusPerReplica))
    var (busy, come, met) = (busyGPUHours, requests, served)
    var missing = 0
    var carried = limit(missing: 0)
    for place in places {
      let rate = rates[place]
      let now = failed?.missing(of: planned) ?? 0
      if now != missing { (missing, carried) = (now, limit(missing: now)) }
      var share = 1.0
      if !(rate <= carried) {
        share = self.share(of: rate, missing: missing)
        carried = limits[missing].carried
        shares[place] = min(shares[place], share)
      }
      busy += min(rate * seconds, present) * each
      come += rate
      met += share * rate
    }
    (busyGPUHours, requests, served) = (busy, come, met)
  }

  /// A rate that the replicas around the clock are known to carry when so many of them are missing.
  private mutating func limit(missing: Int) -> Double {
    while limits.count <= missing { limits.append(CapacityLimit(of: max(planned - limits.count, 0))) }
    return limits[missing].carried
  }

  /// The share of a rate that the replicas around the clock serve within the level; counts an hour in which they do not carry it.
  private mutating func share(of rate: Double, missing: Int) -> Double {
    guard limits[missing].isAbove(rate, on: capacity) else { return 1 }
    overloaded += 1
    return min(limits[missing].highestRate(on: capacity) / rate, 1)
  }

  /// Serves an hour and returns the share of its requests that is served within the service level.
  private mutating func serveHour(_ rate: Double, growth: Double) -> Double {
    var replicas = planned
    // Replica-hours paid for beyond those of a whole hour of the replicas.
    var extra = 0.0
    // The part of the hour in which more replicas are not there yet, and those that are there meanwhile.
    var late = (part: 0.0, replicas: 0)
    switch scaling {
    case .aroundTheClock: break
    case .hourly:
      replicas = sized(for: rate)
      // They start before the hour that needs them.
      if replicas > running { extra = Double(replicas - running) * fleet.boot }
    case .onIdleness:
      replicas = followed(rate)
      if running > 0 {
        // What was there is paid for until the window has shown the load.
        extra = Double(running - replicas) * Scaling.window
        if replicas > running { late = (min(Scaling.window + fleet.boot, 1), running) }
      }
    }
    let missing = failed?.missing(of: replicas) ?? 0
    let available = max(replicas - missing, 0)
    let (whole, isOver) = capacity.share(of: rate, by: available)
    let meanwhile = late.part > 0 ? capacity.share(of: rate, by: min(late.replicas, available)) : (whole, isOver)
    let share = late.part * meanwhile.0 + (1 - late.part) * whole
    overloaded += late.part * (meanwhile.1 ? 1 : 0) + (1 - late.part) * (isOver ? 1 : 0)
    let gpus = replicas * gpusPerReplica
    gpuHours += extra * Double(gpusPerReplica)
    gpuHours += Double(gpus)
    busyGPUHours += capacity.busyReplicas(at: rate, of: replicas) * Double(gpusPerReplica)
    peak = max(peak, gpus)
    hours += 1
    running = replicas
    requests += rate
    served += share * rate
    log?.append(
      FleetHours.Hour(
        rate: rate, growth: growth, replicas: available, cost: Double(gpus), paid: Double(available) + extra,
        served: share))
    return share
  }

  /// The replicas by what is measured: more where those of the hour before do not carry the load, and fewer where more than
  /// the limit of them idles; each time so many that this share idles, but for what the level needs.
  private mutating func followed(_ rate: Double) -> Int {
    let needed = sized(for: rate)
    let busy = rate * capacity.secondsPerRequest
    let idling = max(Int((busy / (1 - Scaling.idleLimit) - 1e-9).rounded(.up)), needed)
    return needed > running ? idling : min(running, idling)
  }

  /// Ends a month, from 0, and enters its rent at the price of its beginning, or what is reserved at that of its term.
  mutating func closeMonth(_ month: Int) -> Month {
    let price = price.price(inMonth: month) * currencyValue
    // Spares are paid for as those in use.
    var paid = gpuHours * (1 + (fleet.reliability?.spares ?? 0))
    var cost = paid * price
    if let commitment = fleet.rent.commitment {
      if month % commitment.months == 0 {
        reserved = (commitment.share * paid / Double(hours), (1 - commitment.discount) * price)
      }
      if let reserved {
        let committed = reserved.gpus * Double(hours)
        paid = max(paid, committed)
        cost = committed * reserved.price + (paid - committed) * price
      }
    }
    let result = Month(gpuHours: paid, cost: cost)
    record.gpus.append(paid / Double(hours))
    record.peakGPUs.append(Double(peak))
    record.utilisation.append(gpuHours > 0 ? busyGPUHours / gpuHours : 0)
    record.overloadedHours.append(min(overloaded / Double(hours), 1))
    record.requests.append(3600 * requests)
    record.attainment.append(requests > 0 ? min(served / requests, 1) : 1)
    record.price.append(price)
    record.cost.append(result.cost)
    (gpuHours, busyGPUHours, requests, served, peak, hours, overloaded) = (0, 0, 0, 0, 0, 0, 0)
    return result
  }
}

extension CapacityCurve {
  /// The share of a rate that replicas serve within the level, and whether it is above what they carry.
  fileprivate func share(of rate: Double, by replicas: Int) -> (Double, Bool) {
    guard rate > 0, isUnreachable || self.replicas(for: rate) > replicas else { return (1, false) }
    return (min(highestRate(of: replicas) / rate, 1), true)
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
  private var nextReturn = Int.max
  private var hour = 0
  private let repair: Int
  /// The replicas of the hour before, the failures expected of them in an hour, and how many of them were missing.
  private var before = (replicas: -1, failures: 0.0, missing: 0)

  init(_ reliability: Reliability, gpusPerReplica: Int, named name: String, streams: Streams) {
    self.reliability = reliability
    self.gpusPerReplica = gpusPerReplica
    stream = streams.stream("\(name)/failures")
    untilNext = stream.exponential(mean: 1)
    repair = max(Int(reliability.repair.rounded()), 1)
  }

  /// Lets an hour pass in which so many replicas are in use, and returns how many of them are missing: failed, beyond
  /// what the spares replace.
  @inline(__always)
  mutating func missing(of replicas: Int) -> Int {
    hour += 1
    if replicas == before.replicas, hour < nextReturn {
      untilNext -= before.failures
      if untilNext >= 0 { return before.missing }
    } else {
      change(to: replicas)
    }
    return failAndCount()
  }

  /// Takes back those whose repair has ended, and lets an hour pass for so many replicas.
  @inline(never)
  private mutating func change(to replicas: Int) {
    let back = returns.prefix { $0 <= hour }.count
    if back > 0 { returns.removeFirst(back) }
    (before.replicas, before.failures) =
      (replicas, Double(replicas * gpusPerReplica) / reliability.hoursBetweenFailures)
    untilNext -= before.failures
  }

  @inline(never)
  private mutating func failAndCount() -> Int {
    while untilNext < 0 {
      // Every repair takes as long, so that they end in the order in which they began.
      returns.append(hour + repair)
      untilNext += stream.exponential(mean: 1)
    }
    nextReturn = returns.first ?? .max
    before.missing = max(returns.count - reliability.standby(of: before.replicas), 0)
    return before.missing
  }
}

/// Hours of a fleet of a forecast, with the curve by which its replicas were found.
package struct FleetHours: Sendable {
  package let name: String
  package let curve: CapacityCurve
  /// From the quietest hour to the busiest.
  package let hours: [Hour]

  /// An hour of a fleet.
  package struct Hour: Sendable, Hashable {
    /// Requests a second.
    package let rate: Double
    /// How many times as long they are as at the start.
    package let growth: Double
    /// The replicas there were.
    package let replicas: Int
    /// The GPUs paid for.
    package let cost: Double
    /// Replica-hours paid for, but for replicas that have failed.
    package let paid: Double
    /// The share of its requests that is served within the service level.
    package let served: Double
  }
}

/// Days of a fleet of a forecast, with how it follows its load.
package struct FleetDays: Sendable {
  package let name: String
  package let curve: CapacityCurve
  package let following: FleetFollowing
  /// Hours until a replica serves.
  package let boot: Double
  /// From the quietest day to the busiest.
  package let days: [[FleetHours.Hour]]

  /// - `hours`: all hours of a forecast, in their order.
  init(_ fleet: Fleet, hours: [FleetHours.Hour], count: Int) {
    name = fleet.name
    curve = fleet.capacity
    boot = fleet.boot
    following =
      switch fleet.scaling {
      // Where replicas fail, those that are left are there from hour to hour.
      case .aroundTheClock: fleet.reliability == nil ? .constant : .plan
      case .hourly: .plan
      case .onIdleness: .idleness(above: Scaling.idleLimit)
      }
    let all = stride(from: 0, through: hours.count - 24, by: 24).map { Array(hours[$0..<$0 + 24]) }
    func requests(_ day: [FleetHours.Hour]) -> Double { day.reduce(0) { $0 + $1.rate } }
    let busy = all.filter { day in day.allSatisfy { $0.rate > 0 && $0.replicas > 0 } }
      .sorted { requests($0) < requests($1) }
    days = busy.isEmpty ? [] : (0..<count).map { busy[(busy.count - 1) * (2 * $0 + 1) / (2 * count)] }
  }
}
