public import Randomness

/// An input as an experiment declares it.
public struct InputDeclaration: Sendable, Hashable {
  public let name: String
  public let meaning: String
  public let unit: InputUnit
  public let distribution: Distribution
  public let source: Source
}

/// A choice as an experiment declares it.
public struct ChoiceDeclaration: Sendable, Hashable {
  public let name: String
  public let meaning: String
  public let options: [String]
  /// The index of the option that is taken unless another is set.
  public let selected: Int
}

/// A setting as an experiment declares it.
public struct SettingDeclaration: Sendable, Hashable {
  public let name: String
  public let meaning: String
  public let value: String
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
