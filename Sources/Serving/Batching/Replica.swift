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
  private enum Phase {
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
  private let times: StepTimes
  private let attention: StepCost.PromptAttention
  private let rule: BatchingRule
  private let overheads: FixedOverheads
  private let blockShift: Int
  private let blockMask: Int

  // MARK: What it is at

  /// When its next event is, in seconds; infinite when it has none.
  private(set) var pending = Double.infinity
  /// Changes with every change of ``pending``: an event of an earlier epoch has been overtaken.
  private(set) var epoch: UInt32 = 0
  private var phase = Phase.idle
  /// When the step or run at hand ends, on its own clock.
  private var end = 0.0
  private var run = DecodeRun(start: 0, first: 1, rise: 0)
  /// How many steps of the run are done, and at how many the next event is.
  private var done = 0
  private var target = 0
  /// Whether those at work have changed since the run began.
  private var isRegrouped = true

  // MARK: Who is there

  private let places: UnsafeMutablePointer<RequestState>
  private let freePlaces: UnsafeMutablePointer<Int32>
  private var freeCount: Int
  /// Those whose prompts the step works on, in the order of admission; the last may not come to the end of its prompt.
  private let prompts: UnsafeMutablePointer<Int32>
  private var promptCount = 0
  /// The place of a sequence whose prompt is worked on in pieces, between its steps; −1 for none.
  private var partial: Int32 = -1
  private var admissions: UInt32 = 0
  /// Places with their admission, in the order of admission; those that have left are passed over.
  private var order: [(place: Int32, admission: UInt32)] = []
  private var waiting = FIFOQueue<RequestState>()
  /// Those whose memory was taken away; the last comes before all that wait.
  private var returned: [RequestState] = []
  private var finishing: FinishingOrder
  private var passedOver = 0
  /// The longest answer of a fixed batch.
  private var longest: Int32 = 0
  /// What a step that works on prompts has to do: tokens, prompts' and answers', and sequences.
  private var stepTokens = 0
  private var stepSequences = 0

  // MARK: Sums over them

  /// Decode steps so far.
  private var steps = 0
  /// How many write, and the tokens of their context.
  private var writing = 0
  private var context = 0
  /// How many of those that write need a block at a step, by the step's place in the round of a block's tokens.
  private let needs: UnsafeMutablePointer<Int32>
  private var memory: FreeBlocks

  /// What it did so far.
  private(set) var work: ReplicaWork

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
  }

  deinit {
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
    work.observe(through: now, sequences: 0)
    beginStep(at: now)
  }

  /// Forgets the work before a time.
  mutating func observe(from seconds: Double) { work.reset(at: seconds) }

  /// Counts the work until a time at which the observation ends.
  mutating func close(at seconds: Double) {
    guard phase == .writing || phase == .working else { return }
    work.observe(through: min(seconds, pending), sequences: writing + promptCount)
  }

  private mutating func schedule(at seconds: Double) {
    pending = seconds
    epoch &+= 1
  }

  // MARK: - Ends

  private mutating func endRun(at now: Double, _ recorder: inout ServingRecorder) {
    let count = target - done
    done = target
    // The blocks for the first of these steps were taken when they began.
    memory.take(blocksNeeded(from: steps + 1, through: steps + count))
    steps += count
    context += count * writing
    work.observe(through: now, sequences: writing)
    work.count(steps: count, sequences: writing, tokens: writing)
    work.seeMemory(free: memory.count)
    finish(at: now, &recorder)
  }

  private mutating func endStep(at now: Double, _ recorder: inout ServingRecorder) {
    steps += 1
    context += writing
    work.observe(through: now, sequences: writing + promptCount)
    work.count(steps: 1, sequences: stepSequences, tokens: stepTokens)
    work.seeMemory(free: memory.count)
    partial = -1
    for index in 0..<promptCount {
      let place = Int(prompts[index])
      places[place].base += Int(places[place].piece)
      if places[place].base < Int(places[place].goal) {
        partial = prompts[index]
      } else {
        beginToWrite(place, at: now, &recorder)
      }
    }
    promptCount = 0
    finish(at: now, &recorder)
  }

  /// The prompt is worked through, and the token after it is out.
  private mutating func beginToWrite(_ place: Int, at now: Double, _ recorder: inout ServingRecorder) {
    places[place].written += 1
    if places[place].firstToken < 0 { places[place].firstToken = now }
    let progress = places[place].base
    let length = rule.joining == .betweenBatches ? longest : places[place].output
    let rest = Int(length - places[place].written)
    guard rest > 0 else {
      places[place].base = steps - progress
      complete(place, at: now, &recorder)
      return
    }
    let base = steps - progress
    places[place].base = base
    places[place].piece = -1
    writing += 1
    context += progress
    needs[base & blockMask] += 1
    finishing.insert(step: steps + rest, place: place)
    isRegrouped = true
  }

  /// Gives out the answers that are complete at this step.
  private mutating func finish(at now: Double, _ recorder: inout ServingRecorder) {
    while let first = finishing.first, first.step <= steps {
      finishing.removeFirst()
      guard isCurrent(step: first.step, place: first.place) else {
        passedOver -= 1
        continue
      }
      let progress = steps - places[first.place].base
      writing -= 1
      context -= progress
      needs[places[first.place].base & blockMask] -= 1
      isRegrouped = true
      complete(first.place, at: now, &recorder)
    }
  }

  /// Whether the answer at that place is being written and complete at that step.
  private func isCurrent(step: Int, place: Int) -> Bool {
    let sequence = places[place]
    return sequence.admission != 0 && sequence.isWriting && step == finishingStep(of: sequence)
  }

  /// The decode step at which an answer that is being written is complete.
  @inline(__always)
  private func finishingStep(of sequence: RequestState) -> Int {
    // The token after the goal is the one last counted as written; each step adds one to the context and one to the answer.
    let length = rule.joining == .betweenBatches ? longest : sequence.output
    return sequence.base + Int(sequence.goal) + Int(length - sequence.written)
  }

  /// The sequence leaves: its context is `steps − base` long.
  private mutating func complete(_ place: Int, at now: Double, _ recorder: inout ServingRecorder) {
    let sequence = places[place]
    let progress = steps - sequence.base
    var held = blocks(progress) - Int(sequence.absent)
    if rule.resumption == .startOver, progress & blockMask == 0, memory.count > 0 {
      // inference-sim finds room for the last token, which no step works on, before it gives the blocks back.
      memory.take(1)
      held += 1
    }
    memory.giveBack(held)
    release(place)
    work.countLife(of: sequence, progress: progress)
    work.completed += 1
    work.inputTokens += Int(sequence.input)
    work.outputTokens += Int(sequence.output)
    work.paddingTokens += progress + 1 - Int(sequence.input) - Int(sequence.output)
    let first = sequence.firstToken + overheads.perToken - sequence.arrival
    recorder.complete(
      RequestResult(
        number: sequence.number, replica: number, arrival: sequence.arrival, inputTokens: Int(sequence.input),
        outputTokens: Int(sequence.output), queue: sequence.started - sequence.arrival, timeToFirstToken: first,
        endToEnd: first + (now - sequence.firstToken) + overheads.perToken * Double(sequence.output - 1)
          + overheads.atEnd,
        preemptions: Int(sequence.preemptions)))
  }

  @inline(__always)
  private mutating func release(_ place: Int) {
    places[place].admission = 0
    freePlaces[freeCount] = Int32(truncatingIfNeeded: place)
    freeCount += 1
  }

  // MARK: - Begins

  /// Puts the next step together, or the next run of steps.
  private mutating func beginStep(at now: Double) {
    let isPreempting = makeRoom()
    memory.take(Int(needs[steps & blockMask]))
    var budget = rule.tokensPerStep - writing
    var tokens = 0
    var pairs = 0.0
    promptCount = 0
    if partial >= 0 {
      let piece = min(rest(of: partial), budget)
      memory.take(blocksForPiece(piece, of: partial))
      work(on: partial, piece: piece, &budget, &tokens, &pairs)
    }
    if !isPreempting { admit(at: now, &budget, &tokens, &pairs) }
    guard promptCount == 0 else {
      beginWorking(tokens: tokens, pairs: pairs)
      return
    }
    guard writing > 0 else {
      precondition(waitingCount == 0, "a replica that serves nobody cannot leave requests waiting")
      phase = .idle
      pending = .infinity
      return
    }
    beginWriting(isPreempting: isPreempting)
  }

  private mutating func beginWorking(tokens: Int, pairs: Double) {
    stepTokens = writing + tokens
    stepSequences = writing
    for index in 0..<promptCount where places[Int(prompts[index])].piece > 0 { stepSequences += 1 }
    phase = .working
    end += times.step(
      promptTokens: tokens, promptPairs: pairs, context: context + writing, sequences: stepSequences)
    isRegrouped = true
    schedule(at: times.seconds(end))
  }

  private mutating func beginWriting(isPreempting: Bool) {
    if isRegrouped {
      run = times.run(from: end, context: context + writing, sequences: writing)
      done = 0
      isRegrouped = false
    }
    while let first = finishing.first, !isCurrent(step: first.step, place: first.place) {
      finishing.removeFirst()
      passedOver -= 1
    }
    guard let first = finishing.first else { preconditionFailure("an answer that is being written has an end") }
    // Room for the victims of a preemption may be found at every step.
    let most = isPreempting ? 1 : first.step - steps
    phase = .writing
    target = done + stepsWithMemory(atMost: most)
    end = run.end(of: target)
    schedule(at: times.seconds(end))
  }

  // MARK: - Admission

  /// Admits requests from the head of the queue while there is room for them.
  private mutating func admit(at now: Double, _ budget: inout Int, _ tokens: inout Int, _ pairs: inout Double) {
    if rule.joining == .betweenBatches {
      if writing == 0 { admitBatch(at: now, &budget, &tokens, &pairs) }
      return
    }
    while freeCount > 0, budget > 0 {
      if let last = returned.last {
        guard readmit(last, &budget, &tokens, &pairs) else { return }
        returned.removeLast()
      } else {
        guard let head = waiting.first else { return }
        let piece = min(Int(head.input), budget)
        let blocks = blocks(piece)
        guard blocks <= memory.count else { return }
        memory.take(blocks)
        _ = waiting.popFirst()
        let place = place(head)
        places[place].started = now
        work(on: Int32(truncatingIfNeeded: place), piece: piece, &budget, &tokens, &pairs)
      }
    }
  }

  /// Admits a request whose memory was taken away, with what is left of it; whether there was room.
  private mutating func readmit(
    _ sequence: RequestState, _ budget: inout Int, _ tokens: inout Int, _ pairs: inout Double
  ) -> Bool {
    // Full blocks of its context; of a context that is all there, the last token is worked on again.
    let most = rule.resumption == .recompute ? Int(sequence.goal) - 1 : Int(sequence.input)
    let found = min(memory.left(of: sequence.number), min(sequence.base, most) >> blockShift)
    let before = found << blockShift
    let piece = min(Int(sequence.goal) - before, budget)
    let absent = piece == 0
    let blocks = blocks(before + piece)
    guard absent || blocks <= memory.count else { return false }
    if !absent {
      memory.claim(found, by: sequence.number)
      memory.take(blocks - found)
    }
    let place = place(sequence)
    places[place].base = before
    places[place].found = Int32(truncatingIfNeeded: before)
    places[place].absent = absent ? Int32(truncatingIfNeeded: found) : 0
    work(on: Int32(truncatingIfNeeded: place), piece: piece, &budget, &tokens, &pairs)
    return true
  }

  /// Admits a batch whose longest answer finds room, prompts and all.
  private mutating func admitBatch(at now: Double, _ budget: inout Int, _ tokens: inout Int, _ pairs: inout Double) {
    longest = 0
    while freeCount > 0, let head = waiting.first {
      let length = max(longest, head.output)
      var most = blocks(Int(head.input) + Int(length) - 1)
      for index in 0..<promptCount { most += blocks(Int(places[Int(prompts[index])].input) + Int(length) - 1) }
      guard most <= work.blocks else { break }
      longest = length
      memory.take(blocks(Int(head.input)))
      _ = waiting.popFirst()
      let place = place(head)
      places[place].started = now
      work(on: Int32(truncatingIfNeeded: place), piece: Int(head.input), &budget, &tokens, &pairs)
    }
  }

  /// Gives a sequence a place among those at work.
  @inline(__always)
  private mutating func place(_ sequence: RequestState) -> Int {
    freeCount -= 1
    let place = Int(freePlaces[freeCount])
    admissions &+= 1
    if admissions == 0 { admissions = 1 }
    places[place] = sequence
    places[place].admission = admissions
    if order.count == order.capacity { sweepOrder() }
    order.append((Int32(truncatingIfNeeded: place), admissions))
    return place
  }

  /// Adds a piece of a sequence's prompt to the step.
  @inline(__always)
  private mutating func work(
    on place: Int32, piece: Int, _ budget: inout Int, _ tokens: inout Int, _ pairs: inout Double
  ) {
    let index = Int(place)
    places[index].piece = Int32(truncatingIfNeeded: piece)
    let before = attention == .before ? Double(places[index].base) : Double(places[index].goal)
    pairs += Double(piece) * (before + Double(piece) / 2)
    prompts[promptCount] = place
    promptCount += 1
    tokens += piece
    budget -= piece
  }

  private mutating func sweepOrder() {
    let places = places
    order.removeAll { places[Int($0.place)].admission != $0.admission }
    order.reserveCapacity(max(64, 4 * order.count))
  }

  // MARK: - Memory

  @inline(__always)
  private func blocks(_ tokens: Int) -> Int { (tokens + blockMask) >> blockShift }

  @inline(__always)
  private func rest(of place: Int32) -> Int { Int(places[Int(place)].goal) - places[Int(place)].base }

  @inline(__always)
  private func blocksForPiece(_ piece: Int, of place: Int32) -> Int {
    let before = places[Int(place)].base
    return blocks(before + piece) - blocks(before)
  }

  /// The blocks that those who write need at the steps from one to another, by the count of decode steps before each.
  @inline(__always)
  private func blocksNeeded(from first: Int, through end: Int) -> Int {
    let count = end - first
    var sum = (count >> blockShift) * writing
    for step in (end - (count & blockMask))..<end { sum += Int(needs[step & blockMask]) }
    return sum
  }

  /// How many steps, the first of which has its blocks, the memory suffices for, up to a number.
  @inline(__always)
  private func stepsWithMemory(atMost most: Int) -> Int {
    let free = memory.count
    if ((most >> blockShift) + 1) * writing <= free { return most }
    // Whole rounds first, in each of which everyone who writes needs a block.
    let rounds = free / writing
    var count = min(1 + rounds << blockShift, most)
    var rest = free - rounds * writing
    while count < most {
      rest -= Int(needs[(steps + count) & blockMask])
      guard rest >= 0 else { break }
      count += 1
    }
    return count
  }

  /// Takes memory away from the last admitted until the others have what they need at this step; whether it had to.
  ///
  /// The order in which those at work ask for blocks does not matter: the last admitted gives way as long as what is
  /// needed by those who stay exceeds what is free.
  private mutating func makeRoom() -> Bool {
    var isPreempting = false
    while true {
      var need = Int(needs[steps & blockMask])
      if need <= memory.count, partial < 0 { return isPreempting }
      if partial >= 0 {
        need += blocksForPiece(min(rest(of: partial), rule.tokensPerStep - writing), of: partial)
        if need <= memory.count { return isPreempting }
      }
      preemptLast()
      isPreempting = true
    }
  }

  private mutating func preemptLast() {
    while let last = order.last, places[Int(last.place)].admission != last.admission { order.removeLast() }
    guard let last = order.popLast() else { preconditionFailure("memory is held by those at work") }
    let place = Int(last.place)
    var sequence = places[place]
    let isPartial = last.place == partial
    let progress = isPartial ? sequence.base : steps - sequence.base
    if isPartial {
      partial = -1
    } else {
      sequence.written += Int32(truncatingIfNeeded: progress) - sequence.goal
      writing -= 1
      context -= progress
      needs[sequence.base & blockMask] -= 1
      passedOver += 1
      isRegrouped = true
    }
    let held = blocks(progress) - Int(sequence.absent)
    if sequence.absent > 0 { memory.giveBack(held) } else { memory.giveBack(held, of: sequence.number) }
    release(place)
    work.countLife(of: sequence, progress: progress)
    work.preemptions += 1
    sequence.preemptions += 1
    sequence.reached = max(sequence.reached, Int32(truncatingIfNeeded: progress))
    sequence.base = progress
    sequence.found = 0
    sequence.absent = 0
    switch rule.resumption {
    case .recompute:
      sequence.goal = sequence.input + sequence.written
    case .startOver:
      sequence.written = 0
      sequence.firstToken = -1
    }
    returned.append(sequence)
    if passedOver > 64, passedOver > finishing.size / 2 { sweepFinishing() }
  }

  private mutating func sweepFinishing() {
    // A fixed batch takes no memory away, so an answer ends by its own length.
    let places = places
    finishing.sweep { step, place in
      let sequence = places[place]
      return sequence.admission != 0 && sequence.isWriting
        && step == sequence.base + Int(sequence.goal) + Int(sequence.output - sequence.written)
    }
    passedOver = 0
  }
}
