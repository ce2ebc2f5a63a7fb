import Randomness

/// Runs a compiled program on the event calendar.
///
/// An event wakes a transaction, which goes through operations until it has to wait. Whoever it sets free on its way is
/// put on the list of the ready, and goes on in turn, at the same instant, before the next event. What can be waited for
/// is held together by keys: see ``TransactionRecord/key``.
struct ProcessMachine: ~Copyable, EventModel {
  typealias Event = ProcessEvent
  typealias Calendar = EventCalendar<ProcessEvent>

  /// A transaction that may go on, with the key that it had when that was settled.
  struct Ready {
    let slot: Int32
    let key: UInt32
  }

  let program: Program
  var arena: TransactionArena
  /// The time of the last event that changed anything.
  var now = 0.0
  var failure: ProcessFailure?
  var ready = FIFOQueue<Ready>()
  var arrivalsLeft: Int
  var counts: [Int]
  var recorded: [Observations]

  let operations: UnsafeMutablePointer<Operation>
  let samplers: UnsafeMutablePointer<Sampler>
  let resources: UnsafeMutablePointer<ResourceState>
  let flows: UnsafeMutablePointer<FlowState>
  let sources: UnsafeMutablePointer<SourceState>

  init(_ program: Program, streams: Streams, arrivals: Int) {
    self.program = program
    arena = TransactionArena(width: program.attributes.count)
    arrivalsLeft = arrivals
    counts = Array(repeating: 0, count: program.counters.count)
    recorded = Array(repeating: Observations(), count: program.tallies.count)
    operations = .allocate(capacity: program.operations.count)
    operations.initialize(from: program.operations, count: program.operations.count)
    samplers = .allocate(capacity: program.quantities.count)
    for (row, drawn) in program.quantities.enumerated() {
      (samplers + row).initialize(to: Sampler(quantity: drawn.quantity, stream: streams.stream(drawn.stream)))
    }
    resources = .allocate(capacity: program.resources.count)
    for (row, resource) in program.resources.enumerated() {
      (resources + row).initialize(
        to: ResourceState(
          resource, isRanked: program.resourceIsRanked[row], tracksHolders: program.resourceIsPreempted[row]))
    }
    flows = .allocate(capacity: program.flows.count)
    flows.initialize(repeating: FlowState(), count: program.flows.count)
    sources = .allocate(capacity: program.sources.count)
    for (row, source) in program.sources.enumerated() {
      (sources + row).initialize(to: SourceState(left: source.limit))
    }
  }

  deinit {
    operations.deallocate()
    samplers.deinitialize(count: program.quantities.count)
    samplers.deallocate()
    resources.deinitialize(count: program.resources.count)
    resources.deallocate()
    flows.deinitialize(count: program.flows.count)
    flows.deallocate()
    sources.deinitialize(count: program.sources.count)
    sources.deallocate()
  }

  // MARK: - Events

  mutating func handle(_ event: ProcessEvent, _ calendar: inout Calendar) {
    switch event.kind {
    case ProcessEvent.Kind.wake.rawValue:
      let record = arena.records + Int(event.subject)
      guard record.pointee.key == event.key else { return }
      record.pointee.key &+= 1
      now = calendar.now
      record.pointee.operation &+= 1
      run(event.subject, &calendar)
    case ProcessEvent.Kind.arrival.rawValue:
      now = calendar.now
      arrive(at: event.subject, &calendar)
    default:
      restart(at: calendar.now)
    }
    while let next = ready.popFirst() {
      if arena.records[Int(next.slot)].key == next.key { run(next.slot, &calendar) }
    }
  }

  mutating func start(warmUp: Double, _ calendar: inout Calendar) {
    if warmUp > 0 { calendar.schedule(ProcessEvent(.warmUp, 0), at: warmUp, priority: -2) }
    for source in 0..<program.sources.count { scheduleArrival(at: Int32(source), &calendar) }
  }

  private mutating func restart(at time: Double) {
    for row in 0..<program.resources.count { resources[row].restart(at: time) }
    for row in 0..<program.flows.count { flows[row].restart(at: time) }
    for row in counts.indices { counts[row] = 0 }
    for row in recorded.indices { recorded[row].reset() }
  }

  // MARK: - Arrivals

  private mutating func arrive(at source: Int32, _ calendar: inout Calendar) {
    scheduleArrival(at: source, &calendar)
    let flow = program.sources[Int(source)].flow
    let entry = program.flows[Int(flow)]
    let slot = arena.insert(flow: flow, entry: entry.entry, priority: entry.priority, at: now)
    flows[Int(flow)].arrived &+= 1
    flows[Int(flow)].inside.add(1, at: now)
    run(slot, &calendar)
  }

