import Randomness

extension ProcessMachine {
  // MARK: - Asking for units

  /// Asks for units, and returns where to go on, or -1 when the transaction waits.
  @inline(__always)
  mutating func seize(
    _ slot: Int32, _ position: Int32, _ operation: UnsafeMutablePointer<Operation>, _ calendar: inout Calendar
  ) -> Int32 {
    let resource = resources + Int(operation.pointee.subject)
    // Whoever comes while others wait joins the line, even if units are free for it: the head may need more of them.
    if resource.pointee.waiting == 0, Int(operation.pointee.units) <= resource.pointee.free {
      resource.pointee.waits.add(0)
      hold(operation.pointee.subject, operation.pointee.units, slot, at: operation)
      resource.pointee.busy.set(Double(resource.pointee.inUse), at: now)
      return position &+ 1
    }
    if operation.pointee.detail < 0, operation.pointee.patience < 0, !resource.pointee.isRanked {
      queue(slot, position, operation)
      return -1
    }
    return seizeOnTerms(slot, position, operation, &calendar)
  }

  @inline(never)
  private mutating func seizeOnTerms(
    _ slot: Int32, _ position: Int32, _ operation: UnsafeMutablePointer<Operation>, _ calendar: inout Calendar
  ) -> Int32 {
    let subject = operation.pointee.subject
    let resource = resources + Int(subject)
    let terms = operation.pointee.detail >= 0 ? program.seizes[Int(operation.pointee.detail)] : SeizeTerms()
    let priority = terms.priority ?? arena.records[Int(slot)].priority
    let goesFirst = resource.pointee.waiting == 0 || (resource.pointee.isRanked && outranks(slot, priority, subject))
    let missing = Int(operation.pointee.units) - resource.pointee.free
    let isServed = goesFirst && missing <= 0
    if goesFirst, missing > 0, terms.preemption != nil, resource.pointee.waiting < resource.pointee.queueCapacity,
      awaitsEnds(missing, for: priority, subject)
    {
      queue(slot, position, operation)
      scheduleMissingUnits(of: subject, &calendar)
      startTimer(slot, position, operation, &calendar)
      return -1
    }
    if isServed || (goesFirst && makeFree(missing, for: priority, subject, terms.preemption)) {
      resource.pointee.waits.add(0)
      hold(subject, operation.pointee.units, slot, at: operation)
      // More may have come free than was asked for.
      dispatch(subject, &calendar)
      resource.pointee.busy.set(Double(resource.pointee.inUse), at: now)
      return position + 1
    }
    if let balking = terms.balking, balks(slot, position, balking, resource) {
      resource.pointee.balked += 1
      return hasFailed ? -1 : terms.balked
    }
    if resource.pointee.waiting >= resource.pointee.queueCapacity {
      resource.pointee.turnedAway += 1
      return terms.overflow
    }
    queue(slot, position, operation)
    startTimer(slot, position, operation, &calendar)
    return -1
  }

  private mutating func balks(
    _ slot: Int32, _ position: Int32, _ rule: SeizeTerms.BalkingRule, _ resource: UnsafeMutablePointer<ResourceState>
  ) -> Bool {
    switch rule {
    case .length(let length): return resource.pointee.waiting >= length
    case .test(let row): return test(row, slot)
    case .chance(let probability, let number):
      let limit = draw(probability, slot)
      guard limit >= 0, limit <= 1 else {
        fail(slot, position, "a probability lies between 0 and 1, but is \(limit)")
        return true
      }
      return draw(number, slot) < limit
    }
  }

  /// Puts a transaction into the line of a resource.
  @inline(__always)
  private mutating func queue(_ slot: Int32, _ position: Int32, _ operation: UnsafeMutablePointer<Operation>) {
    let record = arena.records + Int(slot)
    let resource = resources + Int(operation.pointee.subject)
    record.pointee.operation = position
    record.pointee.state = .waiting
    record.pointee.since = now
    record.pointee.wantedUnits = operation.pointee.units
    if resource.pointee.isRanked {
      let priority = seizePriority(of: slot, operation)
      resource.pointee.ranks.insert(
        slot, key: record.pointee.key, rank: -Double(priority),
        secondRank: secondRank(of: slot, resource))
    } else if resource.pointee.isLastCome {
      resource.pointee.line.prepend(slot, arena.records)
    } else {
      resource.pointee.line.append(slot, arena.records)
    }
    resource.pointee.queue.set(Double(resource.pointee.waiting), at: now)
  }

