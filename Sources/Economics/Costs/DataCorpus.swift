public import Demand
import Glibc
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
    let charges = life.map { DepreciationSchedule(once, to: 0, months: $0, by: .straightLine).charges }
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

/// Partners who share what something costs, and what agreeing with each other costs each of them.
///
/// ```swift
/// Alliance(10, coordination: CNY(50_000)).share(of: CNY(10e6))  // 1 M and 9 × 50 000, not F12's exact tenth
/// ```
public struct Alliance<C: Currency>: Sendable, Hashable {
  /// Oneself counted, at least 1.
  public let partners: Int
  /// What each of the others costs oneself: contracts, formats, reviews.
  public let coordination: Money<C>

  /// Partners, oneself counted, and what each of the others costs.
  public init(
    _ partners: Int, coordination: Money<C>, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.partners = max(partners, 1)
    self.coordination = coordination
    if !(partners >= 1 && coordination.amount >= 0 && coordination.amount.isFinite) {
      ValidationErrors.report(
        InvalidValue(
          "Alliance(\(partners), coordination: \(coordination))",
          "there is at least one partner, and coordination costs at least 0", location: "\(file):\(line)"))
    }
  }

  /// No partners.
  public static var alone: Alliance { Alliance(1, coordination: .zero) }

  /// What one partner pays: an equal part of the total, and coordination with each of the others.
  public func share(of total: Money<C>) -> Money<C> {
    total / Double(partners) + Double(partners - 1) * coordination
  }

  /// How many partners cost one of them least: the whole number next to √(total / coordination) that does; `nil` where
  /// each more is worth it, since coordination costs nothing.
  public static func bestSize(total: Money<C>, coordination: Money<C>) -> Int? {
    guard coordination.amount > 0 else { return nil }
    let root = (total / coordination).squareRoot()
    guard root < 1e15 else { return nil }
    let below = max(Int(root), 1)
    func cost(_ partners: Int) -> Double { Alliance(partners, coordination: coordination).share(of: total).amount }
    return cost(below) <= cost(below + 1) ? below : below + 1
  }
}
