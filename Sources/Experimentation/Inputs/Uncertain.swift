public import Randomness

/// An input that nobody knows: drawn once a replication by inverse transform, from a stream of its own name.
///
/// ```swift
/// @Uncertain(.uniform(0.30, 0.50), "fall of the GPU price", unit: .perYear, source: .fact("F17"))
/// var priceFall: Double
/// ```
/// `--set`, sweeps and sensitivity reach it by the property's name. A property of type `Price<USD, GPUHour>` has its unit
/// from its type. A constant is written as a number: `@Uncertain(7.2, …)`.
@propertyWrapper
public struct Uncertain<Value: InputValue> {
  let input: InputSlot

  public init(
    _ distribution: Distribution, _ meaning: String, unit: InputUnit? = nil, source: Source
  ) {
    input = InputSlot(
      distribution: distribution, meaning: meaning, unit: unit ?? Value.impliedUnit ?? .one, source: source)
  }

  public var wrappedValue: Value { Value(inputValue: input.value) }
}

/// What is declared of an input, and its value in this replication.
final class InputSlot {
  let distribution: Distribution
  let meaning: String
  let unit: InputUnit
  let source: Source
  var value: Double

  init(distribution: Distribution, meaning: String, unit: InputUnit, source: Source) {
    self.distribution = distribution
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
