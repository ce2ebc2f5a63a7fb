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
  /// Operating expense that is paid: it lowers the profit of the month.
  public var running: Double
  /// The operating expense that is for this month, whenever it is paid; `nil` where it is to be found from what is
  /// paid: payments that are not made every month are then spread over the months between them, and one that does not
  /// recur is for no month.
  public var accrued: Double?
  /// The part of ``running`` that is paid once and does not recur, where ``accrued`` is said.
  public var once: Double
  /// Capital expense: cash now, depreciation later.
  public var capital: Double
  /// Depreciation charge of the month; no cash.
  public var depreciation: Double
  /// Proceeds of assets sold, net of disposal costs.
  public var proceeds: Double
  /// Book value of the assets sold.
  public var bookValueSold: Double

  /// An entry of amounts in one currency; each is 0 unless given, and what is for the month is found from what is paid.
  public init(
    running: Double = 0, accrued: Double? = nil, once: Double = 0, capital: Double = 0, depreciation: Double = 0,
    proceeds: Double = 0, bookValueSold: Double = 0
  ) {
    self.running = running
    self.accrued = accrued
    self.once = once
    self.capital = capital
    self.depreciation = depreciation
    self.proceeds = proceeds
    self.bookValueSold = bookValueSold
  }

  /// Cash out: operating and capital expense, less proceeds.
  public var cash: Double { running + capital - proceeds }

  /// An entry of what is paid in the month that it is for.
  package static func monthly(_ amount: Double) -> ExpenseEntry { ExpenseEntry(running: amount, accrued: amount) }

  /// An entry of what is paid once.
  package static func single(_ amount: Double) -> ExpenseEntry {
    ExpenseEntry(running: amount, accrued: 0, once: amount)
  }

  /// The sum of two entries; where one of them says what is for the month, the other's is what it pays.
  public static func + (a: ExpenseEntry, b: ExpenseEntry) -> ExpenseEntry {
    let isSaid = a.accrued != nil || b.accrued != nil
    return ExpenseEntry(
      running: a.running + b.running,
      accrued: isSaid ? (a.accrued ?? a.running) + (b.accrued ?? b.running) : nil, once: a.once + b.once,
      capital: a.capital + b.capital, depreciation: a.depreciation + b.depreciation,
      proceeds: a.proceeds + b.proceeds, bookValueSold: a.bookValueSold + b.bookValueSold)
  }

  /// The same entry converted at an exchange rate.
  package func times(_ value: Double) -> ExpenseEntry {
    ExpenseEntry(
      running: running * value, accrued: accrued.map { $0 * value }, once: once * value, capital: capital * value,
      depreciation: depreciation * value,
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
