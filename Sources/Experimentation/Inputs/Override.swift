package import Randomness

/// A value set from outside: `priceFall=0.4`, `priceFall=uniform(0.2, 0.6)`, `hosting=api`.
package struct Override: Sendable, Hashable {
  package let name: String
  package let text: String
  /// Where it stands, where that is not the command line: a cell of a sheet.
  private let origin: String?
  /// Where the value is from, in the words of whoever set it; empty where nothing is said.
  package let note: String
  /// The line of the file that sets it, `mine.csv:7`; `nil` for the command line.
  package let location: String?

  init(name: String, text: String) { self.init(name: name, text: text, origin: nil, note: "") }

  /// A value that is not set on the command line.
  package init(name: String, text: String, origin: String?, note: String, location: String? = nil) {
    self.name = name
    self.text = text
    self.origin = origin
    self.note = note
    self.location = location
  }

  /// Where it was set, in the words of `inputs.csv`; of the path of a sheet its name only, so that the same run in another
  /// place has the same bytes.
  package var whereSet: String {
    guard let location else { return "set on the command line" }
    let file = location.prefixMatch(of: /(.*):[0-9]+/).map { String($0.output.1) } ?? location
    return "set in \(file.split(separator: "/").last.map(String.init) ?? file)"
  }

  /// What a message is about: the words of the command line, or a cell.
  package var subject: String { origin ?? "--set \(name)=\(text)" }

  /// Reads `name=value`.
  package init(_ argument: String) throws(InvalidValue) {
    guard let sign = argument.firstIndex(of: "="), sign != argument.startIndex else {
      throw InvalidValue("--set \(argument)", "expected name=value", remedy: "for example --set priceFall=0.4")
    }
    self.init(
      name: String(argument[..<sign]).trimmed, text: String(argument[argument.index(after: sign)...]).trimmed)
    if text.isEmpty {
      var error = InvalidValue("--set \(argument)", "there is no value after the =")
      error.chinese = "等号后没有填写数值"
      throw error
    }
  }

  /// The value as a distribution in the unit of the input.
  ///
  /// - `exchange`: the rates at which an amount in another currency is taken.
  func distribution(
    for input: InputDeclaration, exchange: ExchangeTable = .none
  ) throws(InvalidValue) -> Distribution {
    try requireNoRange()
    let quantity = QuantityText(text)
    // Semicolons between parameters say that points stand between thousands.
    let hasPoints = !text.contains(";") && QuantityText.hasPointsBetweenThousands(text)
    if hasPoints || quantity.units.contains(where: { $0?.description.hasPrefix(",") == true }) {
      throw InvalidValue(
        subject, "a number has a point before its decimals, and commas between thousands only",
        remedy: "for example 0.4, 8,000,000 or 8M")
    }
    let found = try distribution(for: input, quantity, exchange: exchange)
    try requireNoPointForComma(in: found, of: input)
    return found
  }

  /// How the value follows the exchange rates of a replication; `nil` where it is in the currency of the input, and where its
  /// numbers are in several currencies, which are taken at the medians of the rates.
  func conversion(for input: InputDeclaration, exchange: ExchangeTable) -> CurrencyConversion? {
    let conversions = Set(
      QuantityText(text).units.map { unit in unit.flatMap { exchange.conversion(from: $0, to: input.unit) } })
    return conversions.count == 1 ? conversions.first ?? nil : nil
  }

  /// Refuses `40.000` where 40 is far below what is declared and 40,000 is not: in many countries a point stands between
  /// thousands.
  private func requireNoPointForComma(in found: Distribution, of input: InputDeclaration) throws(InvalidValue) {
    guard let group = QuantityText.pointBeforeThreeDigits(QuantityText.withoutThousandsPoints(text)) else {
      return
    }
    let (low, high) = (input.distribution.quantile(0.001) / 10, input.distribution.quantile(0.999) * 10)
    let value = found.quantile(0.5)
    guard low > 0, value < low, low...max(low, high) ~= 1000 * value else { return }
    let large = group.whole + "," + group.rest
    // With other than three digits it is a number with decimals beyond doubt.
    let small = group.rest == "000" ? group.whole : "\(group.whole).\(group.rest)0"
    var error = InvalidValue(
      subject, "\(group.whole).\(group.rest) is far below what is declared for \(name), and \(large) is not",
      remedy: "write \(large) or \(group.whole)\(group.rest) if that is meant, and \(small) if not")
    error.chinese =
      "\(group.whole).\(group.rest) 远低于设定的范围；若指 \(large)，请写作 \(large) 或 \(group.whole)\(group.rest)，否则写作 \(small)"
    throw error
  }

  private func distribution(
    for input: InputDeclaration, _ quantity: QuantityText, exchange: ExchangeTable
  ) throws(InvalidValue) -> Distribution {
    guard quantity.parts.isEmpty else {
      return try distribution(parsing: try converted(quantity, for: input, exchange: exchange))
    }
    let parsed = try distribution(parsing: quantity.value)
    guard let unit = quantity.unit else { return parsed }
    guard let factor = input.unit.factor(from: unit, exchange: exchange) else {
      let number = QuantityText.number(of: quantity.value)
      throw wrongUnit(unit, of: number, in: input, exchange: exchange)
    }
    guard factor != 1 else { return parsed }
    if let ends = quantity.ends {
      return try distribution(
        parsing: "\(InputUnit.product(ends.low, factor).shortest) to \(InputUnit.product(ends.high, factor).shortest)")
    }
    if parsed.variance == 0 { return .constant(InputUnit.product(parsed.mean, factor)) }
    let isFraction = input.unit.description.hasPrefix("1")
    if !isFraction, let scaled = quantity.scaled(by: factor) { return try distribution(parsing: scaled) }
    throw InvalidValue(
      subject, "a distribution is given in the unit of the input, \(input.unit)",
      remedy: isFraction
        ? "write its parameters as fractions, or each with its own %, and leave the unit out"
        : "write its parameters in \(input.unit), and leave the unit out")
  }

  /// The text of a distribution whose numbers have units of their own, with each of them in the unit of the input.
  private func converted(
    _ quantity: QuantityText, for input: InputDeclaration, exchange: ExchangeTable
  ) throws(InvalidValue) -> String {
    if let unit = quantity.unit {
      var error = InvalidValue(
        subject, "numbers have a unit, and \(unit) stands behind the parentheses too", remedy: "leave one of them out")
      error.chinese = "数字带有单位，括号后又有单位 \(unit)；请只保留一处"
      throw error
    }
    var text = ""
    var (hasBare, isConverted) = (false, false)
    for part in quantity.parts {
      guard case .number(let number, let unit, let isValue) = part else {
        text += part.text
        continue
      }
      guard let unit else {
        hasBare = hasBare || (isValue && number != 0)
        text += part.text
        continue
      }
      guard isValue else {
        guard let share = InputUnit.one.factor(from: unit) else {
          var error = InvalidValue(
            subject, "\(number.shortest) is a plain number in this distribution, and cannot be in \(unit)",
            remedy: "leave its unit out")
          error.chinese = "\(number.shortest) 在该分布中是纯数，不能带单位 \(unit)；请去掉单位"
          throw error
        }
        text += InputUnit.product(number, share).shortest
        continue
      }
      guard let factor = input.unit.factor(from: unit, exchange: exchange) else {
        throw wrongUnit(unit, of: number, in: input, exchange: exchange)
      }
      isConverted = isConverted || factor != 1
      text += InputUnit.product(number, factor).shortest
    }
    if hasBare, isConverted {
      var error = InvalidValue(
        subject, "some of the numbers have a unit and others have none", remedy: "write the unit behind each of them")
      error.chinese = "有的数字带单位，有的没有；请在每个数字后写明单位"
      throw error
    }
    return text
  }

  /// Refuses `30k-45k USD` and `30%..50%`, which do not say how the values lie between the ends.
  private func requireNoRange() throws(InvalidValue) {
    guard !text.contains("("), text.utf8.count <= 200 else { return }
    for sign in text.ranges(of: /-|–|—|\.{2,3}|…/) {
      let (low, high) = (String(text[..<sign.lowerBound]).trimmed, String(text[sign.upperBound...]).trimmed)
      // The sign of an exponent, and of the upper end of an interval.
      guard !low.contains(/[0-9][eE]$/), !low.hasSuffix(" to"), !low.hasSuffix(" bis"),
        let first = Self.typedNumber(low),
        let last = Self.typedNumber(high)
      else { continue }
      let from = first.unit == nil ? last.unit.map { "\(low) \($0)" } ?? low : low
      let isHyphen = text[sign] == "-"
      var error = InvalidValue(
        subject, "a range is no value" + (isHyphen ? ", and its hyphen could be a minus" : ""),
        remedy:
          "write \(low) to \(high) for an interval that has 90 % of the values, or uniform(\(from), \(high)) for values "
          + "between these alone")
      error.chinese =
        "区间不是数值\(isHyphen ? "，连字符也可能是负号" : "")；若指含 90% 取值的区间，请写作 \(low) to \(high)；若取值只在两者之间，请写作 uniform(\(from), \(high))"
      throw error
    }
  }

  /// What is a number, with a unit or without.
  private static func typedNumber(_ text: String) -> QuantityText? {
    let quantity = QuantityText(text)
    return QuantityText.number(of: quantity.value) == nil ? nil : quantity
  }

  private func distribution(parsing value: String) throws(InvalidValue) -> Distribution {
    do {
      return try Distribution(parsing: value)
    } catch {
      var error = error
      error.subject = subject
      error.chinese =
        "不是可用的数字（如 0.4、40 %、8M）或分布（如 uniform(0.2, 0.6)、triangular(1, 2, 5)）；英文说明：\(error.problem)"
        + (error.remedy.map { "; \($0)" } ?? "")
      throw error
    }
  }

  private func wrongUnit(
    _ unit: InputUnit, of number: Double?, in input: InputDeclaration, exchange: ExchangeTable
  ) -> InvalidValue {
    let remedy = UnitRemedy(unit, of: number, for: input.unit, exchange: exchange)
    var error = InvalidValue(
      subject, remedy.problem ?? "the unit is \(unit), but \(name) is given in \(input.unit)", remedy: remedy.english)
    error.chinese = (remedy.chineseProblem ?? "填写的单位是 \(unit)，而该输入的单位是 \(input.unit)") + "；" + remedy.chinese
    return error
  }
}
