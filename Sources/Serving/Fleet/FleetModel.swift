import Demand
import EventSimulation
import Randomness

/// The event model of a fleet: its replicas, their requests and their events.
///
/// Each replica has at most one pending step, identified by its epoch: a step that an arrival has overtaken is skipped. The
/// end of a boot, failures and other changes of replicas are further events on the same calendar; they open and close
/// replicas in the least-loaded index, and a fleet that stands as it is has none of them.
struct FleetModel: EventModel, ~Copyable {
  enum Event {
    /// The next request arrives.
    case arrival
    /// The next turn of a conversation arrives.
    case followUp(Int32)
    /// The first of the requests on their way to a replica joins its queue.
    case joining(Int32, generation: UInt32)
    /// A replica's step or run of steps ends.
    case step(replica: Int32, epoch: UInt32)
    /// The warm-up ends.
    case observation

    /// A replica has booted.
    case ready(Int32, generation: UInt32)
    /// A replica's GPUs fail.
    case failure(Int32, generation: UInt32)
    /// A failure in a pool is noticed.
    case discovery(pool: Int32)
    /// GPUs that failed or were taken away can be launched again.
    case returning(pool: Int32)
    /// Notice of an interruption of a spot replica, and the interruption.
    case notice(Int32, generation: UInt32)
    case interruption(Int32, generation: UInt32)
    /// Spot capacity becomes available or unavailable, and the notice before.
    case capacity(pool: Int32, isAvailable: Bool)
    case warning(pool: Int32)
    /// A pool's scaling rule is evaluated.
    case evaluation(pool: Int32)
  }

  /// Requests that arrive at the end of a step may join the next.
  static var stepPriority: Int16 { 1 }
  /// A replica that becomes ready accepts a request that arrives at the same time.
  static var changePriority: Int16 { -2 }
  /// Measurements come after all other events of the same time.
  static var evaluationPriority: Int16 { 2 }

  /// A closure and not a generic parameter: the events would be generic too, and the calendar would not be specialised.
  private let nextRequest: () -> RequestTrace.Request?
  private var upcoming: RequestTrace.Request?
  let routing: Routing
  /// The most that wait for a request of each class to be admitted.
  private let waitingLimits: [Int]
  private let presentAtMost: Int
  var pools: [PoolState]
  /// What a request of each pool is compared with; a pool's state is too large to be read for every request.
  let limits: UnsafeMutablePointer<LengthLimits>
  private let beforeQueue: UnsafeMutablePointer<Double>
  /// Whether the number of replicas can change.
  let isChanging: Bool
  /// The pool of each replica.
  let poolOf: UnsafeMutablePointer<Int>
  let replicas: UnsafeMutablePointer<Replica>
  let slots: UnsafeMutablePointer<ReplicaSlot>
  let count: Int
  /// One for all replicas, or one for each pool where requests are routed to pools.
  private let loadIndexCount: Int
  let loadIndexes: UnsafeMutablePointer<LeastLoadedIndex>
  /// Replicas that accept requests, in no order.
  var open: [Int32] = []
  /// Requests that arrived at each pool.
  let offered: UnsafeMutablePointer<Int>
  /// Requests between their arrival and the queue of their replica.
  let underway: UnsafeMutablePointer<FIFOQueue<RequestState>>
  /// Requests that wait because no replica accepts any.
  var dispatchQueue = FIFOQueue<RequestState>()
  let choices: RandomStream
  var turn = 0
  let observer: ((RequestOutcome) -> Void)?
  /// What the prompts of requests have in common, and the blocks that they refer to, where a pool shares blocks.
  let contents: PromptContents?
  private let contentBlocks: ContentBlocks?
  /// The turns of conversations that follow answers; `nil` where there are none.
  private let conversations: Conversing?
  /// Turns that are on their way, and free places among them.
  private var followUps: [InferenceRequest] = []
  private var freeFollowUps: [Int32] = []
  let fleetObserver: ((FleetEvent) -> Void)?
  private let arrivalObserver: ((Int, InferenceRequest) -> Void)?

  let end: Double
  let warmUp: Double
  private var number = 0
  var arrived = 0
  var spilled = 0
  var refused = 0
  var resent = 0
  var spilledInputTokens = 0
  var spilledOutputTokens = 0
  var inSystem = TimeWeighted()
  var lastChange = 0.0
  var recorder: ServingRecorder
  var overflow: OverflowRecorder?

