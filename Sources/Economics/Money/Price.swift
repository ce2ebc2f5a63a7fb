/// A price, whose currency and unit are part of the type.
///
/// A price a month cannot be added to a price a year; `CNY(12) / .year` is turned into one by ``monthly``.
public struct Price<C: Currency, U: BillingUnit>: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// In units of the currency.
  public var amount: Double

  /// An amount for one unit.
  public init(amount: Double) { self.amount = amount }

  /// The sum of two prices.
  public static func + (a: Price, b: Price) -> Price { Price(amount: a.amount + b.amount) }
  /// The difference of two prices.
  public static func - (a: Price, b: Price) -> Price { Price(amount: a.amount - b.amount) }
  /// A multiple of a price.
  public static func * (factor: Double, a: Price) -> Price { Price(amount: factor * a.amount) }
  /// A multiple of a price.
  public static func * (a: Price, factor: Double) -> Price { Price(amount: a.amount * factor) }
  public static func < (a: Price, b: Price) -> Bool { a.amount < b.amount }

  /// The cost of so many units.
  public func times(_ quantity: Double) -> Money<C> { Money(amount * quantity) }

  /// The unit as it is written: `USD/GPU-hour`.
  public static var symbol: String { "\(C.code)/\(U.symbol)" }

  public var description: String { "\(amount) \(Self.symbol)" }
}

extension Price where U: BillingPeriod {
  /// The same stream of cash a month: a year is twelve equal months.
  public var monthly: Price<C, PerMonth> { Price<C, PerMonth>(amount: amount / U.months) }
  /// The same stream of cash a year.
  public var yearly: Price<C, PerYear> { Price<C, PerYear>(amount: amount * 12 / U.months) }
}

/// A quantity, whose unit is part of the type.
///
/// ```swift
/// let tokens = Quantity<PerToken>(3e9)
/// (USD(0.6) / .millionTokens).times(tokens.inMillions)  // 1800 USD
/// ```
/// A price for a million tokens times a number of tokens does not compile.
public struct Quantity<U: BillingUnit>: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// How many of the unit.
  public var amount: Double

  /// So many of a unit.
  public init(_ amount: Double) { self.amount = amount }

  public static func < (a: Quantity, b: Quantity) -> Bool { a.amount < b.amount }

  /// A multiple of the quantity.
  public func times(_ factor: Double) -> Quantity { Quantity(amount * factor) }

  /// The sum of two quantities.
  public func plus(_ other: Quantity) -> Quantity { Quantity(amount + other.amount) }

  /// `3000000000.0 token`
  public var description: String { "\(amount) \(U.symbol)" }
}

extension Quantity where U == PerToken {
  /// The same in millions.
  public var inMillions: Quantity<PerMillionTokens> { Quantity<PerMillionTokens>(amount / 1e6) }
}

extension Price {
  /// The cost of a quantity.
  public func times(_ quantity: Quantity<U>) -> Money<C> { times(quantity.amount) }
}

extension Price where U == PerMillionTokens {
  /// The same price for one token.
  public var perToken: Price<C, PerToken> { Price<C, PerToken>(amount: amount / 1e6) }
}
