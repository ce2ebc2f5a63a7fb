public import Demand
public import Randomness

/// Staff of one role, paid from the month in which they are hired.
///
/// ```swift
/// Staff("researchers", 30, CNY(1.67e6) / .year, growing: 0.06.perYear)  // F5: 50 M a year
/// Staff(
///   "engineers", 4, CNY(1e6) / .year, growing: 0.06.perYear, from: 3, hiredAfter: .gamma(mean: 4, variation: 0.5),
///   hiringCost: 0.2)
/// ```
public struct Staff: Expense, Sendable, Hashable {
  public let name: String
  public let currency: CurrencyCode
  private let count: Int
  private let monthly: Double
  private let growth: Rate<PerYear>
  private let overhead: Double
  private let start: Int
  private let lead: Distribution
  private let hiringCost: Double
  private let end: Int?

  ///
  /// - `count`: the headcount.
  /// - `pay`: today's pay of a person; a year has twelve equal months.
  /// - `growth`: the growth of pay, compounded monthly.
  /// - `overhead`: the cost of a person beyond pay, as a share of pay.
  /// - `month`: the month in which the search begins.
  /// - `lead`: the time to hire in months, drawn for each person.
  /// - `hiringCost`: a share of a year's pay, paid when a person starts.
  /// - `end`: the month from which they are no longer paid; without it they stay.
  public init<C: Currency, P: BillingPeriod>(
    _ name: String, _ count: Int, _ pay: Price<C, P>, growing growth: Rate<PerYear> = 0.perYear,
    overhead: Double = 0, from month: Int = 0, hiredAfter lead: Distribution = 0, hiringCost: Double = 0,
    until end: Int? = nil, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.name = name
    currency = C.code
    self.count = count
    monthly = pay.monthly.amount
    self.growth = growth
    self.overhead = overhead
    start = month
    self.lead = lead
    self.hiringCost = hiringCost
    self.end = end
    let location = "\(file):\(line)"
    _ = CashSeries.accepts(growth.fraction, as: "growing: a rate", location)
    let amounts = [pay.amount, overhead, hiringCost]
    if !(count >= 0 && month >= 0 && amounts.allSatisfy { $0 >= 0 && $0.isFinite } && lead.quantile(0) >= 0) {
      ValidationErrors.report(
        InvalidValue(
          "Staff(\"\(name)\", \(count), \(pay), hiredAfter: \(lead))",
          "people, pay, overhead, hiring cost, months and the time until people come are at least 0",
          location: location))
    }
  }

  /// The month in which each person starts, in a replication.
  public func arrivals(by streams: Streams) -> [Int] {
    let stream = streams.stream("costs/\(name)/hiring")
    return (0..<max(count, 0)).map { _ in start + lead.draw(from: stream).wholeMonths }
  }

  public func realised(by streams: Streams, over horizon: Horizon) -> RealisedExpense {
    let arrivals = arrivals(by: streams)
    let present = (0..<horizon.months).map { month in
      end.map { month < $0 } ?? true ? Double(arrivals.count { $0 <= month }) : 0
    }
    return RealisedExpense(supplies: [Supply(name, present, of: Double(count))]) { month in
      guard end.map({ month.index < $0 }) ?? true else { return .monthly(0) }
      let pay = monthly * growth.factor(after: Double(month.index) / 12)
      // Those who are there from the start were not hired.
      let hired = Double(arrivals.count { $0 == month.index && $0 > 0 })
      return .monthly(pay * present[month.index] * (1 + overhead)) + .single(pay * hired * hiringCost * 12)
    }
  }
}
