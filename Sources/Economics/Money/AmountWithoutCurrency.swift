public import Randomness

// What people write in place of an amount: a bare number, or the name of a currency as if it were one. The compiler says
// what to write.

extension EuropeanEuro {
  /// Not available: an amount in euros is `EUR(4)`.
  @available(*, unavailable, message: "an amount in euros is EUR(600_000), and a price EUR(600_000) / .year")
  public init(_ amount: Double) { fatalError("unavailable") }
}

extension USDollar {
  /// Not available: an amount in dollars is `USD(4)`.
  @available(*, unavailable, message: "an amount in dollars is USD(600_000), and a price USD(600_000) / .year")
  public init(_ amount: Double) { fatalError("unavailable") }
}

extension PoundSterling {
  /// Not available: an amount in pounds is `GBP(4)`.
  @available(*, unavailable, message: "an amount in pounds is GBP(600_000), and a price GBP(600_000) / .year")
  public init(_ amount: Double) { fatalError("unavailable") }
}

extension JapaneseYen {
  /// Not available: an amount in yen is `JPY(400)`.
  @available(*, unavailable, message: "an amount in yen is JPY(600_000), and a price JPY(600_000) / .year")
  public init(_ amount: Double) { fatalError("unavailable") }
}

extension Renminbi {
  /// Not available: an amount in yuan is `CNY(4)`.
  @available(*, unavailable, message: "an amount in yuan is CNY(600_000), and a price CNY(600_000) / .year")
  public init(_ amount: Double) { fatalError("unavailable") }
}

extension Currency {
  /// Not available: a price is an amount for a unit. With it, the compiler gets as far as the remedy for the amount.
  @available(*, unavailable, message: "a price is an amount for a unit: EUR(600_000) / .year")
  public static func / <U: BillingUnit>(currency: Self, unit: U) -> Price<Self, U> { fatalError("unavailable") }
}

extension Cost {
  /// Not available: a cost says in which currency and for which period it is.
  @available(
    *, unavailable, message: "say in which currency and for which period: USD(600_000) / .year or USD(50_000) / .month"
  )
  public init(_ name: String, _ amount: Double, growing growth: Double = 0) { fatalError("unavailable") }
}

extension Investment {
  /// Not available: an investment says in which currency it is.
  @available(*, unavailable, message: "say in which currency: USD(400_000)")
  public init(_ name: String, _ amount: Double) { fatalError("unavailable") }

  /// Not available: an amount in euros is `EUR(4)`.
  @available(*, unavailable, message: "an amount is written with the code of its currency: EUR(400_000)")
  public init<C: Currency>(_ name: String, _ currency: C) { fatalError("unavailable") }
}

extension Rent {
  /// Not available: a rent says in which currency and for what it is.
  @available(*, unavailable, message: "say in which currency and for what the price is: USD(2.5) / .gpuHour")
  public init(_ price: Double, falling fall: Double = 0) { fatalError("unavailable") }

  /// Not available: a rent says in which currency and for what it is.
  @available(*, unavailable, message: "say in which currency and for what the price is: USD(2.5) / .gpuHour")
  public init(_ price: Double, falling fall: Rate<PerYear>) { fatalError("unavailable") }

  /// Not available: a rent says in which currency and for what it is.
  @available(*, unavailable, message: "say in which currency and for what the price is: USD(2.5) / .gpuHour")
  public init(_ price: Double, along index: PriceIndex) { fatalError("unavailable") }
}

extension Metered {
  /// Not available: a price says in which currency and for what it is.
  @available(*, unavailable, message: "say in which currency and for what the price is: USD(0.1) / .request")
  public init(
    _ name: String, _ price: Double, along index: PriceIndex = .constant,
    quantity: @escaping (MonthOfOperation) -> Quantity<PerRequest>
  ) { fatalError("unavailable") }

  /// Not available: a price says in which currency and for what it is.
  @available(
    *, unavailable,
    message: "say in which currency and for what the price is: USD(0.1) / .request, and write Quantity(…) of as many"
  )
  public init(
    _ name: String, _ price: Double, along index: PriceIndex = .constant,
    quantity: @escaping (MonthOfOperation) -> Double
  ) { fatalError("unavailable") }
}

extension Staff {
  /// Not available: pay says in which currency and for which period it is.
  @available(*, unavailable, message: "say in which currency and for which period: USD(120_000) / .year")
  public init(
    _ name: String, _ count: Int, _ pay: Double, growing growth: Rate<PerYear> = 0.perYear, overhead: Double = 0,
    from month: Int = 0, hiredAfter lead: Distribution = 0, hiringCost: Double = 0, until end: Int? = nil
  ) { fatalError("unavailable") }
}

extension Migration {
  /// Not available: the cost says in which currency it is.
  @available(*, unavailable, message: "say in which currency: cost: USD(2e6)")
  public init(
    _ name: String, from old: [any Expense], to new: [any Expense], startingIn month: Int, over duration: Int,
    cost: Double
  ) { fatalError("unavailable") }
}

extension Benefit {
  /// Not available: the cost says in which currency and for what it is.
  @available(*, unavailable, message: "say in which currency and for what the cost is: cost: USD(4) / .conversation")
  public static func labourSaved(
    _ name: String, conversations: @escaping (MonthOfOperation) -> Double, resolved: Double, cost: Double,
    becomingCash cash: Double
  ) -> Benefit { fatalError("unavailable") }

  /// Not available: the cost says in which currency and for what it is.
  @available(*, unavailable, message: "say in which currency and for what the cost is: cost: USD(50) / .personHour")
  public static func timeSaved(
    _ name: String, items: @escaping (MonthOfOperation) -> Double, hoursBefore before: Double,
    hoursAfter after: Double, cost: Double, becomingCash cash: Double
  ) -> Benefit { fatalError("unavailable") }

  /// Not available: the cost says in which currency and for what it is.
  @available(*, unavailable, message: "say in which currency and for what the cost is: cost: USD(20) / .error")
  public static func errorsAvoided(
    _ name: String, items: @escaping (MonthOfOperation) -> Double, rateBefore before: Double,
    rateAfter after: Double, cost: Double
  ) -> Benefit { fatalError("unavailable") }
}
