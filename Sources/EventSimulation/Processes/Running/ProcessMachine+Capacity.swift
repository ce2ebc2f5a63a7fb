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
      withdrawUnits(of: row, preemption)
    }
    dispatch(row, &calendar)
    resource.pointee.busy.set(Double(resource.pointee.inUse), at: now)
    resource.pointee.queue.set(Double(resource.pointee.waiting), at: now)
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

  /// Takes units from those who hold them until no more are at work than there are, as far as they are in a delay.
  mutating func withdrawUnits(of subject: Int32, _ preemption: Preemption) {
    while resources[Int(subject)].free < 0, let victim = victim(of: subject, below: nil) {
      preempt(victim, subject, preemption)
    }
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
