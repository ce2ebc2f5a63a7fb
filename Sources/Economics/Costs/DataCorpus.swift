public import Demand
import Glibc
public import Randomness

/// A data corpus that is bought or annotated, alone or with partners, and then renewed.
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
  /// - `items`: the number of items, in the unit of the prices.
  /// - `buying`: the purchase price of an item.
  /// - `annotating`: the annotation price of an item.
  /// - `annotated`: the share of the items that is annotated.
  /// - `alliance`: the partners who share the cost; none unless given.
  /// - `month`: the month in which it is made.
  /// - `renewal`: the share that is renewed each year, in equal monthly parts from the next month on.
  /// - `life`: the months over which it is depreciated as an asset; without it, it is expensed in its month.
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

  /// The initial cost for one of the partners.
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
      guard age >= 0 else { return .monthly(0) }
      var entry = ExpenseEntry.monthly(age > 0 ? renewal.fraction / 12 * once : 0)
      if age == 0 {
        entry = entry + (charges == nil ? .single(once) : ExpenseEntry(capital: once))
      }
      if let charges, age < charges.count { entry.depreciation += charges[age] }
      return entry
    }
  }
}

/// Partners who share a cost, and the cost of coordinating with each other.
///
/// ```swift
/// Alliance(10, coordination: CNY(50_000)).share(of: CNY(10e6))  // 1 M and 9 × 50 000, not F12's exact tenth
/// ```
public struct Alliance<C: Currency>: Sendable, Hashable {
  /// The number of partners including oneself, at least 1.
  public let partners: Int
  /// The cost of coordinating with each other partner: contracts, formats, reviews.
  public let coordination: Money<C>

  /// A number of partners including oneself, and the cost of coordinating with each of the others.
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

  /// The cost to one partner: an equal part of the total, and coordination with each of the others.
  public func share(of total: Money<C>) -> Money<C> {
    total / Double(partners) + Double(partners - 1) * coordination
  }

  /// The number of partners that minimises the cost to one of them, next to √(total / coordination); `nil` where
  /// coordination costs nothing and every further partner pays.
  public static func bestSize(total: Money<C>, coordination: Money<C>) -> Int? {
    guard coordination.amount > 0 else { return nil }
    let root = (total / coordination).squareRoot()
    guard root < 1e15 else { return nil }
    let below = max(Int(root), 1)
    func cost(_ partners: Int) -> Double { Alliance(partners, coordination: coordination).share(of: total).amount }
    return cost(below) <= cost(below + 1) ? below : below + 1
  }
}
