import EventSimulation

/// The target number of replicas of a pool.
extension FleetModel {
  mutating func evaluate(_ pool: Int, _ calendar: inout EventCalendar<Event>) {
    guard let scaling = pools[pool].pool.operation?.scaling else { return }
    let now = calendar.now
    calendar.schedule(.evaluation(pool: Int32(pool)), after: scaling.interval, priority: Self.evaluationPriority)
    if pools[pool].meter != nil {
      let reading = reading(of: pool, at: now)
      pools[pool].meter?.add(reading)
    }
    let present = pools[pool].wanted
    var wanted = min(max(demand(of: pool, scaling, at: now), scaling.replicas.lowerBound), scaling.replicas.upperBound)
    if case .plan = scaling.rule {
    } else {
      let rested = now - pools[pool].lastChange
      if wanted > present, rested < scaling.restBeforeLaunching { wanted = present }
      if wanted < present, rested < scaling.restBeforeLeaving { wanted = present }
    }
    guard wanted != present else { return }
    pools[pool].wanted = wanted
    pools[pool].lastChange = now
    tell(.wanted(wanted), pool: pool, at: now)
    adjust(pool, &calendar)
  }

  /// The number of replicas that the rule gives.
  private func demand(of pool: Int, _ scaling: Autoscaling, at now: Double) -> Int {
    let present = pools[pool].wanted
    switch scaling.rule {
    case .idleness(let use, let above, let below, _):
      guard let used = replicasInUse(of: pool, use), used.up > 0 else { return present }
      let idle = 1 - used.inUse / used.up
      let enough = Self.whole(used.inUse / (1 - above))
      if idle > above { return min(present, enough) }
      return idle < below ? max(present, enough) : present
    case .waitingRequests(let above, let below, let share):
      let waiting = pools[pool].places.reduce(0) { $0 + (isUp($1) ? replicas[$1].waitingCount : 0) }
      let each = Double(waiting + dispatchQueue.count) / max(pools[pool].serving.level, 1)
      return stepped(from: present, up: each > above, down: each < below, by: share)
    case .waitingTime(let above, let below, let share):
      var longest = dispatchQueue.first.map { now - $0.arrival } ?? 0
      for replica in pools[pool].places where isUp(replica) {
        if let first = replicas[replica].waiting.first { longest = max(longest, now - first.arrival) }
      }
      return stepped(from: present, up: longest > above, down: longest < below, by: share)
    case .plan(let profile, let perReplica, let ahead):
      // The rate is sampled at the interval of the evaluations, and at the end of the time ahead.
      var highest = 0.0
      var time = now
      let last = now + ahead
      while true {
        highest = max(highest, profile.rate(at: time))
        guard time < last else { break }
        time = min(time + scaling.interval, last)
      }
      return Self.whole(highest / perReplica)
    }
  }

  /// Rounded up, with a tolerance for rounding errors.
  private static func whole(_ replicas: Double) -> Int { Int(min(replicas - 1e-9, 1e9).rounded(.up)) }

  private func stepped(from present: Int, up: Bool, down: Bool, by share: Double) -> Int {
    let step = max(Self.whole(share * Double(present)), 1)
    return up ? present + step : down ? present - step : present
  }

  private func isUp(_ replica: Int) -> Bool {
    slots[replica].state == .serving || slots[replica].state == .draining
  }

  /// The replicas in use and the replicas up, on average over the window.
  private func replicasInUse(of pool: Int, _ use: ReplicaUse) -> (inUse: Double, up: Double)? {
    guard let window = pools[pool].meter?.window, window.time > 0 else { return nil }
    let inUse =
      switch use {
      case .busyTime: window.busy
      case .sequences: window.sequences / Double(pools[pool].pool.deployment.batching.sequences)
      case .memory: window.memory
      case .requests(let rate): Double(window.arrivals) / rate
      }
    return (inUse / window.time, window.up / window.time)
  }

  /// The accumulated use of a pool since the start or the end of the warm-up.
  func reading(of pool: Int, at now: Double) -> UseMeter.Reading {
    var reading = UseMeter.Reading(time: now)
    reading.up = pools[pool].serving.integral(through: now) + pools[pool].draining.integral(through: now)
    var memory = 0.0
    for replica in pools[pool].places {
      let work = replicas[replica].workSoFar(at: now)
      reading.busy += work.busy
      reading.sequences += work.sequenceTime
      if isUp(replica) { memory += replicas[replica].memoryInUse }
    }
    reading.arrivals = offered[pool]
    // The gauge is read now and holds for the time since the last reading.
    if let meter = pools[pool].meter { reading.memory = meter.memorySoFar + memory * (now - meter.lastTime) }
    return reading
  }
}

/// The use of a pool over a sliding window: one reading of accumulated use at each evaluation.
struct UseMeter {
  /// Accumulated use since the start.
  struct Reading {
    var time = 0.0
    /// Seconds in which replicas were up, and ran steps.
    var up = 0.0
    var busy = 0.0
    /// Running sequences, and the share of memory in use, summed over replicas and integrated over time.
    var sequences = 0.0
    var memory = 0.0
    /// Arrivals.
    var arrivals = 0
  }

  /// The oldest first; one more than there are intervals in the window.
  private var readings = [Reading()]
  private let most: Int
  /// The use that was reset at the end of a warm-up.
  private var offset = Reading()

  init(readings: Int) { most = readings + 1 }

  /// Adds a reading of the use since the start, or since ``forget(_:)``.
  mutating func add(_ reading: Reading) {
    var reading = reading
    reading.up += offset.up
    reading.busy += offset.busy
    reading.sequences += offset.sequences
    reading.arrivals += offset.arrivals
    readings.append(reading)
    if readings.count > most { readings.removeFirst() }
  }

  /// Keeps the use that later readings no longer contain.
  mutating func forget(_ reading: Reading) {
    offset.up += reading.up
    offset.busy += reading.busy
    offset.sequences += reading.sequences
    offset.arrivals += reading.arrivals
  }

  /// The integral of the memory gauge, and the time of the last reading.
  var memorySoFar: Double { readings[readings.count - 1].memory }
  var lastTime: Double { readings[readings.count - 1].time }

  /// The use within the window.
  var window: Reading {
    let (first, last) = (readings[0], readings[readings.count - 1])
    return Reading(
      time: last.time - first.time, up: last.up - first.up, busy: last.busy - first.busy,
      sequences: last.sequences - first.sequences, memory: last.memory - first.memory,
      arrivals: last.arrivals - first.arrivals)
  }
}
