import Demand
import EventSimulation
import Randomness

/// The replicas of a fleet, their requests and their events.
///
/// Each replica has one event to come at most, named by its epoch: one that was overtaken by an arrival is passed over.
/// Other things that happen to replicas, such as a failure or the end of a boot, are further events on the same calendar
/// that open and close replicas on the load board.
struct FleetModel: EventModel, ~Copyable {
  enum Event {
    /// The next request comes.
    case arrival
    /// The first of the requests on their way to a replica joins its queue.
    case joining(Int32)
    /// A replica's step or run of steps ends.
    case step(replica: Int32, epoch: UInt32)
    /// The warm-up ends.
    case observation
  }

  /// Requests that come at the end of a step may join the next.
  private static var stepPriority: Int16 { 1 }

  /// Not a generic parameter: the events would have it too, and the calendar would not be compiled for them.
  private let nextRequest: () -> RequestTrace.Request?
  private var upcoming: RequestTrace.Request?
  private let routing: Routing
  private let waitingAtMost: Int
  private let pools: [ReplicaPool]
  /// The pool of each replica and the replicas before each pool.
  private let poolOf: [Int]
  private let firstOf: [Int]
  private let replicas: UnsafeMutablePointer<Replica>
  private let count: Int
  private let boards: UnsafeMutablePointer<LoadBoard>
  /// Requests between their arrival and the queue of their replica.
  private let underway: UnsafeMutablePointer<FIFOQueue<RequestState>>
  private let choices: RandomStream
  private var turn = 0
  private let observer: ((RequestOutcome) -> Void)?

  private let end: Double
  private let warmUp: Double
  private var number = 0
  private var arrived = 0
  private var spilled = 0
  private var refused = 0
  private var spilledInputTokens = 0
  private var spilledOutputTokens = 0
  private var inSystem = TimeWeighted()
  private var lastChange = 0.0
  private var recorder: ServingRecorder

  init(
    _ fleet: ServingFleet, _ streams: Streams, nextRequest: @escaping () -> RequestTrace.Request?, end: Double,
    warmUp: Double,
    observer: ((RequestOutcome) -> Void)?
  ) {
    self.nextRequest = nextRequest
    self.end = end
    self.warmUp = warmUp
    self.observer = observer
    routing = fleet.routing
    waitingAtMost = fleet.waitingAtMost ?? .max
    pools = fleet.pools
    choices = streams.stream("routing")
    recorder = ServingRecorder(start: warmUp, observer: observer.map { tell in { tell(.answered($0)) } })
    count = pools.reduce(0) { $0 + $1.replicas }
    replicas = .allocate(capacity: count)
    underway = .allocate(capacity: count)
    let isSplit = if case .byLength = routing { true } else { false }
    boards = .allocate(capacity: isSplit ? pools.count : 1)
    for board in 0..<(isSplit ? pools.count : 1) { (boards + board).initialize(to: LoadBoard(capacity: count)) }
    var poolOf: [Int] = []
    var firstOf: [Int] = []
    for (pool, members) in pools.enumerated() {
      firstOf.append(poolOf.count)
      for _ in 0..<members.replicas {
        let replica = poolOf.count
        (replicas + replica).initialize(to: Replica(number: replica, deployment: members.deployment))
        (underway + replica).initialize(to: FIFOQueue())
        poolOf.append(pool)
        boards[isSplit ? pool : 0].open(replica)
      }
    }
    self.poolOf = poolOf
    self.firstOf = firstOf
  }

  deinit {
    replicas.deinitialize(count: count)
    replicas.deallocate()
    underway.deinitialize(count: count)
    underway.deallocate()
    if case .byLength = routing { boards.deinitialize(count: pools.count) } else { boards.deinitialize(count: 1) }
    boards.deallocate()
  }

  mutating func begin(_ calendar: inout EventCalendar<Event>) {
    if warmUp > 0 { calendar.schedule(.observation, at: warmUp, priority: -1) }
    scheduleArrival(&calendar)
  }

  mutating func handle(_ event: Event, _ calendar: inout EventCalendar<Event>) {
    switch event {
    case .arrival:
      guard let request = upcoming else { return }
      // The next first: it takes the free place at the root of the calendar.
      scheduleArrival(&calendar)
      take(request, &calendar)
    case .joining(let replica):
      guard let request = underway[Int(replica)].popFirst() else { return }
      join(request, Int(replica), &calendar)
    case .step(let replica, let epoch):
      guard replicas[Int(replica)].epoch == epoch else { return }
      proceed(Int(replica), &calendar)
    case .observation:
      for replica in 0..<count { replicas[replica].observe(from: calendar.now) }
      inSystem.reset(at: calendar.now)
    }
  }

