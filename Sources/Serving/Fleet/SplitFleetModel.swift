import Demand
import EventSimulation
import Randomness

/// The event model of a ``PrefillDecodeSplit``: prefill replicas, transfers and decode replicas.
struct SplitFleetModel: EventModel, ~Copyable {
  enum Event {
    /// The next request arrives.
    case arrival
    /// The first of the requests on their way to a prefill replica joins its queue.
    case joining(Int32)
    /// A replica's step or run of steps ends.
    case step(replica: Int32, epoch: UInt32)
    /// Transfers of prompts whose prefills have ended begin.
    case transfers
    /// A transfer ends.
    case transferred(number: Int)
    /// The warm-up ends.
    case observation
  }

  /// At the same time prefills end first, then transfers begin, then transfers end, then decode steps.
  private static var prefillPriority: Int16 { 1 }
  private static var beginningPriority: Int16 { 2 }
  private static var endPriority: Int16 { 3 }
  private static var decodePriority: Int16 { 4 }

  /// A request from its arrival to its decode replica.
  private struct Underway {
    let request: InferenceRequest
    let turn: Int
    var started = -1.0
    var cachedTokens = 0
    var replica: Int
  }

  /// What the prefill replicas complete.
  private final class Prefilled {
    var results: [RequestResult] = []
  }

  private let nextRequest: () -> InferenceRequest?
  private let contentBlocks: ContentBlocks?
  private let observer: ((RequestOutcome) -> Void)?
  private let pool: ReplicaPool
  private let split: PrefillDecodeSplit
  private let limits: LengthLimits
  private let contents: PromptContents?
  private let replicas: UnsafeMutablePointer<Replica>
  private var queues: [[Int]]
  private var underway: [Int: Underway] = [:]
  private var upcoming: InferenceRequest?
  /// Requests whose transfers begin at this time, and those that wait for blocks on their decode replica.
  private var beginning: [Int] = []
  private var blocked: [Int] = []
  private var transfers = 0
  private let prefilled = Prefilled()
  private var prefillRecorder: ServingRecorder
  private var recorder: ServingRecorder
  private let end: Double
  private let warmUp: Double
  private var number = 0
  private var turn = 0
  private var arrived = 0
  private var refused = 0
  private var inSystem = TimeWeighted()
  private var lastChange = 0.0

  init(
    _ pool: ReplicaPool, _ split: PrefillDecodeSplit, nextRequest: @escaping () -> InferenceRequest?,
    contentBlocks: ContentBlocks?, end: Double, warmUp: Double, observer: ((RequestOutcome) -> Void)?
  ) {
    self.nextRequest = nextRequest
    self.contentBlocks = contentBlocks
    self.observer = observer
    self.pool = pool
    self.split = split
    self.end = end
    self.warmUp = warmUp
    limits = pool.deployment.lengthLimits
    contents = pool.deployment.batching.prefixCaching ? PromptContents() : nil
    replicas = .allocate(capacity: split.replicas)
    for number in 0..<split.replicas {
      (replicas + number).initialize(
        to: Replica(
          number: number, deployment: pool.deployment, contents: contents,
          role: number < split.prefill ? .prefill : .decode))
    }
    queues = Array(repeating: [], count: split.prefill)
    let prefilled = prefilled
    prefillRecorder = ServingRecorder(
      start: .infinity, remembersEnds: true, observer: { prefilled.results.append($0) })
    recorder = ServingRecorder(start: warmUp, observer: observer.map { tell in { tell(.answered($0)) } })
  }

  deinit {
    replicas.deinitialize(count: split.replicas)
    replicas.deallocate()
  }

  mutating func begin(_ calendar: inout EventCalendar<Event>) {
    if warmUp > 0 { calendar.schedule(.observation, at: warmUp, priority: -1) }
    scheduleArrival(&calendar)
  }

  mutating func handle(_ event: Event, _ calendar: inout EventCalendar<Event>) {
    switch event {
    case .arrival:
      guard let request = upcoming else { return }
      scheduleArrival(&calendar)
      take(request, &calendar)
    case .joining(let replica): join(Int(replica), &calendar)
    case .step(let replica, let epoch):
      if replicas[Int(replica)].epoch == epoch { proceed(Int(replica), &calendar) }
    case .transfers:
      let numbers = beginning.sorted { "\($0)_" < "\($1)_" }
      beginning.removeAll(keepingCapacity: true)
      for number in numbers { beginTransfer(of: number, &calendar) }
    case .transferred(let number): endTransfer(of: number, &calendar)
    case .observation:
      for number in 0..<split.replicas { replicas[number].observe(from: calendar.now) }
      inSystem.reset(at: calendar.now)
    }
  }

  private mutating func scheduleArrival(_ calendar: inout EventCalendar<Event>) {
    upcoming = nextRequest()
    if let arrival = upcoming?.arrival { upcoming?.arrival = max(WholeNanoseconds.time(arrival), calendar.now) }
    if let upcoming, upcoming.arrival <= end { calendar.schedule(.arrival, at: upcoming.arrival) }
  }

  private mutating func take(_ request: InferenceRequest, _ calendar: inout EventCalendar<Event>) {
    let number = number
    self.number += 1
    let isObserved = calendar.now >= warmUp
    if isObserved { arrived += 1 }
    if let limit = limits.limit(inputTokens: request.inputTokens, outputTokens: request.outputTokens) {
      if isObserved { refused += 1 }
      if let observer { observer(.refused(number: number, limit)) }
      return
    }
    inSystem.add(1, at: calendar.now)
    lastChange = calendar.now
    underway[number] = Underway(request: request, turn: turn, replica: split.prefill + turn % split.decode)
    queues[turn % split.prefill].append(number)
    if let contents, request.content != .own { contents[number] = PromptTexts(request, contentBlocks) }
    let replica = Int32(truncatingIfNeeded: turn % split.prefill)
    turn += 1
    let time = WholeNanoseconds.time(calendar.now + pool.deployment.overheads.beforeQueue)
    calendar.schedule(.joining(replica), at: max(time, calendar.now))
  }

