extension ProcessMachine {
  // MARK: - Stores

  /// Puts or gets an item, and says whether that was possible at once; otherwise the transaction waits.
  mutating func transferItem(
    _ slot: Int32, _ position: Int32, _ operation: UnsafeMutablePointer<Operation>, _ calendar: inout Calendar
  ) -> Bool {
    let row = operation.pointee.subject
    let store = stores + Int(row)
    if operation.pointee.code == .putItem {
      let item = draw(operation.pointee.expression, slot)
      guard store.pointee.puts.count == 0, store.pointee.items.count < store.pointee.capacity else {
        stand(slot, position, amount: item)
        store.pointee.puts.append(slot, arena.records)
        store.pointee.observe(at: now)
        startTimer(slot, position, operation, &calendar)
        return false
      }
      store.pointee.items.append(item)
      store.pointee.putWaits.add(0)
      settleStore(row, &calendar)
      return true
    }
    // Those who wait already found nothing among the items that would do, so nobody is overtaken.
    guard takeItem(slot, operation) else {
      stand(slot, position, amount: 0)
      store.pointee.gets.append(slot, arena.records)
      store.pointee.observe(at: now)
      startTimer(slot, position, operation, &calendar)
      return false
    }
    store.pointee.getWaits.add(0)
    settleStore(row, &calendar)
    return true
  }

  /// Takes the item that comes first of those that will do, and says whether there is one.
  private mutating func takeItem(_ slot: Int32, _ operation: UnsafeMutablePointer<Operation>) -> Bool {
    let store = stores + Int(operation.pointee.subject)
    var best: Int?
    for place in store.pointee.items.indices {
      if operation.pointee.detail >= 0, !matches(operation.pointee.detail, slot, store.pointee.items[place]) {
        continue
      }
      guard let found = best else {
        best = place
        if store.pointee.order == .firstIn { break }
        continue
      }
      switch store.pointee.order {
      case .firstIn: break
      case .lastIn: best = place
      case .smallest: if store.pointee.items[place] < store.pointee.items[found] { best = place }
      case .largest: if store.pointee.items[place] > store.pointee.items[found] { best = place }
      }
    }
    guard let best else { return false }
    let item = store.pointee.items.remove(at: best)
    if operation.pointee.units >= 0 { attribute(operation.pointee.units, of: slot).pointee = item }
    return true
  }

  private mutating func matches(_ row: Int32, _ slot: Int32, _ item: Double) -> Bool {
    let match = program.matches[Int(row)]
    return withUnsafeMutablePointer(to: &self) { machine in
      var transaction = Transaction(machine, slot)
      return match(&transaction, item)
    }
  }

  /// Serves those who wait, until nothing more fits.
  mutating func settleStore(_ row: Int32, _ calendar: inout Calendar) {
    let store = stores + Int(row)
    var goesOn = true
    while goesOn {
      goesOn = false
      while store.pointee.puts.head >= 0, store.pointee.items.count < store.pointee.capacity {
        let slot = store.pointee.puts.head
        store.pointee.items.append(arena.records[Int(slot)].until)
        store.pointee.puts.remove(slot, arena.records)
        store.pointee.putWaits.add(now - arena.records[Int(slot)].since)
        setFree(slot, &calendar)
        goesOn = true
      }
      var slot = store.pointee.gets.head
      while slot >= 0, !store.pointee.items.isEmpty {
        let next = arena.records[Int(slot)].next
        if takeItem(slot, operations + Int(arena.records[Int(slot)].operation)) {
          store.pointee.gets.remove(slot, arena.records)
          store.pointee.getWaits.add(now - arena.records[Int(slot)].since)
          setFree(slot, &calendar)
          goesOn = true
        }
        slot = next
      }
    }
    store.pointee.observe(at: now)
  }

  // MARK: - Containers

  /// Puts or gets an amount, and says whether that was possible at once; otherwise the transaction waits.
  mutating func transferAmount(
    _ slot: Int32, _ position: Int32, _ operation: UnsafeMutablePointer<Operation>, _ calendar: inout Calendar
  ) -> Bool {
    let row = operation.pointee.subject
    let container = containers + Int(row)
    let amount = draw(operation.pointee.expression, slot)
    guard amount >= 0, amount < .infinity else {
      fail(slot, position, "an amount is a number from 0 on, not \(amount)")
      return false
    }
    guard amount <= container.pointee.capacity else {
      fail(
        slot, position,
        "an amount of \(amount) exceeds the capacity of \"\(program.containers[Int(row)].name)\", "
          + "\(container.pointee.capacity), so this would wait for ever")
      return false
    }
    let isPut = operation.pointee.code == .putAmount
    let isFirst = (isPut ? container.pointee.puts.count : container.pointee.gets.count) == 0
    if isFirst, isPut ? container.pointee.hasRoom(for: amount) : container.pointee.holds(amount) {
      move(isPut ? amount : -amount, row)
      if isPut { container.pointee.putWaits.add(0) } else { container.pointee.getWaits.add(0) }
      settleContainer(row, &calendar)
      return true
    }
    stand(slot, position, amount: amount)
    if isPut {
      container.pointee.puts.append(slot, arena.records)
    } else {
      container.pointee.gets.append(slot, arena.records)
    }
    container.pointee.observe(at: now)
    startTimer(slot, position, operation, &calendar)
    return false
  }

