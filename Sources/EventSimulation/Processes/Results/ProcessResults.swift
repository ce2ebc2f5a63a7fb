import Randomness

/// The results of a run of a process model, by name.
///
/// ```swift
/// results[agents].utilisation
/// results.flow("call").sojourn.percentile(95)
/// results.count("abandoned")
/// ```
/// Everything is counted from the warm-up time on: a wait or a sojourn belongs to the time in which it ended.
/// A name that the model does not have is reported through `ValidationErrors`, with the nearest that it has; nothing was
/// observed of it.
public struct ProcessResults: Sendable {
  /// From when observations count: the warm-up time.
  public let start: Double
  /// Through when observations count: the end of the run, or when the last thing happened in a run without an end.
  public let end: Double
  /// The flows, in the order of the model.
  public let flows: [FlowResult]
  /// The resources, in the order in which the model first uses them.
  public let resources: [ResourceResult]
  /// The stores, in the order in which the model first uses them.
  public let stores: [StoreResult]
  /// The containers, in the order in which the model first uses them.
  public let containers: [ContainerResult]
  /// What ``Count`` counted, in the order of the model.
  public let counts: [(name: String, count: Int)]
  /// What ``Record`` recorded, in the order of the model.
  public let tallies: [(name: String, observations: Observations)]
  /// Who waits for what can no longer come, when the run ended so.
  public let deadlock: Deadlock?

  /// The time that was observed.
  public var duration: Double { end - start }

  /// The results of a resource.
  public subscript(resource: Resource, file: StaticString = #fileID, line: UInt = #line) -> ResourceResult {
    self.resource(resource.name, file: file, line: line)
  }

  /// The results of a store.
  public subscript(store: Store, file: StaticString = #fileID, line: UInt = #line) -> StoreResult {
    find(store.name, in: stores, named: \.name, "store", file, line) ?? .none(store.name)
  }

  /// The results of a container.
  public subscript(container: Container, file: StaticString = #fileID, line: UInt = #line) -> ContainerResult {
    find(container.name, in: containers, named: \.name, "container", file, line) ?? .none(container.name)
  }

  /// What was observed of the resource of that name.
  public func resource(_ name: String, file: StaticString = #fileID, line: UInt = #line) -> ResourceResult {
    find(name, in: resources, named: \.name, "resource", file, line) ?? .none(name)
  }

  /// What was observed of the flow of that name.
  public func flow(_ name: String, file: StaticString = #fileID, line: UInt = #line) -> FlowResult {
    find(name, in: flows, named: \.name, "flow", file, line) ?? .none(name)
  }

  /// How often ``Count`` counted under that name.
  public func count(_ name: String, file: StaticString = #fileID, line: UInt = #line) -> Int {
    find(name, in: counts, named: \.name, "count", file, line)?.count ?? 0
  }

  /// What ``Record`` recorded under that name.
  public func tally(_ name: String, file: StaticString = #fileID, line: UInt = #line) -> Observations {
    find(name, in: tallies, named: \.name, "tally", file, line)?.observations ?? .none
  }

  /// The entry of that name; one that the model does not have is reported.
  private func find<Entry>(
    _ name: String, in entries: [Entry], named: (Entry) -> String, _ what: String, _ file: StaticString, _ line: UInt
  ) -> Entry? {
    if let entry = entries.first(where: { named($0) == name }) { return entry }
    ValidationErrors.report(
      "\(what) \"\(name)\"", "the model has none of this name",
      remedy: NearestName.remedy(for: name, among: entries.map(named), quoted: true), file, line)
    return nil
  }
}

/// The results of a flow.
public struct FlowResult: Sendable {
  /// The name of the flow.
  public let name: String
  /// How many arrived while observed.
  public let arrived: Int
  /// How many left while observed, whichever way but being cancelled.
  public let left: Int
  /// How many were cancelled while observed.
  public let cancelled: Int
  /// How many are inside.
  public let inside: LevelSummary
  /// How long those who left had been inside, from arrival to leaving.
  public let sojourn: Observations

  /// Of one that the model does not have.
  static func none(_ name: String) -> FlowResult {
    FlowResult(name: name, arrived: 0, left: 0, cancelled: 0, inside: .none, sojourn: .none)
  }
}