  private func seizePriority(of slot: Int32, _ operation: UnsafeMutablePointer<Operation>) -> Int32 {
    guard operation.pointee.detail >= 0, let priority = program.seizes[Int(operation.pointee.detail)].priority else {
      return arena.records[Int(slot)].priority
    }
    return priority
  }

  /// What ranks a transaction among those of its priority: the smaller goes first.
  private func secondRank(of slot: Int32, _ resource: UnsafeMutablePointer<ResourceState>) -> Double {
    if resource.pointee.isLastCome { return -Double(resource.pointee.ranks.sequence) }
    guard resource.pointee.rankAttribute >= 0 else { return 0 }
    return resource.pointee.rankSign * attribute(resource.pointee.rankAttribute, of: slot).pointee
  }

  /// Whether a transaction that comes now would stand at the head of the line.
  private mutating func outranks(_ slot: Int32, _ priority: Int32, _ subject: Int32) -> Bool {
    let resource = resources + Int(subject)
    let second = secondRank(of: slot, resource)
    return resource.pointee.ranks.comesFirst(rank: -Double(priority), secondRank: second, arena.records)
  }

  // MARK: - Granting

  /// Gives units to a transaction.
  @inline(__always)
  private mutating func hold(
    _ subject: Int32, _ units: Int32, _ slot: Int32, at operation: UnsafeMutablePointer<Operation>
  ) {
    let record = arena.records + Int(slot)
    let resource = resources + Int(subject)
    resource.pointee.inUse &+= Int(units)
    if record.pointee.heldResource < 0 {
      record.pointee.heldResource = subject
      record.pointee.heldUnits = units
    } else {
      holdMore(subject, units, slot)
    }
    if resource.pointee.tracksHolders {
      if record.pointee.state == .preempted {
        let extra = arena.extras + Int(slot)
        resource.pointee.holders.append(
          ResourceState.Holder(
            slot: slot, priority: extra.pointee.lostPriority, seniority: extra.pointee.lostSeniority))
      } else if !resource.pointee.holders.contains(where: { $0.slot == slot }) {
        resource.pointee.holders.append(
          ResourceState.Holder(
            slot: slot, priority: seizePriority(of: slot, operation), seniority: resource.pointee.grants))
        resource.pointee.grants += 1
      }
    }
  }

  @inline(never)
  private mutating func holdMore(_ subject: Int32, _ units: Int32, _ slot: Int32) {
    let record = arena.records + Int(slot)
    if record.pointee.heldResource == subject {
      record.pointee.heldUnits += units
      return
    }
    record.pointee.hasExtra = true
    let extra = arena.extras + Int(slot)
    if let row = extra.pointee.holdings.firstIndex(where: { $0.resource == subject }) {
      extra.pointee.holdings[row].units += units
    } else {
      extra.pointee.holdings.append(TransactionExtra.Holding(resource: subject, units: units))
    }
  }

  /// Grants units to those at the head of a line, as far as they go round.
  @inline(__always)
  mutating func dispatch(_ subject: Int32, _ calendar: inout Calendar) {
    let resource = resources + Int(subject)
    guard resource.pointee.waiting > 0 else { return }
    while true {
      let head = resource.pointee.isRanked ? resource.pointee.ranks.first(arena.records) : resource.pointee.line.head
      guard head >= 0 else { break }
      let record = arena.records + Int(head)
      let units = record.pointee.wantedUnits
      guard Int(units) <= resource.pointee.free else { break }
      if resource.pointee.isRanked {
        resource.pointee.ranks.removeFirst()
      } else {
        resource.pointee.line.remove(head, arena.records)
      }
      hold(subject, units, head, at: operations + Int(record.pointee.operation))
      record.pointee.key &+= 1
      if record.pointee.state == .preempted {
        resource.pointee.interruptions.add(now - record.pointee.since)
        resumeDelay(head, &calendar)
      } else {
        resource.pointee.waits.add(now - record.pointee.since)
        if record.pointee.hasTimer { stopTimer(head, &calendar) }
        record.pointee.state = .ready
        record.pointee.operation &+= 1
        ready.append(Ready(slot: head, key: record.pointee.key))
      }
    }
    resource.pointee.queue.set(Double(resource.pointee.waiting), at: now)
  }

