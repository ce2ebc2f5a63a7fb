/// A trigger for which a transaction waits, with the key of the wait.
struct PendingTrigger {
  let slot: Int32
  let key: UInt32
  /// Which of the triggers of its ``Wait`` it is.
  let index: Int32
  /// The row of the test, where it is a condition.
  let test: Int32
}
