import Randomness

/// A decision: one of the cases of an enumeration, the same in every replication.
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

  /// A choice with its meaning; the default is the property's value.
  public init(wrappedValue: Value, _ meaning: String) {
    options = Array(Value.allCases)
    slot = ChoiceSlot(
      meaning: meaning, options: options.map(\.rawValue),
      selected: options.firstIndex { $0.rawValue == wrappedValue.rawValue } ?? 0)
  }

  /// The selected option of this run.
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

/// The date of a decision: one of several months, or never, the same in every replication.
///
/// ```swift
/// @Timing("when we buy servers", every: 6, through: 36)
/// var purchase: Int? = 0
///
/// var scenario: Scenario {
///   if let month = purchase { OwnedHardware("H100s", 64, price, orderedIn: month, …) }
/// }
/// ```
/// It is a choice, whose options are the months and `never`: `--set purchase=12`, `payoff compare`, `payoff decide`.
/// `payoff wait` calculates the value of deciding later, when more is known (see ``Indicator``).
@propertyWrapper
public struct Timing {
  let slot: ChoiceSlot

  ///
  /// - `every`: months from one date to the next, at least 1.
  /// - `last`: the month of the last date; the first is 0, before the first month.
  public init(
    wrappedValue: Int?, _ meaning: String, every: Int, through last: Int, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    let isPossible = every >= 1 && last >= 0 && last <= 1200
    if !isPossible {
      ValidationErrors.report(
        InvalidValue(
          "Timing(every: \(every), through: \(last))", "dates are at least 1 month apart, from month 0 on",
          location: "\(file):\(line)"))
    }
    let months: [Int?] = isPossible ? Array(stride(from: 0, through: last, by: every)) + [nil] : [0, nil]
    let selected = months.firstIndex(of: wrappedValue)
    if selected == nil {
      ValidationErrors.report(
        InvalidValue(
          "Timing: month \(wrappedValue ?? 0)", "is none of the dates, which are every \(every) months through \(last)",
          location: "\(file):\(line)"))
    }
    slot = ChoiceSlot(
      meaning: meaning, options: months.map { $0.map(String.init) ?? Self.never }, months: months,
      selected: selected ?? 0)
  }

  /// What the option is called in which it is not done.
  package static let never = "never"

  /// The selected month, from 0; `nil` for never.
  public var wrappedValue: Int? { slot.months.flatMap { $0[slot.selected] } }
}

extension Timing: ChoiceDeclaring {}

/// A text parameter of a run, such as the file of a trace: `--set trace=requests.csv.gz`.
@propertyWrapper
public struct Setting {
  let setting: SettingSlot

  /// A setting with its meaning; the default is the property's value.
  public init(wrappedValue: String, _ meaning: String) {
    setting = SettingSlot(meaning: meaning, value: wrappedValue)
  }

  /// A setting that is one of several words, such as a currency.
  public init(wrappedValue: String, _ meaning: String, oneOf words: [String]) {
    setting = SettingSlot(meaning: meaning, value: wrappedValue, allowed: .words(words))
  }

  /// A setting that is a whole number, such as the months of a forecast.
  ///
  /// - `unit`: what it counts, where it may be set in another unit: with `"months"`, 2 years are 24.
  public init(wrappedValue: String, _ meaning: String, in range: ClosedRange<Int>, unit: InputUnit? = nil) {
    setting = SettingSlot(meaning: meaning, value: wrappedValue, allowed: .numbers(range), unit: unit)
  }

  /// The text of this run.
  public var wrappedValue: String { setting.value }
}

/// What is declared of a setting, and its text.
final class SettingSlot {
  let meaning: String
  var value: String
  let allowed: Allowed
  /// What a whole number counts.
  let unit: InputUnit?

  /// What it may be.
  enum Allowed {
    case anything
    case words([String])
    case numbers(ClosedRange<Int>)
  }

  init(meaning: String, value: String, allowed: Allowed = .anything, unit: InputUnit? = nil) {
    self.meaning = meaning
    self.value = value
    self.allowed = allowed
    self.unit = unit
  }

  func declaration(named name: String) -> SettingDeclaration {
    var declaration = SettingDeclaration(name: name, meaning: meaning, value: value)
    switch allowed {
    case .anything: break
    case .words(let words): declaration.options = words
    case .numbers(let range): declaration.range = range
    }
    return declaration
  }

  /// The text that is set: of a whole number its digits, whichever unit it was written in.
  /// - Throws: `InvalidValue` for what it may not be.
  func reading(_ override: Override) throws(InvalidValue) -> String {
    switch allowed {
    case .anything: return override.text
    case .words(let words):
      guard !words.contains(override.text) else { return override.text }
      throw InvalidValue(
        override.subject, "\(override.name) is one of \(words.joined(separator: ", "))",
        remedy: NearestName.question(for: override.text, among: words))
    case .numbers(let range):
      if let number = number(override.text), Double(range.lowerBound)...Double(range.upperBound) ~= number {
        return "\(Int(number))"
      }
      var error = InvalidValue(
        override.subject,
        "\(override.name) is a whole number from \(range.lowerBound) to \(range.upperBound)"
          + (unit.map { ", in \($0)" } ?? ""))
      error.chinese = "取值应为 \(range.lowerBound) 至 \(range.upperBound) 之间的整数"
      throw error
    }
  }

  /// A whole number, as `24`, `24.0`, `24 months` or `2 years`; `nil` for any other text.
  private func number(_ text: String) -> Double? {
    let quantity = QuantityText(text)
    guard let number = quantity.number.flatMap({ Double($0) }) else { return nil }
    var factor = 1.0
    if let written = quantity.unit {
      guard let converted = unit?.factor(from: written) else { return nil }
      factor = converted
    }
    let value = number * factor
    return abs(value - value.rounded()) <= 1e-9 * abs(value) ? value.rounded() : nil
  }
}
