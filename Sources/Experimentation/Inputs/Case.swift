import Randomness

/// A named set of inputs: what a bear expects, or what an article assumes.
///
/// ```swift
/// static let cases = [
///   Case("bull", "GPUs get much cheaper, and more calls need nobody", ["priceFall": 0.5, "resolved": "uniform(0.2, 0.35)"]),
///   Case("bear", "they hardly do", ["priceFall": 0.3, "scaling": "around-the-clock"]),
/// ]
/// ```
/// `payoff run CustomerService --case bear` takes its values, and what it does not name is as declared. `--set` takes
/// precedence over a case. `payoff cases CustomerService` simulates the experiment as declared and all cases on the
/// same draws.
public struct Case: Sendable, Hashable {
  /// The name after `--case`.
  public let name: String
  /// What it stands for, in words.
  public let meaning: String
  let values: [Override]
  /// As `File.swift:12`.
  let location: String

  ///
  /// - `name`: any but `base`, which is the experiment as declared.
  /// - `values`: of inputs a number, a number with its unit or a distribution; of choices an option. A number lies within
  ///   the distribution that the input is declared with, unless that is a constant.
  public init(
    _ name: String, _ meaning: String, _ values: KeyValuePairs<String, CaseValue>, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    self.name = name
    self.meaning = meaning
    self.values = values.map { Override(name: $0, text: $1.text) }
    location = "\(file):\(line)"
  }

  /// What the experiment as declared is called beside its cases.
  package static let base = "base"

  var subject: String { "Case(\"\(name)\")" }

  /// Reports cases that cannot be told apart, or that set a thing twice.
  static func check(_ cases: [Case]) {
    for (place, one) in cases.enumerated() {
      let problem: String? =
        if one.name == base {
          "\"\(base)\" is the experiment as it is declared"
        } else if one.name.isEmpty || one.name.contains(where: \.isWhitespace) {
          "a name is one word, for --case"
        } else if cases[..<place].contains(where: { $0.name == one.name }) {
          "there are two of that name"
        } else if Set(one.values.map(\.name)).count < one.values.count {
          "it sets something twice"
        } else {
          nil
        }
      if let problem {
        ValidationErrors.report(InvalidValue(one.subject, problem, location: one.location))
      }
    }
  }

  /// The case of that name; `nil` for none and for `base`.
  /// - Throws: `InvalidValue` for a case that is not there, with the nearest.
  static func named(
    _ name: String?, among cases: [Case], of experiment: String, option: String = "--case"
  ) throws(InvalidValue) -> Case? {
    guard let name, name != base else { return nil }
    if let found = cases.first(where: { $0.name == name }) { return found }
    throw InvalidValue(
      "\(option) \(name)", "\(experiment) has no case of that name",
      remedy: cases.isEmpty
        ? "declare static let cases = [Case(\"\(name)\", \"…\", [\"input\": 0.1])]"
        : NearestName.remedy(for: name, among: cases.map(\.name) + [base]))
  }
}

/// A value of a ``Case``: `0.3`, `"40 %/year"`, `"uniform(0.2, 0.6)"`, `"hourly"`.
public struct CaseValue: Sendable, Hashable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByStringLiteral
{
  let text: String

  /// A number in the unit of the input.
  public init(floatLiteral value: Double) { text = value.shortest }
  /// A number in the unit of the input.
  public init(integerLiteral value: Int) { text = "\(value)" }
  /// As after `--set name=`.
  public init(stringLiteral value: String) { text = value }
}
