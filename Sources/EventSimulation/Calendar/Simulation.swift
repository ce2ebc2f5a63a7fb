import Randomness

/// A model in the event view: its state, its events, and what each event does.
///
/// ```swift
/// struct Clock: EventModel {
///   enum Event { case tick }
///   var ticks = 0
///   mutating func handle(_ event: Event, _ calendar: inout EventCalendar<Event>) {
///     ticks += 1
///     calendar.schedule(.tick, after: 1)
///   }
/// }
/// ```
public protocol EventModel: ~Copyable {
  /// What can happen: as a rule an enumeration.
  associatedtype Event

  /// Changes the state as the event says, and schedules what follows from it.
  mutating func handle(_ event: Event, _ calendar: inout EventCalendar<Event>)
}

/// A simulation in the event view: a model and its calendar, run event by event.
///
/// ```swift
/// var simulation = Simulation(Clock())
/// simulation.calendar.schedule(.tick, at: 0)
/// simulation.run(through: 9)
/// ```
/// ``step()`` and ``peek()`` control it event by event. A handler ends the run with ``EventCalendar/stop()``; the next call
/// continues it.
@frozen
public struct Simulation<Model: EventModel & ~Copyable>: ~Copyable {
  /// The state of the model.
  public var model: Model
  /// The events to come.
  public var calendar: EventCalendar<Model.Event> = EventCalendar()

  /// A model at time 0, with no event scheduled.
  @inlinable
  public init(_ model: consuming Model) {
    self.model = model
  }

  /// The time of the last event handled, or to which the simulation was run, in the unit of the model.
  @inlinable
  public var now: Double { calendar.now }

  /// The time of the next event, or `nil` when none is to come.
  @inlinable
  public mutating func peek() -> Double? { calendar.peek() }

  /// Handles one event; `false` when none is left.
  /// - Complexity: O(log n) for n events to come, and what the handler does.
  @inlinable
  @discardableResult
  public mutating func step() -> Bool {
    calendar.resume()
    guard let event = calendar.next(through: .greatestFiniteMagnitude) else { return false }
    model.handle(event, &calendar)
    return true
  }

  /// Handles every event, until none is left or a handler stops the run.
  @inlinable
  public mutating func run() {
    calendar.resume()
    while let event = calendar.next(through: .greatestFiniteMagnitude) {
      model.handle(event, &calendar)
    }
  }

  /// Handles the events up to and at `time`, and those that they bring about until then; then the clock stands at `time`.
  ///
  /// When a handler stops the run, the clock stays at its event.
  @inlinable
  public mutating func run(through time: Double, file: StaticString = #fileID, line: UInt = #line) {
    guard !time.isNaN else { return reportNoTime(file, line) }
    calendar.resume()
    let limit = Swift.min(time, .greatestFiniteMagnitude)
    while let event = calendar.next(through: limit) {
      model.handle(event, &calendar)
    }
    if !calendar.isStopped { calendar.advance(to: time) }
  }

  /// Handles events until the condition holds of the model after one of them, and says whether it came to that.
  ///
  /// It is `false` when the events ran out or a handler stopped the run first.
  @inlinable
  @discardableResult
  public mutating func run(until condition: (borrowing Model) -> Bool) -> Bool {
    calendar.resume()
    while let event = calendar.next(through: .greatestFiniteMagnitude) {
      model.handle(event, &calendar)
      if condition(model) { return true }
    }
    return false
  }

  /// Handles events as ``run(through:file:line:)`` does and shows each to `trace` just before it is handled.
  @inlinable
  public mutating func run(
    through time: Double, file: StaticString = #fileID, line: UInt = #line,
    tracing trace: (EventRecord<Model.Event>) -> Void
  ) {
    guard !time.isNaN else { return reportNoTime(file, line) }
    calendar.resume()
    let limit = Swift.min(time, .greatestFiniteMagnitude)
    while let entry = calendar.take(through: limit) {
      trace(EventRecord(entry))
      model.handle(entry.event, &calendar)
    }
    if !calendar.isStopped { calendar.advance(to: time) }
  }
}

@usableFromInline @inline(never)
func reportNoTime(_ file: StaticString, _ line: UInt) {
  ValidationErrors.report("run(through:)", "the time is not a number", remedy: "write .infinity for no end", file, line)
}

/// A line of the trace of a run: an event when it is handled.
@frozen
public struct EventRecord<Event> {
  /// The time of the event, in the unit of the model.
  public var time: Double
  /// Its priority: of events at one instant, the lower comes first.
  public var priority: Int16
  /// The number of events scheduled before it.
  public var sequence: UInt64
  /// The event.
  public var event: Event

  /// A handled event with its position in the order.
  @inlinable
  public init(time: Double, priority: Int16, sequence: UInt64, event: Event) {
    self.time = time
    self.priority = priority
    self.sequence = sequence
    self.event = event
  }

  @inlinable
  init(_ entry: EventCalendar<Event>.Entry) {
    self.init(
      time: entry.time, priority: Int16(bitPattern: UInt16(truncatingIfNeeded: entry.order >> 48) ^ 0x8000),
      sequence: (entry.order & 0xffff_ffff_ffff) >> 1, event: entry.event)
  }
}

extension EventRecord: Sendable where Event: Sendable {}
extension EventRecord: Equatable where Event: Equatable {}

extension EventRecord: CustomStringConvertible {
  /// `time priority sequence event`, separated by blanks.
  public var description: String { "\(time) \(priority) \(sequence) \(event)" }
}
