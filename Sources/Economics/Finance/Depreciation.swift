import Randomness

/// The depreciation of an asset over the months of its life, and the gain on its sale.
///
/// ```swift
/// let server = Depreciation(of: USD(40_000), to: USD(4_000), months: 60, by: .sumOfDigits)
/// server.charge(inMonth: 0)  // 1000 USD
/// server.bookValue(afterMonths: 12)  // 28 000 USD
/// server.gain(sellingFor: USD(20_000), afterMonths: 12)  // −8000 USD
/// ```
/// A charge lowers the taxable profit and moves no cash. The months of a year have equal charges.
public struct Depreciation<C: Currency>: Sendable, Hashable {
  /// The purchase price.
  public let price: Money<C>
  /// The salvage value at the end of its life.
  public let salvage: Money<C>
  /// The charge of each month of its life.
  public var charges: [Money<C>] { schedule.charges.map { Money($0) } }
  private let schedule: DepreciationSchedule

  ///
  /// - `months`: the life, at least 1; whole years for ``DepreciationMethod/sumOfDigits``.
  public init(
    of price: Money<C>, to salvage: Money<C> = .zero, months: Int, by method: DepreciationMethod = .straightLine,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    self.price = price
    self.salvage = salvage
    let problem = Self.problem(price, salvage, months, method)
    if let problem {
      ValidationErrors.report(
        InvalidValue(
          "Depreciation(of: \(price), to: \(salvage), months: \(months))", problem, location: "\(file):\(line)"))
    }
    schedule = DepreciationSchedule(
      price.amount, to: salvage.amount, months: problem == nil ? months : 0, by: method)
  }

  private static func problem(
    _ price: Money<C>, _ salvage: Money<C>, _ months: Int, _ method: DepreciationMethod
  ) -> String? {
    if !(price.amount >= 0 && price.amount.isFinite) { return "a price is at least 0" }
    if !(salvage.amount >= 0 && salvage <= price) { return "a salvage value lies between 0 and the price" }
    if months < 1 { return "a life has at least 1 month" }
    switch method {
    case .straightLine: return nil
    case .decliningBalance(let factor): return factor > 0 && factor.isFinite ? nil : "the factor is above 0"
    case .sumOfDigits: return months % 12 == 0 ? nil : "the sum of digits counts whole years, multiples of 12 months"
    }
  }

  /// The charge of a month of its life, from 0; nothing after its end.
  public func charge(inMonth month: Int) -> Money<C> { Money(schedule.charge(inMonth: month)) }

  /// The book value after so many months.
  public func bookValue(afterMonths months: Int) -> Money<C> { Money(schedule.bookValue(afterMonths: months)) }

  /// The gain on sale over book value; negative for a loss.
  public func gain(sellingFor proceeds: Money<C>, afterMonths months: Int) -> Money<C> {
    proceeds - bookValue(afterMonths: months)
  }
}

/// The charges of an asset as amounts in the currency of its price, whichever that is.
struct DepreciationSchedule: Sendable, Hashable {
  private let price: Double
  private let salvage: Double
  /// The charge of each month of its life.
  let charges: [Double]

  /// Of a price, a salvage value and a life that a ``Depreciation`` accepts.
  init(_ price: Double, to salvage: Double, months: Int, by method: DepreciationMethod) {
    self.price = price
    self.salvage = salvage
    let years = Double(months) / 12
    var book = price
    var charges: [Double] = []
    while charges.count < months {
      let length = min(12, months - charges.count)
      let share = Double(length) / 12
      let ofYear =
        switch method {
        case .straightLine: (price - salvage) / years * share
        case .decliningBalance(let factor):
          charges.count + length == months ? book - salvage : min(book * min(factor / years, 1) * share, book - salvage)
        case .sumOfDigits: (price - salvage) * (years - Double(charges.count / 12)) / (years * (years + 1) / 2)
        }
      book -= ofYear
      charges += Array(repeating: ofYear / Double(length), count: length)
    }
    self.charges = charges
  }

  /// The charge of a month of its life, from 0; nothing after its end.
  func charge(inMonth month: Int) -> Double { charges.indices.contains(month) ? charges[month] : 0 }

  /// The book value after so many months.
  func bookValue(afterMonths months: Int) -> Double {
    months >= charges.count ? salvage : price - charges.prefix(max(months, 0)).reduce(0, +)
  }
}

/// Depreciation methods.
public enum DepreciationMethod: Sendable, Hashable {
  /// Straight line: the same charge each month.
  case straightLine
  /// Declining balance: a share of the book value at the start of each year; the rest above salvage is charged last.
  ///
  /// The share is `factor` over the years of life: a factor of 2 is double declining.
  case decliningBalance(factor: Double = 2)
  /// Sum of the years' digits: for five years 5/15, 4/15, … 1/15.
  case sumOfDigits
}
