/// A model in the event view: its state, the events that change it, and what each does.
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
