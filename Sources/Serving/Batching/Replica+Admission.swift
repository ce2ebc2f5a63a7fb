import EventSimulation

extension Replica {
  /// Admits requests from the head of the queue while there is room for them.
  mutating func admit(at now: Double, _ budget: inout Int, _ tokens: inout Int, _ pairs: inout Double) {
    if rule.joining == .betweenBatches {
      if writing == 0 { admitBatch(at: now, &budget, &tokens, &pairs) }
      return
    }
    if let cache = memory.cache {
      admit(from: cache, at: now, &budget, &tokens, &pairs)
      return
    }
    while freeCount > 0, budget > 0 {
      if let last = returned.last {
        guard readmit(last, at: now, &budget, &tokens, &pairs) else {
          // Prompts that were transferred are in memory already.
          guard role == .decode, let head = waiting.first, admitTransferred(head, &budget) else { return }
          continue
        }
        takeFirstReturned()
      } else {
        guard let head = waiting.first else { return }
        if role == .decode {
          guard admitTransferred(head, &budget) else { return }
          continue
        }
        let piece = min(Int(head.input), budget)
        guard rule.chunksPrompts || piece == Int(head.input) else { return }
        let blocks = blocks(piece)
        guard blocks <= memory.count else { return }
        memory.take(blocks)
        let place = place(takeFirst())
        places[place].started = max(now, head.arrival)
        work(on: Int32(truncatingIfNeeded: place), piece: piece, &budget, &tokens, &pairs)
      }
    }
  }

  /// Readmits a preempted request with the blocks that are left of it; whether there was room.
  mutating func readmit(
    _ sequence: RequestState, at now: Double, _ budget: inout Int, _ tokens: inout Int, _ pairs: inout Double
  ) -> Bool {
    // Full blocks of its context; of a context that is wholly there, the last token is computed again.
    let most = rule.resumption == .recompute ? Int(sequence.goal) - 1 : Int(sequence.input)
    let found = min(memory.left(of: sequence.number), min(sequence.base, most) >> blockShift)
    let before = found << blockShift
    let piece = min(Int(sequence.goal) - before, budget)
    guard rule.chunksPrompts || before + piece == Int(sequence.goal) else { return false }
    let absent = piece == 0
    let blocks = blocks(before + piece)
    guard absent || blocks <= memory.count else { return false }
    if !absent {
      memory.claim(found, by: sequence.number)
      memory.take(blocks - found)
    }
    let place = place(sequence)
    if places[place].started < 0 { places[place].started = max(now, sequence.arrival) }
    places[place].base = before
    places[place].found = Int32(truncatingIfNeeded: before)
    places[place].absent = absent ? Int32(truncatingIfNeeded: found) : 0
    work(on: Int32(truncatingIfNeeded: place), piece: piece, &budget, &tokens, &pairs)
    return true
  }

  /// Admits a static batch that fits the memory until its longest answer is complete.
  mutating func admitBatch(at now: Double, _ budget: inout Int, _ tokens: inout Int, _ pairs: inout Double) {
    longest = 0
    while freeCount > 0, let head = waiting.first {
      let length = max(longest, head.output)
      var most = blocks(Int(head.input) + Int(length) - 1)
      for index in 0..<promptCount { most += blocks(Int(places[Int(prompts[index])].input) + Int(length) - 1) }
      guard most <= work.blocks else { break }
      longest = length
      memory.take(blocks(Int(head.input)))
      let place = place(takeFirst())
      places[place].started = max(now, head.arrival)
      work(on: Int32(truncatingIfNeeded: place), piece: Int(head.input), &budget, &tokens, &pairs)
    }
  }

  /// Takes the head of the queue out of it.
  @inline(__always)
  mutating func takeFirst() -> RequestState {
    guard let head = waiting.popFirst() else { preconditionFailure("the queue has a head") }
    waitingBlocks -= blocks(Int(head.input))
    return head
  }

