/// An amount of money in one currency.
///
/// `USD(10) + CNY(5)` does not compile; `USD(10) / .gpuHour` is a ``Price``.
public struct Money<C: Currency>: Sendable, Hashable, Comparable, AdditiveArithmetic, CustomStringConvertible {
  /// In units of the currency, not in cents.
  public var amount: Double

  /// An amount of the currency.
  public init(_ amount: Double) { self.amount = amount }

  public static var zero: Money { Money(0) }
  public static func + (a: Money, b: Money) -> Money { Money(a.amount + b.amount) }
  public static func - (a: Money, b: Money) -> Money { Money(a.amount - b.amount) }
  /// The negative amount.
  public static prefix func - (a: Money) -> Money { Money(-a.amount) }
  /// A multiple of an amount.
  public static func * (factor: Double, a: Money) -> Money { Money(factor * a.amount) }
  /// A multiple of an amount.
  public static func * (a: Money, factor: Double) -> Money { Money(a.amount * factor) }
  /// A part of an amount.
  public static func / (a: Money, divisor: Double) -> Money { Money(a.amount / divisor) }
  /// The ratio of two amounts.
  public static func / (a: Money, b: Money) -> Double { a.amount / b.amount }
  public static func < (a: Money, b: Money) -> Bool { a.amount < b.amount }

  /// A price: `USD(10) / .gpuHour`, `CNY(50e6) / .year`.
  public static func / <U: BillingUnit>(a: Money, unit: U) -> Price<C, U> { Price(amount: a.amount) }

  public var description: String { "\(amount) \(C.code)" }
}

/// A currency as a type, so that amounts in two currencies cannot be added.
public protocol Currency: Sendable {
  /// The code of ISO 4217.
  static var code: CurrencyCode { get }
}

/// The ISO 4217 code of a currency, where the type is not known: in a table, in a file.
public struct CurrencyCode: Sendable, Hashable, CustomStringConvertible {
  public let description: String

  /// A currency by its three letters.
  public init(_ code: String) { description = code }

  /// The US dollar.
  public static let usd = CurrencyCode("USD")
  /// The renminbi.
  public static let cny = CurrencyCode("CNY")
  /// The euro.
  public static let eur = CurrencyCode("EUR")
  /// The pound sterling.
  public static let gbp = CurrencyCode("GBP")
  /// The Japanese yen.
  public static let jpy = CurrencyCode("JPY")
}

/// The dollar of the United States.
public enum USDollar: Currency {
  public static var code: CurrencyCode { .usd }
}

/// The yuan of China.
public enum Renminbi: Currency {
  public static var code: CurrencyCode { .cny }
}

/// The euro.
public enum EuropeanEuro: Currency {
  public static var code: CurrencyCode { .eur }
}

/// The pound of the United Kingdom.
public enum PoundSterling: Currency {
  public static var code: CurrencyCode { .gbp }
}

/// The yen of Japan.
public enum JapaneseYen: Currency {
  public static var code: CurrencyCode { .jpy }
}

/// An amount in euros: `EUR(4)`.
public typealias EUR = Money<EuropeanEuro>
/// An amount in pounds: `GBP(4)`.
public typealias GBP = Money<PoundSterling>
/// An amount in yen: `JPY(600)`.
public typealias JPY = Money<JapaneseYen>
/// An amount in dollars: `USD(10)`.
public typealias USD = Money<USDollar>
/// An amount in yuan: `CNY(50e6)`.
public typealias CNY = Money<Renminbi>

// Names that people try; the compiler says what the currency is called.

/// Not available: the euro is ``EuropeanEuro``, and an amount of it `EUR(4)`.
@available(
  *, unavailable, message: "the euro is EuropeanEuro, as in Price<EuropeanEuro, PerConversation>; an amount is EUR(4)"
)
public typealias Euro = EuropeanEuro
/// Not available: the dollar is ``USDollar``, and an amount of it `USD(4)`.
@available(
  *, unavailable, message: "the dollar is USDollar, as in Price<USDollar, PerConversation>; an amount is USD(4)"
)
public typealias Dollar = USDollar
/// Not available: the pound is ``PoundSterling``, and an amount of it `GBP(4)`.
@available(
  *, unavailable,
  message: "the pound is PoundSterling, as in Price<PoundSterling, PerConversation>; an amount is GBP(4)"
)
public typealias Pound = PoundSterling
/// Not available: the yen is ``JapaneseYen``, and an amount of it `JPY(400)`.
@available(
  *, unavailable, message: "the yen is JapaneseYen, as in Price<JapaneseYen, PerConversation>; an amount is JPY(400)"
)
public typealias Yen = JapaneseYen
/// Not available: the yuan is ``Renminbi``, and an amount of it `CNY(4)`.
@available(*, unavailable, message: "the yuan is Renminbi, as in Price<Renminbi, PerConversation>; an amount is CNY(4)")
public typealias Yuan = Renminbi
