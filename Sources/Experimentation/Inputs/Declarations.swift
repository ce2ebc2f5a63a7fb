package import Randomness

/// An input as an experiment declares it.
package struct InputDeclaration: Sendable, Hashable {
  package let name: String
  package let meaning: String
  package let unit: InputUnit
  package let distribution: Distribution
  /// The figure that the source states, where that is not the median.
  package let stated: Double?
  /// The value that leaves it out, where the case does.
  package var leftOut: Double?
  package let source: Source
  /// What it can be at all; `nil` for any number.
  package var domain: ClosedRange<Double>?

  /// The value where nothing is uncertain.
  package var deterministicValue: Double { stated ?? leftOut ?? distribution.quantile(0.5) }
}

/// A choice as an experiment declares it.
package struct ChoiceDeclaration: Sendable, Hashable {
  package let name: String
  package let meaning: String
  package let options: [String]
  /// The index of the option that is taken unless another is set.
  package let selected: Int
  /// Where it is a matter of time: the month of each option, `nil` for never.
  package let months: [Int?]?
}

/// A setting as an experiment declares it.
package struct SettingDeclaration: Sendable, Hashable {
  package let name: String
  package let meaning: String
  package let value: String
  /// What it is one of; `nil` where it is no word of a list.
  package var options: [String]?
  /// What it lies in; `nil` where it is no whole number.
  package var range: ClosedRange<Int>?

  /// What it may be, in words: `EUR, USD`, `12 to 60`; `nil` for any text.
  package var possibilities: String? {
    options?.joined(separator: ", ") ?? range.map { "\($0.lowerBound) to \($0.upperBound)" }
  }
}

/// The inputs, choices and settings of one instance of an experiment, found by their property wrappers.
struct Declarations<E: Experiment> {
  let experiment = E()
  private(set) var inputs: [(name: String, slot: InputSlot)] = []
  private(set) var choices: [(name: String, slot: ChoiceSlot)] = []
  private(set) var settings: [(name: String, slot: SettingSlot)] = []

  init() {
    for child in Mirror(reflecting: experiment).children {
      // The storage of a wrapped property `priceFall` is `_priceFall`.
      guard let label = child.label, label.hasPrefix("_") else { continue }
      let name = String(label.dropFirst())
      switch child.value {
      case let wrapper as any InputDeclaring: inputs.append((name, wrapper.input))
      case let wrapper as any ChoiceDeclaring: choices.append((name, wrapper.slot))
      case let wrapper as Setting: settings.append((name, wrapper.setting))
      default: break
      }
    }
  }
}
