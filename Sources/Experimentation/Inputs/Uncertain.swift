public import Economics
public import Randomness
public import Serving

/// An uncertain input: drawn once a replication by inverse transform, from a random stream with its name.
///
/// ```swift
/// @Uncertain(.uniform(0.30, 0.50), "fall of the GPU price", unit: .perYear, source: .fact("F17"))
/// var priceFall: Double
/// ```
/// `--set`, sweeps and sensitivity reach it by the property's name. A property of type `Price<USD, GPUHour>` has its
/// unit from its type. A constant is written as a number: `@Uncertain(7.2, …)`.
///
/// If the source states one figure, `stated: 10e6` records it; it lies within the distribution. What the case leaves out
/// altogether, such as a volatility or a licence, has the value that leaves it out: `leftOut: 0`. A run in which
/// nothing is uncertain (`--deterministic`) takes these values, and of the other inputs their medians.
@propertyWrapper
public struct Uncertain<Value: InputValue> {
  let input: InputSlot

  ///
  /// - `distribution`: what it is drawn from, in its unit.
  /// - `stated`: the figure that the source states, where that is not the median.
  /// - `meaning`: what it is, in words.
  /// - `leftOut`: the value that leaves it out, where the case does; it may lie outside the distribution.
  /// - `unit`: where the type does not say it.
  /// - `domain`: what it can be at all, such as `0...1` of a share; unless given, a price, an amount, and whatever has a unit
  ///   and is declared from 0 on is at least 0, and a rate in 1/year or 1/month from -0.5 to 1.
  ///   `--set`, a ``Case`` and the distribution itself are held to it.
  /// - `source`: where it comes from.
  public init(
    _ distribution: Distribution, stated: Double? = nil, leftOut: Double? = nil, _ meaning: String,
    unit: InputUnit? = nil, in domain: ClosedRange<Double>? = nil, source: Source, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    let unit = unit ?? Value.impliedUnit ?? .one
    input = InputSlot(
      distribution: distribution, stated: stated, leftOut: leftOut, meaning: meaning, unit: unit,
      domain: domain ?? Value.impliedDomain ?? unit.impliedDomain(of: distribution), source: source,
      location: "\(file):\(line)")
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

  /// The factor by which a deployment's steps may take longer than its costs have it, with its evidence as the source.
  ///
  /// ```swift
  /// @Uncertain(slownessOf: Deployment(.qwen32B, on: .h100, precision: .fp8), "factor by which the model's steps are slower")
  /// var slowness: Double
  /// ```
  /// The distribution is the deployment's `Deployment.slowness`: narrow where it was measured, wide where it is
  /// predicted. Where the error is unknown, steps take a half to twice as long, which is an assumption.
  public init(
    slownessOf deployment: Deployment, _ meaning: String, file: StaticString = #fileID, line: UInt = #line
  ) {
    self.init(
      deployment.slowness ?? .between(0.5, 2), meaning, in: 0.01...100, source: .slowness(of: deployment), file: file,
      line: line)
  }

  /// The value of this replication.
  public var wrappedValue: Value { Value(inputValue: input.value) }

  /// The input itself, for a ``BreakEven``: `$priceFall`.
  public var projectedValue: UncertainInput { UncertainInput(slot: input) }
}

/// What is declared of an input, and its value in this replication.
final class InputSlot {
  let distribution: Distribution
  let stated: Double?
  let leftOut: Double?
  let meaning: String
  let unit: InputUnit
  /// What it can be at all.
  let domain: ClosedRange<Double>?
  let source: Source
  /// As `File.swift:12`.
  let location: String
  var value: Double

  init(
    distribution: Distribution, stated: Double?, leftOut: Double?, meaning: String, unit: InputUnit,
    domain: ClosedRange<Double>?,
    source: Source, location: String
  ) {
    self.domain = domain
    self.location = location
    self.distribution = distribution
    self.stated = stated
    self.leftOut = leftOut
    self.meaning = meaning
    self.unit = unit
    self.source = source
    value = distribution.quantile(0.5)
  }
}

extension InputSlot {
  func declaration(named name: String) -> InputDeclaration {
    InputDeclaration(
      name: name, meaning: meaning, unit: unit, distribution: distribution, stated: stated, leftOut: leftOut,
      source: source, domain: domain)
  }