  private mutating func join(_ replica: Int, _ calendar: inout EventCalendar<Event>) {
    let number = queues[replica].removeFirst()
    guard let request = underway[number]?.request else { return }
    let state = RequestState(
      number: number, arrival: request.arrival, input: Int32(max(request.inputTokens, 1)), output: 1,
      serviceClass: request.serviceClass.rawValue)
    if replicas[replica].join(state, at: calendar.now) { scheduleStep(of: replica, &calendar) }
  }

  private mutating func proceed(_ replica: Int, _ calendar: inout EventCalendar<Event>) {
    let before = replicas[replica].work.completed
    if replica < split.prefill {
      replicas[replica].proceed(into: &prefillRecorder)
      for result in prefilled.results {
        underway[result.number]?.started = result.arrival + result.queue
        underway[result.number]?.cachedTokens = result.cachedTokens
        beginning.append(result.number)
      }
      if !prefilled.results.isEmpty {
        calendar.schedule(.transfers, at: calendar.now, priority: Self.beginningPriority)
      }
      prefilled.results.removeAll(keepingCapacity: true)
      prefillRecorder.ends.removeAll(keepingCapacity: true)
    } else {
      replicas[replica].proceed(into: &recorder)
      let left = replicas[replica].work.completed - before
      if left > 0 {
        inSystem.add(-Double(left), at: calendar.now)
        lastChange = calendar.now
        retryBlocked(on: replica, &calendar)
      }
    }
    if replicas[replica].pending < .infinity { scheduleStep(of: replica, &calendar) }
  }

  /// Reserves the blocks of a prompt on the decode replica and begins its transfer; it waits while there is no room.
  private mutating func beginTransfer(of number: Int, _ calendar: inout EventCalendar<Event>) {
    guard let request = underway[number] else { return }
    let size = pool.deployment.blockTokens
    let input = max(request.request.inputTokens, 1)
    let blocks = (input + size - 1) / size
    guard replicas[request.replica].reserve(input) else {
      blocked.append(number)
      return
    }
    transfers += 1
    let seconds = split.link.seconds(
      bytes: Double(blocks * size) * split.bytesPerToken, among: transfers, clock: pool.deployment.clock)
    calendar.schedule(
      .transferred(number: number), at: WholeNanoseconds.time(calendar.now + seconds), priority: Self.endPriority)
  }

  private mutating func retryBlocked(on replica: Int, _ calendar: inout EventCalendar<Event>) {
    guard !blocked.isEmpty else { return }
    let numbers = blocked.filter { underway[$0]?.replica == replica }
    blocked.removeAll { underway[$0]?.replica == replica }
    for number in numbers { beginTransfer(of: number, &calendar) }
  }

  private mutating func endTransfer(of number: Int, _ calendar: inout EventCalendar<Event>) {
    transfers -= 1
    guard let request = underway.removeValue(forKey: number) else { return }
    var state = RequestState(
      number: number, arrival: request.request.arrival, input: Int32(max(request.request.inputTokens, 1)),
      output: Int32(max(request.request.outputTokens, 1)), serviceClass: request.request.serviceClass.rawValue)
    state.started = request.started
    state.found = Int32(truncatingIfNeeded: request.cachedTokens)
    if replicas[request.replica].join(state, at: calendar.now) { scheduleStep(of: request.replica, &calendar) }
  }

  private func scheduleStep(of replica: Int, _ calendar: inout EventCalendar<Event>) {
    calendar.schedule(
      .step(replica: Int32(truncatingIfNeeded: replica), epoch: replicas[replica].epoch),
      at: replicas[replica].pending,
      priority: replica < split.prefill ? Self.prefillPriority : Self.decodePriority)
  }

  mutating func result() -> ServingResult {
    let end = end < .infinity ? end : max(lastChange, warmUp)
    var work: [ReplicaWork] = []
    for number in 0..<split.replicas {
      replicas[number].close(at: end)
      // A prompt is answered by the replica that decodes.
      if number < split.prefill { replicas[number].work.forgetAnswers() }
      work.append(replicas[number].work)
    }
    let hours = Double(split.replicas) * (end - warmUp) / 3600
    let record = PoolRecord(
      purchaseOption: pool.purchaseOption, gpusPerReplica: pool.deployment.gpus, capacity: split.replicas,
      bootingHours: 0, servingHours: hours, drainingHours: 0, missingHours: 0,
      paidGPUHours: hours * Double(pool.deployment.gpus), launches: 0, failures: 0, interruptions: 0,
      mostServing: split.replicas, fewestServing: split.replicas, gpuEnergy: nil, energy: nil)
    let answered = recorder.endToEnd.observations()
    return ServingResult(
      start: warmUp, end: end, pools: [pool], records: [record], replicas: work, arrived: arrived, refused: refused,
      spilled: 0, unfinished: arrived - refused - answered.count, resent: 0, spilledInputTokens: 0,
      spilledOutputTokens: 0, queue: recorder.queue.observations(),
      timeToFirstToken: recorder.timeToFirstToken.observations(),
      timePerOutputToken: recorder.timePerOutputToken.observations(), endToEnd: answered, overflow: nil,
      meanInSystem: inSystem.average(through: max(end, lastChange)))
  }
}
