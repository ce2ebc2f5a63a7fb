/// Something that happens at a moment and that transactions wait for: a door opens, a shift begins, an alarm.
///
/// ```swift
/// let alarm = Signal("alarm")
/// Wait(for: alarm)
/// Send(alarm)
/// ```
/// It reaches those who wait when it is sent, and is forgotten then: who comes later waits for the next.
public struct Signal: Sendable, Hashable {
  /// The name, which identifies the signal.
  public let name: String

  /// Names a signal.
  public init(_ name: String) { self.name = name }
}
