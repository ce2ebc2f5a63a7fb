import Randomness

/// A part of a value as it is typed, in which each number may have a unit of its own.
///
/// ```swift
/// QuantityPart.parts(of: "uniform(30 min, 1 h)")  // uniform( · 30 in min · , · 1 in h · )
/// ```
enum QuantityPart: Hashable {
  /// The name of a distribution, a label, or a sign.
  case text(String)
  /// A number, and its unit where one stands behind it. It is one of the values, as the mean is, or a plain number, as a shape
  /// and a weight are.
  case number(Double, InputUnit?, isValue: Bool)

  /// The part without its unit.
  var text: String {
    switch self {
    case .text(let text): text
    case .number(let number, _, _): number.shortest
    }
  }

  var number: Double? { if case .number(let number, _, _) = self { number } else { nil } }

  var unit: InputUnit? { if case .number(_, let unit, _) = self { unit } else { nil } }

  /// Whether it is in the unit of the values.
  var isValue: Bool { if case .number(_, _, true) = self { true } else { false } }

  /// The same number in another unit.
  func with(_ unit: InputUnit?) -> QuantityPart {
    guard case .number(let number, _, let isValue) = self else { return self }
    return .number(number, unit, isValue: isValue)
  }

  // MARK: Reading

  /// Distributions that stand deeper in each other are left to whoever refuses them.
  private static let greatestDepth = 40

  /// The parts of a number, an interval or a distribution; what is none of them is text.
  static func parts(of text: String, isValue: Bool = true, depth: Int = 0) -> [QuantityPart] {
    guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")"), open < close,
      depth < greatestDepth
    else { return leaf(text, isValue: isValue) }
    let name = String(text[..<open]).trimmed
    let family = name.hasPrefix(".") ? String(name.dropFirst()) : name
    var parts: [QuantityPart] = [.text(name + "(")]
    for (place, argument) in split(text[text.index(after: open)..<close], at: ",").enumerated() {
      if place > 0 { parts.append(.text(", ")) }
      parts += self.argument(argument, at: place, of: family, depth: depth)
    }
    parts.append(.text(")"))
    // Of a distribution within another.
    let behind = String(text[text.index(after: close)...]).trimmed
    guard !behind.isEmpty else { return parts }
    return parts.contains { $0.unit != nil }
      ? parts + [.text(" " + behind)] : parts.map { $0.isValue ? $0.with(InputUnit(behind)) : $0 }
  }

  /// The two ends of `30 min to 1 h`, of which the lower has the unit of the upper where it has none; `nil` for anything else.
  static func interval(_ text: String, isValue: Bool = true) -> [QuantityPart]? {
    guard let ends = text.wholeMatch(of: intervalForm), let low = QuantityText.number(of: ends.output.low),
      let high = QuantityText.number(of: ends.output.high)
    else { return nil }
    let units = [ends.output.lowUnit, ends.output.unit].map { String($0).trimmed }.map {
      $0.isEmpty ? nil : InputUnit($0)
    }
    return [.number(low, units[0] ?? units[1], isValue: isValue), .number(high, units[1], isValue: isValue)]
  }

  private static func leaf(_ typed: String, isValue: Bool) -> [QuantityPart] {
    let text = QuantityText.withCurrencyBehind(typed.trimmed)
    if let ends = interval(text, isValue: isValue) { return [ends[0], .text(" to "), ends[1]] }
    guard let (digits, unit) = QuantityText.number(text), let number = QuantityText.number(of: digits) else {
      return [.text(text)]
    }
    return [.number(number, unit, isValue: isValue)]
  }

  /// A parameter with its label, or a row of a table.
  private static func argument(_ text: String, at place: Int, of family: String, depth: Int) -> [QuantityPart] {
    let sides = split(text[...], at: ":")
    guard sides.count == 2 else {
      return parts(of: text, isValue: plainPlaces[family]?.contains(place) != true, depth: depth + 1)
    }
    switch family {
    case "mixture", "empirical":
      return leaf(sides[0], isValue: false) + [.text(": ")] + parts(of: sides[1], depth: depth + 1)
    case "discrete":
      return leaf(sides[0], isValue: true) + [.text(": ")] + leaf(sides[1], isValue: false)
    default:
      let label = sides[0].trimmed
      return [.text(label + ": ")] + parts(of: sides[1], isValue: !plainLabels.contains(label), depth: depth + 1)
    }
  }

  /// What stands between signs that are in no parentheses.
  private static func split(_ text: Substring, at sign: Character) -> [String] {
    var fields = [""]
    var depth = 0
    for character in text {
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      if character == sign, depth == 0 { fields.append("") } else { fields[fields.count - 1].append(character) }
    }
    return fields
  }

  /// Parameters that are not in the unit of the values, by their labels.
  private static let plainLabels: Set = [
    "logMean", "logDeviation", "alpha", "beta", "shape", "variation", "stages", "freedom", "population", "marked",
    "drawn",
    "probability", "trials", "successes",
  ]

  /// The same by their places, for parameters without labels.
  private static let plainPlaces: [String: Set<Int>] = [
    "beta": [0, 1], "weibull": [1], "pareto": [1], "erlang": [0], "studentT": [0], "chiSquared": [0],
    "bernoulli": [0], "binomial": [0, 1], "negativeBinomial": [0, 1], "geometric": [0], "hypergeometric": [0, 1, 2],
  ]

  // A literal within a function is compiled each time. Nothing changes it, but its type does not say so.
  nonisolated(unsafe) private static let intervalForm =
    /(?<low>[-+]?[0-9._]+(?:[eE][-+]?[0-9]+)?)(?<lowUnit>(?: .*?|[^0-9 ._].*?)?) +to +(?<high>[-+]?[0-9._]+(?:[eE][-+]?[0-9]+)?)(?<unit>(?: .*|[^0-9 .].*)?)/
}

extension [InputUnit?] {
  /// The same units, each with the period that only some have: `30 EUR` and `40 EUR/h` are both for an hour.
  var sharingPeriod: [InputUnit?] {
    let periods = Set(compactMap { $0?.period })
    guard periods.count == 1, let period = periods.first else { return self }
    return map { unit in unit.map { $0.period == nil ? $0.per(period) : $0 } }
  }
}
