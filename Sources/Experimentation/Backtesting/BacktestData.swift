package import Demand
package import Economics
import Glibc
import Randomness

/// Series of dated values that a backtest scores, as read from a CSV file.
///
/// The columns are a date (`date`, `week` or `month`), the name of the series (`series`, or what names it together: `gpu`,
/// `seller`, `vendor`, `model`, `tenure`), `value` and `unit`. API prices may have `input` and `output` in the place of
/// `value`. Other columns are ignored.
package struct BacktestData: Sendable {
  /// The name of the file.
  package let file: String
  /// In the order of their names.
  package let series: [Series]

  /// A series of values by date.
  package struct Series: Sendable {
    package let name: String
    /// The seller or the vendor, whose series move together; the name where none is given.
    package let group: String
    package let unit: String
    /// In rising order.
    package let points: [Point]
  }

  /// A value on a day.
  package struct Point: Sendable {
    package let day: CalendarDay
    package let value: Double
    /// Whether the date is a month, which stands for its first day.
    package let isMonth: Bool
  }

  /// The first and the last day.
  package var span: ClosedRange<CalendarDay> {
    let days = series.flatMap { [$0.points[0].day, $0.points[$0.points.count - 1].day] }
    return (days.min() ?? .day(2023, 1, 1))...(days.max() ?? .day(2023, 1, 1))
  }

  /// The columns that name a series.
  private static let names = ["series", "gpu", "seller", "vendor", "model", "tenure"]

  /// Reads a file.
  /// - Parameters:
  ///   - filter: What the name of a series must contain.
  ///   - launches: Whether a series may begin with a value of 0.
  /// - Throws: ``DataFileError`` with line and column.
  package init(contentsOf path: String, filter: String? = nil, launches: Bool = false) throws {
    try self.init(DataTable(contentsOf: path), filter: filter, launches: launches)
  }

  /// Reads a table.
  /// - Throws: ``DataFileError`` with line and column.
  package init(_ table: DataTable, filter: String? = nil, launches: Bool = false) throws {
    file = table.file
    guard let dates = ["date", "week", "month"].lazy.compactMap({ table.column($0) }).first else {
      throw DataFileError(
        file: table.file, line: 1,
        "there is no column of dates; it is called date, week or month. The format is date,series,value,unit")
    }
    let labels = Self.names.compactMap { table.column($0) }
    guard let first = labels.first else {
      throw DataFileError(
        file: table.file, line: 1,
        "there is no column that names the series; it is called series (or gpu and seller, or vendor and model)")
    }
    // The model is a remark where the series has a name of its own.
    let naming =
      first.name == "series" && table.column("seller") == nil && table.column("vendor") == nil
      ? [first] : labels
    let (input, output) = (table.column("input"), table.column("output"))
    let values = try table.column("value") ?? (input == nil || output == nil ? table.requiredColumn("value") : nil)
    let units = table.column("unit")
    let sellers = table.column("seller") ?? table.column("vendor")
    var found: [String: (unit: String, group: String, points: [Int: Point])] = [:]
    for row in 0..<table.count {
      let name = naming.map { $0.text(row) }.filter { !$0.isEmpty }.joined(separator: " ")
      if let filter, !name.contains(filter) { continue }
      guard !name.isEmpty else { throw table.error(row: row, column: first.name, "expected the name of the series") }
      let (day, isMonth) = try Self.day(dates.text(row), table, row, dates.name)
      let value: Double
      if let values {
        value = try values.number(row, "a number", from: 0)
      } else {
        // Free models, and models that are not paid by output, have no blended price.
        guard let paid = try input?.numberIfAny(row), let answered = try output?.numberIfAny(row), paid > 0,
          answered > 0
        else { continue }
        value = 0.8 * paid + 0.2 * answered
      }
      let unit = units?.text(row) ?? ""
      var entry = found[name] ?? (unit, sellers?.text(row) ?? name, [:])
      guard entry.unit == unit else {
        throw table.error(
          row: row, column: "unit", "the unit of \(name) is \(entry.unit) in earlier rows, and \(unit) here")
      }
      if value == 0, !launches {
        throw table.error(
          row: row, column: values?.name, "expected a number above 0, since logarithms are scored")
      }
      if let other = entry.points[day.number], other.value != value {
        throw table.error(
          row: row, column: dates.name, "\(name) has two values on \(day): \(other.value) and \(value); filter the rows"
        )
      }
      entry.points[day.number] = Point(day: day, value: value, isMonth: isMonth)
      found[name] = entry
    }
    series = found.sorted { $0.key < $1.key }.map { name, entry in
      Series(name: name, group: entry.group, unit: entry.unit, points: entry.points.values.sorted { $0.day < $1.day })
    }
    guard !series.isEmpty else {
      throw DataFileError(
        file: table.file, filter.map { "there is no series whose name contains \"\($0)\"" } ?? "there are no rows")
    }
  }

  /// A day or a month as it is written.
  private static func day(
    _ text: String, _ table: DataTable, _ row: Int, _ column: String
  ) throws -> (CalendarDay, isMonth: Bool) {
    if let day = CalendarDay(parsing: text) { return (day, text.count { $0 == "-" } == 1) }
    throw table.error(
      row: row, column: column, "expected a day as 2026-03-31 or a month as 2026-03 and found \"\(text)\"")
  }
}

extension CalendarDay {
  /// The months since year 0.
  var monthNumber: Int { 12 * year + month - 1 }

  /// Years of 365.25 days since 1 January 2023.
  var yearsSince2023: Double { Double(number - CalendarDay.day(2023, 1, 1).number) / 365.25 }

  /// The first day of a month counted from year 0.
  static func first(ofMonth number: Int) -> CalendarDay { .day(number / 12, number % 12 + 1, 1) }
}

extension BacktestData.Series {
  /// How many days old a value may be and still count.
  private static let oldestDays = 70

  /// The logarithms on the first of each month, by month counted from year 0.
  ///
  /// A value by month counts in its month. A value by day counts on the first of a month as long as it is at most ten weeks
  /// old, or where it was seen again unchanged.
  /// - Parameter end: The last day of all series: no month that begins more than ten days later has a value.
  func monthlyLogarithms(through end: CalendarDay) -> [(month: Int, log: Double)] {
    if points.allSatisfy(\.isMonth) { return points.map { ($0.day.monthNumber, log($0.value)) } }
    guard let first = points.first else { return [] }
    return (first.day.monthNumber...(end.monthNumber + 1)).compactMap { month in
      let now = CalendarDay.first(ofMonth: month).number
      guard now <= end.number + 10 else { return nil }
      guard let place = points.lastIndex(where: { $0.day.number <= now }) else { return nil }
      let isSeenAgain = place + 1 < points.count && abs(log(points[place + 1].value / points[place].value)) < 1e-9
      guard now - points[place].day.number <= Self.oldestDays || isSeenAgain else { return nil }
      return (month, log(points[place].value))
    }
  }
}
