/// The operations within which a transaction can be interrupted.
struct Region: Sendable {
  /// The region around it, or -1.
  let outer: Int32
  /// The signal that interrupts, or -1.
  let signal: Int32
  /// Where to go on when interrupted.
  var handler: Int32 = -1
}
