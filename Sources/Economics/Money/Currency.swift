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
}

/// The dollar of the United States.
public enum USDollar: Currency {
  public static var code: CurrencyCode { .usd }
}

/// The yuan of China.
public enum Renminbi: Currency {
  public static var code: CurrencyCode { .cny }
}

/// An amount in dollars: `USD(10)`.
public typealias USD = Money<USDollar>
/// An amount in yuan: `CNY(50e6)`.
public typealias CNY = Money<Renminbi>
