extension ProcessMachine {
  /// What was observed from the warm-up time through the end.
  func results(from start: Double, through end: Double, deadlock: Deadlock?) -> ProcessResults {
    ProcessResults(
      start: start, end: end,
      flows: program.flows.indices.map { row in
        FlowResult(
          name: program.flows[row].name, arrived: flows[row].arrived, left: flows[row].left,
          cancelled: flows[row].cancelled, inside: LevelSummary(flows[row].inside, through: end),
          sojourn: flows[row].sojourns.observations())
      },
      resources: program.resources.indices.map { row in
        ResourceResult(
          name: program.resources[row].name, wait: resources[row].waits.observations(),
          abandonedWait: resources[row].abandonedWaits.observations(),
          interruption: resources[row].interruptions.observations(),
          queueLength: LevelSummary(resources[row].queue, through: end),
          busy: LevelSummary(resources[row].busy, through: end),
          capacity: LevelSummary(resources[row].available, through: end), balked: resources[row].balked,
          turnedAway: resources[row].turnedAway, preemptions: resources[row].preemptions)
      },
      stores: program.stores.indices.map { row in
        StoreResult(
          name: program.stores[row].name, items: LevelSummary(stores[row].stock, through: end),
          queueLength: LevelSummary(stores[row].queue, through: end), getWait: stores[row].getWaits.observations(),
          putWait: stores[row].putWaits.observations())
      },
      containers: program.containers.indices.map { row in
        ContainerResult(
          name: program.containers[row].name, level: LevelSummary(containers[row].stock, through: end),
          queueLength: LevelSummary(containers[row].queue, through: end),
          getWait: containers[row].getWaits.observations(), putWait: containers[row].putWaits.observations())
      },
      counts: program.counters.indices.map { (program.counters[$0], counts[$0]) },
      tallies: program.tallies.indices.map { (program.tallies[$0], tallies[$0].observations()) },
      deadlock: deadlock)
  }

  /// Who waits, when nothing is to come any more.
  func deadlock() -> Deadlock? {
    let waiting = transactions { slot in
      let state = arena.records[Int(slot)].state
      return state == .waiting || state == .preempted
    }
    guard !waiting.isEmpty else { return nil }
    var places: [Deadlock.Waiting] = []
    for position in program.operations.indices {
      let here = waiting.filter { arena.records[Int($0)].operation == Int32(position) }
      guard !here.isEmpty else { continue }
      let origin = program.origins[position]
      places.append(
        Deadlock.Waiting(
          flow: program.flows[origin.flow].name, block: origin.label, location: origin.place.description,
          count: here.count, since: here.reduce(.infinity) { min($0, arena.records[Int($1)].since) }))
    }
    return Deadlock(time: now, waiting: places)
  }
}

/// A flow during a run.
struct FlowState: ~Copyable {
  let entry: Int32
  let priority: Int32
  var inside = TimeWeighted()
  var sojourns = ObservationRecorder()
  var arrived = 0
  var left = 0
  var cancelled = 0

  init(entry: Int32, priority: Int32) {
    self.entry = entry
    self.priority = priority
  }

  mutating func restart(at time: Double) {
    inside.reset(at: time)
    sojourns.reset()
    arrived = 0
    left = 0
    cancelled = 0
  }
}