  private mutating func move(_ amount: Double, _ row: Int32) {
    let container = containers + Int(row)
    container.pointee.level = max(0, min(container.pointee.capacity, container.pointee.level + amount))
  }

  /// Serves those who wait, until nothing more fits.
  mutating func settleContainer(_ row: Int32, _ calendar: inout Calendar) {
    let container = containers + Int(row)
    var goesOn = true
    while goesOn {
      goesOn = false
      while container.pointee.puts.head >= 0 {
        let slot = container.pointee.puts.head
        let record = arena.records + Int(slot)
        guard container.pointee.hasRoom(for: record.pointee.until) else { break }
        move(record.pointee.until, row)
        container.pointee.puts.remove(slot, arena.records)
        container.pointee.putWaits.add(now - record.pointee.since)
        setFree(slot, &calendar)
        goesOn = true
      }
      while container.pointee.gets.head >= 0 {
        let slot = container.pointee.gets.head
        let record = arena.records + Int(slot)
        guard container.pointee.holds(record.pointee.until) else { break }
        move(-record.pointee.until, row)
        container.pointee.gets.remove(slot, arena.records)
        container.pointee.getWaits.add(now - record.pointee.since)
        setFree(slot, &calendar)
        goesOn = true
      }
    }
    container.pointee.observe(at: now)
  }

  // MARK: - Waiting

  /// Makes a transaction wait at an operation.
  mutating func stand(_ slot: Int32, _ position: Int32, amount: Double) {
    let record = arena.records + Int(slot)
    record.pointee.operation = position
    record.pointee.state = .waiting
    record.pointee.since = now
    record.pointee.until = amount
  }

  /// Ends the wait of a transaction, which goes on in turn with the operation after.
  mutating func setFree(_ slot: Int32, _ calendar: inout Calendar) {
    setFree(slot, at: arena.records[Int(slot)].operation &+ 1, &calendar)
  }

  mutating func setFree(_ slot: Int32, at position: Int32, _ calendar: inout Calendar) {
    let record = arena.records + Int(slot)
    if record.pointee.hasTimer { stopTimer(slot, &calendar) }
    record.pointee.key &+= 1
    record.pointee.state = .ready
    record.pointee.operation = position
    ready.append(Ready(slot: slot, key: record.pointee.key))
  }
}

/// A store during a run.
struct StoreState: ~Copyable {
  let capacity: Int
  let order: Store.Order
  /// In the order in which they came.
  var items: [Double]
  var puts = WaitingLine()
  var gets = WaitingLine()
  var stock: TimeWeighted
  var queue = TimeWeighted()
  var putWaits = ObservationRecorder()
  var getWaits = ObservationRecorder()

  init(_ store: Store) {
    capacity = store.capacity
    order = store.order
    items = store.items
    stock = TimeWeighted(Double(store.items.count))
  }

  mutating func restart(at time: Double) {
    stock.reset(at: time)
    queue.reset(at: time)
    putWaits.reset()
    getWaits.reset()
  }

  mutating func observe(at time: Double) {
    stock.set(Double(items.count), at: time)
    queue.set(Double(puts.count + gets.count), at: time)
  }
}

/// A container during a run.
struct ContainerState: ~Copyable {
  let capacity: Double
  var level: Double
  var puts = WaitingLine()
  var gets = WaitingLine()
  var stock: TimeWeighted
  var queue = TimeWeighted()
  var putWaits = ObservationRecorder()
  var getWaits = ObservationRecorder()

  init(_ container: Container) {
    capacity = container.capacity
    level = container.level
    stock = TimeWeighted(container.level)
  }

  mutating func restart(at time: Double) {
    stock.reset(at: time)
    queue.reset(at: time)
    putWaits.reset()
    getWaits.reset()
  }

  mutating func observe(at time: Double) {
    stock.set(level, at: time)
    queue.set(Double(puts.count + gets.count), at: time)
  }

  /// Whether there is room for an amount, to within what rounding takes from sums.
  func hasRoom(for amount: Double) -> Bool { level + amount <= capacity * (1 + 1e-12) }

  /// Whether an amount is there, to within what rounding takes from sums.
  func holds(_ amount: Double) -> Bool { amount <= level + 1e-12 * amount }
}
