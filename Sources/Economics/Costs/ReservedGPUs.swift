public import Demand
public import Randomness

/// GPUs committed to for a term: cheaper by the hour, and paid whether they are used or not.
///
/// ```swift
/// ReservedGPUs("base load", 40, USD(3) / .gpuHour, discount: 0.37, months: 12, along: prices["hardware"])
/// ```
/// The price of a term is that of its first month, less the discount: while prices fall, a term keeps yesterday's.
public struct ReservedGPUs: Expense, Sendable, Hashable {
  public let name: String
  public let currency: CurrencyCode
  private let count: Double
  private let price: PricePath
  private let discount: Double
  private let months: Int
  private let start: Int
  private let isRenewed: Bool
  private let upfront: Double

  ///
  /// - `count`: GPUs.
  /// - `price`: on demand, today.
  /// - `discount`: the share taken off for committing; ``CloudDiscount/reservedForAYear`` is what providers list.
  /// - `months`: a term, at least 1.
  /// - `month`: in which the first term begins, from 0.
  /// - `isRenewed`: whether terms follow each other until the horizon's end.
  /// - `upfront`: the share of a term paid in its first month.
  /// - `index`: along which the price on demand moves.
  public init<C: Currency>(
    _ name: String, _ count: Double, _ price: Price<C, GPUHour>, discount: Double, months: Int, from month: Int = 0,
    renewed isRenewed: Bool = true, upfront: Double = 0, along index: PriceIndex = .constant,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    self.name = name
    currency = C.code
    self.count = count
    self.price = PricePath(today: price.amount, along: index, file: file, line: line)
    self.discount = discount
    self.months = max(months, 1)
    start = month
    self.isRenewed = isRenewed
    self.upfront = upfront
    let location = "\(file):\(line)"
    Share.require(discount, "discount", location)
    Share.require(upfront, "upfront", location)
    if !(count >= 0 && count.isFinite && months >= 1 && month >= 0) {
      ValidationErrors.report(
        InvalidValue(
          "ReservedGPUs(\"\(name)\", \(count), months: \(months), from: \(month))",
          "a number of GPUs and a first month are at least 0, and a term has at least 1 month", location: location))
    }
  }

  public func realised(by streams: Streams, over horizon: Horizon) -> RealisedExpense {
    let price = price.realised(by: streams, months: horizon.months)
    func gpuHours(in month: Int) -> Double { count * Double(24 * horizon.month(month).days) }
    let committed = (0..<horizon.months).map { month in
      month >= start && (isRenewed || month - start < months) ? count : 0
    }
    return RealisedExpense(supplies: [Supply(name, committed, of: count)]) { month in
      let since = month.index - start
      guard since >= 0, isRenewed || since < months else { return ExpenseEntry() }
      let first = start + since / months * months
      let hourly = (1 - discount) * price.price(inMonth: first)
      var running = (1 - upfront) * hourly * gpuHours(in: month.index)
      // Of the whole term, also of what lies beyond the horizon: it is owed.
      if month.index == first {
        running += upfront * hourly * (first..<(first + months)).reduce(0) { $0 + gpuHours(in: $1) }
      }
      return ExpenseEntry(running: running)
    }
  }
}
