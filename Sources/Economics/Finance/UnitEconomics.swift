import Randomness

/// What a unit costs and brings, as ratios of sums over a stretch of time, not as means of monthly ratios.
///
/// ```swift
/// let chat = UnitEconomics(units: requests, revenue: benefits, variableCost: rents, fixedCost: team)
/// chat.costPerUnit  // all cost over all requests
/// ```
/// The mean of monthly ratios gives a quiet month the weight of a busy one, and has no value where a month has no
/// units. Over replications the same holds: sum first, divide once.
public struct UnitEconomics: Sendable, Hashable {
  /// How many units were sold.
  public let units: Double
  /// What they brought.
  public let revenue: Double
  /// What grew with their number.
  public let variableCost: Double
  /// What did not.
  public let fixedCost: Double

  /// Of amounts by month, in one currency; one that is left out is 0.
  public init(units: [Double], revenue: [Double] = [], variableCost: [Double] = [], fixedCost: [Double] = []) {
    self.units = units.reduce(0, +)
    self.revenue = revenue.reduce(0, +)
    self.variableCost = variableCost.reduce(0, +)
    self.fixedCost = fixedCost.reduce(0, +)
  }

  /// All cost over all units; `nil` without units.
  public var costPerUnit: Double? { perUnit(variableCost + fixedCost) }
  /// What one more unit costs.
  public var variableCostPerUnit: Double? { perUnit(variableCost) }
  /// What a unit brings.
  public var revenuePerUnit: Double? { perUnit(revenue) }
  /// What a unit brings over what one more costs.
  public var contributionPerUnit: Double? { perUnit(revenue - variableCost) }
  /// The share of revenue that is left of it after variable cost; `nil` without revenue.
  public var contributionMargin: Double? { revenue > 0 ? (revenue - variableCost) / revenue : nil }

  /// The units over the same stretch of time that would pay the fixed cost; `nil` where a unit contributes nothing.
  public var breakEvenUnits: Double? {
    guard let contribution = contributionPerUnit, contribution > 0 else { return nil }
    return fixedCost / contribution
  }

  private func perUnit(_ amount: Double) -> Double? { units > 0 ? amount / units : nil }
}

/// The total cost of ownership: what a thing costs from its order to its disposal, line by line, at its worth today.
///
/// ```swift
/// let server = CostOfOwnership(at: 0.1, [
///   ("purchase", CashSeries(yearly: [-40_000])), ("power", CashSeries(yearly: [0, -5000, -5000, -5000])),
///   ("resale", CashSeries(yearly: [0, 0, 0, 8000])),
/// ])
/// server.total  // 46 424: what is paid is above 0 here
/// ```
public struct CostOfOwnership: Sendable, Hashable {
  /// A line and its share.
  public struct Line: Sendable, Hashable {
    /// What it is for.
    public let name: String
    /// The worth today of what it costs; below 0 for what comes in.
    public let cost: Double
  }

  /// In the order given.
  public let lines: [Line]
  private let rate: Double

  /// Of cash series in one currency, in which what is paid is below 0.
  ///
  /// - `rate`: a fraction a year, above −1.
  public init(
    at rate: Double, _ lines: [(name: String, cash: CashSeries)], file: StaticString = #fileID, line: UInt = #line
  ) {
    self.rate = rate
    self.lines = lines.map { entry in
      Line(name: entry.name, cost: -entry.cash.netPresentValue(at: rate, file: file, line: line))
    }
  }

  /// The worth today of all lines.
  public var total: Double { lines.reduce(0) { $0 + $1.cost } }

  /// The cost of a line; `nil` where there is none of that name.
  public subscript(name: String) -> Double? { lines.first { $0.name == name }?.cost }

  /// The price a unit that would just pay for it: total over the worth today of the units, as if they were cash.
  ///
  /// The levelised cost: of a token, a request, a kilowatt-hour. `nil` without units.
  public func levelised(over units: CashSeries) -> Double? {
    let worth = units.netPresentValue(at: rate)
    return worth > 0 ? total / worth : nil
  }
}

/// From what volume on making a thing oneself is cheaper than buying it by the piece.
///
/// ```swift
/// let choice = MakeOrBuy(
///   capital: USD(320_000), salvage: USD(32_000), months: 36, costOfCapital: 0.12.perYear, running: USD(4100) / .month,
///   making: USD(0.05) / .millionTokens, buying: USD(2) / .millionTokens)
/// choice.breakEvenVolume  // 7120.6 million tokens a month
/// ```
/// Making costs the payment that pays the capital off over its months, less what it is sold for after them, and what
/// running it costs: volume* = fixed / (buying − making).
public struct MakeOrBuy<C: Currency, U: BillingUnit>: Sendable, Hashable {
  /// What making costs a month, whatever the volume.
  public let fixed: Price<C, PerMonth>
  /// What one more costs that is made.
  public let making: Price<C, U>
  /// What one more costs that is bought.
  public let buying: Price<C, U>

  ///
  /// - `capital`: spent at the start.
  /// - `salvage`: what it is sold for after the months.
  /// - `months`: how long it is used, at least 1.
  /// - `costOfCapital`: compounded.
  /// - `running`: people, power, space.
  public init<P: BillingPeriod>(
    capital: Money<C>, salvage: Money<C> = .zero, months: Int, costOfCapital: Rate<PerYear>, running: Price<C, P>,
    making: Price<C, U>, buying: Price<C, U>, file: StaticString = #fileID, line: UInt = #line
  ) {
    let annuity = Annuity(at: costOfCapital.monthly, payments: months, file: file, line: line)
    self.init(
      fixed: Price(amount: annuity.payment(for: capital.amount, leaving: salvage.amount) + running.monthly.amount),
      making: making, buying: buying)
    let amounts = [capital.amount, salvage.amount, running.amount, making.amount, buying.amount]
    if !amounts.allSatisfy({ $0 >= 0 && $0.isFinite }) {
      ValidationErrors.report(
        InvalidValue(
          "MakeOrBuy(capital: \(capital), salvage: \(salvage), running: \(running), making: \(making), "
            + "buying: \(buying))", "amounts and prices are at least 0", location: "\(file):\(line)"))
    }
  }

  /// Of a cost a month that is known already.
  public init(fixed: Price<C, PerMonth>, making: Price<C, U>, buying: Price<C, U>) {
    self.fixed = fixed
    self.making = making
    self.buying = buying
  }

  /// The volume a month at which both cost the same; `nil` where buying is never dearer, at no volume.
  public var breakEvenVolume: Double? {
    buying > making ? fixed.amount / (buying - making).amount : nil
  }

  /// What making saves in a month of that volume; below 0 where it costs more.
  public func saving(at volume: Double) -> Money<C> {
    (buying - making).times(volume) - Money(fixed.amount)
  }
}
