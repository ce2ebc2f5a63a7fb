extension ProcessMachine {
  // MARK: - Leaving

  /// Ends the way of a transaction, and of those that it carries.
  @inline(__always)
  mutating func leave(_ slot: Int32, _ position: Int32, _ calendar: inout Calendar) {
    let record = arena.records + Int(slot)
    guard record.pointee.heldResource < 0, !record.pointee.hasExtra, !record.pointee.isPart else {
      return leaveWithExtra(slot, position, &calendar)
    }
    goOut(slot)
  }

  /// Counts a transaction out of its flow and gives its slot back.
  @inline(__always)
  private mutating func goOut(_ slot: Int32) {
    let record = arena.records + Int(slot)
    let flow = flows + Int(record.pointee.flow)
    flow.pointee.left &+= 1
    flow.pointee.inside.add(-1, at: now)
    flow.pointee.sojourns.add(now - record.pointee.arrival)
    arena.remove(slot)
  }

  @inline(never)
  private mutating func leaveWithExtra(_ slot: Int32, _ position: Int32, _ calendar: inout Calendar) {
    if let held = firstHeld(by: slot) {
      return fail(
        slot, position,
        "it leaves with \(heldUnits(of: held, by: slot)) of \"\(program.resources[Int(held)].name)\" in hand; release before"
      )
    }
    let carried = arena.extras[Int(slot)].carried
    for member in carried.joined() { leaveWithExtra(member, position, &calendar) }
    if arena.records[Int(slot)].isPart {
      finishPart(slot, &calendar)
      arena.remove(slot)
    } else {
      goOut(slot)
    }
  }

  // MARK: - Giving up a wait

  /// Ends whatever a transaction waits for, without what it waits for; those behind it may go on.
  mutating func withdraw(_ slot: Int32, _ calendar: inout Calendar) {
    let record = arena.records + Int(slot)
    let state = record.pointee.state
    let key = record.pointee.key
    if record.pointee.hasTimer { stopTimer(slot, &calendar) }
    record.pointee.key &+= 1
    record.pointee.state = .ready
    if state == .preempted { return leaveLine(of: arena.extras[Int(slot)].lostResource, slot, &calendar) }
    guard state == .waiting else { return }
    let operation = operations + Int(record.pointee.operation)
    let row = operation.pointee.subject
    switch operation.pointee.code {
    case .seize: leaveLine(of: row, slot, &calendar)
    case .putItem:
      stores[Int(row)].puts.remove(slot, arena.records)
      settleStore(row, &calendar)
    case .getItem:
      stores[Int(row)].gets.remove(slot, arena.records)
      settleStore(row, &calendar)
    case .putAmount:
      containers[Int(row)].puts.remove(slot, arena.records)
      settleContainer(row, &calendar)
    case .getAmount:
      containers[Int(row)].gets.remove(slot, arena.records)
      settleContainer(row, &calendar)
    case .batch: batches[Int(row)].remove(slot, arena.records)
    case .split:
      let parts = transactions { arena.extras[Int($0)].parent == slot && arena.extras[Int($0)].parentKey == key }
      for part in parts { cancel(part, &calendar) }
    default: break
    }
  }

  private mutating func leaveLine(of subject: Int32, _ slot: Int32, _ calendar: inout Calendar) {
    let resource = resources + Int(subject)
    resource.pointee.abandonedWaits.add(now - arena.records[Int(slot)].since)
    if resource.pointee.isRanked {
      resource.pointee.ranks.forget(arena.records)
    } else {
      resource.pointee.line.remove(slot, arena.records)
    }
    resource.pointee.queue.set(Double(resource.pointee.waiting), at: now)
    // It may have stood at the head and asked for more than the next does.
    dispatch(subject, &calendar)
    resource.pointee.busy.set(Double(resource.pointee.inUse), at: now)
  }

  // MARK: - Interrupting and cancelling

  /// Interrupts or cancels whom the operation means.
  mutating func reach(
    _ operation: UnsafeMutablePointer<Operation>, from sender: Int32, _ calendar: inout Calendar
  ) {
    let flow = operation.pointee.subject
    let serial = flow < 0 ? attribute(operation.pointee.detail, of: sender).pointee : 0
    let targets = transactions {
      flow < 0 ? Double(arena.records[Int($0)].serial) == serial : arena.records[Int($0)].flow == flow
    }
    let serials = targets.map { arena.records[Int($0)].serial }
    for (slot, serial) in zip(targets, serials) where slot != sender {
      // It may have gone with one before it.
      guard arena.records[Int(slot)].serial == serial, arena.records[Int(slot)].state != .free else { continue }
      if operation.pointee.code == .cancel {
        cancel(slot, &calendar)
      } else if let region = region(of: slot) {
        interrupt(slot, region, &calendar)
      }
    }
  }

  /// Sends a transaction to the handler of a region.
  mutating func interrupt(_ slot: Int32, _ region: Int32, _ calendar: inout Calendar) {
    withdraw(slot, &calendar)
    let record = arena.records + Int(slot)
    record.pointee.operation = program.regions[Int(region)].handler
    ready.append(Ready(slot: slot, key: record.pointee.key))
  }

  /// Takes a transaction out of the model.
  mutating func cancel(_ slot: Int32, _ calendar: inout Calendar) {
    withdraw(slot, &calendar)
    releaseAll(slot, &calendar)
    let record = arena.records + Int(slot)
    if record.pointee.hasExtra {
      let carried = arena.extras[Int(slot)].carried
      for member in carried.joined() { cancel(member, &calendar) }
    }
    if record.pointee.isPart {
      finishPart(slot, &calendar)
    } else {
      let flow = flows + Int(record.pointee.flow)
      flow.pointee.cancelled += 1
      flow.pointee.inside.add(-1, at: now)
    }
    arena.remove(slot)
  }

  /// The innermost region in which a transaction is.
  func region(of slot: Int32) -> Int32? {
    let region = program.regionOfOperation[Int(arena.records[Int(slot)].operation)]
    return region < 0 ? nil : region
  }

  /// The innermost region in which a transaction is and which a signal interrupts.
  func region(of slot: Int32, interruptedBy signal: Int32) -> Int32? {
    var region = program.regionOfOperation[Int(arena.records[Int(slot)].operation)]
    while region >= 0, program.regions[Int(region)].signal != signal { region = program.regions[Int(region)].outer }
    return region < 0 ? nil : region
  }

  /// The transactions under way that go by themselves and are meant, in the order in which they came to be.
  func transactions(where isMeant: (Int32) -> Bool) -> [Int32] {
    var found: [Int32] = []
    for slot in 0..<arena.used {
      let state = arena.records[Int(slot)].state
      if state != .free, state != .carried, isMeant(slot) { found.append(slot) }
    }
    return found.sorted { arena.records[Int($0)].serial < arena.records[Int($1)].serial }
  }
}
