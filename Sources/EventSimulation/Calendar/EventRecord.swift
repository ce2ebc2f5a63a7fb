/// A line of the trace of a run: an event at the moment when it is handled.
@frozen
public struct EventRecord<Event> {
  /// The time of the event, in the unit of the model.
  public var time: Double
  /// Its priority: of events at one instant, the lower comes first.
  public var priority: Int16
  /// How many events had been scheduled before it.
  public var sequence: UInt64
  /// The event.
  public var event: Event

  /// An event that was handled, and the key by which it came up.
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
