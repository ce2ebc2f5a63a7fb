public import Randomness

/// An input that nobody knows: drawn once a replication by inverse transform, from a stream of its own name.
///
/// ```swift
/// @Uncertain(.uniform(0.30, 0.50), "fall of the GPU price", unit: .perYear, source: .fact("F17"))
/// var priceFall: Double
/// ```
/// `--set`, sweeps and sensitivity reach it by the property's name. A property of type `Price<USD, GPUHour>` has its unit
/// from its type. A constant is written as a number: `@Uncertain(7.2, …)`.
///
/// Where a source states one figure and the input is more than that, it says which: `stated: 10e6`. A run in which nothing
/// is uncertain (`--certain`) takes it, and of the other inputs their medians.
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
