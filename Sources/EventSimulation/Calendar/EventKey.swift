/// Names one cancellable event of one calendar, for good: a key never comes to mean another event.
public struct EventKey: Hashable, Sendable {
  @usableFromInline let order: UInt64

  @usableFromInline
  init(order: UInt64) {
    self.order = order
  }
}
