import Randomness

/// The rows of a run: one a replication, or those of a sweep or a design.
package protocol RowSource: Sendable {
  /// The row of that number, from 0; the same whenever it is asked for.
  func row(_ number: Int) -> RunRow

  /// The row in words that reproduce it, for a message.
  func place(of number: Int) -> String
}
