extension ProcessMachine {
  // MARK: - Split

  /// Splits a transaction into parts, and says whether it goes on at once; otherwise it waits for them.
  mutating func split(
    _ slot: Int32, _ position: Int32, _ operation: UnsafeMutablePointer<Operation>
  ) -> Bool {
    let terms = program.splits[Int(operation.pointee.detail)]
    var count = terms.parts.count
    if operation.pointee.expression >= 0 {
      let drawn = draw(operation.pointee.expression, slot)
      guard drawn > -0.5, drawn < 1e9 else {
        fail(slot, position, "the number of copies is a number from 0 on, not \(drawn)")
        return false
      }
      count = Int(drawn.rounded())
    }
    let isJoined = terms.joining != .none && count > 0
    if isJoined {
      stand(slot, position, amount: 0)
      arena.records[Int(slot)].hasExtra = true
      arena.extras[Int(slot)].pending = terms.joining == .all ? Int32(count) : 1
    }
    for number in 0..<count {
      let original = arena.records[Int(slot)]
      let entry = terms.parts[operation.pointee.expression >= 0 ? 0 : number]
      let part = arena.insert(flow: original.flow, entry: entry, priority: original.priority, at: original.arrival)
      attribute(0, of: part).update(from: attribute(0, of: slot), count: arena.width)
      if terms.numbering >= 0 { attribute(terms.numbering, of: part).pointee = Double(number) }
      arena.records[Int(part)].isPart = true
      if isJoined {
        arena.records[Int(part)].hasExtra = true
        arena.extras[Int(part)].parent = slot
        arena.extras[Int(part)].parentKey = original.key
      }
      ready.append(Ready(slot: part, key: arena.records[Int(part)].key))
    }
    return !isJoined
  }

  /// Tells the one that waits for a part that it is done.
  mutating func finishPart(_ part: Int32, _ calendar: inout Calendar) {
    guard arena.records[Int(part)].hasExtra else { return }
    let parent = arena.extras[Int(part)].parent
    guard parent >= 0, arena.records[Int(parent)].key == arena.extras[Int(part)].parentKey else { return }
    arena.extras[Int(parent)].pending -= 1
    if arena.extras[Int(parent)].pending == 0 {
      setFree(parent, at: operations[Int(arena.records[Int(parent)].operation)].target, &calendar)
    }
  }

  // MARK: - Batch

  /// Joins those who gather, and says whether the transaction goes on at once; otherwise it waits or is carried.
  mutating func gather(
    _ slot: Int32, _ position: Int32, _ operation: UnsafeMutablePointer<Operation>, _ calendar: inout Calendar
  ) -> Bool {
    let row = Int(operation.pointee.subject)
    stand(slot, position, amount: 0)
    batches[row].append(slot, arena.records)
    if batches[row].count == Int(operation.pointee.units) {
      formBatch(row, &calendar)
    } else {
      startTimer(slot, position, operation, &calendar)
    }
    return false
  }

  /// Makes those who have gathered one, whom the first carries.
  mutating func formBatch(_ row: Int, _ calendar: inout Calendar) {
    let leader = batches[row].head
    batches[row].remove(leader, arena.records)
    var members: [Int32] = []
    while batches[row].head >= 0 {
      let member = batches[row].head
      batches[row].remove(member, arena.records)
      let record = arena.records + Int(member)
      if record.pointee.hasTimer { stopTimer(member, &calendar) }
      record.pointee.key &+= 1
      record.pointee.state = .carried
      members.append(member)
    }
    arena.records[Int(leader)].hasExtra = true
    arena.extras[Int(leader)].carried.append(members)
    setFree(leader, &calendar)
  }

  /// Sends on the members of the last batch that a transaction carries.
  mutating func dissolve(_ slot: Int32, _ position: Int32) {
    guard arena.records[Int(slot)].hasExtra, let members = arena.extras[Int(slot)].carried.popLast() else { return }
    for member in members {
      let record = arena.records + Int(member)
      record.pointee.state = .ready
      record.pointee.operation = position &+ 1
      ready.append(Ready(slot: member, key: record.pointee.key))
    }
  }
}
