import Randomness

/// A value as people type it, taken apart: the number or distribution, and the unit behind it.
///
/// ```swift
/// QuantityText("$2.5/h")  // 2.5 in USD/h
/// QuantityText("40k requests/day")  // 40e3 in requests/day
/// QuantityText("30 % to 50 %")  // 30 to 50 in %
/// QuantityText("600 000")  // 600000
/// QuantityText("uniform(0,4; 0,9)")  // uniform(0.4, 0.9)
/// QuantityText("uniform(30 min, 1 h)")  // uniform(30, 1), whose parts are in minutes and in hours
/// ```
package struct QuantityText {
  /// A number, or the text of a distribution, without units.
  package let value: String
  /// The unit of all numbers; `nil` where there is none.
  package let unit: InputUnit?
  /// The same text part by part, where numbers have units of their own; empty where one unit is that of all, or none is.
  let parts: [QuantityPart]

  package init(_ text: String) {
    let plain = Self.plain(text)
    if let close = plain.lastIndex(of: ")") {
      let behind = String(plain[plain.index(after: close)...]).trimmed
      let call = String(plain[...close])
      let parts = QuantityPart.parts(of: call)
      if parts.contains(where: { $0.unit != nil }) {
        (value, unit, self.parts) = Self.with(behind, at: parts)
      } else {
        (value, unit, self.parts) = (call, behind.isEmpty ? nil : InputUnit(behind), [])
      }
    } else if let ends = QuantityPart.interval(plain) {
      let units = ends.map(\.unit).sharingPeriod
      let parts = zip(ends, units).map { $0.with($1) }
      value = "\(ends[0].text) to \(ends[1].text)"
      if let last = units[1], let first = units[0], UnitReading.of(first) != UnitReading.of(last) {
        (unit, self.parts) = (nil, [parts[0], .text(" to "), parts[1]])
      } else if units[0] != nil, units[1] == nil {
        (unit, self.parts) = (nil, [parts[0], .text(" to "), parts[1]])
      } else {
        (unit, self.parts) = (units[1], [])
      }
    } else {
      (value, unit) = Self.number(plain) ?? (text: plain, unit: nil)
      parts = []
    }
  }

  /// The number as a distribution takes it among its parameters; `nil` for what is no single number.
  package var number: String? {
    let digits = value.filter { $0 != "_" }
    return Double(digits) == nil ? nil : digits
  }

  /// The number that a text without a unit is, with `_` between its digits where it has any; `nil` for any other text.
  static func number(of text: some StringProtocol) -> Double? {
    Double(String(text.filter { $0 != "_" }))
  }

  /// Whether a unit stands somewhere.
  package var hasUnit: Bool { unit != nil || !parts.isEmpty }

  /// The units of the values; `nil` for a number without one. Zero is in any unit, and left out.
  var units: [InputUnit?] {
    parts.isEmpty ? [unit] : parts.filter { $0.isValue && $0.number != 0 }.map(\.unit)
  }

  /// The parts of a distribution with what stands behind its parentheses: `/year` is that of each unit, another unit stays.
  private static func with(
    _ behind: String, at parts: [QuantityPart]
  ) -> (value: String, unit: InputUnit?, parts: [QuantityPart]) {
    let value = parts.map(\.text).joined()
    let period = behind.isEmpty ? nil : InputUnit(behind).barePeriod
    let units: [InputUnit?] = parts.map { part in
      guard part.isValue, let unit = part.unit else { return nil }
      return period.map { unit.per($0) } ?? unit
    }
    let shared = zip(parts, units.sharingPeriod).map { part, unit in part.isValue ? part.with(unit) : part }
    return (value, behind.isEmpty || period != nil ? nil : InputUnit(behind), shared)
  }

  /// A number and the unit behind it; `nil` for anything else.
  static func number(_ plain: String) -> (text: String, unit: InputUnit?)? {
    if Self.number(of: plain) != nil { return (plain, nil) }
    // `5e6` is a number, `5euro` and `5EUR` are not: an exponent has a digit behind it.
    let number = String(plain.prefixMatch(of: /[-+]?[0-9._]+(?:[eE][-+]?[0-9]+)?/)?.output ?? "")
    let unit = String(plain.dropFirst(number.count)).trimmed
    // `0.4 1/year` has a unit, `1-2` has none.
    let isUnit = unit.first.map { !($0.isNumber || "+-._".contains($0)) || unit.hasPrefix("1/") } ?? false
    return isUnit && Self.number(of: number) != nil ? (number, InputUnit(unit)) : nil
  }

  /// The ends of `5 to 50`; `nil` for a number and for other distributions.
  var ends: (low: Double, high: Double)? {
    guard let ends = QuantityPart.interval(value), ends.allSatisfy({ $0.unit == nil }), let low = ends[0].number,
      let high = ends[1].number
    else { return nil }
    return (low, high)
  }

  /// The text of the distribution with all parameters multiplied: `uniform(20, 30)` by 2 is `uniform(40, 60)`; `nil` for a
  /// number, and for a family that has a parameter in another unit than its values, such as a shape.
  func scaled(by factor: Double) -> String? {
    guard let call = value.wholeMatch(of: /\.?([A-Za-z]+) *\((.*)\)/)?.output else { return nil }
    let parameters = call.2.split(separator: ",", omittingEmptySubsequences: false).map {
      $0.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map { String($0).trimmed }
    }
    let isLabelled = parameters.allSatisfy { $0.count == 2 && ["mean", "deviation"].contains($0[0]) }
    guard Self.scalable.contains(String(call.1)) || (call.1 == "lognormal" && isLabelled) else { return nil }
    var scaled: [String] = []
    for parameter in parameters {
      guard let number = parameter.last.flatMap({ Self.number(of: $0) }) else { return nil }
      scaled.append((parameter.dropLast() + [InputUnit.product(number, factor).shortest]).joined(separator: ": "))
    }
    return "\(call.1)(\(scaled.joined(separator: ", ")))"
  }

  /// Families of which all parameters are in the unit of the values.
  private static let scalable: Set = [
    "uniform", "loguniform", "triangular", "pert", "normal", "between", "exponential", "cauchy", "laplace", "logistic",
    "gumbel",
  ]

  /// The first number that could have a point between its thousands: `40.000` as 40 and 000; `nil` where none could.
  package static func pointBeforeThreeDigits(_ text: String) -> (whole: String, rest: String)? {
    // A word for a thousand or a million says what is meant.
    text.firstMatch(
      of:
        /(?:^|[^0-9.,_])([1-9][0-9]{0,2})\.([0-9]{3})(?![0-9._]|[eE][-+]?[0-9]| ?(?:k|K|M|bn|tn|thousand|million|billion|trillion|万|亿|[Tt]sd|[Mm]io|[Mm]rd|mln))/
    ).map {
      (String($0.output.1), String($0.output.2))
    }
  }

  /// Whether a number has more than one point, each before three digits: `1.234.567`.
  static func hasPointsBetweenThousands(_ text: String) -> Bool {
    text.contains(/(?:^|[^0-9.,_])[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,}(?![0-9.])/)
  }

  /// A number without blanks or apostrophes between its thousands, `600 000` and `600'000`; other blanks are plain ones.
  package static func withoutGroups(_ text: String) -> String {
    text.replacing(/[\u{00A0}\u{2009}\u{202F}]/, with: " ")
      .replacing(/(^|[^0-9.'’])([0-9]{1,3}(?:[ '’][0-9]{3})+)(?![0-9])/) { group in
        group.output.1 + group.output.2.filter(\.isNumber)
      }
  }

  /// Numbers with a decimal comma as numbers with a decimal point, and semicolons between parameters as commas.
  ///
  /// ```swift
  /// QuantityText.withDecimalPoints("1.200,50 EUR")  // 1200.50 EUR
  /// QuantityText.withDecimalPoints("uniform(0,4; 0,9)")  // uniform(0.4, 0.9)
  /// ```
  /// A point before three digits alone, as in `1.200`, stays: see ``pointBeforeThreeDigits(_:)``.
  package static func withDecimalPoints(_ text: String) -> String {
    withoutThousandsPoints(text).replacing(/([0-9]),([0-9])/) { "\($0.output.1).\($0.output.2)" }
      .replacing(";", with: ",")
  }

  /// The same text without points that stand between thousands beyond doubt: before a decimal comma, or more than one of them.
  package static func withoutThousandsPoints(_ text: String) -> String {
    text.replacing(
      /(^|[^0-9.,])([0-9]{1,3}(?:\.[0-9]{3})+(?=,[0-9])|[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,})(?![0-9.])/
    ) { group in
      group.output.1 + group.output.2.filter { $0 != "." }
    }
  }

  /// Numbers as a computer reads them: `40k`, `1.5 million`, `1.2 Mio.`, `2 bn`, `8,000,000` and `1.5万` without words and
  /// commas, and a currency behind its amount.
  private static func plain(_ text: String) -> String {
    let typed = withoutGroups(
      text.replacing("\u{2212}", with: "-").replacing("\u{FF05}", with: "%").replacing("\u{FFE5}", with: "¥")
    )
    .replacing(" bis ", with: " to ")
    // Semicolons between parameters leave the comma for the decimals.
    let text = withCurrencyBehind(typed.contains("(") && typed.contains(";") ? withDecimalPoints(typed) : typed)
    // Commas between thousands are read outside parentheses alone, where they separate parameters.
    let ungrouped =
      text.contains("(")
      ? text
      : text.replacing(/(^|[^0-9.,])([0-9]{1,3}(?:,[0-9]{3})+)(?![0-9,])/) { group in
        group.output.1 + group.output.2.filter { $0 != "," }
      }
    return ungrouped.replacing(
      /([0-9.]+) ?(?:([Tt]sd|[Mm]io|[Mm]rd)\.|(k|K|M|bn|tn|thousand|million|billion|trillion|万|亿|[Tt]sd|[Mm]io|[Mm]rd|mln)(?![A-Za-z0-9]))/
    ) { number in
      "\(number.output.1)\(exponents[String(number.output.2 ?? number.output.3 ?? "")] ?? "")"
    }
  }

  private static let exponents = [
    "k": "e3", "K": "e3", "thousand": "e3", "Tsd": "e3", "tsd": "e3", "万": "e4", "M": "e6", "million": "e6",
    "Mio": "e6",
    "mio": "e6", "mln": "e6", "亿": "e8", "bn": "e9", "billion": "e9", "Mrd": "e9", "mrd": "e9", "tn": "e12",
    "trillion": "e12",
  ]

  /// `$2.5/h` as `2.5 $/h`, `EUR 5 to EUR 50` as `5 to 50 EUR`, and `€5 to $50` as `5 € to 50 $`.
  static func withCurrencyBehind(_ text: String) -> String {
    if let to = text.firstRange(of: " to ") {
      let (low, high) = (String(text[..<to.lowerBound]).trimmed, String(text[to.upperBound...]).trimmed)
      if let sign = leadingCurrency(of: high), sign.name != leadingCurrency(of: low)?.name {
        return withCurrencyBehind(low) + " to " + withCurrencyBehind(high)
      }
    }
    guard let (sign, amount) = leadingCurrency(of: text) else { return text }
    let rest = amount.replacing(sign + " ", with: "").replacing(sign, with: "")
    let number =
      /[-+.0-9,_]+(?: ?(?:k|K|M|bn|tn|thousand|million|billion|trillion|[Tt]sd\.?|[Mm]io\.?|[Mm]rd\.?|mln)(?![A-Za-z0-9]))?/
    guard let last = rest.ranges(of: number).last(where: { range in !rest[..<range.lowerBound].contains(#/\/| per /#) })
    else {
      return text
    }
    return rest[..<last.upperBound] + " " + sign + rest[last.upperBound...]
  }

  /// The currency in front of an amount, and the amount.
  private static func leadingCurrency(of text: String) -> (name: String, amount: String)? {
    text.prefixMatch(of: /((?:US|CN|JP)?[$€£¥]|[A-Z]{3}) ?(?=[-+.0-9])/).map {
      (String($0.output.1), String(text[$0.range.upperBound...]))
    }
  }
}
