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
  let trace: ((TraceEntry) -> Void)?
  let isTraced: Bool
  var arena: TransactionArena
  var attributes: [Attribute]
  /// The time of the last event that changed anything.
  var now = 0.0
  private(set) var failure: ProcessFailure?
  private(set) var hasFailed = false
  var ready = FIFOQueue<Ready>()
  var arrivalsLeft: Int
  var signalWaits: [[PendingTrigger]]
  var conditionWaits: [PendingTrigger] = []
  /// Those who gather, by batch block.
  var batches: [WaitingLine]
  /// How many changes of capacity are to come, how many of them of schedules that repeat, and the longest period.
  var scheduled = 0
  var repeating = 0
  var longestPeriod = 0.0
  /// Since when nothing is to come but changes of capacity that set nobody free.
  var idleSince: Double?
  /// Whether the run ended because that went on for too long.
  var isIdle = false
  /// The end of the run.
  let horizon: Double
  /// How often something has happened since time last passed, and how often it may.
  private var steps = 0
  private var instant = -Double.infinity
  /// Times that are closer are one instant: so many steps within it lead nowhere.
  private let resolution: Double
  let mostSteps: Int

  let operations: UnsafeMutablePointer<Operation>
  let samplers: UnsafeMutablePointer<Sampler>
  let flows: UnsafeMutablePointer<FlowState>
  let sources: UnsafeMutablePointer<SourceState>
  let resources: UnsafeMutablePointer<ResourceState>
  let stores: UnsafeMutablePointer<StoreState>
  let containers: UnsafeMutablePointer<ContainerState>
  let counts: UnsafeMutablePointer<Int>
  let tallies: UnsafeMutablePointer<ObservationRecorder>

  init(
    _ program: Program, streams: Streams, until horizon: Double, arrivals: Int, stepsPerInstant: Int,
    trace: ((TraceEntry) -> Void)?
  ) {
    self.program = program
    self.trace = trace
    isTraced = trace != nil
    arena = TransactionArena(width: program.attributes.count)
    attributes = program.attributes
    arrivalsLeft = arrivals
    self.horizon = horizon
    // A run that its arrivals end may be as short as they are beside its horizon.
    resolution = horizon.isFinite && arrivals == .max ? 1e-12 * horizon : 0
    mostSteps = stepsPerInstant
    signalWaits = Array(repeating: [], count: program.signals.count)
    batches = Array(repeating: WaitingLine(), count: program.batches)
    operations = .allocate(capacity: program.operations.count)
    operations.initialize(from: program.operations, count: program.operations.count)
    samplers = .allocate(capacity: program.expressions.count)
    for (row, drawn) in program.expressions.enumerated() {
      (samplers + row).initialize(to: Sampler(drawn.expression, stream: streams.stream(drawn.stream)))
    }
    flows = .allocate(capacity: program.flows.count)
    for (row, flow) in program.flows.enumerated() {
      (flows + row).initialize(to: FlowState(entry: flow.entry, priority: flow.priority))
    }
    sources = .allocate(capacity: program.sources.count)
    for (row, source) in program.sources.enumerated() {
      (sources + row).initialize(to: SourceState(source, streams: streams))
    }
    resources = .allocate(capacity: program.resources.count)
    for (row, resource) in program.resources.enumerated() {
      (resources + row).initialize(
        to: ResourceState(
          resource, isRanked: program.resourceIsRanked[row], tracksHolders: program.resourceIsPreempted[row],
          attributes: program.attributes))
    }
    stores = .allocate(capacity: program.stores.count)
    for (row, store) in program.stores.enumerated() { (stores + row).initialize(to: StoreState(store)) }
    containers = .allocate(capacity: program.containers.count)
    for (row, container) in program.containers.enumerated() {
      (containers + row).initialize(to: ContainerState(container))
    }
    counts = .allocate(capacity: program.counters.count)
    counts.initialize(repeating: 0, count: program.counters.count)
    tallies = .allocate(capacity: program.tallies.count)
    for row in 0..<program.tallies.count { (tallies + row).initialize(to: ObservationRecorder()) }
  }

  deinit {
    operations.deallocate()
    samplers.deinitialize(count: program.expressions.count)
    samplers.deallocate()
    flows.deinitialize(count: program.flows.count)
    flows.deallocate()
    sources.deinitialize(count: program.sources.count)
    sources.deallocate()
    resources.deinitialize(count: program.resources.count)
    resources.deallocate()
    stores.deinitialize(count: program.stores.count)
    stores.deallocate()
    containers.deinitialize(count: program.containers.count)
    containers.deallocate()
    counts.deallocate()
    tallies.deinitialize(count: program.tallies.count)
    tallies.deallocate()
  }

  // MARK: - Events

  /// Schedules what the model begins with.
  mutating func start(warmUp: Double, _ calendar: inout Calendar) {
    if warmUp > 0 { calendar.schedule(ProcessEvent(.warmUp, 0), at: warmUp, priority: -2) }
    for row in 0..<Int32(program.resources.count) { scheduleCapacity(of: row, isFirst: true, &calendar) }
    for row in 0..<Int32(program.sources.count) { scheduleArrival(at: row, from: sourceStart(row), &calendar) }
  }

  mutating func handle(_ event: ProcessEvent, _ calendar: inout Calendar) {
    if calendar.now > instant + resolution {
      instant = calendar.now
      steps = 0
    }
    // Events that bring nobody, such as empty batches, count too.
    guard countStep() else { return stall(at: event, calendar.now) }
    switch event.kind {
    case ProcessEvent.Kind.wake.rawValue:
      let record = arena.records + Int(event.subject)
      guard record.pointee.key == event.key else { return }
      now = calendar.now
      if record.pointee.state == .delaying {
        record.pointee.key &+= 1
        record.pointee.state = .ready
        record.pointee.operation &+= 1
        run(event.subject, &calendar)
      } else {
        timeOut(event.subject, &calendar)
      }
    case ProcessEvent.Kind.arrival.rawValue: arrive(at: event.subject, &calendar)
    case ProcessEvent.Kind.capacity.rawValue:
      if event.key == ProcessEvent.missingUnits {
        takeMissingUnits(of: event.subject, &calendar)
      } else {
        changeCapacity(of: event.subject, &calendar)
      }
    default:
      now = calendar.now
      restart(at: now)
    }
    settle(&calendar)
  }

  /// Lets all go on who have been set free.
  @inline(__always)
  private mutating func settle(_ calendar: inout Calendar) {
    repeat {
      while let next = ready.popFirst() {
        if arena.records[Int(next.slot)].key == next.key { run(next.slot, &calendar) }
      }
    } while !conditionWaits.isEmpty && tryConditions(&calendar)
  }

  private mutating func restart(at time: Double) {
    for row in 0..<program.flows.count { flows[row].restart(at: time) }
    for row in 0..<program.resources.count { resources[row].restart(at: time) }
    for row in 0..<program.stores.count { stores[row].restart(at: time) }
    for row in 0..<program.containers.count { containers[row].restart(at: time) }
    for row in 0..<program.counters.count { counts[row] = 0 }
    for row in 0..<program.tallies.count { tallies[row].reset() }
  }

  // MARK: - Operations

  /// Takes a transaction through operations until it waits or leaves.
  mutating func run(_ slot: Int32, _ calendar: inout Calendar) {
    var position = arena.records[Int(slot)].operation
    guard countStep() else { return stall(slot, position) }
    while !hasFailed {
      let operation = operations + Int(position)
      if isTraced && operation.pointee.beginsBlock { report(slot, position) }
      switch operation.pointee.code {
      case .delay:
        delay(slot, position, operation, &calendar)
        return
      case .seize:
        position = seize(slot, position, operation, &calendar)
        if position < 0 { return }
      case .release:
        release(slot, position, operation, &calendar)
        position &+= 1
      case .leave:
        leave(slot, position, &calendar)
        return
      case .jump:
        guard countStep() else { return stall(slot, position) }
        position = operation.pointee.target
      case .count:
        counts[Int(operation.pointee.subject)] &+= 1
        position &+= 1
      case .recordSince:
        tallies[Int(operation.pointee.subject)].add(now - attribute(operation.pointee.detail, of: slot).pointee)
        position &+= 1
      case .record:
        let value = draw(operation.pointee.expression, slot)
        guard value.isFinite else { return fail(slot, position, "a finite number is recorded, not \(value)") }
        tallies[Int(operation.pointee.subject)].add(value)
        position &+= 1
      case .assign:
        let value = draw(operation.pointee.expression, slot)
        attribute(operation.pointee.subject, of: slot).pointee = value
        position &+= 1
      case .prioritise:
        let value = draw(operation.pointee.expression, slot)
        guard value.isFinite else { return fail(slot, position, "a priority is a number, not \(value)") }
        arena.records[Int(slot)].priority = Int32(max(-1e9, min(1e9, value.rounded())))
        position &+= 1
      case .chance: position = takeChance(slot, operation)
      case .select:
        let next = select(slot, position, operation)
        if next < 0 { return }
        position = next
      case .test:
        position = test(operation.pointee.subject, slot) ? position &+ 1 : operation.pointee.target
      case .countDown:
        let rounds = attribute(operation.pointee.subject, of: slot)
        if rounds.pointee >= 0.5 {
          rounds.pointee -= 1
          position &+= 1
        } else if rounds.pointee.isNaN {
          return fail(slot, position, "the number of repetitions is a number, not nan")
        } else {
          position = operation.pointee.target
        }
      case .releaseAll:
        releaseAll(slot, &calendar)
        position &+= 1
      case .launch:
        launch(operation.pointee.subject, from: slot)
        position &+= 1
      case .putItem, .getItem:
        guard transferItem(slot, position, operation, &calendar) else { return }
        position &+= 1
      case .putAmount, .getAmount:
        guard transferAmount(slot, position, operation, &calendar) else { return }
        position &+= 1
      case .wait:
        guard wait(slot, position, operation, &calendar) else { return }
        position &+= 1
      case .send:
        send(operation.pointee.subject, limit: operation.pointee.units, from: slot, &calendar)
        position &+= 1
      case .split:
        guard split(slot, position, operation) else { return }
        position = operation.pointee.target
      case .batch:
        guard gather(slot, position, operation, &calendar) else { return }
        position &+= 1
      case .unbatch:
        dissolve(slot, position)
        position &+= 1
      case .interrupt, .cancel:
        reach(operation, from: slot, &calendar)
        position &+= 1
      }
    }
  }

  @inline(__always)
  mutating func delay(
    _ slot: Int32, _ position: Int32, _ operation: UnsafeMutablePointer<Operation>, _ calendar: inout Calendar
  ) {
    let duration = draw(operation.pointee.expression, slot)
    guard duration >= 0, duration < .infinity else {
      return fail(slot, position, "a delay is a number from 0 on, not \(duration)")
    }
    let record = arena.records + Int(slot)
    record.pointee.operation = position
    record.pointee.state = .delaying
    record.pointee.since = now
    record.pointee.until = now + duration
    calendar.schedule(ProcessEvent(.wake, slot, key: record.pointee.key), at: now + duration)
  }

  // MARK: - Time that does not pass

  /// Counts what happens at one instant; `false` when it is too much.
  @inline(__always)
  private mutating func countStep() -> Bool {
    steps &+= 1
    return steps <= mostSteps
  }

  @inline(never)
  private mutating func stall(_ slot: Int32, _ position: Int32) { fail(slot, position, stalled) }

  @inline(never)
  private mutating func stall(at event: ProcessEvent, _ time: Double) {
    now = time
    switch event.kind {
    case ProcessEvent.Kind.wake.rawValue:
      fail(event.subject, arena.records[Int(event.subject)].operation, stalled)
    case ProcessEvent.Kind.arrival.rawValue: fail(program.sources[Int(event.subject)].origin, stalled)
    default:
      if let source = program.sources.first { fail(source.origin, stalled) }
    }
  }

  private var stalled: String {
    "time does not pass: more than \(mostSteps) steps at one instant; let time pass in the loop or between arrivals, "
      + "or allow more with stepsPerInstant:"
  }

  // MARK: - Messages

  /// Ends the run at an operation of a transaction.
  mutating func fail(_ slot: Int32, _ position: Int32, _ problem: String) {
    fail(program.origins[Int(position)], problem)
  }

  mutating func fail(_ origin: Program.Origin, _ problem: String) {
    if hasFailed { return }
    hasFailed = true
    failure = ProcessFailure(
      flow: program.flows[origin.flow].name, block: origin.label, time: now, problem: problem,
      location: origin.place.description)
  }

  private func report(_ slot: Int32, _ position: Int32) {
    let record = arena.records + Int(slot)
    trace?(
      TraceEntry(
        time: now, flow: program.flows[Int(record.pointee.flow)].name, transaction: record.pointee.serial,
        block: program.origins[Int(position)].label))
  }
}

/// An event of a process model in eight bytes.
struct ProcessEvent {
  enum Kind: UInt32 {
    /// A transaction's delay or patience ends.
    case wake = 0
    /// A source brings its next transactions.
    case arrival = 1
    /// The capacity of a resource changes, or what units of it are missing is looked at again.
    case capacity = 2
    /// Observations begin anew.
    case warmUp = 3
  }

  /// The key of a look at the units of a resource that are missing, beside that of a change of its capacity, 0.
  static let missingUnits: UInt32 = 1

  private let word: UInt32
  /// The key of the wait that a wake-up is for.
  let key: UInt32

  @inline(__always)
  init(_ kind: Kind, _ subject: Int32, key: UInt32 = 0) {
    word = kind.rawValue << 30 | UInt32(bitPattern: subject)
    self.key = key
  }

  @inline(__always)
  var kind: UInt32 { word >> 30 }

  /// The transaction, source or resource.
  @inline(__always)
  var subject: Int32 { Int32(bitPattern: word & 0x3fff_ffff) }
}
