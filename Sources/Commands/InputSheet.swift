import Demand
import Experimentation
import Foundation
import Randomness

/// A sheet of inputs, as a spreadsheet saves it: what is set, each with its line and cell.
///
/// A row is an input, a choice or a setting. It sets something where its `value` is not its `default`, or where `low` and
/// `high` are filled in: both alone are a uniform distribution, and with a value between them a triangular one. What a row
/// says beside that, its unit and its source, is for the experiment to read: see `RunPlan.completed(for:)`.
///
/// Columns are found by their names in the first line. Fields are separated by commas, semicolons or tabs. In a file with
/// semicolons or tabs, a comma in a number is a decimal comma, points may stand between thousands before it, and the
/// parameters of a distribution are separated by semicolons: `1.200,50`, `uniform(0,4; 0,9)`. What a spreadsheet has made of a number without being asked,
/// such as a date, is refused.
struct InputSheet {
  /// The experiment that the sheet was written for; `nil` where it does not say so.
  private(set) var experiment: String?
  /// In the order of the rows.
  private(set) var overrides: [Override] = []
  /// All rows but the one that names the experiment, with what they say beside their values.
  private(set) var rows: [SheetRow] = []

  private let table: DataTable
  private let hasDecimalCommas: Bool

  /// The row that names the experiment.
  static let experimentRow = "experiment"

  /// The columns of a sheet.
  enum Column: String, CaseIterable {
    case name, meaning, unit, value, low, high, standard = "default", source
  }

  /// - Throws: `InvalidValue` with the line and the cell.
  init(contentsOf path: String) throws(InvalidValue) {
    do {
      try self.init(text: try Gunzip.text(of: path), file: path)
    } catch let error as InvalidValue {
      throw error
    } catch let error as DataFileError {
      throw Self.error(error.problem, at: error.file + (error.line.map { ":\($0)" } ?? ""), about: "--inputs")
    } catch {
      throw Self.error("\(error)", at: path, about: "--inputs")
    }
  }

  init(text: String, file: String) throws {
    let separator = Self.separator(of: text)
    hasDecimalCommas = separator != ","
    // A line that tells Excel the separator is none of the table's.
    let first = text.prefix { !$0.isNewline }
    let body = first.lowercased().contains(/^\u{FEFF}?sep=.$/) ? String(text[first.endIndex...]) : text
    table = try DataTable(csv: body, file: file, separator: separator)
    for needed in [Column.name, .value] where column(needed) == nil {
      throw DataFileError(
        file: file, line: 1,
        "there is no column \(needed.rawValue), so it is no sheet of inputs; write one with payoff inputs EXPERIMENT --out \(file)"
          + (NearestName.question(for: needed.rawValue, among: table.header).map { "; \($0)" } ?? ""))
    }
    guard table.count > 0 else {
      throw DataFileError(
        file: file, "has no row below its columns; write one with payoff inputs EXPERIMENT --out \(file)")
    }
    try readRows()
  }

  private mutating func readRows() throws {
    var lines: [String: Int] = [:]
    for row in 0..<table.count {
      for column in Column.allCases { try refuseSpreadsheetError(row, column) }
      let name = text(row, .name)
      guard !name.isEmpty else {
        if let filled = [Column.value, .low, .high].first(where: { !text(row, $0).isEmpty }) {
          throw error(
            row, filled,
            "\"\(text(row, filled))\" stands in a row without a name; write the name of an input in front of it")
        }
        continue
      }
      if let earlier = lines.updateValue(table.line(row), forKey: name) {
        throw error(row, .name, "\(name) stands in line \(earlier) too; remove one of the two rows")
      }
      if name == Self.experimentRow {
        experiment = text(row, .value).isEmpty ? nil : text(row, .value)
        continue
      }
      let override = try override(row, name)
      if let override { overrides.append(override) }
      // A heading between the rows is no input.
      guard [Column.unit, .value, .low, .high, .standard, .source].contains(where: { !text(row, $0).isEmpty }) else {
        continue
      }
      let value = text(row, .value).isEmpty ? text(row, .standard) : text(row, .value)
      rows.append(
        SheetRow(
          name: name, unit: text(row, .unit), value: (try? decimal(value, row, .value)) ?? value,
          note: text(row, .source), isSet: override != nil, nameCell: cell(row, .name), unitCell: cell(row, .unit),
          location: line(row)))
    }
  }

