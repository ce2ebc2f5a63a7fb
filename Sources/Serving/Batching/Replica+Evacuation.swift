import EventSimulation

extension Replica {
  /// Gives up every request that is there, as when its GPUs fail; what was worked on is lost.
  ///
  /// They come as they came: those at work in the order of admission, then those that wait. The replica is as new then, but
  /// for what it did.
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
    clear()
  }

  /// Gives up those that wait and were never at work.
  mutating func giveUpWaiting(into left: inout [RequestState]) {
    while let request = waiting.popFirst() { left.append(request) }
  }

  /// Counts the time and the steps of what is at hand, up to a time.
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
    (promptCount, partial, longest, passedOver) = (0, -1, 0, 0)
    order.removeAll(keepingCapacity: true)
    finishing.removeAll()
    (writing, context) = (0, 0)
    needs.update(repeating: 0, count: blockMask + 1)
    memory = FreeBlocks(count: work.blocks)
  }

  /// Blocks of memory in use, as a share.
  var memoryInUse: Double { work.blocks > 0 ? Double(work.blocks - memory.count) / Double(work.blocks) : 0 }

  /// Seconds spent on steps, and sequences at work integrated over them, up to a time that is not before the last event.
  func workSoFar(at seconds: Double) -> (busy: Double, sequenceTime: Double) {
    guard phase == .writing || phase == .working else { return (work.busy, work.sequenceTime) }
    let elapsed = work.elapsed(at: seconds)
    return (work.busy + elapsed, work.sequenceTime + elapsed * Double(writing + promptCount))
  }
}
