public import Demand
import Glibc
public import Randomness

/// Purchased GPUs: paid at order and delivery, depreciated over their life, and sold at its end or at the horizon's.
///
/// ```swift
/// OwnedHardware(
///   "H100s", 64, USD(30_000) / .gpu, along: prices["hardware"], deliveredAfter: .triangular(2, 4, 9), life: 60,
///   depreciated: .straightLine, salvage: 0.1, losingValue: 0.35.perYear, disposal: USD(50) / .gpu,
///   maintenance: 0.06.perYear)
/// ```
/// The deposit of an order in month 0 is paid at time zero. The rest is due at delivery, in
/// the first month that begins at or after it; from then on the GPUs can serve. An order that is not delivered within
/// the horizon loses its deposit.
public struct OwnedHardware: Expense, Sendable, Hashable {
  public let name: String
  public let currency: CurrencyCode
  /// The number of GPUs.
  public let count: Double
  private let price: PricePath
  private let order: Int
  private let deposit: Double
  private let delivery: Distribution
  private let life: Int
  private let method: DepreciationMethod
  private let salvage: Double
  private let lost: Rate<PerYear>
  private let disposal: Double
  private let maintenance: Rate<PerYear>
  private let location: String

  ///
  /// - `count`: the number of GPUs.
  /// - `price`: today's price of a GPU with its share of server, network and installation.
  /// - `index`: the price index along which it moves until the order.
  /// - `month`: the month of the order, from 0.
  /// - `deposit`: the share paid at the order.
  /// - `delivery`: the lead time, months from the order.
  /// - `life`: the useful life in months, at least 1, over which they are depreciated.
  /// - `method`: the depreciation method.
  /// - `salvage`: the salvage value at the end of the life, a share of the price.
  /// - `lost`: the loss of market value a year, a share; the resale price follows it and not the book value.
  /// - `disposal`: the cost of disposing of a GPU.
  /// - `maintenance`: the maintenance cost a year, a share of the price.
  public init<C: Currency>(
    _ name: String, _ count: Double, _ price: Price<C, PerGPU>, along index: PriceIndex = .constant,
    orderedIn month: Int = 0, deposit: Double = 1, deliveredAfter delivery: Distribution = 0, life: Int,
    depreciated method: DepreciationMethod = .straightLine, salvage: Double = 0, losingValue lost: Rate<PerYear>,
    disposal: Price<C, PerGPU> = Price(amount: 0), maintenance: Rate<PerYear> = 0.perYear,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    self.name = name
    currency = C.code
    self.count = count
    self.price = PricePath(today: price.amount, along: index, file: file, line: line)
    order = month
    self.deposit = deposit
    self.delivery = delivery
    self.life = life
    self.method = method
    self.salvage = salvage
    self.lost = lost
    self.disposal = disposal.amount
    self.maintenance = maintenance
    location = "\(file):\(line)"
    Share.require(deposit, "deposit", location)
    Share.require(salvage, "salvage", location)
    Share.require(lost.fraction, "losingValue", location)
    let problem: String? =
      if !(count >= 0 && count.isFinite) {
        "a number of GPUs is at least 0"
      } else if month < 0 || life < 1 {
        "an order comes in month 0 or later, and a life has at least 1 month"
      } else if delivery.quantile(0) < 0 {
        "a delivery of \(delivery) would come before its order"
      } else if !(disposal.amount >= 0 && disposal.amount.isFinite && maintenance.fraction >= 0) {
        "disposal and maintenance cost at least 0"
      } else {
        nil
      }
    if let problem {
      ValidationErrors.report(InvalidValue("OwnedHardware(\"\(name)\")", problem, location: location))
    }
    // What cannot be depreciated is rejected here, and not when the books are closed.
    _ = Depreciation(of: Money<C>(1), to: Money(salvage), months: life, by: method, file: file, line: line)
  }

  /// The month of delivery in a replication, which may lie beyond the horizon.
  public func deliveryMonth(by streams: Streams) -> Int {
    let wait = delivery.draw(from: streams.stream("costs/\(name)/delivery"))
    return order + wait.wholeMonths
  }

  /// Whether order, delivery and life fit into the horizon; what does not is reported.
  private func fits(_ horizon: Horizon) -> Bool {
    let months = horizon.months
    var problem: (what: String, problem: String, remedy: String)?
    if order >= months {
      problem = (
        "orderedIn: \(order)", "is beyond the horizon of \(months) months", "order it earlier, or leave it out"
      )
    } else if Double(order) + delivery.quantile(0) >= Double(months) {
      problem = (
        "deliveredAfter: \(delivery)",
        "nothing of an order in month \(order) can come within the \(months) months of "
          + "the horizon", "a longer horizon, or an earlier order"
      )
    } else if life > months {
      problem = (
        "life: \(life)", "the horizon of \(months) months ends before the hardware is written off",
        "a horizon of \(life) months or more, or a shorter life"
      )
    }
    guard let problem else { return true }
    ValidationErrors.report(
      InvalidValue(
        "OwnedHardware(\"\(name)\", \(problem.what))", problem.problem, remedy: problem.remedy, location: location))
    return false
  }

  public func realised(by streams: Streams, over horizon: Horizon) -> RealisedExpense {
    guard fits(horizon) else {
      let none = Supply(name, Array(repeating: 0, count: horizon.months), of: count)
      return RealisedExpense(supplies: [none]) { _ in .monthly(0) }
    }
    let total = count * price.realised(by: streams, months: order + 1).price(inMonth: order)
    let delivered = deliveryMonth(by: streams)
    let sold = min(delivered + life, horizon.months) - 1
    let books = DepreciationSchedule(total, to: salvage * total, months: life, by: method)
    let upkeep = maintenance.fraction * total / 12
    let atOrder = deposit * total
    let serving = (0..<horizon.months).map { delivered <= $0 && $0 <= sold ? count : 0 }
    return RealisedExpense(
      atStart: ExpenseEntry(capital: order == 0 ? atOrder : 0), supplies: [Supply(name, serving, of: count)]
    ) { month in
      var entry = ExpenseEntry.monthly(0)
      let age = month.index - delivered
      if month.index == order && order > 0 { entry.capital += atOrder }
      if age == 0 { entry.capital += total - atOrder }
      guard age >= 0, month.index <= sold else { return entry }
      entry = entry + .monthly(upkeep)
      entry.depreciation += books.charge(inMonth: age)
      if month.index == sold {
        let years = Double(age + 1) / 12
        entry.proceeds += total * pow(1 - lost.fraction, years) - disposal * count
        entry.bookValueSold += books.bookValue(afterMonths: age + 1)
      }
      return entry
    }
  }
}
