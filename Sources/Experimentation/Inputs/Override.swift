package import Randomness

/// A value set from outside: `priceFall=0.4`, `priceFall=uniform(0.2, 0.6)`, `hosting=api`.
package struct Override: Sendable, Hashable {
  package let name: String
  package let text: String

  init(name: String, text: String) {
    self.name = name
    self.text = text
  }

  /// Reads `name=value`.
  package init(_ argument: String) throws(InvalidValue) {
    guard let sign = argument.firstIndex(of: "="), sign != argument.startIndex else {
      throw InvalidValue("--set \(argument)", "expected name=value", remedy: "for example --set priceFall=0.4")
    }
    name = String(argument[..<sign]).trimmed
    text = String(argument[argument.index(after: sign)...]).trimmed
    if text.isEmpty { throw InvalidValue("--set \(argument)", "there is no value after the =") }
  }

  /// The value as a distribution in the unit of the input.
  func distribution(for input: InputDeclaration) throws(InvalidValue) -> Distribution {
    let (value, unit) = splitUnit()
    let parsed: Distribution
    do {
      parsed = try Distribution(parsing: value)
    } catch {
      var error = error
      error.subject = "--set \(name)=\(text)"
      throw error
    }
    guard let unit else { return parsed }
    if unit.description.hasPrefix(",") {
      throw InvalidValue(
        "--set \(name)=\(text)", "a number has a point before its decimals, and commas between thousands only",
        remedy: "for example 0.4, 8,000,000 or 8M")
    }
    // A percentage of a rate is one of its time.
    let percentage = InputUnit("%" + input.unit.description.dropFirst())
    guard let factor = input.unit.factor(from: unit == InputUnit("%") ? percentage : unit) else {
      throw InvalidValue(
        "--set \(name)=\(text)", "the unit is \(unit), but \(name) is given in \(input.unit)",
        remedy: remedy(for: unit, in: input))
    }
    guard factor != 1 else { return parsed }
    guard parsed.variance == 0 else {
      throw InvalidValue(
        "--set \(name)=\(text)", "a distribution is given in the unit of the input, \(input.unit)",
        remedy: "write its parameters as fractions and leave the unit out")
    }
    return .constant(parsed.mean * factor)
  }

  private func remedy(for unit: InputUnit, in input: InputDeclaration) -> String {
    input.unit == .one ? "write a plain number" : "write the value in \(input.unit), or leave the unit out"
  }

  /// The text with numbers as a computer reads them: `40k`, `1.5M`, `2 bn` and `8,000,000`.
  ///
  /// Commas between thousands are read outside parentheses alone, where they separate parameters.
  private var plainText: String {
    let ungrouped =
      text.contains("(")
      ? text
      : text.replacing(/(^|[^0-9.,])([0-9]{1,3}(?:,[0-9]{3})+)(?![0-9,])/) { group in
        group.output.1 + group.output.2.filter { $0 != "," }
      }
    return ungrouped.replacing(/([0-9.]+) ?(k|K|M|bn|tn)(?![A-Za-z0-9\/])/) { number in
      let exponent =
        switch number.output.2 {
        case "k", "K": 3
        case "M": 6
        case "bn": 9
        default: 12
        }
      return "\(number.output.1)e\(exponent)"
    }
  }

  /// Takes a unit off the end: what follows the number or the closing parenthesis.
  private func splitUnit() -> (value: String, unit: InputUnit?) {
    let text = plainText
    if let close = text.lastIndex(of: ")") {
      let unit = String(text[text.index(after: close)...]).trimmed
      return (String(text[...close]), unit.isEmpty ? nil : InputUnit(unit))
    }
    if text.contains(" to ") { return Self.splitInterval(text) }
    let end = text.firstIndex { !("0"..."9" ~= $0 || "+-._eE".contains($0)) } ?? text.endIndex
    // `5e6` is a number, `5 euro` is not: an exponent has a digit behind it.
    let unit = String(text[end...]).trimmed
    let number = String(text[..<end]).trimmed
    return Double(number) != nil && !unit.isEmpty ? (number, InputUnit(unit)) : (text, nil)
  }

  /// `5 to 50 USD/GPU-hour`
  private static func splitInterval(_ text: String) -> (value: String, unit: InputUnit?) {
    let words = text.split(separator: " ")
    guard words.count > 3 else { return (text, nil) }
    return (words[0...2].joined(separator: " "), InputUnit(words[3...].joined(separator: " ")))
  }
}
