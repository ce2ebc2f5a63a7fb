import EventSimulation
import Randomness

/// One copy of a model on its GPUs, with its queue, its batch and its memory.
///
/// It has one pending event, the end of the current step or run of steps, at ``pending``; the fleet then calls
/// ``proceed(into:)``, and ``join(_:at:)`` when a request arrives, which may bring the event forward. While it only decodes,
/// many steps are taken at once (``DecodeRun``): up to the first answer that is complete, the arrival of a request that may
/// join, or the last step for which the memory surely suffices.
///
/// No work is done for each token or for each sequence in each step. A sequence is complete when the replica's count of decode
/// steps reaches a number that is known from its start; the total context is a running sum; and how many sequences need a new
/// block at a step follows from how many are at each position of their last block.
struct Replica: ~Copyable {
  enum Phase {
    /// No requests.
    case idle
    /// A request has arrived; a step begins at once.
    case waking
    /// A run of decode steps.
    case writing
    /// A step with prompts.
    case working
  }

  // MARK: What it is

  let number: Int
  let times: StepTimes
  let attention: StepCost.PromptAttention
  let rule: BatchingRule
  let role: Role
  let overheads: FixedOverheads
  /// The drafts of speculative decoding; `nil` without it.
  let drafts: ReplicaDrafts?
  let blockShift: Int
  let blockMask: Int

  // MARK: What it is at

  /// The time of its next event in seconds; infinite where there is none.
  var pending = Double.infinity
  /// Changes with ``pending``: an event of an earlier epoch is stale.
  var epoch: UInt32 = 0
  var phase = Phase.idle
  /// The end of the current step or run, on the replica's clock.
  var end = 0.0
  var run = DecodeRun(start: 0, first: 1, rise: 0)
  /// The completed steps of the run, and the step at which the next event is.
  var done = 0
  var target = 0
  /// Whether the batch has changed since the run began.
  var isRegrouped = true

  // MARK: Who is there

  let places: UnsafeMutablePointer<RequestState>
  let freePlaces: UnsafeMutablePointer<Int32>
  var freeCount: Int
  /// The sequences whose prompts are in the step, in the order of admission; the last may have only a chunk of its prompt.
  let prompts: UnsafeMutablePointer<Int32>
  var promptCount = 0
  /// The place of the sequence whose prompt is prefilled in chunks; −1 for none.
  var partial: Int32 = -1
  var admissions: UInt32 = 0
  /// Places with their admission, in the order of admission; stale entries are skipped.
  var order: [(place: Int32, admission: UInt32)] = []
  var waiting = FIFOQueue<RequestState>()
  /// The blocks that the prompts of those need.
  var waitingBlocks = 0
  /// Preempted requests; the last one comes before all waiting requests. With priorities all that wait, the most urgent last.
  var returned: [RequestState] = []
  /// Answers that have their first decode step after their prompts were transferred.
  var transferred: [Int32] = []
  /// Blocks that those whose caches are on their way or have come need for their first step.
  var newBlocks = 0
  /// Running answers that get no token in the current step, because a request before them gave way.
  var suspended: [Int32] = []
  var isPartialSuspended = false
  /// The tokens of the partial prompt in the step that is being formed, where requests gave way by priority.
  var partialPiece = 0
  /// When that step began, on the replica's clock.
  var suspensionStart = 0.0
  /// Seconds in which an answer got no token, by the number of its request: inference-sim does not count them.
  var uncounted: [Int: Double] = [:]
  var finishing: FinishingOrder
  var passedOver = 0
  /// The longest answer of a static batch.
  var longest: Int32 = 0
  /// The tokens, of prompts and answers, and the sequences of a step with prompts.
  var stepTokens = 0
  var stepSequences = 0

  // MARK: Sums over them

  /// Decode steps so far.
  var steps = 0
  /// The number of running answers, and the tokens of their context.
  var writing = 0
  var context = 0
  /// How many running answers need a new block at a step, by the step modulo the tokens of a block.
  let needs: UnsafeMutablePointer<Int32>
  var memory: FreeBlocks
  /// What the prompts of requests have in common, where blocks are shared, and what each place holds of it.
  let contents: PromptContents?
  var holdings: [Holding] = []
  /// Places whose answers are complete at this step, where the order in which they give their blocks back matters.
  var leaving: [(admission: UInt32, place: Int)] = []

  /// The record of its work.
  var work: ReplicaWork
  /// The seconds with each number of running sequences.
  let occupancy: UnsafeMutablePointer<Double>

  /// - `stream`: the chance by which drafts are accepted, where the deployment has them.
  init(
    number: Int, deployment: Deployment, contents: PromptContents? = nil, role: Role = .both,
    drafts stream: RandomStream? = nil
  ) {
    self.number = number
    times = StepTimes(deployment.cost, deployment.clock)
    attention = deployment.cost.promptAttention
    self.role = role
    rule = role == .decode ? deployment.batching.withoutPrefixCaching : deployment.batching
    overheads = deployment.overheads
    if let speculation = deployment.speculation, let stream {
      drafts = ReplicaDrafts(
        acceptance: speculation.acceptance, times: StepTimes(speculation.draft, deployment.clock), stream: stream)
    } else {
      drafts = nil
    }
    blockShift = deployment.blockTokens.trailingZeroBitCount
    blockMask = deployment.blockTokens - 1
    let most = rule.sequences
    places = .allocate(capacity: most)
    places.initialize(
      repeating: RequestState(number: 0, arrival: 0, input: 0, output: 0), count: most)
    freePlaces = .allocate(capacity: most)
    // The last place first, so that few sequences are close together in memory.
    for place in 0..<most { freePlaces[place] = Int32(most - 1 - place) }
    freeCount = most
    prompts = .allocate(capacity: most)
    finishing = FinishingOrder(capacity: min(most, 256))
    needs = .allocate(capacity: deployment.blockTokens)
    needs.initialize(repeating: 0, count: deployment.blockTokens)
    let blocks = deployment.kvTokens / deployment.blockTokens
    memory = FreeBlocks(count: blocks, isCaching: rule.prefixCaching)
    self.contents = rule.prefixCaching ? contents ?? PromptContents() : nil
    if rule.prefixCaching { holdings = Array(repeating: Holding(), count: most) }
    work = ReplicaWork(number: number, blocks: blocks)
    occupancy = .allocate(capacity: most + 1)
    occupancy.initialize(repeating: 0, count: most + 1)
  }