  init(
    _ fleet: ServingFleet, _ streams: Streams, nextRequest: @escaping () -> RequestTrace.Request?,
    contentBlocks: ContentBlocks? = nil, conversations: Conversing? = nil, end: Double, warmUp: Double,
    fleetObserver: ((FleetEvent) -> Void)?,
    arrivalObserver: ((Int, InferenceRequest) -> Void)?, observer: ((RequestOutcome) -> Void)?
  ) {
    self.nextRequest = nextRequest
    self.contentBlocks = contentBlocks
    self.conversations = conversations
    contents = fleet.pools.contains { $0.deployment.batching.prefixCaching } ? PromptContents() : nil
    self.end = end
    self.warmUp = warmUp
    self.fleetObserver = fleetObserver
    self.arrivalObserver = arrivalObserver
    self.observer = observer
    routing = fleet.routing
    waitingLimits = (0...ServiceClass.background.rawValue).map { value in
      let ofClass = ServiceClass(rawValue: value).flatMap { fleet.admission[$0] } ?? .max
      return min(ofClass, fleet.waitingAtMost ?? .max)
    }
    presentAtMost = fleet.presentAtMost ?? .max
    choices = streams.stream("routing")
    overflow = fleet.overflow.map { OverflowRecorder($0, streams) }
    recorder = ServingRecorder(
      start: warmUp, remembersEnds: conversations != nil, observer: observer.map { tell in { tell(.answered($0)) } })
    isChanging = fleet.isChanging
    var pools: [PoolState] = []
    var places = 0
    for (number, pool) in fleet.pools.enumerated() {
      let size = pool.operation == nil ? pool.replicas : pool.capacity
      pools.append(PoolState(pool, number: number, places: places..<(places + size), streams))
      places += size
    }
    self.pools = pools
    count = places
    poolOf = .allocate(capacity: count)
    replicas = .allocate(capacity: count)
    slots = .allocate(capacity: count)
    underway = .allocate(capacity: count)
    limits = .allocate(capacity: pools.count)
    beforeQueue = .allocate(capacity: pools.count)
    for (number, pool) in pools.enumerated() {
      limits[number] = pool.pool.deployment.lengthLimits
      beforeQueue[number] = pool.pool.deployment.overheads.beforeQueue
    }
    offered = .allocate(capacity: pools.count)
    offered.initialize(repeating: 0, count: pools.count)
    let isSplit = if case .byLength = routing { true } else { false }
    loadIndexCount = isSplit ? pools.count : 1
    loadIndexes = .allocate(capacity: loadIndexCount)
    for index in 0..<loadIndexCount { (loadIndexes + index).initialize(to: LeastLoadedIndex(capacity: count)) }
    for (number, pool) in pools.enumerated() {
      for replica in pool.places {
        (replicas + replica).initialize(
          to: Replica(
            number: replica, deployment: pool.pool.deployment, contents: contents,
            drafts: pool.pool.deployment.speculation == nil ? nil : streams.stream("replica \(replica)/drafts")))
        (underway + replica).initialize(to: FIFOQueue())
        (slots + replica).initialize(to: ReplicaSlot())
        (poolOf + replica).initialize(to: number)
        guard replica < pool.places.lowerBound + Int(pool.serving.level) else { continue }
        slots[replica].state = .serving
        open.append(Int32(truncatingIfNeeded: replica))
        loadIndexes[isSplit ? number : 0].open(replica)
      }
    }
  }

  deinit {
    replicas.deinitialize(count: count)
    replicas.deallocate()
    underway.deinitialize(count: count)
    underway.deallocate()
    slots.deallocate()
    poolOf.deallocate()
    offered.deallocate()
    limits.deallocate()
    beforeQueue.deallocate()
    loadIndexes.deinitialize(count: loadIndexCount)
    loadIndexes.deallocate()
  }

  mutating func begin(_ calendar: inout EventCalendar<Event>) {
    if warmUp > 0 { calendar.schedule(.observation, at: warmUp, priority: -1) }
    if isChanging { beginChanges(&calendar) }
    scheduleArrival(&calendar)
  }

  mutating func handle(_ event: Event, _ calendar: inout EventCalendar<Event>) {
    switch event {
    case .arrival:
      guard let request = upcoming else { return }
      // Schedule the next arrival first: it takes the free root of the calendar.
      scheduleArrival(&calendar)
      take(request, &calendar)
    case .followUp(let place):
      freeFollowUps.append(place)
      take(followUps[Int(place)], &calendar)
    case .joining(let replica, let generation):
      guard slots[Int(replica)].generation == generation, let request = underway[Int(replica)].popFirst() else {
        return
      }
      join(request, Int(replica), &calendar)
    case .step(let replica, let epoch):
      guard replicas[Int(replica)].epoch == epoch else { return }
      proceed(Int(replica), &calendar)
    case .observation:
      observe(from: calendar.now)
    case .ready, .failure, .discovery, .returning, .notice, .interruption, .capacity, .warning, .evaluation:
      change(event, &calendar)
    }
  }

  private mutating func observe(from now: Double) {
    for pool in pools.indices {
      let reading = reading(of: pool, at: now)
      pools[pool].meter?.forget(reading)
      pools[pool].observe(from: now)
      offered[pool] = 0
    }
    for replica in 0..<count { replicas[replica].observe(from: now) }
    inSystem.reset(at: now)
  }

  private mutating func scheduleArrival(_ calendar: inout EventCalendar<Event>) {
    upcoming = nextRequest()
    // The time of an arrival is often a sum or a quotient. In whole nanoseconds it ties with the end of a step where it should.
    if let arrival = upcoming?.arrival { upcoming?.arrival = max(WholeNanoseconds.time(arrival), calendar.now) }
    if let upcoming, upcoming.arrival <= end { calendar.schedule(.arrival, at: upcoming.arrival) }
  }

