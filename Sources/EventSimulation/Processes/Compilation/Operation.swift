/// One step of a compiled flow.
///
/// A transaction carries the number of its next operation. What the operands mean depends on the code.
struct Operation {
  enum Code: UInt8, Sendable {
    case delay, seize, release, releaseAll, leave, jump, launch
    case count, record, recordSince, assign, prioritise
    /// Forks in the way.
    case chance, select, test, countDown
    case putItem, getItem, putAmount, getAmount
    case wait, send
    case split, batch, unbatch
    case interrupt, cancel
  }

  var code: Code
  /// Says that a block of the user's begins here, for the trace.
  var beginsBlock = false
  /// The row of what it is about: a resource, store, counter, test, flow or attribute.
  var subject: Int32 = -1
  /// A number of units, or the attribute that receives something.
  var units: Int32 = 1
  /// The row of further terms in the table that belongs to the code.
  var detail: Int32 = -1
  /// The row of the quantity to be drawn.
  var quantity: Int32 = -1
  /// The row of the quantity that says how long it waits at most.
  var patience: Int32 = -1
  /// Where to go on when the way forks or patience ends.
  var target: Int32 = -1
}
