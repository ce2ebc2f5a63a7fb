public import Economics
public import Randomness

/// An uncertain input: drawn once a replication by inverse transform, from a random stream with its name.
///
/// ```swift
/// @Uncertain(.uniform(0.30, 0.50), "fall of the GPU price", unit: .perYear, source: .fact("F17"))
/// var priceFall: Double
/// ```
/// `--set`, sweeps and sensitivity reach it by the property's name. A property of type `Price<USD, GPUHour>` has its
/// unit from its type. A constant is written as a number: `@Uncertain(7.2, …)`.
///
/// If the source states one figure, `stated: 10e6` records it. A run in which
/// nothing is uncertain (`--deterministic`) takes it, and of the other inputs their medians.
@propertyWrapper
public struct Uncertain<Value: InputValue> {
  let input: InputSlot

  ///
  /// - `distribution`: what it is drawn from, in its unit.
  /// - `stated`: the figure that the source states, where that is not the median.
  /// - `meaning`: what it is, in words.
  /// - `unit`: where the type does not say it.
  /// - `source`: where it comes from.
  public init(
    _ distribution: Distribution, stated: Double? = nil, _ meaning: String, unit: InputUnit? = nil, source: Source
  ) {
    input = InputSlot(
      distribution: distribution, stated: stated, meaning: meaning, unit: unit ?? Value.impliedUnit ?? .one,
      source: source)
  }

  /// An input whose distribution, unit and source are those of a market price.
  ///
  /// ```swift
  /// @Uncertain(.h100OnDemand, "rent of an H100")
  /// var rent: Price<USDollar, GPUHour>
  /// ```
  public init(_ price: MarketPrice, _ meaning: String) {
    self.init(
      price.distribution, meaning, unit: InputUnit(price.unit), source: .study(price.source, date: price.date))
  }

  /// The value of this replication.
  public var wrappedValue: Value { Value(inputValue: input.value) }
}

/// What is declared of an input, and its value in this replication.
final class InputSlot {
  let distribution: Distribution
  let stated: Double?
  let meaning: String
  let unit: InputUnit
  let source: Source
  var value: Double

  init(distribution: Distribution, stated: Double?, meaning: String, unit: InputUnit, source: Source) {
    self.distribution = distribution
    self.stated = stated
    self.meaning = meaning
    self.unit = unit
    self.source = source
    value = distribution.quantile(0.5)
  }
}

/// Lets an experiment's inputs be found whatever their types.
protocol InputDeclaring {
  var input: InputSlot { get }
}

extension Uncertain: InputDeclaring {}

/// A type of an input: a number, or a price or a rate whose unit is part of the type.
public protocol InputValue {
  /// The value that a number drawn stands for.
  init(inputValue: Double)

  /// The unit that the type implies; `nil` where the input has to say it.
  static var impliedUnit: InputUnit? { get }
}

extension Double: InputValue {
  public init(inputValue: Double) { self = inputValue }
  public static var impliedUnit: InputUnit? { nil }
}

extension Money: InputValue {
  public init(inputValue: Double) { self.init(inputValue) }
  public static var impliedUnit: InputUnit? { InputUnit(C.code.description) }
}

extension Price: InputValue {
  public init(inputValue: Double) { self.init(amount: inputValue) }
  public static var impliedUnit: InputUnit? { InputUnit(symbol) }
}

extension Rate: InputValue {
  public init(inputValue: Double) { self.init(inputValue) }
  public static var impliedUnit: InputUnit? { InputUnit("1/\(Period.symbol)") }
}

/// The unit of an input, as it is written after its value: `1/year`, `USD/GPU-hour`, `requests/day`.
public struct InputUnit: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
  public let description: String

  /// A unit by its symbol: `USD/GPU-hour`.
  public init(_ symbol: String) { description = symbol }
  public init(stringLiteral symbol: String) { description = symbol }

  /// A plain number, a share, a ratio.
  public static let one = InputUnit("1")
  /// A fraction a year.
  public static let perYear = InputUnit("1/year")

  /// What a value written with the unit `other` is to be multiplied with to be in this unit; `nil` when it cannot be.
  ///
  /// `%` stands for a hundredth of a plain number, `%/year` for a hundredth a year.
  func factor(from other: InputUnit) -> Double? {
    if other == self { return 1 }
    switch (self.description, other.description) {
    case ("1", "%"), ("1/year", "%/year"), ("1/month", "%/month"): return 0.01
    default: return nil
    }
  }
}
