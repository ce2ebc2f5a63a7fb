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
