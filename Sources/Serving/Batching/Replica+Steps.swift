extension Replica {
  /// Puts the next step together, or the next run of steps.
  mutating func beginStep(at now: Double) {
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
      // The first of those that wait finds all memory free, and would fit it. So no replica stands still with work to do.
      if waitingCount > 0 { fatalError("replica \(number) serves nobody, and \(waitingCount) requests wait") }
      phase = .idle
      pending = .infinity
      return
    }
    beginWriting(isPreempting: isPreempting)
  }

  mutating func beginWorking(tokens: Int, pairs: Double) {
    stepTokens = writing + tokens
    stepSequences = writing
    for index in 0..<promptCount where places[Int(prompts[index])].piece > 0 { stepSequences += 1 }
    phase = .working
    end += times.step(
      promptTokens: tokens, promptPairs: pairs, context: context + writing, sequences: stepSequences)
    isRegrouped = true
    schedule(at: times.seconds(end))
  }

  mutating func beginWriting(isPreempting: Bool) {
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
}
