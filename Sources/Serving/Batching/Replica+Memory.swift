extension Replica {
  @inline(__always)
  func blocks(_ tokens: Int) -> Int { (tokens + blockMask) >> blockShift }

  @inline(__always)
  func rest(of place: Int32) -> Int { Int(places[Int(place)].goal) - places[Int(place)].base }

  @inline(__always)
  func blocksForPiece(_ piece: Int, of place: Int32) -> Int {
    let before = places[Int(place)].base
    return blocks(before + piece) - blocks(before)
  }

  /// The blocks that running answers need at the steps between two counts of decode steps.
  @inline(__always)
  func blocksNeeded(from first: Int, through end: Int) -> Int {
    let count = end - first
    var sum = (count >> blockShift) * writing
    for step in (end - (count & blockMask))..<end { sum += Int(needs[step & blockMask]) }
    return sum
  }

  /// The number of steps for which the memory surely suffices, up to `most`; the first step has its blocks already.
  @inline(__always)
  func stepsWithMemory(atMost most: Int) -> Int {
    let free = memory.count
    if ((most >> blockShift) + 1) * writing <= free { return most }
    // Whole rounds first, in each of which every running answer needs a block.
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

  /// Preempts the last admitted request until the others have the blocks that they need at this step; whether it had to.
  ///
  /// The order in which requests ask for blocks does not matter: the last admitted one gives way as long as the need of those
  /// that stay exceeds the free blocks.
  mutating func makeRoom() -> Bool {
    if rule.preemption == .priority { return makeRoomByPriority() }
    var isPreempting = false
    while true {
      var need = drafts == nil ? Int(needs[steps & blockMask]) : blocksForDrafts()
      if need <= memory.count, partial < 0 { return isPreempting }
      if partial >= 0 {
        need += blocksForPiece(min(rest(of: partial), promptBudget), of: partial)
        if need <= memory.count { return isPreempting }
      }
      preemptLast()
      isPreempting = true
    }
  }

  mutating func preemptLast() {
    while let last = order.last, places[Int(last.place)].admission != last.admission { order.removeLast() }
    guard let last = order.popLast() else { preconditionFailure("memory is held by those at work") }
    preempt(last.place, extraBlocks: 0)
  }

  /// Takes a request out of the batch.
  ///
  /// - `extraBlocks`: the blocks that it was given for the step that is being formed.
  mutating func preempt(_ number: Int32, extraBlocks: Int) {
    let place = Int(number)
    var sequence = places[place]
    let isPartial = number == partial
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
    let held = blocks(heldTokens(of: sequence, progress: progress)) - Int(sequence.absent) + extraBlocks
    if let cache = memory.cache {
      giveBack(held, of: sequence, at: place, progress: progress, isPreempted: true, to: cache)
    } else if sequence.absent > 0 {
      memory.giveBack(held)
    } else {
      memory.giveBack(held, of: sequence.number)
    }
    release(place)
    work.countLife(of: sequence, progress: progress)
    work.preemptions += 1
    sequence.preemptions += 1
    sequence.reached = max(sequence.reached, Int32(truncatingIfNeeded: progress))
    sequence.base = progress
    sequence.found = 0
    sequence.absent = 0
    sequence.allocated = 0
    switch rule.resumption {
    case .recompute:
      sequence.goal = sequence.input + sequence.written
    case .startOver:
      sequence.written = 0
      sequence.firstToken = -1
    }
    if rule.preemption == .priority { uncounted[sequence.number] = nil }
    if rule.scheduler == .priority { addByUrgency(sequence) } else { returned.append(sequence) }
    if passedOver > 64, passedOver > finishing.size / 2 { sweepFinishing() }
  }

  mutating func sweepFinishing() {
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
