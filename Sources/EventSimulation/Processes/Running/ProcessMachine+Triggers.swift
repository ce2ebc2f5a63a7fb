extension ProcessMachine {
  /// Waits for triggers, and says whether they have come at once; otherwise the transaction waits.
  mutating func wait(
    _ slot: Int32, _ position: Int32, _ operation: UnsafeMutablePointer<Operation>, _ calendar: inout Calendar
  ) -> Bool {
    let terms = program.waits[Int(operation.pointee.detail)]
    attribute(terms.met, of: slot).pointee = 0
    for (index, trigger) in terms.triggers.enumerated() {
      guard case .condition(let row) = trigger, test(row, slot) else { continue }
      if meet(index, terms, slot) { return true }
    }
    stand(slot, position, amount: 0)
    let key = arena.records[Int(slot)].key
    let met = metTriggers(terms, slot)
    var timeout: Double?
    for (index, trigger) in terms.triggers.enumerated() where met >> UInt64(index) & 1 == 0 {
      let index = Int32(index)
      switch trigger {
      case .signal(let signal):
        if signalWaits[Int(signal)].count == signalWaits[Int(signal)].capacity { removeStale(from: signal) }
        signalWaits[Int(signal)].append(PendingTrigger(slot: slot, key: key, index: index, test: -1))
      case .condition(let row):
        conditionWaits.append(PendingTrigger(slot: slot, key: key, index: index, test: row))
      case .timeout(let expression):
        let time = draw(expression, slot)
        guard time >= 0 else {
          fail(slot, position, "a time to wait is a number from 0 on, not \(time)")
          return false
        }
        // Of several times the first counts where any will do, the last where all must pass.
        if let other = timeout, terms.needsAll ? time <= other : time >= other { continue }
        timeout = time
        arena.extras[Int(slot)].pending = index
      }
    }
    if let timeout { startTimer(slot, after: timeout, &calendar) }
    return false
  }

  /// Ends the time that a transaction waits for at most, or at least.
  mutating func timeOutWait(_ slot: Int32, _ operation: UnsafeMutablePointer<Operation>) {
    let terms = program.waits[Int(operation.pointee.detail)]
    var done = false
    if terms.needsAll {
      for (index, trigger) in terms.triggers.enumerated() {
        if case .timeout = trigger { done = meet(index, terms, slot) }
      }
    } else {
      done = meet(Int(arena.extras[Int(slot)].pending), terms, slot)
    }
    if done { goOnAfterWait(slot) }
  }

  private mutating func goOnAfterWait(_ slot: Int32) {
    let record = arena.records + Int(slot)
    record.pointee.key &+= 1
    record.pointee.state = .ready
    record.pointee.operation &+= 1
    ready.append(Ready(slot: slot, key: record.pointee.key))
  }

  /// Notes that a trigger came, and says whether that is what the transaction waited for.
  private mutating func meet(_ index: Int, _ terms: WaitTerms, _ slot: Int32) -> Bool {
    if !terms.needsAll {
      if terms.storing >= 0 { attribute(terms.storing, of: slot).pointee = Double(index) }
      return true
    }
    let met = metTriggers(terms, slot) | 1 << UInt64(index)
    attribute(terms.met, of: slot).pointee = Double(met)
    return met == 1 << UInt64(terms.triggers.count) - 1
  }

  private func metTriggers(_ terms: WaitTerms, _ slot: Int32) -> UInt64 {
    UInt64(attribute(terms.met, of: slot).pointee)
  }

  // MARK: - Signals

  /// Sends a signal: to those who wait for it, as many as it may reach, and to those whom it interrupts.
  mutating func send(_ signal: Int32, limit: Int32, from sender: Int32, _ calendar: inout Calendar) {
    let waiting = signalWaits[Int(signal)]
    signalWaits[Int(signal)] = []
    var reached = 0
    for (place, pending) in waiting.enumerated() {
      if limit < .max, reached == Int(limit) {
        signalWaits[Int(signal)] = Array(waiting[place...])
        break
      }
      guard arena.records[Int(pending.slot)].key == pending.key else { continue }
      reached += 1
      come(pending, &calendar)
    }
    if program.regions.contains(where: { $0.signal == signal }) {
      for slot in transactions(where: { region(of: $0, interruptedBy: signal) != nil }) where slot != sender {
        if let region = region(of: slot, interruptedBy: signal) { interrupt(slot, region, &calendar) }
      }
    }
  }

  /// Counts a trigger for the one that waits for it.
  private mutating func come(_ pending: PendingTrigger, _ calendar: inout Calendar) {
    let operation = operations + Int(arena.records[Int(pending.slot)].operation)
    let terms = program.waits[Int(operation.pointee.detail)]
    if meet(Int(pending.index), terms, pending.slot) { setFree(pending.slot, &calendar) }
  }

  /// Makes room in the list of those who wait for a signal.
  private mutating func removeStale(from signal: Int32) {
    let waiting = signalWaits[Int(signal)]
    signalWaits[Int(signal)] = waiting.filter { arena.records[Int($0.slot)].key == $0.key }
    signalWaits[Int(signal)].reserveCapacity(2 * signalWaits[Int(signal)].count + 16)
  }

  // MARK: - Conditions

  /// Tries the conditions that are waited for, in the order in which the waits began, and says whether one holds.
  mutating func tryConditions(_ calendar: inout Calendar) -> Bool {
    var kept = 0
    var came = false
    for place in conditionWaits.indices {
      let trigger = conditionWaits[place]
      guard arena.records[Int(trigger.slot)].key == trigger.key else { continue }
      if test(trigger.test, trigger.slot) {
        came = true
        come(trigger, &calendar)
      } else {
        conditionWaits[kept] = trigger
        kept += 1
      }
    }
    conditionWaits.removeLast(conditionWaits.count - kept)
    return came
  }
}

