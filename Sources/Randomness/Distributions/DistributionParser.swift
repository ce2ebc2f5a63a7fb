/// Reads the text of a distribution: a number, `low to high`, or a name with its arguments.
struct DistributionParser {
  private let text: String
  private var rest: Substring

  init(_ text: String) {
    self.text = text
    rest = text[...]
  }

  /// What stands before the colon of an argument.
  private enum Label: Hashable {
    case none
    case name(String)
    case number(Double)
  }

  private enum Value {
    case number(Double)
    case distribution(Distribution)

    func asDistribution() throws(InvalidValue) -> Distribution {
      switch self {
      case .number(let number): Distribution(try .validConstant(number))
      case .distribution(let distribution): distribution
      }
    }
  }

  private typealias Argument = (label: Label, value: Value)

  mutating func parse() throws(InvalidValue) -> Distribution {
    let value = try expression()
    skipSpace()
    guard rest.isEmpty else { throw refusal("\"\(rest)\" follows a complete distribution") }
    return try value.asDistribution()
  }

  private mutating func expression() throws(InvalidValue) -> Value {
    skipSpace()
    if let low = number() {
      guard let high = try intervalEnd() else { return .number(low) }
      return .distribution(Distribution(try .validInterval(low, high)))
    }
    guard let name = word() else {
      throw refusal(rest.isEmpty ? "a number or a distribution was expected" : "\"\(rest)\" is not a distribution")
    }
    guard skip("(") else {
      throw refusal(
        "\"\(name)\" is neither a number nor a distribution with its parameters",
        remedy: DistributionSignature.meant(by: name).map { "write \($0)" })
    }
    return .distribution(try distribution(name, try arguments()))
  }

  /// The high end after `to`, when that follows.
  private mutating func intervalEnd() throws(InvalidValue) -> Double? {
    let before = rest
    guard word() == "to" else {
      rest = before
      return nil
    }
    guard let high = number() else { throw refusal("a number was expected after \"to\"", remedy: "write 5 to 50") }
    return high
  }

  private mutating func arguments() throws(InvalidValue) -> [Argument] {
    var arguments: [Argument] = []
    if skip(")") { return arguments }
    repeat {
      let before = rest
      var label = Label.none
      if let number = number(), skip(":") {
        label = .number(number)
      } else {
        rest = before
        if let name = word(), skip(":") { label = .name(name) } else { rest = before }
      }
      arguments.append((label, try expression()))
    } while skip(",")
    guard skip(")") else {
      throw refusal(rest.isEmpty ? "the closing \")\" is missing" : "\",\" or \")\" was expected before \"\(rest)\"")
    }
    return arguments
  }

  private func distribution(_ name: String, _ arguments: [Argument]) throws(InvalidValue) -> Distribution {
    switch name {
    case "discrete":
      return Distribution(try .validDiscrete(try table(arguments, form: "discrete(value: weight, …)")))
    case "empirical":
      let rows = try table(arguments, form: "empirical(0: least, …, 1: greatest)")
      return Distribution(try .validEmpirical(rows.map { ($0.0, $0.1) }))
    case "mixture":
      var weighted: [(weight: Double, distribution: Distribution)] = []
      for (label, value) in arguments {
        guard case .number(let weight) = label else {
          throw refusal("a part of the mixture has no weight", remedy: "write mixture(weight: distribution, …)")
        }
        weighted.append((weight, try value.asDistribution()))
      }
      return Distribution(try .validMixture(weighted))
    case "truncated":
      guard
        arguments.count == 3, case .number(let low) = arguments[1].value, case .number(let high) = arguments[2].value,
        arguments[0].label == .none, [.none, .name("low")].contains(arguments[1].label),
        [.none, .name("high")].contains(arguments[2].label)
      else { throw refusal("three parameters were expected", remedy: "write truncated(distribution, low, high)") }
      return Distribution(try .validTruncated(try arguments[0].value.asDistribution(), low, high))
    default:
      try DistributionSignature.requireKnown(name, in: text)
      return try DistributionSignature.distribution(name, try numbers(arguments, of: name), in: text)
    }
  }

  private func numbers(_ arguments: [Argument], of name: String) throws(InvalidValue) -> [(String?, Double)] {
    var numbers: [(String?, Double)] = []
    for (label, value) in arguments {
      guard case .number(let number) = value else {
        throw refusal("a parameter of \(name) is a distribution; a number was expected")
      }
      switch label {
      case .none: numbers.append((nil, number))
      case .name(let name): numbers.append((name, number))
      case .number(let number): throw refusal("\(number.shortest) is not the label of a parameter of \(name)")
      }
    }
    return numbers
  }

  private func table(_ arguments: [Argument], form: String) throws(InvalidValue) -> [(Double, Double)] {
    var rows: [(Double, Double)] = []
    for (label, value) in arguments {
      guard case .number(let first) = label, case .number(let second) = value else {
        throw refusal("an entry is not a pair of numbers", remedy: "write \(form)")
      }
      rows.append((first, second))
    }
    return rows
  }

  private func refusal(_ problem: String, remedy: String? = nil) -> InvalidValue {
    InvalidValue(text.isEmpty ? "\"\"" : text, problem, remedy: remedy)
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