  /// What a row sets; `nil` for a row that leaves everything as it is.
  private func override(_ row: Int, _ name: String) throws -> Override? {
    let (value, low, high) = (text(row, .value), text(row, .low), text(row, .high))
    func made(_ text: String, _ column: Column) -> Override {
      Override(
        name: name, text: text, origin: "\(cell(row, column)): \(name)=\(text)", note: self.text(row, .source),
        location: line(row))
    }
    guard low.isEmpty == high.isEmpty else {
      let (missing, given) = low.isEmpty ? (Column.low, Column.high) : (.high, .low)
      throw error(
        row, missing,
        "\(name) has a \(given.rawValue) and no \(missing.rawValue); fill in both, or write a number as its value")
    }
    let isValueSet = !value.isEmpty && value != text(row, .standard)
    guard !low.isEmpty else {
      guard isValueSet else { return nil }
      // Settings may be dates, and choices anything.
      return made(isQuantity(row) ? withUnit(try number(row, .value, name), row) : value, .value)
    }
    guard isQuantity(row) else {
      throw error(row, .low, "\(name) is a choice or a setting, which has a value alone; clear low and high")
    }
    let columns: [Column] = isValueSet ? [.low, .value, .high] : [.low, .high]
    let parts = try columns.map { try part(row, $0, name) }
    let numbers = Self.alike(parts.map(\.number)).joined(separator: ", ")
    let text = isValueSet ? "triangular(\(numbers))" : "uniform(\(numbers))"
    let column = isValueSet ? Column.value : .low
    let written = Set(parts.compactMap(\.unit))
    if let unit = written.first, written.count == 1, parts.allSatisfy({ $0.unit != nil }) {
      return made("\(text) \(unit)", column)
    }
    // A number without a unit is in that of the row.
    let unit = self.text(row, .unit)
    guard written.allSatisfy({ InputUnit(unit).isSame(as: InputUnit($0)) }) else {
      throw error(
        row, column,
        "low, high and value of \(name) are in different units (\(written.sorted().joined(separator: ", "))); write them in "
          + (unit.isEmpty ? "one" : unit))
    }
    return made(withUnit(text, row), column)
  }

  /// Shares of which some are in per cent: each cell says its own, so that 30 % beside 0.5 is 0.3.
  private static func alike(_ numbers: [String]) -> [String] {
    guard !numbers.allSatisfy({ $0.hasSuffix("%") }) else { return numbers }
    return numbers.map { number in
      guard number.hasSuffix("%"), let percent = Double(number.dropLast()) else { return number }
      return (percent / 100).shortest
    }
  }

  /// A number of low, high or a value between them, as `--set` takes it, and its unit; `nil` where that is the row's.
  private func part(_ row: Int, _ column: Column, _ name: String) throws -> (number: String, unit: String?) {
    let text = try number(row, column, name)
    let quantity = QuantityText(text)
    guard let number = quantity.number else {
      throw error(
        row, column,
        "beside low and high a number was expected, such as 30 %, 1,200, 1.2k or €40, and \"\(text)\" is none")
    }
    guard let unit = quantity.unit?.description else { return (number, nil) }
    let own = self.text(row, .unit)
    let isShare = own.isEmpty || own.hasPrefix("1")
    if unit.hasPrefix("%"), isShare, [own, "", "1"].contains("1\(unit.dropFirst())") { return (number + "%", nil) }
    return (number, unit)
  }

  /// Whether the row is one of an input, and not of a choice or a setting.
  private func isQuantity(_ row: Int) -> Bool {
    let unit = text(row, .unit)
    return !unit.hasPrefix(SheetRow.choicePrefix) && unit != SheetRow.settingUnit
  }

  /// A value with the unit of its row behind it, where it says none itself.
  private func withUnit(_ value: String, _ row: Int) -> String {
    let unit = text(row, .unit)
    return unit.isEmpty || unit == "1" || QuantityText(value).hasUnit ? value : "\(value) \(unit)"
  }

  // MARK: Cells

  private func column(_ column: Column) -> DataTable.Column? { table.column(column.rawValue) }

  private func text(_ row: Int, _ column: Column) -> String {
    (self.column(column)?.text(row) ?? "").replacing("\u{00A0}", with: " ").trimmed
  }

  /// A value with a point before its decimals, and nothing between its thousands.
  private func number(_ row: Int, _ column: Column, _ name: String) throws -> String {
    let text = text(row, column)
    if let date = Self.date(in: text) {
      throw error(
        row, column,
        "\"\(text)\" is a date (\(date)); a spreadsheet makes one of a number such as 2.5 or 3-5: format the cell as text and type the number again"
      )
    }
    return try decimal(text, row, column)
  }

  /// The same of a text that is no date.
  private func decimal(_ text: String, _ row: Int, _ column: Column) throws -> String {
    let number = QuantityText.withoutGroups(text)
    guard hasDecimalCommas else { return number }
    return number.contains("(") ? try distribution(number, row, column) : try withDecimalPoint(number, row, column)
  }

  /// A number with a decimal comma, or the ends of an interval.
  private func withDecimalPoint(_ text: String, _ row: Int, _ column: Column) throws -> String {
    // What is left of the points stands before decimals or between thousands, and its digits do not tell.
    let doubtful = QuantityText.withoutThousandsPoints(text)
    if let group = QuantityText.pointBeforeThreeDigits(doubtful) {
      let typed = "\(group.whole).\(group.rest)"
      throw error(
        row, column,
        "\"\(typed)\" is \(group.whole)\(group.rest) or, with a point before the decimals, \(typed); write it without the point, or with a comma before the decimals"
      )
    }
    return QuantityText.withDecimalPoints(text)
  }