  private mutating func scheduleArrival(_ calendar: inout EventCalendar<Event>) {
    upcoming = nextRequest()
    if let upcoming, upcoming.arrival <= end { calendar.schedule(.arrival, at: upcoming.arrival) }
  }

  private mutating func take(_ request: RequestTrace.Request, _ calendar: inout EventCalendar<Event>) {
    let number = number
    self.number += 1
    let isObserved = calendar.now >= warmUp
    if isObserved { arrived += 1 }
    let replica = route(request)
    let deployment = pools[poolOf[replica]].deployment
    if let limit = deployment.limit(inputTokens: request.inputTokens, outputTokens: request.outputTokens) {
      if isObserved { refused += 1 }
      if let observer { observer(.refused(number: number, limit)) }
      return
    }
    if replicas[replica].waitingCount + underway[replica].count >= waitingAtMost {
      if isObserved {
        spilled += 1
        spilledInputTokens += request.inputTokens
        spilledOutputTokens += max(request.outputTokens, 1)
      }
      if let observer { observer(.spilled(number: number)) }
      return
    }
    let state = RequestState(
      number: number, arrival: request.arrival, input: Int32(max(request.inputTokens, 1)),
      output: deployment.batching.promptsOnly ? 1 : Int32(max(request.outputTokens, 1)))
    boards[board(of: replica)].add(to: replica)
    inSystem.add(1, at: calendar.now)
    lastChange = calendar.now
    if deployment.overheads.beforeQueue > 0 {
      underway[replica].append(state)
      calendar.schedule(.joining(Int32(truncatingIfNeeded: replica)), after: deployment.overheads.beforeQueue)
    } else {
      join(state, replica, &calendar)
    }
  }

  private mutating func join(_ request: RequestState, _ replica: Int, _ calendar: inout EventCalendar<Event>) {
    if replicas[replica].join(request, at: calendar.now) { scheduleStep(of: replica, &calendar) }
  }

  private mutating func proceed(_ replica: Int, _ calendar: inout EventCalendar<Event>) {
    let before = replicas[replica].work.completed
    replicas[replica].proceed(into: &recorder)
    let left = replicas[replica].work.completed - before
    if left > 0 {
      boards[board(of: replica)].remove(left, from: replica)
      inSystem.add(-Double(left), at: calendar.now)
      lastChange = calendar.now
    }
    if replicas[replica].pending < .infinity { scheduleStep(of: replica, &calendar) }
  }

  private func scheduleStep(of replica: Int, _ calendar: inout EventCalendar<Event>) {
    calendar.schedule(
      .step(replica: Int32(truncatingIfNeeded: replica), epoch: replicas[replica].epoch),
      at: replicas[replica].pending, priority: Self.stepPriority)
  }

  // MARK: - Routing

  private func board(of replica: Int) -> Int {
    if case .byLength = routing { return poolOf[replica] }
    return 0
  }

  private mutating func route(_ request: RequestTrace.Request) -> Int {
    switch routing {
    case .roundRobin:
      let replica = turn
      turn = turn + 1 == count ? 0 : turn + 1
      return replica
    case .leastLoaded:
      return boards[0].leastLoaded ?? 0
    case .twoChoices:
      let (one, other) = (choices.index(below: count), choices.index(below: count))
      return boards[0].count(of: other) < boards[0].count(of: one) ? other : one
    case .byLength(let lengths):
      let pool = lengths.firstIndex { request.inputTokens <= $0 } ?? pools.count - 1
      return boards[pool].leastLoaded ?? firstOf[pool]
    }
  }

  // MARK: - Result

  mutating func result() -> ServingResult {
    let end = end < .infinity ? end : max(lastChange, warmUp)
    var work: [ReplicaWork] = []
    for replica in 0..<count {
      replicas[replica].close(at: end)
      work.append(replicas[replica].work)
    }
    return ServingResult(
      start: warmUp, end: end, pools: pools, replicas: work, arrived: arrived, refused: refused, spilled: spilled,
      spilledInputTokens: spilledInputTokens, spilledOutputTokens: spilledOutputTokens,
      queue: recorder.queue.observations(), timeToFirstToken: recorder.timeToFirstToken.observations(),
      timePerOutputToken: recorder.timePerOutputToken.observations(), endToEnd: recorder.endToEnd.observations(),
      meanInSystem: inSystem.average(through: max(end, lastChange)))
  }
}
