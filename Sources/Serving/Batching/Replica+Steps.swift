extension Replica {
  /// Begins the next step or the next run of decode steps.
  mutating func beginStep(at now: Double) {
    let isPreempting = makeRoom()
    // Where requests gave way by priority, the blocks of the others were taken one by one.
    if drafts != nil {
      takeBlocksForDrafts()
    } else if !isPreempting || rule.preemption == .last {
      memory.take(Int(needs[steps & blockMask]))
    }
    var budget = promptBudget
    var tokens = 0
    var pairs = 0.0
    promptCount = 0
    if partial >= 0, !isPartialSuspended {
      let isSettled = isPreempting && rule.preemption == .priority
      let piece = isSettled ? partialPiece : min(rest(of: partial), budget)
      if !isSettled { memory.take(blocksForPiece(piece, of: partial)) }
      nameBlocks(of: Int(partial), through: places[Int(partial)].base + piece)
      work(on: partial, piece: piece, &budget, &tokens, &pairs)
    }
    // Where blocks are reserved for caches on their way, the only running request may have given way.
    let isEmpty = role == .decode && writing == 0 && partial < 0
    if !isPreempting || isEmpty { admit(at: now, &budget, &tokens, &pairs) }
    if drafts != nil, promptCount > 0 || writing > 0 {
      beginWorking(tokens: tokens, pairs: pairs)
      return
    }
    guard promptCount == 0, writing > 0 || (suspended.isEmpty && !isPartialSuspended) else {
      beginWorking(tokens: tokens, pairs: pairs)
      return
    }
    guard writing > 0 else {
      // The head of the queue finds all memory free and fits it, so a replica is never idle with work to do.
      // Only a preempted request beside caches that are on their way can wait here.
      if waitingCount > 0, role != .decode {
        fatalError("replica \(number) serves nobody, and \(waitingCount) requests wait")
      }
      phase = .idle
      pending = .infinity
      return
    }
    beginWriting(isPreempting: isPreempting || !transferred.isEmpty)
  }

  mutating func beginWorking(tokens: Int, pairs: Double) {
    stepTokens = writing * tokensOfAnswer + tokens
    stepSequences = writing
    for index in 0..<promptCount where places[Int(prompts[index])].piece > 0 { stepSequences += 1 }
    phase = .working
    // A step in which every prompt is in memory already takes the least time that there is.
    if stepSequences == 0 {
      end += 1
    } else if let drafts {
      end += duration(of: drafts, promptTokens: tokens, promptPairs: pairs, prompts: stepSequences - writing)
    } else {
      end += times.step(
        promptTokens: tokens, promptPairs: pairs, context: context + writing, prompts: stepSequences - writing,
        answers: writing)
    }
    isRegrouped = true
    schedule(at: times.seconds(end))
  }

  mutating func beginWriting(isPreempting: Bool) {
    if isRegrouped || done == run.limit {
      run = times.run(from: end, context: context + writing, sequences: writing)
      done = 0
      isRegrouped = false
    }
    while let first = finishing.first, !isCurrent(step: first.step, place: first.place) {
      finishing.removeFirst()
      passedOver -= 1
    }
    guard let first = finishing.first else { preconditionFailure("an answer that is being written has an end") }
    // A preempted request may find room at every step.
    let most = isPreempting ? 1 : min(first.step - steps, run.limit - done)
    phase = .writing
    target = done + stepsWithMemory(atMost: most)
    end = run.end(of: target)
    schedule(at: times.seconds(end))
  }
}

extension Replica {
  mutating func endRun(at now: Double, _ recorder: inout ServingRecorder) {
    let count = target - done
    done = target
    // The blocks for the first of these steps were taken when they began.
    memory.take(blocksNeeded(from: steps + 1, through: steps + count))
    steps += count
    context += count * writing
    observe(through: now, sequences: writing)
    work.count(steps: count, sequences: writing, tokens: writing)
    work.seeMemory(free: memory.count)
    if !suspended.isEmpty || isPartialSuspended { resume() }
    if !transferred.isEmpty { noteFirstTokens(at: now) }
    finish(at: now, &recorder)
  }

