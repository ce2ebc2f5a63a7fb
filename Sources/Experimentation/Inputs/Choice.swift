/// What we decide: one of the cases of an enumeration, the same in every replication.
///
/// ```swift
/// enum Hosting: String, CaseIterable { case rented, api }
///
/// @Choice("how the model is served")
/// var hosting: Hosting = .rented
/// ```
@propertyWrapper
public struct Choice<Value: CaseIterable & RawRepresentable> where Value.RawValue == String {
  let slot: ChoiceSlot
  private let options: [Value]

  /// A choice whose default is the property's value, and what it means.
  public init(wrappedValue: Value, _ meaning: String) {
    options = Array(Value.allCases)
    slot = ChoiceSlot(
      meaning: meaning, options: options.map(\.rawValue),
      selected: options.firstIndex { $0.rawValue == wrappedValue.rawValue } ?? 0)
  }

  /// The option that this run takes.
  public var wrappedValue: Value { options[slot.selected] }
}

/// What is declared of a choice, and the option taken.
final class ChoiceSlot {
  let meaning: String
  let options: [String]
  /// Where it is a matter of time: the month of each option.
  let months: [Int?]?
  var selected: Int

  init(meaning: String, options: [String], months: [Int?]? = nil, selected: Int) {
    self.meaning = meaning
    self.options = options
    self.months = months
    self.selected = selected
  }
}

/// Lets an experiment's choices be found whatever their types.
protocol ChoiceDeclaring {
  var slot: ChoiceSlot { get }
}

extension Choice: ChoiceDeclaring {}
