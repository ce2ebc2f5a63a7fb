public import Demand
public import Randomness

/// Something that costs money month by month: hardware, energy, calls, data, people, a move.
///
/// ```swift
/// let expense = Metered("network", USD(0.09) / .gigabyte) { Quantity($0.requests("chat") * 2e-6) }
/// let realised = expense.realised(by: streams, over: horizon)
/// realised.entry(in: month).cash
/// ```
/// A scenario realises each of its expenses once a replication, asks it for the entry of each month when its books are
/// closed, and adds them up in a ``Ledger``.
public protocol Expense {
  /// The name of its line in the books.
  var name: String { get }
  /// The currency that it is paid in.
  var currency: CurrencyCode { get }

  /// The expense of one replication: what chance decides of it is drawn from streams that its name keys.
  func realised(by streams: Streams, over horizon: Horizon) -> RealisedExpense
}