  // MARK: - Requests

  private mutating func take(_ request: RequestTrace.Request, _ calendar: inout EventCalendar<Event>) {
    let number = number
    self.number += 1
    let isObserved = calendar.now >= warmUp
    if isObserved { arrived += 1 }
    conversations?.begin(request, number: number)
    if let arrivalObserver { arrivalObserver(number, request) }
    let texts = contents != nil && request.content != .own ? PromptTexts(request, contentBlocks) : nil
    let replica = dispatchQueue.isEmpty ? route(inputTokens: request.inputTokens, sharing: texts) : -1
    let pool = replica >= 0 ? poolOf[replica] : poolOfLength(request.inputTokens)
    if let limit = limits[pool].limit(inputTokens: request.inputTokens, outputTokens: request.outputTokens) {
      if isObserved { refused += 1 }
      if let observer { observer(.refused(number: number, limit)) }
      conversations?.abandon(number)
      return
    }
    offered[pool] += 1
    let state = RequestState(
      number: number, arrival: request.arrival, input: Int32(max(request.inputTokens, 1)),
      output: limits[pool].promptsOnly ? 1 : Int32(max(request.outputTokens, 1)),
      serviceClass: request.serviceClass.rawValue)
    if let texts { contents?[number] = texts }
    inSystem.add(1, at: calendar.now)
    lastChange = calendar.now
    send(state, to: replica, &calendar)
  }

  /// Sends a request to a replica, or to the dispatch queue where `replica` is below 0.
  @inline(__always)
  mutating func send(_ request: RequestState, to replica: Int, _ calendar: inout EventCalendar<Event>) {
    guard replica >= 0 else {
      // The limit is one of a replica; a shared queue waits for all of them.
      let waitedFor = routing == .sharedQueue ? max(open.count, 1) : 1
      if dispatchQueue.count / waitedFor >= waitingLimits[Int(request.serviceClass)] {
        spill(request, at: calendar.now)
      } else {
        dispatchQueue.append(request)
      }
      return
    }
    if inSystem.level > Double(presentAtMost)
      || (replicas[replica].waitingCount + underway[replica].count >= waitingLimits[Int(request.serviceClass)]
        && !replicas[replica].hasRoom(for: request, coming: underway[replica].count))
    {
      spill(request, at: calendar.now)
      return
    }
    loadIndexes[loadIndex(of: replica)].add(to: replica)
    let beforeQueue = beforeQueue[poolOf[replica]]
    if beforeQueue > 0 {
      underway[replica].append(request)
      calendar.schedule(
        .joining(Int32(truncatingIfNeeded: replica), generation: slots[replica].generation),
        at: max(WholeNanoseconds.time(calendar.now + beforeQueue), calendar.now))
    } else {
      join(request, replica, &calendar)
    }
  }

  private mutating func spill(_ request: RequestState, at now: Double) {
    inSystem.add(-1, at: now)
    if request.arrival >= warmUp {
      spilled += 1
      spilledInputTokens += Int(request.input)
      spilledOutputTokens += Int(request.output)
      overflow?.serve(request, at: now)
    }
    contents?[request.number] = nil
    conversations?.abandon(request.number)
    if let observer { observer(.spilled(number: request.number)) }
  }

  private mutating func join(_ request: RequestState, _ replica: Int, _ calendar: inout EventCalendar<Event>) {
    if replicas[replica].join(request, at: calendar.now) { scheduleStep(of: replica, &calendar) }
  }

  private mutating func proceed(_ replica: Int, _ calendar: inout EventCalendar<Event>) {
    let before = replicas[replica].work.completed
    replicas[replica].proceed(into: &recorder)
    let left = replicas[replica].work.completed - before
    if left > 0 {
      loadIndexes[loadIndex(of: replica)].remove(left, from: replica)
      inSystem.add(-Double(left), at: calendar.now)
      lastChange = calendar.now
      if conversations != nil { followUpAnswers(&calendar) }
    }
    if replicas[replica].pending < .infinity { scheduleStep(of: replica, &calendar) }
    if left > 0, isChanging || !dispatchQueue.isEmpty { release(left, from: replica, &calendar) }
  }

  /// Schedules the turns that follow the answers of a step.
  private mutating func followUpAnswers(_ calendar: inout EventCalendar<Event>) {
    for (number, time) in recorder.ends {
      guard var next = conversations?.followUp(number, answeredAt: time) else { continue }
      next.arrival = max(WholeNanoseconds.time(next.arrival), calendar.now)
      guard next.arrival <= end else { continue }
      let place = freeFollowUps.popLast() ?? Int32(followUps.count)
      if Int(place) == followUps.count { followUps.append(next) } else { followUps[Int(place)] = next }
      calendar.schedule(.followUp(place), at: next.arrival)
    }
    recorder.ends.removeAll(keepingCapacity: true)
  }

  func scheduleStep(of replica: Int, _ calendar: inout EventCalendar<Event>) {
    calendar.schedule(
      .step(replica: Int32(truncatingIfNeeded: replica), epoch: replicas[replica].epoch),
      at: replicas[replica].pending, priority: Self.stepPriority)
  }
}
