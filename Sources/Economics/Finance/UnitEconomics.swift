import Randomness

/// Unit economics: cost and revenue per unit, as ratios of sums over a period.
///
/// ```swift
/// let chat = UnitEconomics(units: requests, revenue: benefits, variableCost: rents, fixedCost: team)
/// chat.costPerUnit  // all cost over all requests
/// ```
/// A mean of monthly ratios would give a quiet month the weight of a busy one, and has no value where a month has no
/// units. Over replications the same holds: sum first, divide once.
public struct UnitEconomics: Sendable, Hashable {
  /// Units sold.
  public let units: Double
  /// Revenue.
  public let revenue: Double
  /// Variable cost.
  public let variableCost: Double
  /// Fixed cost.
  public let fixedCost: Double

  /// Unit economics of monthly amounts in one currency; an amount that is left out is 0.
  public init(units: [Double], revenue: [Double] = [], variableCost: [Double] = [], fixedCost: [Double] = []) {
    self.units = units.reduce(0, +)
    self.revenue = revenue.reduce(0, +)
    self.variableCost = variableCost.reduce(0, +)
    self.fixedCost = fixedCost.reduce(0, +)
  }

  /// Average cost of a unit; `nil` without units.
  public var costPerUnit: Double? { perUnit(variableCost + fixedCost) }
  /// Variable cost of a unit.
  public var variableCostPerUnit: Double? { perUnit(variableCost) }
  /// Revenue of a unit.
  public var revenuePerUnit: Double? { perUnit(revenue) }
  /// Contribution of a unit.
  public var contributionPerUnit: Double? { perUnit(revenue - variableCost) }
  /// Contribution margin: contribution over revenue; `nil` without revenue.
  public var contributionMargin: Double? { revenue > 0 ? (revenue - variableCost) / revenue : nil }

  /// Break-even volume over the same period; `nil` where the contribution is not positive.
  public var breakEvenUnits: Double? {
    guard let contribution = contributionPerUnit, contribution > 0 else { return nil }
    return fixedCost / contribution
  }

  private func perUnit(_ amount: Double) -> Double? { units > 0 ? amount / units : nil }
}

/// Total cost of ownership: the present value of all costs from order to disposal, line by line.
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
    /// The present value of the cost; negative for inflows.
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

  /// The present value of all lines.
  public var total: Double { lines.reduce(0) { $0 + $1.cost } }

  /// The cost of a line; `nil` where there is none of that name.
  public subscript(name: String) -> Double? { lines.first { $0.name == name }?.cost }

  /// The levelised cost of a unit: the total over the present value of the units.
  ///
  /// As of a token, a request or a kilowatt-hour; `nil` without units.
  public func levelised(over units: CashSeries) -> Double? {
    let worth = units.netPresentValue(at: rate)
    return worth > 0 ? total / worth : nil
  }
}

/// Make or buy: the volume from which making is cheaper than buying by the piece.
///
/// ```swift
/// let choice = MakeOrBuy(
///   capital: USD(320_000), salvage: USD(32_000), months: 36, costOfCapital: 0.12.perYear, running: USD(4100) / .month,
///   making: USD(0.05) / .millionTokens, buying: USD(2) / .millionTokens)
/// choice.breakEvenVolume  // 7120.6 million tokens a month
/// ```
/// The fixed cost of making is the annuity of the capital less its salvage value, plus the
/// running cost: volume* = fixed / (buying − making).
public struct MakeOrBuy<C: Currency, U: BillingUnit>: Sendable, Hashable {
  /// The fixed cost of making, a month.
  public let fixed: Price<C, PerMonth>
  /// The variable cost of making a unit.
  public let making: Price<C, U>
  /// The price of buying a unit.
  public let buying: Price<C, U>

  ///
  /// - `capital`: the initial investment.
  /// - `salvage`: the resale value after the months.
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

  /// With a fixed cost a month that is known already.
  public init(fixed: Price<C, PerMonth>, making: Price<C, U>, buying: Price<C, U>) {
    self.fixed = fixed
    self.making = making
    self.buying = buying
  }

  /// The break-even volume a month; `nil` where buying is cheaper at every volume.
  public var breakEvenVolume: Double? {
    buying > making ? fixed.amount / (buying - making).amount : nil
  }

  /// The saving of making in a month of that volume; negative where it costs more.
  public func saving(at volume: Double) -> Money<C> {
    (buying - making).times(volume) - Money(fixed.amount)
  }
}
