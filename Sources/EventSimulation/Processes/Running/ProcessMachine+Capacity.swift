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
