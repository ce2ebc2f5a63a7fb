import Randomness

/// The price of an asset charged to the months of its life, and what selling it then gains.
///
/// ```swift
/// let server = Depreciation(of: USD(40_000), to: USD(4_000), months: 60, by: .sumOfDigits)
/// server.charge(inMonth: 0)  // 1000 USD
/// server.bookValue(afterMonths: 12)  // 28 000 USD
/// server.gain(sellingFor: USD(20_000), afterMonths: 12)  // −8000 USD
/// ```
/// No cash moves: a charge lowers the profit that is taxed. Within a year the months are charged alike.
public struct Depreciation<C: Currency>: Sendable, Hashable {
  /// What was paid for it.
  public let price: Money<C>
  /// What is left of it at the end of its life.
  public let salvage: Money<C>
  /// The charge of each month of its life.
  public let charges: [Money<C>]

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
    charges = problem == nil ? Self.charges(price.amount, salvage.amount, months, method).map { Money($0) } : []
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

  private static func charges(
    _ price: Double, _ salvage: Double, _ months: Int, _ method: DepreciationMethod
  ) -> [Double] {
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
    return charges
  }

  /// The charge of a month of its life, from 0; nothing after its end.
  public func charge(inMonth month: Int) -> Money<C> {
    charges.indices.contains(month) ? charges[month] : .zero
  }

  /// What it stands in the books at after so many months.
  public func bookValue(afterMonths months: Int) -> Money<C> {
    months >= charges.count ? salvage : price - charges.prefix(max(months, 0)).reduce(.zero, +)
  }

  /// What selling it gains over its book value; below 0 for a loss.
  public func gain(sellingFor proceeds: Money<C>, afterMonths months: Int) -> Money<C> {
    proceeds - bookValue(afterMonths: months)
  }
}
