import Randomness

/// Something of which there are so many units and for which transactions wait: agents, machines, beds.
///
/// ```swift
/// let agents = Resource("agents", capacity: 5)
/// let desk = Resource("desk", capacity: .daily(hours), discipline: .shortest(pages), queueCapacity: 20)
/// ```
/// A request that finds enough free units and nobody before it in line is granted at once. Otherwise it waits; units
/// that come free go to the head of the line, and nobody overtakes a head that needs more units than are free.
public struct Resource: Sendable, Hashable {
  /// The name, by which results are read.
  public let name: String

  let capacity: Capacity
  let discipline: Discipline
  let queueCapacity: Int

  /// Describes a resource.
  ///
  /// - `name`: The name by which results are read: two resources of one model have different names.
  /// - `capacity`: The number of units: a number, or a schedule of ``Capacity``.
  /// - `discipline`: Who is served first among those of equal priority.
  /// - `queueCapacity`: How many may wait; a transaction that comes when so many wait takes the way `overflow` of its
  ///   ``Seize``.
  public init(
    _ name: String, capacity: Capacity, discipline: Discipline = .firstCome, queueCapacity: Int = .max,
    fileID: String = #fileID, line: Int = #line
  ) {
    self.name = name
    self.capacity = capacity
    self.discipline = discipline
    self.queueCapacity = queueCapacity
    let place = SourcePlace(fileID: fileID, line: line)
    if let problem = capacity.problem {
      ValidationErrors.report(InvalidValue("Resource(\"\(name)\")", problem, location: place.description))
    }
    if queueCapacity < 0 {
      ValidationErrors.report(
        InvalidValue(
          "Resource(\"\(name)\", queueCapacity: \(queueCapacity))", "a queue cannot hold fewer than none",
          location: place.description))
    }
  }
}