  private mutating func scheduleArrival(at source: Int32, _ calendar: inout Calendar) {
    guard sources[Int(source)].left > 0, arrivalsLeft > 0 else { return }
    sources[Int(source)].left &-= 1
    arrivalsLeft &-= 1
    let gap = draw(program.sources[Int(source)].gap, -1)
    calendar.schedule(ProcessEvent(.arrival, source), after: gap)
  }

  // MARK: - Operations

  /// Takes a transaction through operations until it waits or leaves.
  mutating func run(_ slot: Int32, _ calendar: inout Calendar) {
    let record = arena.records + Int(slot)
    var position = Int(record.pointee.operation)
    while true {
      let operation = operations + position
      switch operation.pointee.code {
      case .delay:
        let duration = draw(operation.pointee.quantity, slot)
        guard duration >= 0, duration < .infinity else {
          return fail(slot, position, "a delay must be a number from 0 on, but is \(duration)")
        }
        record.pointee.operation = Int32(truncatingIfNeeded: position)
        record.pointee.state = .delaying
        record.pointee.until = now + duration
        calendar.schedule(ProcessEvent(.wake, slot, key: record.pointee.key), at: now + duration)
        return
      case .seize:
        guard seize(slot, operation, &calendar) else {
          record.pointee.operation = Int32(truncatingIfNeeded: position)
          return
        }
        position &+= 1
      case .release:
        release(slot, operation, &calendar)
        position &+= 1
      case .leave:
        leave(slot)
        return
      case .jump: position = Int(operation.pointee.target)
      case .count:
        counts[Int(operation.pointee.subject)] += 1
        position &+= 1
      default: return
      }
    }
  }

  @inline(__always)
  mutating func draw(_ quantity: Int32, _ slot: Int32) -> Double {
    let sampler = samplers + Int(quantity)
    switch sampler.pointee.quantity {
    case .constant(let value): return value
    case .distribution(let distribution): return distribution.draw(from: sampler.pointee.stream)
    case .formula: return 0
    }
  }

  private mutating func leave(_ slot: Int32) {
    let record = arena.records + Int(slot)
    let flow = flows + Int(record.pointee.flow)
    flow.pointee.left &+= 1
    flow.pointee.inside.add(-1, at: now)
    flow.pointee.sojourns.add(now - record.pointee.arrival)
    arena.remove(slot)
  }

  mutating func fail(_ slot: Int32, _ position: Int, _ problem: String) {
    let origin = program.origins[position]
    failure = ProcessFailure(
      flow: program.flows[origin.flow].name, block: origin.label, time: now, problem: problem,
      location: origin.place.description)
  }

  // MARK: - Resources

  @inline(__always)
  private mutating func seize(
    _ slot: Int32, _ operation: UnsafeMutablePointer<Operation>, _ calendar: inout Calendar
  ) -> Bool {
    let record = arena.records + Int(slot)
    let resource = resources + Int(operation.pointee.subject)
    let units = Int(operation.pointee.units)
    if resource.pointee.waiting == 0, units <= resource.pointee.capacity &- resource.pointee.inUse {
      resource.pointee.inUse &+= units
      resource.pointee.busy.set(Double(resource.pointee.inUse), at: now)
      resource.pointee.waits.add(0)
      record.pointee.heldResource = operation.pointee.subject
      record.pointee.heldUnits = operation.pointee.units
      return true
    }
    record.pointee.state = .waiting
    record.pointee.since = now
    record.pointee.wantedUnits = operation.pointee.units
    resource.pointee.line.append(slot, arena.records)
    resource.pointee.queue.set(Double(resource.pointee.line.count), at: now)
    return false
  }

  @inline(__always)
  private mutating func release(
    _ slot: Int32, _ operation: UnsafeMutablePointer<Operation>, _ calendar: inout Calendar
  ) {
    let record = arena.records + Int(slot)
    let subject = operation.pointee.subject
    let resource = resources + Int(subject)
    record.pointee.heldResource = -1
    resource.pointee.inUse &-= Int(record.pointee.heldUnits)
    record.pointee.heldUnits = 0
    let before = resource.pointee.line.count
    while resource.pointee.line.head >= 0 {
      let head = resource.pointee.line.head
      let first = arena.records + Int(head)
      let units = first.pointee.wantedUnits
      guard Int(units) <= resource.pointee.capacity &- resource.pointee.inUse else { break }
      resource.pointee.line.remove(head, arena.records)
      resource.pointee.inUse &+= Int(units)
      resource.pointee.waits.add(now - first.pointee.since)
      first.pointee.heldResource = subject
      first.pointee.heldUnits = units
      first.pointee.key &+= 1
      first.pointee.state = .ready
      first.pointee.operation &+= 1
      ready.append(Ready(slot: head, key: first.pointee.key))
    }
    if resource.pointee.line.count != before {
      resource.pointee.queue.set(Double(resource.pointee.line.count), at: now)
    }
    resource.pointee.busy.set(Double(resource.pointee.inUse), at: now)
  }
}
