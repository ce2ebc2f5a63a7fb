extension ProcessMachine {
  /// Schedules the next change of a resource's capacity, if there is one.
  mutating func scheduleCapacity(of row: Int32, isFirst: Bool, _ calendar: inout Calendar) {
    let capacity = program.resources[Int(row)].capacity
    let resource = resources + Int(row)
    if isFirst, let first = capacity.changes.first, first.time == 0 { resource.pointee.nextChange = 1 }
    if resource.pointee.nextChange == capacity.changes.count, capacity.period != nil {
      resource.pointee.nextChange = 0
      resource.pointee.cycle += 1
    }
    guard resource.pointee.nextChange < capacity.changes.count else { return }
    let change = capacity.changes[resource.pointee.nextChange]
    calendar.schedule(
      ProcessEvent(.capacity, row), at: change.time + Double(resource.pointee.cycle) * (capacity.period ?? 0),
      priority: -1)
    scheduled += 1
    if let period = capacity.period {
      repeating += 1
      longestPeriod = max(longestPeriod, period)
    }
  }

  /// Changes the capacity of a resource as its schedule says.
  mutating func changeCapacity(of row: Int32, _ calendar: inout Calendar) {
    let capacity = program.resources[Int(row)].capacity
    let resource = resources + Int(row)
    let units = capacity.changes[resource.pointee.nextChange].units
    scheduled -= 1
    if capacity.period != nil { repeating -= 1 }
    resource.pointee.nextChange += 1
    scheduleCapacity(of: row, isFirst: false, &calendar)
    // A schedule alone keeps no run going that has no end of its own.
    if horizon == .infinity, arena.count == 0, calendar.count == scheduled { return calendar.stop() }
    now = calendar.now
    resource.pointee.capacity = units
    resource.pointee.available.set(Double(units), at: now)
    if case .preempting(let preemption) = capacity.reduction, resource.pointee.free < 0 {
      withdrawUnits(of: row, preemption, &calendar)
    }
    grant(row, &calendar)
    guard horizon == .infinity, ready.isEmpty, calendar.count == repeating else {
      idleSince = nil
      return
    }
    if let idleSince, now - idleSince > 2 * longestPeriod {
      isIdle = true
      return calendar.stop()
    }
    idleSince = idleSince ?? now
  }

  /// Takes the units that are still missing now that the delays which were to end at this instant have ended.
  mutating func takeMissingUnits(of row: Int32, _ calendar: inout Calendar) {
    now = calendar.now
    // A further delay may end at this instant too.
    if hasEnding(row) { return scheduleMissingUnits(of: row, &calendar) }
    if case .preempting(let preemption) = program.resources[Int(row)].capacity.reduction {
      withdrawUnits(of: row, preemption, &calendar)
    }
    grant(row, &calendar)
    while makeFreeForHead(of: row) { grant(row, &calendar) }
  }

  /// Grants what units are free, and records what is then in use and who waits.
  private mutating func grant(_ row: Int32, _ calendar: inout Calendar) {
    let resource = resources + Int(row)
    dispatch(row, &calendar)
    resource.pointee.busy.set(Double(resource.pointee.inUse), at: now)
    resource.pointee.queue.set(Double(resource.pointee.waiting), at: now)
  }
}

extension ProcessMachine {
  /// Takes as many units as are missing from transactions of lower priority, if that is possible, and says whether it was.
  mutating func makeFree(_ missing: Int, for priority: Int32, _ subject: Int32, _ preemption: Preemption?) -> Bool {
    guard let preemption else { return false }
    let resource = resources + Int(subject)
    var available = 0
    for holder in resource.pointee.holders where isVictim(holder, below: priority) {
      available += Int(heldUnits(of: subject, by: holder.slot))
    }
    guard available >= missing else { return false }
    let enough = resource.pointee.free + missing
    while resource.pointee.free < enough {
      guard let victim = victim(of: subject, below: priority) else { return false }
      preempt(victim, subject, preemption)
    }
    return true
  }

  /// Whether one who asks by preemption is to see first what comes free: units would be taken from another although a
  /// delay ends at this very instant.
  func awaitsEnds(_ missing: Int, for priority: Int32, _ subject: Int32) -> Bool {
    guard hasEnding(subject) else { return false }
    var available = 0
    for holder in resources[Int(subject)].holders where isVictim(holder, below: priority) {
      available += Int(heldUnits(of: subject, by: holder.slot))
    }
    return available >= missing
  }

  /// Comes back to what units are missing once the delays that end at this instant have ended, whose events are scheduled.
  mutating func scheduleMissingUnits(of subject: Int32, _ calendar: inout Calendar) {
    calendar.schedule(ProcessEvent(.capacity, subject, key: ProcessEvent.missingUnits), at: now)
  }

