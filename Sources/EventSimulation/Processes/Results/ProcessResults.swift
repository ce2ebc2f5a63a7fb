import Randomness

/// What was observed in a run of a process model, read by name.
///
/// ```swift
/// results[agents].utilisation
/// results.flow("call").sojourn.percentile(95)
/// results.count("abandoned")
/// ```
/// Everything is counted from the warm-up time on: a wait or a sojourn belongs to the time in which it ended.
/// A name that the model does not have is refused, with the nearest that it has.
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

  /// What was observed of a resource.
  public subscript(resource: Resource) -> ResourceResult { self.resource(resource.name) }

  /// What was observed of a store.
  public subscript(store: Store) -> StoreResult {
    Self.find(store.name, in: stores, named: \.name, what: "store")
  }

  /// What was observed of a container.
  public subscript(container: Container) -> ContainerResult {
    Self.find(container.name, in: containers, named: \.name, what: "container")
  }

  /// What was observed of the resource of that name.
  public func resource(_ name: String) -> ResourceResult {
    Self.find(name, in: resources, named: \.name, what: "resource")
  }

  /// What was observed of the flow of that name.
  public func flow(_ name: String) -> FlowResult { Self.find(name, in: flows, named: \.name, what: "flow") }

  /// How often ``Count`` counted under that name.
  public func count(_ name: String) -> Int { Self.find(name, in: counts, named: \.name, what: "count").count }

  /// What ``Record`` recorded under that name.
  public func tally(_ name: String) -> Observations {
    Self.find(name, in: tallies, named: \.name, what: "tally").observations
  }

  private static func find<Entry>(
    _ name: String, in entries: [Entry], named: (Entry) -> String, what: String
  ) -> Entry {
    if let entry = entries.first(where: { named($0) == name }) { return entry }
    let known = KnownNames(entries.map(named))
    fatalError("the model has no \(what) \"\(name)\"; \(known.remedy(for: name))")
  }
}
