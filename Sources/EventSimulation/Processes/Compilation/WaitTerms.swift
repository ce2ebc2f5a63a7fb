/// What a transaction waits for at a ``Wait``.
struct WaitTerms: Sendable {
  enum CompiledTrigger: Sendable {
    /// The signal of that row.
    case signal(Int32)
    /// The quantity of that row.
    case timeout(Int32)
    /// The test of that row.
    case condition(Int32)
  }

  let needsAll: Bool
  /// The attribute in which the triggers that came are kept, as bits of a whole number; and after a timeout of several,
  /// which one is the first.
  let met: Int32
  /// The attribute that receives the number of the trigger, or -1.
  var storing: Int32 = -1
  var triggers: [CompiledTrigger] = []
}
