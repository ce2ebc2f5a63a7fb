/// Reads the text of a distribution: a number, `low to high`, or a name with its arguments.
struct DistributionParser {
  private let text: String
  private var rest: Substring
  /// How many parentheses are open.
  private var depth = 0

  init(_ text: String) {
    self.text = text
    rest = text[...]
  }

  private typealias Value = DistributionForm.Value

  mutating func parse() throws(InvalidValue) -> Distribution {
    let value = try expression()
    skipSpace()
    guard rest.isEmpty else { throw error("\"\(rest)\" follows a complete distribution") }
    return try value.asDistribution()
  }

  private mutating func expression() throws(InvalidValue) -> Value {
    skipSpace()
    if let low = number() {
      guard let high = try intervalEnd() else { return .number(low) }
      return .distribution(Distribution(try LognormalDistribution(interval: low, high)))
    }
    guard let name = word() else {
      throw error(rest.isEmpty ? "a number or a distribution was expected" : "\"\(rest)\" is not a distribution")
    }
    guard skip("(") else {
      throw error(
        "\"\(name)\" is neither a number nor a distribution with its parameters",
        remedy: DistributionRegistry.usage(nearestTo: name).map { "write \($0)" })
    }
    depth += 1
    defer { depth -= 1 }
    try DistributionForm.requireDepth(depth - 1, of: shown)
    return .distribution(try DistributionForm.distribution(name, try arguments(), in: shown))
  }

  /// The high end after `to`, when that follows.
  private mutating func intervalEnd() throws(InvalidValue) -> Double? {
    let before = rest
    guard word() == "to" else {
      rest = before
      return nil
    }
    guard let high = number() else { throw error("a number was expected after \"to\"", remedy: "write 5 to 50") }
    return high
  }

  private mutating func arguments() throws(InvalidValue) -> [DistributionForm.Argument] {
    var arguments: [DistributionForm.Argument] = []
    if skip(")") { return arguments }
    repeat {
      let before = rest
      var label = DistributionForm.Label.none
      if let number = number(), skip(":") {
        label = .number(number)
      } else {
        rest = before
        if let name = word(), skip(":") { label = .name(name) } else { rest = before }
      }
      arguments.append((label, try expression()))
    } while skip(",")
    guard skip(")") else {
      throw error(rest.isEmpty ? "the closing \")\" is missing" : "\",\" or \")\" was expected before \"\(rest)\"")
    }
    return arguments
  }

  /// The text for messages, of which the end of a long one is left out.
  private var shown: String {
    text.isEmpty ? "\"\"" : text.count > 200 ? text.prefix(200) + "…" : text
  }

  private func error(_ problem: String, remedy: String? = nil) -> InvalidValue {
    InvalidValue(shown, problem, remedy: remedy)
  }
}

/// Words, numbers and signs, each with the white space before it.
extension DistributionParser {
  private mutating func skipSpace() { rest = rest.drop(while: \.isWhitespace) }

  private mutating func skip(_ sign: Character) -> Bool {
    skipSpace()
    guard rest.first == sign else { return false }
    rest.removeFirst()
    return true
  }

  /// A name; a point before it, as in Swift, is passed over.
  private mutating func word() -> String? {
    skipSpace()
    let start = rest.first == "." ? rest.dropFirst() : rest
    let word = start.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    guard word.first?.isLetter == true else { return nil }
    rest = start[word.endIndex...]
    return String(word)
  }

  /// A number as Swift writes it, `inf` and `nan` included.
  private mutating func number() -> Double? {
    skipSpace()
    var end = rest.startIndex
    if end < rest.endIndex, rest[end] == "-" || rest[end] == "+" { end = rest.index(after: end) }
    let isWord = rest[end...].first?.isLetter == true
    var previous: Character = "0"
    while end < rest.endIndex {
      let sign = rest[end]
      let isPart =
        isWord
        ? sign.isLetter || sign.isNumber
        : sign.isASCII && (sign.isLetter || sign.isNumber || sign == "." || sign == "_")
          || (sign == "-" || sign == "+") && (previous == "e" || previous == "E")
      guard isPart else { break }
      previous = sign
      end = rest.index(after: end)
    }
    let digits = rest[..<end].filter { $0 != "_" }
    guard !isWord || ["inf", "infinity", "nan"].contains(digits.drop { $0 == "-" || $0 == "+" }.lowercased()) else {
      return nil
    }
    guard let number = Double(digits) else { return nil }
    rest = rest[end...]
    return number
  }
}
