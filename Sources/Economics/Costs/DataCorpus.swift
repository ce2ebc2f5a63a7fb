public import Demand
public import Randomness

/// Data bought or annotated, alone or with partners, once and then renewed.
///
/// ```swift
/// let records = Quantity<PerRecord>(100_000)
/// DataCorpus("annotated records", records, annotating: CNY(2) / .record)  // F4: 200 000 CNY
/// DataCorpus(
///   "shared corpus", Quantity<PerRecord>(10e6), buying: CNY(1) / .record,
///   sharedBy: Alliance(10, coordination: CNY(50_000)))
/// ```
public struct DataCorpus: Expense, Sendable, Hashable {
  public let name: String
  public let currency: CurrencyCode
  private let once: Double
  private let start: Int
  private let renewal: Rate<PerYear>
  private let life: Int?
  private let location: String

  ///
  /// - `items`: how many, in the unit of the prices.
  /// - `buying`: of an item.
  /// - `annotating`: of an item.
  /// - `annotated`: the share of the items that is annotated.
  /// - `alliance`: who shares it; without one, nobody.
  /// - `month`: in which it is made.
  /// - `renewal`: the share of it that is made anew each year, in equal months from the next on.
  /// - `life`: the months over which its price is depreciated as an asset; without it, it is a cost of its month.
  public init<C: Currency, U: BillingUnit>(
    _ name: String, _ items: Quantity<U>, buying: Price<C, U> = Price(amount: 0),
    annotating: Price<C, U> = Price(amount: 0), annotated: Double = 1, sharedBy alliance: Alliance<C> = .alone,
    in month: Int = 0, renewed renewal: Rate<PerYear> = 0.perYear, depreciatedOver life: Int? = nil,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    self.name = name
    currency = C.code
    once = alliance.share(of: buying.times(items) + annotated * annotating.times(items)).amount
    start = month
    self.renewal = renewal
    self.life = life
    location = "\(file):\(line)"
    Share.require(annotated, "annotated", location)
    let amounts = [items.amount, buying.amount, annotating.amount, renewal.fraction]
    if !(amounts.allSatisfy { $0 >= 0 && $0.isFinite } && month >= 0 && life ?? 1 >= 1) {
      ValidationErrors.report(
        InvalidValue(
          "DataCorpus(\"\(name)\", \(items), buying: \(buying), annotating: \(annotating))",
          "items, prices, renewal and month are at least 0, and a life has at least 1 month", location: location))
    }
  }

  /// What it costs once, for one who shares it.
  public var price: Double { once }

  public func realised(by streams: Streams, over horizon: Horizon) -> RealisedExpense {
    if let life, start + life > horizon.months {
      ValidationErrors.report(
        InvalidValue(
          "DataCorpus(\"\(name)\", in: \(start), depreciatedOver: \(life))",
          "the horizon of \(horizon.months) months ends before it is written off",
          remedy: "a horizon of \(start + life) months or more, or a shorter life", location: location))
    }
    let charges = life.map { Depreciation(of: USD(once), months: $0).charges.map(\.amount) }
    return RealisedExpense { month in
      let age = month.index - start
      guard age >= 0 else { return ExpenseEntry() }
      var entry = ExpenseEntry(running: age > 0 ? renewal.fraction / 12 * once : 0)
      if age == 0 {
        if charges == nil { entry.running += once } else { entry.capital += once }
      }
      if let charges, age < charges.count { entry.depreciation += charges[age] }
      return entry
    }
  }
}
