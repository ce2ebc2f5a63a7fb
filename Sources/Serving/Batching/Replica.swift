import EventSimulation

/// One copy of a model on its GPUs: it takes requests in, puts its steps together, and gives answers out.
///
/// It has one event to come, the end of the step or of the run of steps at hand, at ``pending``; whoever drives it calls
/// ``proceed(into:)`` then, and ``join(_:at:)`` when a request comes, which may bring the event forward. As long as it only
/// writes answers, steps are taken many at once (``DecodeRun``), up to the first answer that is complete, the arrival of a
/// request that may join, or the last step for which the memory surely suffices.
///
/// Nothing is done for each token, nor for each sequence in each step. A sequence is complete when the replica's count of
/// decode steps comes to a number known from the start; the context of all is a running sum; and how many need a block of
/// memory at a step follows from how many stand at each place of their last block.
struct Replica: ~Copyable {
  enum Phase {
    /// Nothing is there.
    case idle
    /// A request has come; a step begins at once.
    case waking
    /// Answers are being written, in a run of steps.
    case writing
    /// A step that works on prompts.
    case working
  }

  // MARK: What it is

  let number: Int
  let times: StepTimes
  let attention: StepCost.PromptAttention
  let rule: BatchingRule
  let overheads: FixedOverheads
  let blockShift: Int
  let blockMask: Int

  // MARK: What it is at

  /// When its next event is, in seconds; infinite when it has none.
  var pending = Double.infinity
  /// Changes with every change of ``pending``: an event of an earlier epoch has been overtaken.
  var epoch: UInt32 = 0
  var phase = Phase.idle
  /// When the step or run at hand ends, on its own clock.
  var end = 0.0
  var run = DecodeRun(start: 0, first: 1, rise: 0)
  /// How many steps of the run are done, and at how many the next event is.
  var done = 0
  var target = 0
  /// Whether those at work have changed since the run began.
  var isRegrouped = true

  // MARK: Who is there

  let places: UnsafeMutablePointer<RequestState>
  let freePlaces: UnsafeMutablePointer<Int32>
  var freeCount: Int
  /// Those whose prompts the step works on, in the order of admission; the last may not come to the end of its prompt.
  let prompts: UnsafeMutablePointer<Int32>
  var promptCount = 0
  /// The place of a sequence whose prompt is worked on in pieces, between its steps; −1 for none.
  var partial: Int32 = -1
  var admissions: UInt32 = 0
  /// Places with their admission, in the order of admission; those that have left are passed over.
  var order: [(place: Int32, admission: UInt32)] = []
  var waiting = FIFOQueue<RequestState>()
  /// Those whose memory was taken away; the last comes before all that wait.
  var returned: [RequestState] = []
  var finishing: FinishingOrder
  var passedOver = 0
  /// The longest answer of a fixed batch.
  var longest: Int32 = 0
  /// What a step that works on prompts has to do: tokens, prompts' and answers', and sequences.
  var stepTokens = 0
  var stepSequences = 0

  // MARK: Sums over them

  /// Decode steps so far.
  var steps = 0
  /// How many write, and the tokens of their context.
  var writing = 0
  var context = 0
  /// How many of those that write need a block at a step, by the step's place in the round of a block's tokens.
  let needs: UnsafeMutablePointer<Int32>
  var memory: FreeBlocks

  /// What it did so far.
  var work: ReplicaWork
  /// Seconds in which so many sequences were at work.
  let occupancy: UnsafeMutablePointer<Double>