  /// Whether a request that arrives now would join the next step: there is a place in the batch, and memory for its prompt,
  /// beside the requests that wait and `coming` others on their way.
  func hasRoom(for request: RequestState, coming: Int) -> Bool {
    if rule.joining == .betweenBatches, phase == .writing || phase == .working { return false }
    return (returned.isEmpty || rule.scheduler == .priority) && waitingCount + coming < freeCount
      && waitingBlocks + (coming + 1) * blocks(Int(request.input)) <= memory.count
  }

  /// Assigns a place in the batch to a sequence.
  @inline(__always)
  mutating func place(_ sequence: RequestState) -> Int {
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

  /// Adds a chunk of a sequence's prompt to the step.
  @inline(__always)
  mutating func work(
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

  mutating func sweepOrder() {
    let places = places
    order.removeAll { places[Int($0.place)].admission != $0.admission }
    order.reserveCapacity(max(64, 4 * order.count))
  }
}

extension Replica {
  /// Removes every request, as when the GPUs fail; their progress is lost.
  ///
  /// Running requests come first, in the order of admission, then those that wait. The replica is then as new, except for the
  /// record of its work.
  mutating func evacuate(at seconds: Double, into left: inout [RequestState]) {
    countLastSteps(at: seconds)
    for entry in order where places[Int(entry.place)].admission == entry.admission {
      let sequence = places[Int(entry.place)]
      let progress = sequence.isWriting ? steps - sequence.base : sequence.base
      work.lostTokens += progress
      work.countLife(of: sequence, progress: progress)
      left.append(sequence.anew)
    }
    while let sequence = returned.popLast() { left.append(sequence.anew) }
    while let request = waiting.popFirst() { left.append(request.anew) }
    waitingBlocks = 0
    clear()
  }

  /// Removes the waiting requests that never ran.
  mutating func giveUpWaiting(into left: inout [RequestState]) {
    while let request = waiting.popFirst() { left.append(request) }
    if rule.scheduler == .priority {
      left += returned.filter { $0.started < 0 }.reversed()
      returned.removeAll { $0.started < 0 }
    }
    waitingBlocks = 0
  }

  /// Counts the time and the completed steps of the current run, up to a time.
  private mutating func countLastSteps(at seconds: Double) {
    guard phase == .writing || phase == .working else { return }
    observe(through: seconds, sequences: writing + promptCount)
    guard phase == .writing else { return }
    let now = times.time(seconds)
    var last = run.step(endingFrom: now, atMost: target)
    if run.end(of: last) > now { last -= 1 }
    let count = max(last - done, 0)
    steps += count
    work.count(steps: count, sequences: writing, tokens: writing)
  }

  private mutating func clear() {
    phase = .idle
    schedule(at: .infinity)
    (done, target, isRegrouped) = (0, 0, true)
    let most = rule.sequences
    for place in 0..<most {
      places[place].admission = 0
      freePlaces[place] = Int32(most - 1 - place)
    }
    freeCount = most
    suspended.removeAll()
    transferred.removeAll()
    isPartialSuspended = false
    uncounted.removeAll()
    (promptCount, partial, longest, passedOver) = (0, -1, 0, 0)
    order.removeAll(keepingCapacity: true)
    finishing.removeAll()
    (writing, context) = (0, 0)
    needs.update(repeating: 0, count: blockMask + 1)
    memory = FreeBlocks(count: work.blocks, isCaching: rule.prefixCaching)
    for place in holdings.indices { holdings[place] = Holding() }
    leaving.removeAll()
  }

  /// The share of KV blocks in use.
  var memoryInUse: Double { work.blocks > 0 ? Double(work.blocks - memory.count) / Double(work.blocks) : 0 }

  /// Seconds of steps, and running sequences integrated over them, up to a time not before the last event.
  func workSoFar(at seconds: Double) -> (busy: Double, sequenceTime: Double) {
    guard phase == .writing || phase == .working else { return (work.busy, work.sequenceTime) }
    let elapsed = work.elapsed(at: seconds)
    return (work.busy + elapsed, work.sequenceTime + elapsed * Double(writing + promptCount))
  }
}
