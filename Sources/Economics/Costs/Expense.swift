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

/// An expense in one replication, with what chance decides of it decided.
public struct RealisedExpense {
  /// Spent at time zero, before the first month.
  public let atStart: ExpenseEntry
  /// What it makes available.
  public let supplies: [Supply]
  private let monthly: (MonthOfOperation) -> ExpenseEntry

  /// - `supplies`: people who come, GPUs that are delivered, by month.
  /// - `monthly`: asked for each month of the horizon once, in order.
  public init(
    atStart: ExpenseEntry = ExpenseEntry(), supplies: [Supply] = [],
    _ monthly: @escaping (MonthOfOperation) -> ExpenseEntry
  ) {
    self.atStart = atStart
    self.supplies = supplies
    self.monthly = monthly
  }

  /// What it enters into the books of a month.
  public func entry(in month: MonthOfOperation) -> ExpenseEntry { monthly(month) }
}

/// What an expense enters into the books of a month, in its currency.
public struct ExpenseEntry: Sendable, Hashable {
  /// Spent on running: it lowers the profit of the month.
  public var running: Double
  /// Spent on what lasts: cash now, and depreciation later.
  public var capital: Double
  /// The charge of the month for what was bought before; no cash.
  public var depreciation: Double
  /// What things sold brought, after their disposal.
  public var proceeds: Double
  /// What the things sold stood in the books at.
  public var bookValueSold: Double

  /// An entry of amounts in one currency; nothing unless given.
  public init(
    running: Double = 0, capital: Double = 0, depreciation: Double = 0, proceeds: Double = 0, bookValueSold: Double = 0
  ) {
    self.running = running
    self.capital = capital
    self.depreciation = depreciation
    self.proceeds = proceeds
    self.bookValueSold = bookValueSold
  }

  /// All cash of the month: running and capital, less proceeds.
  public var cash: Double { running + capital - proceeds }

  /// Two expenses of a month together.
  public static func + (a: ExpenseEntry, b: ExpenseEntry) -> ExpenseEntry {
    ExpenseEntry(
      running: a.running + b.running, capital: a.capital + b.capital, depreciation: a.depreciation + b.depreciation,
      proceeds: a.proceeds + b.proceeds, bookValueSold: a.bookValueSold + b.bookValueSold)
  }

  /// The same in another currency, of which one unit is worth that much.
  func times(_ value: Double) -> ExpenseEntry {
    ExpenseEntry(
      running: running * value, capital: capital * value, depreciation: depreciation * value,
      proceeds: proceeds * value, bookValueSold: bookValueSold * value)
  }
}

/// What an expense makes available: people who come, GPUs that are delivered.
public struct Supply: Sendable, Hashable {
  /// Under which ``MonthOfOperation/available(_:)`` finds it.
  public let name: String
  /// How much of it is there in each month of the horizon.
  public let months: [Double]
  /// How much of it there will be once all of it has come.
  public let whole: Double

  /// The first month in which all of it is there; `nil` where some of it does not come within the horizon.
  public let firstWholeMonth: Int?

  /// How much of it there is in each month, and in the end.
  public init(_ name: String, _ months: [Double], of whole: Double) {
    self.name = name
    self.months = months
    self.whole = whole
    firstWholeMonth = whole > 0 ? months.firstIndex { $0 >= whole } : nil
  }
}
