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
    let quantity = QuantityText(text)
    // Semicolons between parameters say that points stand between thousands.
    let hasPoints = !text.contains(";") && QuantityText.hasPointsBetweenThousands(text)
    if hasPoints || quantity.unit?.description.hasPrefix(",") == true {
      throw InvalidValue(
        subject, "a number has a point before its decimals, and commas between thousands only",
        remedy: "for example 0.4, 8,000,000 or 8M")
    }
    let found = try distribution(for: input, quantity, exchange: exchange)
    try requireNoPointForComma(in: found, of: input)
    return found
  }

  /// How the value follows the exchange rates of a replication; `nil` where it is in the currency of the input.
  func conversion(for input: InputDeclaration, exchange: ExchangeTable) -> CurrencyConversion? {
    QuantityText(text).unit.flatMap { exchange.conversion(from: $0, to: input.unit) }
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
    let parsed = try distribution(parsing: quantity.value)
    guard let unit = quantity.unit else { return parsed }
    guard let factor = input.unit.factor(from: unit, exchange: exchange) else {
      var error = InvalidValue(
        subject, "the unit is \(unit), but \(name) is given in \(input.unit)",
        remedy: remedy(for: unit, in: input))
      error.chinese = "填写的单位是 \(unit)，而该输入的单位是 \(input.unit)；请换算，或省略单位"
      throw error
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

  private func distribution(parsing value: String) throws(InvalidValue) -> Distribution {
    if let ends = text.wholeMatch(of: /([-+.0-9,kM%]+) ?[-–—] ?([.0-9,kM%]+)/)?.output {
      var error = InvalidValue(
        subject, "a range is no value",
        remedy: "write \(ends.1) to \(ends.2) for an interval that has 90 % of the values")
      error.chinese = "区间不是数值；若指含 90% 取值的区间，请写作 \(ends.1) to \(ends.2)"
      throw error
    }
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

  private func remedy(for unit: InputUnit, in input: InputDeclaration) -> String {
    let (own, written) = (UnitReading(input.unit), UnitReading(unit))
    if let from = written.currency, let to = own.currency, from != to {
      return "convert it: this experiment has no exchange rate between \(from) and \(to)"
    }
    if unit.description == "¥" { return "¥ is yen or yuan: write JPY or CNY" }
    return input.unit == .one ? "write a plain number" : "write the value in \(input.unit), or leave the unit out"
  }
}
