/// So much of a unit that is part of the type: what a price is multiplied with.
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

  /// That multiple of it.
  public func times(_ factor: Double) -> Quantity { Quantity(amount * factor) }

  /// Both together.
  public func plus(_ other: Quantity) -> Quantity { Quantity(amount + other.amount) }

  /// `3000000000.0 token`
  public var description: String { "\(amount) \(U.symbol)" }
}

extension Quantity where U == PerToken {
  /// The same in millions.
  public var inMillions: Quantity<PerMillionTokens> { Quantity<PerMillionTokens>(amount / 1e6) }
}

extension Price {
  /// What that much costs.
  public func times(_ quantity: Quantity<U>) -> Money<C> { times(quantity.amount) }
}

extension Price where U == PerMillionTokens {
  /// The same price for one token.
  public var perToken: Price<C, PerToken> { Price<C, PerToken>(amount: amount / 1e6) }
}
