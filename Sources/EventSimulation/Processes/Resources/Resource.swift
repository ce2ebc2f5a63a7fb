import Randomness

/// A resource with a number of units for which transactions wait: agents, machines, beds.
///
/// ```swift
/// let agents = Resource("agents", capacity: 5)
/// let desk = Resource("desk", capacity: .daily(hours), discipline: .shortest(pages), queueCapacity: 20)
/// ```
/// A request is granted immediately if enough units are free and no request waits. Otherwise it waits. Free units go to the
/// head of the queue; no request overtakes a head that needs more units than are free.
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

/// The number of units of a resource, constant or by a schedule.
///
/// ```swift
/// Resource("agents", capacity: 5)
/// Resource("agents", capacity: .schedule([0: 2, 8: 10, 18: 4], every: 24))
/// ```
/// When the capacity falls below the number of units in use, services in progress are completed: a unit is withdrawn when
/// it is released, so temporarily more units than the capacity can be in use. With `.preempting`, the latest service of
/// the lowest priority is preempted instead; a service that ends at the very instant is over before any is.
public struct Capacity: Sendable, Hashable, ExpressibleByIntegerLiteral {
  /// What happens to transactions in service when the capacity falls below the number of units in use.
  public enum Reduction: Sendable, Hashable {
    /// They finish, and their units go when released.
    case finishing
    /// The lowest priorities, and of these the latest, lose their units and wait for others at the front of the line.
    case preempting(Preemption)
  }

  struct Change: Sendable, Hashable {
    var time: Double
    var units: Int
  }

  let initial: Int
  /// In order of time.
  let changes: [Change]
  let period: Double?
  let reduction: Reduction

  /// Always the same number of units.
  public init(_ units: Int) {
    initial = units
    changes = []
    period = nil
    reduction = .finishing
  }

  public init(integerLiteral units: Int) { self.init(units) }

  private init(initial: Int, changes: [Change], period: Double?, reduction: Reduction) {
    self.initial = initial
    self.changes = changes
    self.period = period
    self.reduction = reduction
  }

  /// A number of units from each time on, as `[0: 2, 8: 10, 18: 4]`; before the first there are none.
  /// - Parameters:
  ///   - units: The number of units from each time on.
  ///   - period: After which time the schedule begins again, such as 24 where time is in hours; `nil` for never.
  ///   - reduction: What happens to those in service when fewer units are left than are in use.
  public static func schedule(
    _ units: KeyValuePairs<Double, Int>, every period: Double? = nil, whenReduced reduction: Reduction = .finishing
  ) -> Capacity {
    schedule(units.map { ($0.key, $0.value) }, every: period, whenReduced: reduction)
  }

  /// A number of units from each time on, from a list made elsewhere.
  /// - Parameters:
  ///   - units: The times and the number of units from each on.
  ///   - period: After which time the schedule begins again; `nil` for never.
  ///   - reduction: What happens to those in service when fewer units are left than are in use.
  public static func schedule(
    _ units: [(from: Double, units: Int)], every period: Double? = nil, whenReduced reduction: Reduction = .finishing
  ) -> Capacity {
    let changes = units.map { Change(time: $0.from, units: $0.units) }
    let atStart = changes.first.map { $0.time == 0 } ?? false
    return Capacity(
      initial: atStart ? changes[0].units : period == nil ? 0 : changes.last?.units ?? 0, changes: changes,
      period: period, reduction: reduction)
  }

  /// The most units that there ever are.
  var greatest: Int { changes.reduce(initial) { max($0, $1.units) } }

  /// What is wrong with it, if anything is.
  var problem: String? {
    if initial < 0 || changes.contains(where: { $0.units < 0 }) { return "a capacity cannot be negative" }
    if changes.contains(where: { !($0.time >= 0 && $0.time < .infinity) }) {
      return "the times of a schedule are numbers from 0 on"
    }
    if zip(changes, changes.dropFirst()).contains(where: { $0.time >= $1.time }) {
      return "the times of a schedule must rise"
    }
    if let period {
      if !(period > 0 && period < .infinity) { return "the period of a schedule must be a positive number" }
      if changes.isEmpty { return "a schedule that repeats needs a change" }
      if let last = changes.last, last.time >= period { return "the times of a schedule must lie within its period" }
    }
    return nil
  }
}

/// The order of service of waiting transactions with equal priority.
///
/// Every discipline serves larger priorities first.
public enum Discipline: Sendable, Hashable {
  /// Who came first is served first.
  case firstCome
  /// Who came last is served first.
  case lastCome
  /// Who has the smallest value of the attribute is served first, and of equals who came first.
  case smallest(Attribute)
  /// Who has the largest value of the attribute is served first, and of equals who came first.
  case largest(Attribute)
}

/// How a preempted transaction continues its delay when it has a unit again.
public enum Preemption: Sendable, Hashable {
  /// With what was left of the delay.
  case resume
  /// With the same delay from the beginning: preemptive repeat identical.
  case restart
  /// With a delay drawn anew: preemptive repeat different.
  case restartAnew
}