  /// Reports a stated figure that the input's own distribution excludes, and a distribution beyond what it can be.
  func checkStated(named name: String) {
    let (least, most) = (distribution.quantile(0), distribution.quantile(1))
    if let stated, !(least <= stated && stated <= most) {
      ValidationErrors.report(
        InvalidValue(
          "@Uncertain(\(distribution), stated: \(stated.shortest)) \(name)",
          "the stated figure lies outside the distribution, so that no replication could have it",
          remedy:
            "a distribution that reaches \(stated.shortest); or leftOut: \(stated.shortest), where that leaves it out",
          location: location))
    }
    if let leftOut, let domain, !domain.contains(leftOut) {
      ValidationErrors.report(
        InvalidValue(
          "@Uncertain(\(distribution), leftOut: \(leftOut.shortest)) \(name)", "it cannot be \(leftOut.shortest)",
          location: location))
    }
    if stated != nil, leftOut != nil {
      ValidationErrors.report(
        InvalidValue(
          "@Uncertain(\(distribution)) \(name)", "a source states it or leaves it out, not both", location: location))
    }
    if let problem = declaration(named: name).problem(of: distribution) {
      ValidationErrors.report(InvalidValue("@Uncertain(\(distribution)) \(name)", problem.english, location: location))
    }
  }
}

extension InputDeclaration {
  /// - Throws: `InvalidValue` for a value that the input cannot be.
  func requireDomain(_ set: Distribution, of override: Override) throws(InvalidValue) {
    guard let problem = problem(of: set) else { return }
    var error = InvalidValue(override.subject, problem.english)
    error.chinese = problem.chinese
    throw error
  }

  /// What speaks against a distribution, whose finite ends have to lie in what the input can be.
  fileprivate func problem(of other: Distribution) -> (english: String, chinese: String)? {
    guard let domain else { return nil }
    // An end that no draw reaches, as 0 of a lognormal distribution, is none of its values.
    let ends = [(0, 0x1p-53), (1, 1 - 0x1p-53)].map { (other.quantile($0.0), other.quantile($0.1)) }
    let beyond = ends.first { $0.0.isFinite && !domain.contains($0.0) && !domain.contains($0.1) }
    guard let wrong = beyond?.0 else { return nil }
    let range =
      domain.upperBound.isFinite
      ? "from \(domain.lowerBound.shortest) to \(domain.upperBound.shortest)" : "at least \(domain.lowerBound.shortest)"
    let isPercent = domain.upperBound <= 1 && wrong > 1 && domain.contains(wrong / 100)
    let rangeInChinese =
      domain.upperBound.isFinite
      ? "介于 \(domain.lowerBound.shortest) 与 \(domain.upperBound.shortest) 之间" : "不小于 \(domain.lowerBound.shortest)"
    return (
      "it is \(range)\(unit == .one ? "" : " \(unit)"), and this would be \(wrong.shortest)"
        + (isPercent ? "; \(wrong.shortest) % is written \(wrong.shortest)% or \((wrong / 100).shortest)" : ""),
      "取值应\(rangeInChinese)\(unit == .one ? "" : "（\(unit)）")，而这里是 \(wrong.shortest)"
        + (isPercent ? "；\(wrong.shortest) % 应写作 \(wrong.shortest)% 或 \((wrong / 100).shortest)" : "")
    )
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

  /// What a value of the type can be; `nil` for any number.
  static var impliedDomain: ClosedRange<Double>? { get }
}

extension InputValue {
  public static var impliedDomain: ClosedRange<Double>? { nil }
}

extension Double: InputValue {
  public init(inputValue: Double) { self = inputValue }
  public static var impliedUnit: InputUnit? { nil }
}

extension Money: InputValue {
  public init(inputValue: Double) { self.init(inputValue) }
  public static var impliedUnit: InputUnit? { InputUnit(C.code.description) }
  public static var impliedDomain: ClosedRange<Double>? { 0 ... .infinity }
}

extension Price: InputValue {
  public init(inputValue: Double) { self.init(amount: inputValue) }
  public static var impliedUnit: InputUnit? { InputUnit(symbol) }
  public static var impliedDomain: ClosedRange<Double>? { 0 ... .infinity }
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
  /// A fraction a month.
  public static let perMonth = InputUnit("1/month")

  /// What a value in it can be; `nil` for any number: a plain number, a rate, or what is declared to go below 0.
  func impliedDomain(of distribution: Distribution) -> ClosedRange<Double>? {
    if self == .perYear || self == .perMonth { return -0.5...1 }
    guard self != .one, !description.hasPrefix("1/"), distribution.quantile(0) >= 0 else { return nil }
    return 0 ... .infinity
  }
}