  /// A distribution with decimal commas, `uniform(0,4; 0,9)`, or with points, `uniform(0.4, 0.9)`.
  private func distribution(_ text: String, _ row: Int, _ column: Column) throws -> String {
    if text.contains(";") { return try withDecimalPoint(text, row, column) }
    let converted = QuantityText.withDecimalPoints(text)
    // `uniform(0,4, 0,9)` has four parameters or two with decimals: it is what there is a distribution of.
    guard converted != text, Self.isDistribution(converted) else { return text }
    if Self.isDistribution(text) {
      throw error(
        row, column,
        "\"\(text)\" may be \(converted); write semicolons between the parameters, as in uniform(0,4; 0,9)")
    }
    return converted
  }

  private static func isDistribution(_ text: String) -> Bool {
    text.contains(")") && (try? Distribution(parsing: QuantityText(text).value)) != nil
  }

  private func refuseSpreadsheetError(_ row: Int, _ column: Column) throws {
    let text = text(row, column)
    if let found = text.firstMatch(
      of: /#(REF!|N\/A|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|SPILL!|BEZUG!|WERT!|NV)|Err:[0-9]{3}/)
    {
      throw error(
        row, column, "\(found.output.0) is a spreadsheet's error, and no value; correct the formula, or type the number"
      )
    }
    if text.hasPrefix("="), [Column.value, .low, .high].contains(column) {
      throw error(
        row, column,
        "\"\(text)\" is a formula, and a sheet saved as CSV has its result; a spreadsheet keeps the formula where the cell is formatted as text: format it as a number and save the file again, or type the number"
      )
    }
  }

  /// What makes a text a date rather than a number; `nil` where it is none.
  private static func date(in text: String) -> String? {
    if text.wholeMatch(of: /([0-9]{4}年)?[0-9]{1,2}月([0-9]{1,2}日)?/) != nil { return "day and month" }
    if text.wholeMatch(of: /[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([ T].*)?/) != nil { return "year-month-day" }
    if text.wholeMatch(of: /[0-9]{1,2}[.\/-][0-9]{1,2}[.\/-]([0-9]{2}|[0-9]{4})( .*)?/) != nil {
      return "day and month"
    }
    if text.wholeMatch(of: /[0-9]{1,2}[.\/ -] ?[A-Za-zäéû]{3,4}\.?([ -]?[0-9]{2,4})?/) != nil,
      let word = text.firstMatch(of: /[A-Za-zäéû]{3,4}/), months.contains(word.output.prefix(3).lowercased())
    {
      return "day and month"
    }
    if text.wholeMatch(of: /[A-Za-zäéû]{3,4}[.\/ -] ?[0-9]{2,4}/) != nil, months.contains(text.prefix(3).lowercased()) {
      return "month and year"
    }
    if text.wholeMatch(of: /[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?( [AP]M)?/) != nil { return "a time" }
    return nil
  }

  private static let months: Set = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mär", "mai", "okt", "dez",
    "mrz", "jän", "fév", "avr", "jui", "aoû", "déc", "ene", "abr", "ago", "fev", "giu", "ott", "mrt", "mei",
  ]

  /// The line of a row: `mine.csv:7`.
  private func line(_ row: Int) -> String { "\(table.file):\(table.line(row))" }

  /// The cell of a row and a column, as a spreadsheet shows it: `cell D7 (value)`.
  private func cell(_ row: Int, _ column: Column) -> String {
    let letter = table.header.firstIndex(of: column.rawValue).map { Self.letters($0) } ?? "?"
    return "cell \(letter)\(table.line(row)) (\(column.rawValue))"
  }

  private func error(_ row: Int, _ column: Column, _ problem: String) -> InvalidValue {
    Self.error(problem, at: line(row), about: cell(row, column))
  }

  private static func error(_ problem: String, at location: String, about subject: String) -> InvalidValue {
    var error = InvalidValue(subject, problem)
    // With its folder, as it was given.
    error.location = location
    return error
  }

  private static func letters(_ place: Int) -> String {
    let letter = String(UnicodeScalar(UInt8(65 + place % 26)))
    return place < 26 ? letter : letters(place / 26 - 1) + letter
  }

  // MARK: Files

  /// What most of the first line is separated by.
  private static func separator(of text: String) -> Character {
    let line = text.prefix { !$0.isNewline }
    if let told = line.firstMatch(of: /sep=(.)/.ignoresCase()) { return told.output.1.first ?? "," }
    let counts = [",", ";", "\t"].map {
      (separator: Character($0), count: line.count(where: { [c = Character($0)] in $0 == c }))
    }
    return counts.max { $0.count < $1.count }.map(\.separator) ?? ","
  }
}
