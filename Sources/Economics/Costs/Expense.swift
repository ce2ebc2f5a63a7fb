public import Demand
public import Randomness

/// An expense, month by month: hardware, energy, API calls, data, staff, a migration.
///
/// ```swift
/// let expense = Metered("network", USD(0.09) / .gigabyte) { Quantity($0.requests("chat") * 2e-6) }
/// let realised = expense.realised(by: streams, over: horizon)
/// realised.entry(in: month).cash
/// ```
/// A scenario realises each expense once a replication, asks it for the entry of each month when the books are
/// closed, and adds them up in a ``Ledger``.
public protocol Expense {
  /// The name of its line in the books.
  var name: String { get }
  /// The currency that it is paid in.
  var currency: CurrencyCode { get }

  /// The expense in one replication: its random quantities are drawn from streams keyed by its name.
  func realised(by streams: Streams, over horizon: Horizon) -> RealisedExpense
}

/// An expense in one replication, with its random quantities drawn.
public struct RealisedExpense {
  /// Spent at time zero, before the first month.
  public let atStart: ExpenseEntry
  /// The supplies that it makes available.
  public let supplies: [Supply]
  private let monthly: (MonthOfOperation) -> ExpenseEntry

  /// - `supplies`: staff hired and GPUs delivered, by month.
  /// - `monthly`: called once for each month of the horizon, in order.
  public init(
    atStart: ExpenseEntry = ExpenseEntry(), supplies: [Supply] = [],
    _ monthly: @escaping (MonthOfOperation) -> ExpenseEntry
  ) {
    self.atStart = atStart
    self.supplies = supplies
    self.monthly = monthly
  }

  /// The entry in the books of a month.
  public func entry(in month: MonthOfOperation) -> ExpenseEntry { monthly(month) }
}

/// The entry of an expense in the books of a month, in its currency.
public struct ExpenseEntry: Sendable, Hashable {
  /// Operating expense: it lowers the profit of the month.
  public var running: Double
  /// Capital expense: cash now, depreciation later.
  public var capital: Double
  /// Depreciation charge of the month; no cash.
  public var depreciation: Double
  /// Proceeds of assets sold, net of disposal costs.
  public var proceeds: Double
  /// Book value of the assets sold.
  public var bookValueSold: Double

  /// An entry of amounts in one currency; each is 0 unless given.
  public init(
    running: Double = 0, capital: Double = 0, depreciation: Double = 0, proceeds: Double = 0, bookValueSold: Double = 0
  ) {
    self.running = running
    self.capital = capital
    self.depreciation = depreciation
    self.proceeds = proceeds
    self.bookValueSold = bookValueSold
  }

  /// Cash out: operating and capital expense, less proceeds.
  public var cash: Double { running + capital - proceeds }

  /// The sum of two entries.
  public static func + (a: ExpenseEntry, b: ExpenseEntry) -> ExpenseEntry {
    ExpenseEntry(
      running: a.running + b.running, capital: a.capital + b.capital, depreciation: a.depreciation + b.depreciation,
      proceeds: a.proceeds + b.proceeds, bookValueSold: a.bookValueSold + b.bookValueSold)
  }

  /// The same entry converted at an exchange rate.
  func times(_ value: Double) -> ExpenseEntry {
    ExpenseEntry(
      running: running * value, capital: capital * value, depreciation: depreciation * value,
      proceeds: proceeds * value, bookValueSold: bookValueSold * value)
  }
}

/// A supply that an expense makes available: staff hired, GPUs delivered.
public struct Supply: Sendable, Hashable {
  /// The name for ``MonthOfOperation/available(_:)``.
  public let name: String
  /// The available amount in each month of the horizon.
  public let months: [Double]
  /// The amount once everything has arrived.
  public let whole: Double

  /// The first month in which all of it is available; `nil` where that is not within the horizon.
  public let firstWholeMonth: Int?

  /// The available amount in each month, and once everything has arrived.
  public init(_ name: String, _ months: [Double], of whole: Double) {
    self.name = name
    self.months = months
    self.whole = whole
    firstWholeMonth = whole > 0 ? months.firstIndex { $0 >= whole } : nil
  }
}