  /// Takes units for the head of the line if it asked at this instant, by preemption, and says whether it has enough.
  private mutating func makeFreeForHead(of subject: Int32) -> Bool {
    let resource = resources + Int(subject)
    guard resource.pointee.isRanked, resource.pointee.waiting > 0 else { return false }
    let head = resource.pointee.ranks.first(arena.records)
    guard head >= 0 else { return false }
    let record = arena.records + Int(head)
    guard record.pointee.state == .waiting, record.pointee.since == now else { return false }
    let operation = operations + Int(record.pointee.operation)
    guard operation.pointee.detail >= 0 else { return false }
    let terms = program.seizes[Int(operation.pointee.detail)]
    return makeFree(
      Int(record.pointee.wantedUnits) - resource.pointee.free, for: terms.priority ?? record.pointee.priority, subject,
      terms.preemption)
  }

  /// Takes units from those who hold them until no more are at work than there are, as far as they are in a delay; where
  /// delays end at this very instant, once they have ended.
  private mutating func withdrawUnits(of subject: Int32, _ preemption: Preemption, _ calendar: inout Calendar) {
    guard resources[Int(subject)].free < 0 else { return }
    if hasEnding(subject) { return scheduleMissingUnits(of: subject, &calendar) }
    while resources[Int(subject)].free < 0, let victim = victim(of: subject, below: nil) {
      preempt(victim, subject, preemption)
    }
  }

  /// Whether one who holds units is in a delay that ends at this very instant.
  private func hasEnding(_ subject: Int32) -> Bool {
    for holder in resources[Int(subject)].holders {
      let record = arena.records + Int(holder.slot)
      if record.pointee.state == .delaying, record.pointee.until <= now { return true }
    }
    return false
  }

  private func isVictim(_ holder: ResourceState.Holder, below priority: Int32?) -> Bool {
    let record = arena.records + Int(holder.slot)
    // A delay that ends at this very instant is not cut off: its unit is about to come free.
    guard record.pointee.state == .delaying, record.pointee.until > now else { return false }
    return priority.map { holder.priority < $0 } ?? true
  }

  /// The one to lose its units: of the lowest priority and of these the latest.
  private func victim(of subject: Int32, below priority: Int32?) -> ResourceState.Holder? {
    var victim: ResourceState.Holder?
    for holder in resources[Int(subject)].holders where isVictim(holder, below: priority) {
      if let found = victim, (found.priority, -found.seniority) < (holder.priority, -holder.seniority) { continue }
      victim = holder
    }
    return victim
  }

  /// Takes the units of a resource from a transaction in its delay, and puts it into the line for them.
  private mutating func preempt(_ holder: ResourceState.Holder, _ subject: Int32, _ preemption: Preemption) {
    let slot = holder.slot
    let record = arena.records + Int(slot)
    let resource = resources + Int(subject)
    let units = heldUnits(of: subject, by: slot)
    putDown(units, of: subject, slot)
    let extra = arena.extras + Int(slot)
    record.pointee.hasExtra = true
    extra.pointee.lostResource = subject
    extra.pointee.lostPriority = holder.priority
    extra.pointee.lostSeniority = holder.seniority
    extra.pointee.delay = record.pointee.until - record.pointee.since
    switch preemption {
    case .resume: record.pointee.until -= now
    case .restart: record.pointee.until = extra.pointee.delay
    case .restartAnew: record.pointee.until = -1
    }
    record.pointee.key &+= 1
    record.pointee.state = .preempted
    record.pointee.since = now
    record.pointee.wantedUnits = units
    resource.pointee.preemptions += 1
    // In front of the line, in the order in which they were served first.
    resource.pointee.ranks.insert(
      slot, key: record.pointee.key, rank: -Double(holder.priority), secondRank: -.infinity,
      order: resource.pointee.isLastCome ? -holder.seniority : holder.seniority)
  }

  /// Lets a transaction that has its units back go on with its delay.
  mutating func resumeDelay(_ slot: Int32, _ calendar: inout Calendar) {
    let record = arena.records + Int(slot)
    let extra = arena.extras + Int(slot)
    extra.pointee.lostResource = -1
    if record.pointee.until < 0 {
      delay(slot, record.pointee.operation, operations + Int(record.pointee.operation), &calendar)
      return
    }
    record.pointee.state = .delaying
    record.pointee.until += now
    record.pointee.since = record.pointee.until - extra.pointee.delay
    calendar.schedule(ProcessEvent(.wake, slot, key: record.pointee.key), at: record.pointee.until)
  }
}