  mutating func endStep(at now: Double, _ recorder: inout ServingRecorder) {
    steps += 1
    context += writing
    observe(through: now, sequences: writing + promptCount)
    if drafts != nil { acceptDrafts() }
    work.count(steps: 1, sequences: stepSequences, tokens: stepTokens)
    work.seeMemory(free: memory.count)
    if !isPartialSuspended { partial = -1 }
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
    if !suspended.isEmpty || isPartialSuspended { resume() }
    if !transferred.isEmpty { noteFirstTokens(at: now) }
    finish(at: now, &recorder)
  }

  /// The prefill is complete, and the first token is out.
  mutating func beginToWrite(_ place: Int, at now: Double, _ recorder: inout ServingRecorder) {
    places[place].written += 1
    if places[place].firstToken < 0 { places[place].firstToken = now }
    let progress = places[place].base
    let length = rule.joining == .betweenBatches ? longest : places[place].output
    let rest = Int(length - places[place].written)
    guard rest > 0 else {
      places[place].base = steps - progress
      leave(place, at: now, &recorder)
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

  /// Completes the answers that end at this step.
  mutating func finish(at now: Double, _ recorder: inout ServingRecorder) {
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
      leave(first.place, at: now, &recorder)
    }
    if !leaving.isEmpty { completeLeaving(at: now, &recorder) }
  }

  /// Whether the answer at that place is running and complete at that step.
  func isCurrent(step: Int, place: Int) -> Bool {
    let sequence = places[place]
    return sequence.admission != 0 && sequence.isWriting && step == finishingStep(of: sequence)
  }

  /// The decode step at which a running answer is complete.
  @inline(__always)
  func finishingStep(of sequence: RequestState) -> Int {
    // The token after the goal is the one last counted as written; each step adds one to the context and one to the answer.
    let length = rule.joining == .betweenBatches ? longest : sequence.output
    return sequence.base + Int(sequence.goal) + Int(length - sequence.written)
  }

  /// Completes a sequence whose context is `steps − base` long.
  mutating func complete(_ place: Int, at now: Double, _ recorder: inout ServingRecorder) {
    let sequence = places[place]
    let progress = steps - sequence.base
    var held = blocks(heldTokens(of: sequence, progress: progress)) - Int(sequence.absent)
    if rule.resumption == .startOver, role != .prefill, progress & blockMask == 0, memory.count > 0 {
      // inference-sim finds room for the last token, which no step works on, before it gives the blocks back.
      memory.take(1)
      held += 1
    }
    if let cache = memory.cache {
      giveBack(held, of: sequence, at: place, progress: progress, isPreempted: false, to: cache)
    } else {
      memory.giveBack(held)
    }
    release(place)
    work.countLife(of: sequence, progress: progress)
    work.completed += 1
    work.inputTokens += Int(sequence.input)
    work.outputTokens += Int(sequence.output)
    work.paddingTokens += progress + 1 - Int(sequence.input) - Int(sequence.output)
    // To the nanosecond, which is all that the clocks hold.
    func duration(_ seconds: Double) -> Double { WholeNanoseconds.duration(seconds) }
    let uncounted = uncounted.isEmpty ? 0 : uncounted.removeValue(forKey: sequence.number) ?? 0
    // The first token after a transfer is that of a decode step.
    let laterTokens = role == .decode ? max(sequence.output - 2, 0) : sequence.output - 1
    let first = duration(sequence.firstToken + overheads.perToken - sequence.arrival)
    recorder.complete(
      RequestResult(
        number: sequence.number, replica: number, arrival: sequence.arrival, inputTokens: Int(sequence.input),
        outputTokens: Int(sequence.output), queue: duration(sequence.started - sequence.arrival),
        timeToFirstToken: first,
        endToEnd: duration(
          first + (now - sequence.firstToken - uncounted) + overheads.perToken * Double(laterTokens)
            + overheads.atEnd),
        preemptions: Int(sequence.preemptions),
        cachedTokens: rule.prefixCaching || role == .decode ? min(Int(sequence.found), Int(sequence.input)) : 0),
      endOfStep: now)
  }

  @inline(__always)
  mutating func release(_ place: Int) {
    places[place].admission = 0
    freePlaces[freeCount] = Int32(truncatingIfNeeded: place)
    freeCount += 1
  }
}
