/// One step of a compiled flow.
///
/// A transaction carries the number of its next operation. What the operands mean depends on the code.
struct Operation {
  enum Code: UInt8 {
    case delay, seize, release, releaseAll, leave, jump, count, record, assign
  }

  var code: Code
  /// Says that a block of the user's begins here, for the trace.
  var beginsBlock = false
  /// The resource, store, counter, tally or attribute slot.
  var subject: Int32 = -1
  /// A number of units of the subject.
  var units: Int32 = 1
  /// A row of the table that belongs to the code.
  var detail: Int32 = -1
  /// The row of the quantity to be drawn.
  var quantity: Int32 = -1
  /// Where to go on when the way forks.
  var target: Int32 = -1
}
