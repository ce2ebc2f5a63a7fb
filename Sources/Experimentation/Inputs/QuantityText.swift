import Randomness

/// A value as people type it, taken apart: the number or distribution, and the unit behind it.
///
/// ```swift
/// QuantityText("$2.5/h")  // 2.5 in USD/h
/// QuantityText("40k requests/day")  // 40e3 in requests/day
/// QuantityText("30 % to 50 %")  // 0.3 to 0.5
/// QuantityText("600 000")  // 600000
/// QuantityText("uniform(0,4; 0,9)")  // uniform(0.4, 0.9)
/// ```
package struct QuantityText {
  /// A number, or the text of a distribution.
  let value: String
  /// `nil` where there is none.
  package let unit: InputUnit?

  package init(_ text: String) {
    let plain = Self.plain(text)
    if let close = plain.lastIndex(of: ")") {
      let unit = String(plain[plain.index(after: close)...]).trimmed
      value = Self.withoutPercent(String(plain[...close]))
      self.unit = unit.isEmpty ? nil : InputUnit(unit)
    } else if let interval = plain.wholeMatch(of: Self.interval) {
      let unit = String(interval.unit).trimmed
      value = "\(interval.low) to \(interval.high)"
      self.unit = unit.isEmpty ? nil : InputUnit(unit)
    } else {
      // `5e6` is a number, `5euro` and `5EUR` are not: an exponent has a digit behind it.
      let number = String(plain.prefixMatch(of: /[-+]?[0-9._]+(?:[eE][-+]?[0-9]+)?/)?.output ?? "")
      let unit = String(plain.dropFirst(number.count)).trimmed
      // `0.4 1/year` has a unit, `1-2` has none.
      let isUnit = unit.first.map { !($0.isNumber || "+-._".contains($0)) || unit.hasPrefix("1/") } ?? false
      let isNumber = Double(number.filter { $0 != "_" }) != nil && isUnit
      value = isNumber ? number : plain
      self.unit = isNumber ? InputUnit(unit) : nil
    }
  }

  /// The ends of `5 to 50`; `nil` for a number and for other distributions.
  var ends: (low: Double, high: Double)? {
    guard let interval = value.wholeMatch(of: Self.interval), String(interval.unit).trimmed.isEmpty,
      let low = Double(interval.low), let high = Double(interval.high)
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
      guard let number = parameter.last.flatMap({ text in Double(text.filter { $0 != "_" }) }) else { return nil }
      scaled.append((parameter.dropLast() + [InputUnit.product(number, factor).shortest]).joined(separator: ": "))
    }
    return "\(call.1)(\(scaled.joined(separator: ", ")))"
  }

  /// Families of which all parameters are in the unit of the values.
  private static let scalable: Set = [
    "uniform", "loguniform", "triangular", "pert", "normal", "between", "exponential", "cauchy", "laplace", "logistic",
    "gumbel",
  ]

  /// `5 to 50 USD/GPU-hour`, `30 % to 50 %`
  private static var interval: Regex<(Substring, low: Substring, high: Substring, unit: Substring)> {
    /(?<low>[-+]?[0-9._]+(?:[eE][-+]?[0-9]+)?)(?: ?%)? +to +(?<high>[-+]?[0-9._]+(?:[eE][-+]?[0-9]+)?)(?<unit>(?: .*|[^0-9 .].*)?)/
  }

  /// The first number that could have a point between its thousands: `40.000` as 40 and 000; `nil` where none could.
  package static func pointBeforeThreeDigits(_ text: String) -> (whole: String, rest: String)? {
    // A word for a thousand or a million says what is meant.
    text.firstMatch(
      of:
        /(?:^|[^0-9.,_])([1-9][0-9]{0,2})\.([0-9]{3})(?![0-9._]|[eE][-+]?[0-9]| ?(?:k|K|M|bn|tn|thousand|million|billion|trillion|万|亿))/
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

  /// Numbers as a computer reads them: `40k`, `1.5 million`, `2 bn`, `8,000,000` and `1.5万` without words and commas, and a
  /// currency behind its amount.
  private static func plain(_ text: String) -> String {
    let typed = withoutGroups(text.replacing("\u{2212}", with: "-").replacing("\u{FF05}", with: "%"))
      .replacing(" bis ", with: " to ")
    // Semicolons between parameters leave the comma for the decimals.
    let text = moveCurrency(typed.contains("(") && typed.contains(";") ? withDecimalPoints(typed) : typed)
    // Commas between thousands are read outside parentheses alone, where they separate parameters.
    let ungrouped =
      text.contains("(")
      ? text
      : text.replacing(/(^|[^0-9.,])([0-9]{1,3}(?:,[0-9]{3})+)(?![0-9,])/) { group in
        group.output.1 + group.output.2.filter { $0 != "," }
      }
    return ungrouped.replacing(/([0-9.]+) ?(k|K|M|bn|tn|thousand|million|billion|trillion|万|亿)(?![A-Za-z0-9])/) {
      "\($0.output.1)\(exponents[String($0.output.2)] ?? "")"
    }
  }

  private static let exponents = [
    "k": "e3", "K": "e3", "thousand": "e3", "万": "e4", "M": "e6", "million": "e6", "亿": "e8", "bn": "e9",
    "billion": "e9", "tn": "e12", "trillion": "e12",
  ]

  /// `$2.5/h` as `2.5 USD/h`, and `EUR 5 to EUR 50` as `5 to 50 EUR`.
  private static func moveCurrency(_ text: String) -> String {
    guard let first = text.prefixMatch(of: /([$€£]|US\$|[A-Z]{3}) ?(?=[-+.0-9])/) else { return text }
    let sign = String(first.output.1)
    var rest = String(text[first.range.upperBound...])
    rest = rest.replacing(sign + " ", with: "").replacing(sign, with: "")
    let number = /[-+.0-9,_]+(?: ?(?:k|K|M|bn|tn|thousand|million|billion|trillion)(?![A-Za-z0-9]))?/
    guard let last = rest.ranges(of: number).last(where: { range in !rest[..<range.lowerBound].contains(#/\/| per /#) })
    else {
      return text
    }
    return rest[..<last.upperBound] + " " + sign + rest[last.upperBound...]
  }

  /// Percentages among the parameters of a distribution, as fractions.
  private static func withoutPercent(_ text: String) -> String {
    text.replacing(/([0-9.]+) ?%/) { number in
      Double(number.output.1).map { ($0 / 100).shortest } ?? String(number.output.0)
    }
  }
}