  deinit {
    occupancy.deallocate()
    places.deallocate()
    freePlaces.deallocate()
    prompts.deallocate()
    needs.deallocate()
  }

  /// The number of waiting requests, preempted ones included.
  var waitingCount: Int { waiting.count + returned.count }

  // MARK: - Events

  /// Adds a request to the queue; whether that changed ``pending``.
  ///
  /// - `seconds`: the time, not before any other call's.
  mutating func join(_ request: RequestState, at seconds: Double) -> Bool {
    let isFirst = addToQueue(request)
    waitingBlocks += blocks(Int(request.input))
    switch phase {
    case .idle:
      phase = .waking
      end = times.time(seconds)
      schedule(at: max(times.seconds(end), seconds))
      return true
    case .writing:
      // Nobody behind a request that does not fit joins.
      guard isFirst || role == .decode, rule.joining == .everyStep, writing < rule.sequences else { return false }
      let step = max(run.step(endingFrom: times.time(seconds), atMost: target), done + 1)
      guard step < target else { return false }
      target = step
      end = run.end(of: step)
      schedule(at: max(times.seconds(end), seconds))
      return true
    case .waking, .working:
      return false
    }
  }

  /// Ends the current step or run and begins the next; the time is ``pending``.
  mutating func proceed(into recorder: inout ServingRecorder) {
    let now = times.seconds(end)
    switch phase {
    case .idle: return
    case .waking: break
    case .writing: endRun(at: now, &recorder)
    case .working: endStep(at: now, &recorder)
    }
    observe(through: now, sequences: 0)
    beginStep(at: now)
  }

  /// Resets the record of the work at the end of a warm-up.
  mutating func observe(from seconds: Double) {
    work.reset(at: seconds)
    occupancy.update(repeating: 0, count: rule.sequences + 1)
  }

  /// Counts the work until a time at which the observation ends.
  mutating func close(at seconds: Double) {
    guard phase == .writing || phase == .working else { return }
    observe(through: min(seconds, pending), sequences: writing + promptCount)
  }

  /// Records that so many sequences ran since the last observation.
  @inline(__always)
  mutating func observe(through now: Double, sequences: Int) {
    occupancy[sequences] += work.observe(through: now, sequences: sequences)
  }

  mutating func schedule(at seconds: Double) {
    pending = seconds
    epoch &+= 1
  }
}

/// The state of a request on a replica, from its arrival in the queue to the end of its answer.
struct RequestState {
  /// The number of the request in the order of arrival.
  let number: Int
  /// Seconds.
  let arrival: Double
  /// The beginning of its first step and its first token, in seconds; negative before.
  var started: Double = -1
  var firstToken: Double = -1
  let input: Int32
  let output: Int32
  /// While it decodes, the replica's count of decode steps minus its own progress; else the progress in tokens of context.
  var base: Int = 0
  /// The context needed before the next token: the prompt, and after a preemption the tokens generated before.
  var goal: Int32
  /// The generated tokens of its answer, except those decoded in this admission.
  var written: Int32 = 0
  /// The tokens of its context in the current step; −1 while it decodes.
  var piece: Int32 = 0
  /// The greatest progress in earlier admissions, and how much of it was found in memory at this one.
  var reached: Int32 = 0
  var found: Int32 = 0
  /// Blocks of its context that it does not hold: see ``BatchingRule/Resumption/startOver``.
  var absent: Int32 = 0
  /// With speculative decoding the tokens of its context that it has blocks for.
  var allocated: Int32 = 0
  var preemptions: Int32 = 0
  /// How urgent it is: 0 for the most urgent.
  let serviceClass: UInt8
  /// The number of this admission on the replica; 0 in a free place.
  var admission: UInt32 = 0

  var isWriting: Bool { piece < 0 }

  /// The request without any progress.
  var anew: RequestState {
    RequestState(number: number, arrival: arrival, input: input, output: output, serviceClass: serviceClass)
  }

  init(number: Int, arrival: Double, input: Int32, output: Int32, serviceClass: UInt8 = 1) {
    self.number = number
    self.arrival = arrival
    self.input = input
    self.output = output
    self.serviceClass = serviceClass
    goal = input
  }
}

extension Replica {
  /// Calls `body` with each request that was admitted and is not complete, preempted ones included.
  func forEachAdmitted(_ body: (RequestState) -> Void) {
    for entry in order where places[Int(entry.place)].admission == entry.admission { body(places[Int(entry.place)]) }
    for sequence in returned { body(sequence) }
  }
}