  // MARK: - Giving back

  /// Gives back what the operation says.
  @inline(__always)
  mutating func release(
    _ slot: Int32, _ position: Int32, _ operation: UnsafeMutablePointer<Operation>, _ calendar: inout Calendar
  ) {
    let record = arena.records + Int(slot)
    let subject = operation.pointee.subject
    let resource = resources + Int(subject)
    let units = operation.pointee.units
    if record.pointee.heldResource == subject, units == 0 || units == record.pointee.heldUnits,
      !record.pointee.hasExtra, !resource.pointee.tracksHolders
    {
      resource.pointee.inUse &-= Int(record.pointee.heldUnits)
      record.pointee.heldResource = -1
      record.pointee.heldUnits = 0
    } else {
      releaseSome(slot, position, subject, units)
    }
    dispatch(subject, &calendar)
    resource.pointee.busy.set(Double(resource.pointee.inUse), at: now)
  }

  @inline(never)
  private mutating func releaseSome(_ slot: Int32, _ position: Int32, _ subject: Int32, _ units: Int32) {
    let held = heldUnits(of: subject, by: slot)
    guard held > 0, units <= held else {
      return fail(
        slot, position,
        "it releases \(max(units, 1)) of \"\(program.resources[Int(subject)].name)\" but holds \(held)")
    }
    putDown(units == 0 ? held : units, of: subject, slot)
  }

  /// The units of a resource that a transaction holds.
  func heldUnits(of subject: Int32, by slot: Int32) -> Int32 {
    let record = arena.records + Int(slot)
    var held = record.pointee.heldResource == subject ? record.pointee.heldUnits : 0
    if record.pointee.hasExtra {
      for holding in arena.extras[Int(slot)].holdings where holding.resource == subject { held += holding.units }
    }
    return held
  }

  /// Takes units out of a transaction's hands, which holds so many.
  mutating func putDown(_ units: Int32, of subject: Int32, _ slot: Int32) {
    let record = arena.records + Int(slot)
    let resource = resources + Int(subject)
    resource.pointee.inUse -= Int(units)
    var left = units
    if record.pointee.heldResource == subject {
      let taken = min(left, record.pointee.heldUnits)
      record.pointee.heldUnits -= taken
      left -= taken
      if record.pointee.heldUnits == 0 { record.pointee.heldResource = -1 }
    }
    if left > 0 {
      let extra = arena.extras + Int(slot)
      if let row = extra.pointee.holdings.firstIndex(where: { $0.resource == subject }) {
        extra.pointee.holdings[row].units -= left
        if extra.pointee.holdings[row].units == 0 { extra.pointee.holdings.remove(at: row) }
      }
    }
    if resource.pointee.tracksHolders, heldUnits(of: subject, by: slot) == 0 {
      resource.pointee.holders.removeAll { $0.slot == slot }
    }
  }

  /// Gives back all that a transaction holds.
  mutating func releaseAll(_ slot: Int32, _ calendar: inout Calendar) {
    while let subject = firstHeld(by: slot) {
      putDown(heldUnits(of: subject, by: slot), of: subject, slot)
      dispatch(subject, &calendar)
      resources[Int(subject)].busy.set(Double(resources[Int(subject)].inUse), at: now)
    }
  }

  /// A resource that a transaction holds.
  func firstHeld(by slot: Int32) -> Int32? {
    let record = arena.records + Int(slot)
    if record.pointee.heldResource >= 0 { return record.pointee.heldResource }
    return record.pointee.hasExtra ? arena.extras[Int(slot)].holdings.first?.resource : nil
  }
}