/// The results of a resource.
public struct ResourceResult: Sendable {
  /// The name of the resource.
  public let name: String
  /// How long those who got units waited for them, from the request to the grant; 0 for those served at once.
  ///
  /// Those who gave up are not in it, so where patience is short it is below the wait of all: see ``waitOfAll``.
  public let wait: Observations
  /// How long those waited who left the line without units: they lost patience, were interrupted or cancelled.
  public let abandonedWait: Observations
  /// How long those waited to go on whose units had been taken away.
  public let interruption: Observations
  /// How many transactions wait, those included whose units were taken away.
  public let queueLength: LevelSummary
  /// How many units are at work.
  public let busy: LevelSummary
  /// How many units there are.
  public let capacity: LevelSummary
  /// How many did not join the line because they balked.
  public let balked: Int
  /// How many found the queue full.
  public let turnedAway: Int
  /// How often units were taken away from a transaction in its delay.
  public let preemptions: Int

  /// Units at work as a share of the units that there are, on average over time; `nil` when there were none.
  ///
  /// It can exceed 1 where the capacity falls while units are at work that may finish.
  public var utilisation: Double? {
    guard let busy = busy.average, let capacity = capacity.average, capacity > 0 else { return nil }
    return busy / capacity
  }

  /// How long all waited who asked for units, until they got them or left the line without them; 0 for those served at
  /// once.
  ///
  /// Its mean is that of Erlang A (``ErlangA/meanWait``), of which ``wait`` leaves out those who hung up. Those who balked or
  /// found the queue full never waited, and are not in it.
  public var waitOfAll: Observations { wait.merged(with: abandonedWait) }

  /// The number of grants.
  public var served: Int { wait.count }

  /// The number of those who left the line without units.
  public var abandoned: Int { abandonedWait.count }

  /// Of one that the model does not have.
  static func none(_ name: String) -> ResourceResult {
    ResourceResult(
      name: name, wait: .none, abandonedWait: .none, interruption: .none, queueLength: .none, busy: .none,
      capacity: .none,
      balked: 0, turnedAway: 0, preemptions: 0)
  }
}

/// The results of a store.
public struct StoreResult: Sendable {
  /// The name of the store.
  public let name: String
  /// How many items it holds.
  public let items: LevelSummary
  /// How many transactions wait to put or to get.
  public let queueLength: LevelSummary
  /// How long those who got an item waited for it.
  public let getWait: Observations
  /// How long those who put an item waited for room.
  public let putWait: Observations

  /// Of one that the model does not have.
  static func none(_ name: String) -> StoreResult {
    StoreResult(name: name, items: .none, queueLength: .none, getWait: .none, putWait: .none)
  }
}

/// The results of a container.
public struct ContainerResult: Sendable {
  /// The name of the container.
  public let name: String
  /// How much it holds.
  public let level: LevelSummary
  /// How many transactions wait to put or to get.
  public let queueLength: LevelSummary
  /// How long those who got an amount waited for it.
  public let getWait: Observations
  /// How long those who put an amount waited for room.
  public let putWait: Observations

  /// Of one that the model does not have.
  static func none(_ name: String) -> ContainerResult {
    ContainerResult(name: name, level: .none, queueLength: .none, getWait: .none, putWait: .none)
  }
}

/// Statistics of a level over time: a queue length, busy units, a stock.
public struct LevelSummary: Sendable, Hashable {
  /// The average over time; `nil` when no time was observed.
  public let average: Double?
  /// The standard deviation over time; `nil` when no time was observed.
  public let standardDeviation: Double?
  /// The least level that lasted; `nil` when no time was observed.
  public let minimum: Double?
  /// The greatest level that lasted; `nil` when no time was observed.
  public let maximum: Double?
  /// The level at the end.
  public let last: Double

  /// Of no time.
  static let none = LevelSummary(TimeWeighted(), through: 0)

  init(_ level: TimeWeighted, through end: Double) {
    average = level.average(through: end)
    standardDeviation = level.variance(through: end)?.squareRoot()
    minimum = level.minimum(through: end)
    maximum = level.maximum(through: end)
    last = level.level
  }
}
