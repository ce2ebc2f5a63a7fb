/// A transaction in a formula or a test: its attributes, the time, and the state of the model.
///
/// ```swift
/// Delay { job, _ in job[pages] / 30 }
/// Wait(until: { $0.level(of: tank) > 50 && $0.queueLength(of: agents) == 0 })
/// ```
/// It is valid only during the call.
public struct Transaction: ~Copyable {
  let machine: UnsafeMutablePointer<ProcessMachine>
  /// -1 where there is no transaction yet.
  let slot: Int32

  init(_ machine: UnsafeMutablePointer<ProcessMachine>, _ slot: Int32) {
    self.machine = machine
    self.slot = slot
  }

  private var record: UnsafeMutablePointer<TransactionRecord> {
    precondition(slot >= 0, "there is no transaction before it has arrived")
    return machine.pointee.arena.records + Int(slot)
  }

  // MARK: - Of its own

  /// The value of an attribute; 0 until it is assigned.
  /// - Complexity: O(number of attributes of the model).
  public subscript(attribute: Attribute) -> Double {
    get {
      precondition(slot >= 0, "there is no transaction before it has arrived")
      let row = machine.pointee.row(of: attribute)
      return machine.pointee.attribute(row, of: slot).pointee
    }
    set {
      precondition(slot >= 0, "there is no transaction before it has arrived")
      let row = machine.pointee.row(of: attribute)
      machine.pointee.attribute(row, of: slot).pointee = newValue
    }
  }

  /// When it arrived, in the time of the model.
  public var arrival: Double { record.pointee.arrival }

  /// Its priority: the larger goes first.
  public var priority: Int { Int(record.pointee.priority) }

  /// A number that stands for it alone, to be kept in an attribute or a ``Store`` and given to ``Interrupt`` or ``Cancel``.
  public var handle: Double { Double(record.pointee.serial) }

  // MARK: - Of the model

  /// The time, in the unit of the model.
  public var time: Double { machine.pointee.now }

  /// How many wait for a resource.
  public func queueLength(of resource: Resource) -> Int {
    row(of: resource).map { machine.pointee.resources[$0].waiting } ?? 0
  }

  /// How many units of a resource are at work.
  public func unitsInUse(of resource: Resource) -> Int {
    row(of: resource).map { machine.pointee.resources[$0].inUse } ?? 0
  }

  /// How many units of a resource are free; fewer than none while units that were withdrawn finish.
  public func freeUnits(of resource: Resource) -> Int {
    row(of: resource).map { machine.pointee.resources[$0].free } ?? resource.capacity.initial
  }

  /// How many items a store holds.
  public func items(in store: Store) -> Int {
    guard let row = machine.pointee.program.stores.firstIndex(where: { $0.name == store.name }) else {
      return store.items.count
    }
    return machine.pointee.stores[row].items.count
  }

  /// How much a container holds.
  public func level(of container: Container) -> Double {
    guard let row = machine.pointee.program.containers.firstIndex(where: { $0.name == container.name }) else {
      return container.level
    }
    return machine.pointee.containers[row].level
  }

  private func row(of resource: Resource) -> Int? {
    machine.pointee.program.resources.firstIndex { $0.name == resource.name }
  }
}

/// A number that each transaction carries, such as its size or the time of an event.
///
/// ```swift
/// let pages = Attribute("pages")
/// Flow("print") {
///   Arrive(every: .exponential(mean: 2))
///   Assign(pages, .uniform(1, 20))
///   Delay { job, _ in job[pages] / 30 }
/// }
/// ```
/// It is 0 until it is assigned. Two attributes with the same name are the same attribute.
public struct Attribute: Sendable, Hashable {
  /// The name, which identifies the attribute.
  public let name: String

  /// Names an attribute.
  public init(_ name: String) { self.name = name }
}