/// A trigger for which a transaction waits, with the key of the wait.
struct PendingTrigger {
  let slot: Int32
  let key: UInt32
  /// Which of the triggers of its ``Wait`` it is.
  let index: Int32
  /// The row of the test, where it is a condition.
  let test: Int32
}

extension ProcessMachine {
  /// Draws how long a transaction that begins to wait does so at most.
  ///
  /// Its end comes after all else that happens at that instant, so that what comes free then is granted.
  mutating func startTimer(
    _ slot: Int32, _ position: Int32, _ operation: UnsafeMutablePointer<Operation>, _ calendar: inout Calendar
  ) {
    guard operation.pointee.patience >= 0 else { return }
    let patience = draw(operation.pointee.patience, slot)
    guard patience >= 0 else { return fail(slot, position, "patience is a number from 0 on, not \(patience)") }
    startTimer(slot, after: patience, &calendar)
  }

  mutating func startTimer(_ slot: Int32, after patience: Double, _ calendar: inout Calendar) {
    guard patience < .infinity else { return }
    let record = arena.records + Int(slot)
    record.pointee.hasExtra = true
    record.pointee.hasTimer = true
    arena.extras[Int(slot)].timer = calendar.scheduleCancellable(
      ProcessEvent(.wake, slot, key: record.pointee.key), at: now + patience, priority: 1)
  }

  mutating func stopTimer(_ slot: Int32, _ calendar: inout Calendar) {
    arena.records[Int(slot)].hasTimer = false
    if let timer = arena.extras[Int(slot)].timer { calendar.cancel(timer) }
    arena.extras[Int(slot)].timer = nil
  }

  /// Ends the patience of a transaction that waits.
  mutating func timeOut(_ slot: Int32, _ calendar: inout Calendar) {
    let record = arena.records + Int(slot)
    let operation = operations + Int(record.pointee.operation)
    record.pointee.hasTimer = false
    switch operation.pointee.code {
    case .wait: timeOutWait(slot, operation)
    case .batch: formBatch(Int(operation.pointee.subject), &calendar)
    default:
      withdraw(slot, &calendar)
      record.pointee.operation = operation.pointee.target
      run(slot, &calendar)
    }
  }
}
