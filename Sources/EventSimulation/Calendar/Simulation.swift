/// A model and its calendar, run event by event.
@frozen
public struct Simulation<Model: EventModel & ~Copyable>: ~Copyable {
  /// The state of the model.
  public var model: Model
  /// The events to come.
  public var calendar = EventCalendar<Model.Event>()

  @inlinable
  public init(_ model: consuming Model) {
    self.model = model
  }

  /// Handles one event; `false` when there is none left.
  @inlinable
  public mutating func step() -> Bool {
    guard let event = calendar.next(through: .infinity) else { return false }
    model.handle(event, &calendar)
    return true
  }

  /// Handles the events up to and at `time`, and those that they bring about until then.
  @inlinable
  public mutating func run(through time: Double = .infinity) {
    while let event = calendar.next(through: time) {
      model.handle(event, &calendar)
    }
  }
}