  init(number: Int, deployment: Deployment) {
    self.number = number
    times = StepTimes(deployment.cost, deployment.clock)
    attention = deployment.cost.promptAttention
    rule = deployment.batching
    overheads = deployment.overheads
    blockShift = deployment.blockTokens.trailingZeroBitCount
    blockMask = deployment.blockTokens - 1
    let most = rule.sequences
    places = .allocate(capacity: most)
    places.initialize(
      repeating: RequestState(number: 0, arrival: 0, input: 0, output: 0), count: most)
    freePlaces = .allocate(capacity: most)
    // The last place first, so that few sequences stay close together.
    for place in 0..<most { freePlaces[place] = Int32(most - 1 - place) }
    freeCount = most
    prompts = .allocate(capacity: most)
    finishing = FinishingOrder(capacity: min(most, 256))
    needs = .allocate(capacity: deployment.blockTokens)
    needs.initialize(repeating: 0, count: deployment.blockTokens)
    let blocks = deployment.kvTokens / deployment.blockTokens
    memory = FreeBlocks(count: blocks)
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

  /// The requests that wait, but for those at work.
  var waitingCount: Int { waiting.count + returned.count }

  // MARK: - Events

  /// Takes a request into the queue; whether that changed ``pending``.
  ///
  /// - `seconds`: the time, not before any other call's.
  mutating func join(_ request: RequestState, at seconds: Double) -> Bool {
    waiting.append(request)
    switch phase {
    case .idle:
      phase = .waking
      end = times.time(seconds)
      schedule(at: max(times.seconds(end), seconds))
      return true
    case .writing:
      // Those behind others in the queue are not admitted before them.
      guard waitingCount == 1, rule.joining == .everyStep, writing < rule.sequences else { return false }
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

  /// Ends the step or run at hand and begins the next; its time is ``pending``.
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

  /// Forgets the work before a time.
  mutating func observe(from seconds: Double) {
    work.reset(at: seconds)
    occupancy.update(repeating: 0, count: rule.sequences + 1)
  }

  /// Counts the work until a time at which the observation ends.
  mutating func close(at seconds: Double) {
    guard phase == .writing || phase == .working else { return }
    observe(through: min(seconds, pending), sequences: writing + promptCount)
  }

  /// So many sequences were at work since the last observation.
  @inline(__always)
  mutating func observe(through now: Double, sequences: Int) {
    occupancy[sequences] += work.observe(through: now, sequences: sequences)
  }

  mutating func schedule(at seconds: Double) {
    pending = seconds
    epoch &+= 1
  }
}

/// A request on a replica, from its arrival in the queue to the end of its answer.
struct RequestState {
  /// The request's place among all that came.
  let number: Int
  /// Seconds.
  let arrival: Double
  /// When its first step began and its first token was out, in seconds; negative before.
  var started: Double = -1
  var firstToken: Double = -1
  let input: Int32
  let output: Int32
  /// While it writes, the replica's count of decode steps less its own progress; else the progress, in tokens of context.
  var base: Int = 0
  /// The context that is to be there before the next token is written: the prompt, and after a preemption what was written.
  var goal: Int32
  /// The tokens of its answer that are written, but for those since it writes in this admission.
  var written: Int32 = 0
  /// The tokens of its context that the step being taken works on; −1 while it writes.
  var piece: Int32 = 0
  /// The most progress that it had in earlier admissions, and how much of it was found in memory at this one.
  var reached: Int32 = 0
  var found: Int32 = 0
  /// Blocks of its context that it does not hold: see ``BatchingRule/Resumption/startOver``.
  var absent: Int32 = 0
  var preemptions: Int32 = 0
  /// Names this admission among all of the replica; 0 in a place that is free.
  var admission: UInt32 = 0

  var isWriting: Bool { piece < 0 }

  /// The request as it came, with nothing of it done.
  var anew: RequestState { RequestState(number: number, arrival: arrival, input: input, output: output) }

  init(number: Int, arrival: Double, input: Int32, output: Int32) {
    self.number = number
    self.arrival = arrival
    self.input = input
    self.output = output
    goal = input
  }
}

extension Replica {
  /// Calls with each request that was admitted and is not answered, those whose memory was taken away too.
  func forEachAdmitted(_ body: (RequestState) -> Void) {
    for entry in order where places[Int(entry.place)].admission == entry.admission { body(places[Int(entry.place)]) }
    for sequence in returned { body(sequence) }
  }
}
