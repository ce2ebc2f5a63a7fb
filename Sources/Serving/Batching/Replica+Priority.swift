import EventSimulation

/// Requests by urgency: the queue of a replica with priorities, and who gives way when memory runs short.
extension Replica {
  /// Adds a request to the queue; whether it is the first.
  @inline(__always)
  mutating func addToQueue(_ request: RequestState) -> Bool {
    guard rule.scheduler == .priority else {
      waiting.append(request)
      return waitingCount == 1
    }
    return addByUrgency(request)
  }

  /// Adds a request among those that wait, the most urgent last; whether it is the most urgent.
  @discardableResult
  mutating func addByUrgency(_ request: RequestState) -> Bool {
    var (low, high) = (0, returned.count)
    while low < high {
      let middle = (low + high) / 2
      if returned[middle].isMoreUrgent(than: request) { high = middle } else { low = middle + 1 }
    }
    returned.insert(request, at: low)
    return low == returned.count - 1
  }

  /// Takes the last of ``returned`` out of the queue.
  mutating func takeFirstReturned() {
    let first = returned.removeLast()
    // Preempted requests are not among those whose blocks are counted.
    if rule.scheduler == .priority, first.preemptions == 0 { waitingBlocks -= blocks(Int(first.input)) }
  }

  /// Preempts the least urgent requests until the others have the blocks that they need at this step; whether it had to.
  ///
  /// Requests ask for blocks in the order of admission. A request that asks may have to give way itself; those behind it get
  /// no token in this step.
  mutating func makeRoomByPriority() -> Bool {
    let need = Int(needs[steps & blockMask])
    let piece = partial >= 0 ? min(rest(of: partial), rule.tokensPerStep - writing) : 0
    if need + (partial >= 0 ? blocksForPiece(piece, of: partial) : 0) <= memory.count { return false }
    sweepOrder()
    var budget = rule.tokensPerStep
    var index = 0
    // Blocks that the requests before `index` were given in this step.
    var given: [Int] = []
    asking: while index < order.count {
      let place = order[index].place
      let isPartial = place == partial
      // Its chunk does not grow where a request before it gives its tokens back.
      let piece = isPartial ? min(rest(of: place), budget) : 1
      let blocks =
        isPartial
        ? blocksForPiece(piece, of: place)
        : (places[Int(place)].base & blockMask) == (steps & blockMask) ? 1 : 0
      while blocks > memory.count {
        let victim = leastUrgent()
        let number = order[victim].place
        order.remove(at: victim)
        let extra = victim < index ? given.remove(at: victim) : 0
        if victim < index {
          index -= 1
          budget += 1
        }
        preempt(number, extraBlocks: extra)
        if number == place { break asking }
      }
      memory.take(blocks)
      given.append(blocks)
      budget -= piece
      if isPartial { partialPiece = piece }
      index += 1
    }
    suspend(from: index)
    return true
  }

  /// The position in ``order`` of the least urgent request, of equals the last admitted.
  private func leastUrgent() -> Int {
    var worst = order.count - 1
    for index in order.indices.dropLast().reversed() {
      let (one, other) = (places[Int(order[index].place)], places[Int(order[worst].place)])
      if (one.serviceClass, one.arrival) > (other.serviceClass, other.arrival) { worst = index }
    }
    return worst
  }

  /// Leaves the requests from a position of ``order`` on out of the step.
  private mutating func suspend(from first: Int) {
    suspensionStart = end
    for entry in order[first...] {
      if entry.place == partial {
        isPartialSuspended = true
        continue
      }
      let place = Int(entry.place)
      let progress = steps - places[place].base
      writing -= 1
      context -= progress
      needs[places[place].base & blockMask] -= 1
      // Its end among the others' is stale.
      passedOver += 1
      places[place].piece = 0
      places[place].base = progress
      suspended.append(entry.place)
    }
    isRegrouped = true
  }

  /// Lets the requests that were left out of the step go on.
  mutating func resume() {
    isPartialSuspended = false
    for number in suspended {
      let place = Int(number)
      let progress = places[place].base
      places[place].base = steps - progress
      places[place].piece = -1
      writing += 1
      context += progress
      needs[places[place].base & blockMask] += 1
      finishing.insert(step: finishingStep(of: places[place]), place: place)
      if rule.resumption == .startOver {
        uncounted[places[place].number, default: 0] += times.seconds(end - suspensionStart)
      }
    }
    suspended.removeAll(keepingCapacity: true)
    isRegrouped = true
  }
}

extension RequestState {
  /// Whether it comes before another: by class, by arrival, and by name as text.
  func isMoreUrgent(than other: RequestState) -> Bool {
    if serviceClass != other.serviceClass { return serviceClass < other.serviceClass }
    if arrival != other.arrival { return arrival < other.arrival }
    return "\(number)" < "\(other.number)"
  }
}
