public import Demand
public import Randomness

/// GPUs rented by the hour, at a price that falls or moves along a shared price index.
///
/// ```swift
/// Rent(USD(10) / .gpuHour, falling: 0.4)
/// Rent(USD(10) / .gpuHour, along: prices["hardware"])
/// Rent(USD(10) / .gpuHour, along: prices["hardware"]).reserving(0.5, discount: 0.37, months: 12)
/// ```
public struct Rent: Sendable, Hashable {
  /// The currency that it is paid in.
  public let currency: CurrencyCode
  /// The price of a GPU-hour over the years.
  public let price: PricePath
  /// What is reserved of it; `nil` where all is rented by the hour.
  package private(set) var commitment: GPUCommitment?

  /// A rent along a price index, which other prices may share.
  public init<C: Currency>(
    _ price: Price<C, GPUHour>, along index: PriceIndex, file: StaticString = #fileID, line: UInt = #line
  ) {
    currency = C.code
    self.price = PricePath(today: price.amount, along: index, file: file, line: line)
  }

  /// - `fall`: a rate a year, compounded.
  public init<C: Currency>(
    _ price: Price<C, GPUHour>, falling fall: Rate<PerYear>, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.init(price, falling: fall.fraction, file: file, line: line)
  }

  /// - `fall`: a fraction a year, compounded.
  public init<C: Currency>(
    _ price: Price<C, GPUHour>, falling fall: Double = 0, file: StaticString = #fileID, line: UInt = #line
  ) {
    currency = C.code
    self.price = PricePath(today: price.amount, falling: fall, file: file, line: line)
  }

  /// Not available: a rent says for what it is.
  @available(*, unavailable, message: "say for what the price is: USD(2.5) / .gpuHour")
  public init<C: Currency>(_ money: Money<C>, falling fall: Double = 0) { fatalError("unavailable") }

  /// Not available: a rent says for what it is.
  @available(*, unavailable, message: "say for what the price is: USD(2.5) / .gpuHour")
  public init<C: Currency>(_ money: Money<C>, along index: PriceIndex) { fatalError("unavailable") }

  /// The same rent, with a share of the GPUs reserved for a term, of a fleet around the clock.
  ///
  /// In the first month of each term, that share of the GPUs which the fleet has then is reserved until the end of the term, at
  /// the price of that month less the discount. It is paid whether it is used or not, and the price does not follow the market
  /// within the term. The other GPUs are paid at the price of each month.
  ///
  /// - `share`: of the GPUs of the first month of a term, from 0 to 1.
  /// - `discount`: for the commitment, a share; ``CloudDiscount/reservedForAYear`` has list prices.
  /// - `months`: the length of a term, at least 1.
  public func reserving(
    _ share: Double, discount: Double, months: Int = 12, file: StaticString = #fileID, line: UInt = #line
  ) -> Rent {
    let location = "\(file):\(line)"
    Share.require(share, "share", location)
    Share.require(discount, "discount", location)
    if months < 1 {
      ValidationErrors.report(
        InvalidValue("reserving(months: \(months))", "a term has at least 1 month", location: location))
    }
    var rent = self
    rent.commitment = share > 0 ? GPUCommitment(share: share, discount: discount, months: max(months, 1)) : nil
    return rent
  }
}

/// The share of a fleet that is reserved from term to term.
package struct GPUCommitment: Sendable, Hashable {
  /// Of the GPUs in the first month of a term.
  package let share: Double
  /// On the price of that month.
  package let discount: Double
  /// The length of a term.
  package let months: Int
}

/// Reserved GPUs: a commitment for a term, cheaper by the hour and paid whether used or not.
///
/// ```swift
/// ReservedGPUs("base load", 40, USD(3) / .gpuHour, discount: 0.37, months: 12, along: prices["hardware"])
/// ```
/// The price of a term is that of its first month less the discount; it does not follow the market within the term.
public struct ReservedGPUs: Expense, Sendable, Hashable {
  public let name: String
  public let currency: CurrencyCode
  private let count: Double
  private let price: PricePath
  private let discount: Double
  private let months: Int
  private let start: Int
  private let isRenewed: Bool
  private let end: Int?
  private let upfront: Double

  ///
  /// - `count`: the number of GPUs.
  /// - `price`: today's price on demand.
  /// - `discount`: the discount for the commitment, a share; ``CloudDiscount/reservedForAYear`` has list prices.
  /// - `months`: the length of a term, at least 1.
  /// - `month`: the month in which the first term begins, from 0.
  /// - `isRenewed`: whether the term is renewed until the end of the horizon.
  /// - `end`: the month from which nothing is reserved or paid any more, where that is before the end of the horizon.
  /// - `upfront`: the share of a term that is paid in its first month.
  /// - `index`: the price index along which the price on demand moves.
  public init<C: Currency>(
    _ name: String, _ count: Double, _ price: Price<C, GPUHour>, discount: Double, months: Int, from month: Int = 0,
    renewed isRenewed: Bool = true, until end: Int? = nil, upfront: Double = 0, along index: PriceIndex = .constant,
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
    self.end = end
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
      month >= start && month < end ?? .max && (isRenewed || month - start < months) ? count : 0
    }
    return RealisedExpense(supplies: [Supply(name, committed, of: count)]) { month in
      let since = month.index - start
      guard since >= 0, month.index < end ?? .max, isRenewed || since < months else { return .monthly(0) }
      let first = start + since / months * months
      let hourly = (1 - discount) * price.price(inMonth: first)
      var running = (1 - upfront) * hourly * gpuHours(in: month.index)
      // Of the whole term, including what lies beyond the horizon: it is owed.
      if month.index == first {
        running += upfront * hourly * (first..<(first + months)).reduce(0) { $0 + gpuHours(in: $1) }
      }
      return ExpenseEntry(running: running, accrued: hourly * gpuHours(in: month.index))
    }
  }
}

/// Discounts of cloud providers on the price on demand.
public enum CloudDiscount {
  /// Reserved for a year: 25 % for an H100 at specialised clouds, 35 to 40 % at large ones.
  ///
  /// The lower end is that of ``MarketPrice/h100Reserved1Year`` over ``MarketPrice/h100OnDemand``.
  /// ```swift
  /// @Uncertain(
  ///   CloudDiscount.reservedForAYear.value, "discount on reserved GPUs", in: 0...1,
  ///   source: .recorded(CloudDiscount.reservedForAYear))
  /// var reservedDiscount: Double
  /// ```
  public static let reservedForAYear = Fact<Distribution>(
    .uniform(0.25, 0.40), date: "2026-06",
    source:
      "an H100 for a year 2.7, on demand 3.6 (SemiAnalysis, compute-screener); 35 to 40 % at large clouds (digiterialabs.com)"
  )
  /// Spot GPUs, which can be preempted: 50 to 65 %.
  public static let spot = Fact<ClosedRange<Double>>(
    0.50...0.65, date: "2026-01", source: "digiterialabs.com, cloud GPU pricing, first quarter of 2026")
}
