import Randomness

/// Adopters period by period: the series that an adoption curve is fitted to.
///
/// Read from CSV with a column of times, `year`, `quarter`, `month`, `week` or `t`, and a column `adopters`, new in the
/// period, or `cumulative`, up to its end. Periods follow each other without a gap, one a row; the first is the first in
/// which anybody adopted.
public struct AdoptionSeries: Sendable, Hashable {
  /// The length of a period.
  public enum Period: String, Sendable, Hashable, CaseIterable {
    /// A length of calendar time.
    case year, quarter, month, week
    /// A period of unknown length.
    case period = "t"

    /// Periods a year; `nil` for a period of unknown length.
    public var perYear: Double? {
      switch self {
      case .year: 1
      case .quarter: 4
      case .month: 12
      case .week: 365.25 / 7
      case .period: nil
      }
    }
  }

  /// New adopters in each period; at least 5 periods, none negative and not all 0.
  public let adopters: [Double]
  /// The period of a row.
  public let period: Period
  /// The file that it was read from, or its name.
  public let name: String

  /// The adopters up to the end of each period.
  public var cumulative: [Double] {
    var sum = 0.0
    return adopters.map { new in
      sum += new
      return sum
    }
  }

  /// Three parameters are fitted, and the residuals must tell how well.
  private static let fewestPeriods = 5

  /// A series of new adopters from memory; messages use its name.
  /// - Throws: ``DataFileError`` where no curve can be fitted to it; its line is that of a CSV file with a header.
  public init(adopters: [Double], in period: Period = .period, name: String) throws {
    try self.init(adopters, period, name: name, column: "adopters")
  }

  /// Reads a series.
  /// - Throws: ``DataFileError`` for a file that cannot be read, is empty or cut off, has a gap, falls where it is
  ///   cumulative, or is too short for a fit.
  public init(contentsOf path: String) throws { try self.init(csv: Gunzip.text(of: path), file: path) }

  init(csv text: String, file: String) throws {
    let table = try DataTable(csv: text, file: file)
    guard let period = Period.allCases.first(where: { table.column($0.rawValue) != nil }),
      let times = table.column(period.rawValue)
    else {
      throw DataFileError(
        file: file, line: 1,
        "there is no column of times; one is called "
          + Period.allCases.dropLast().map(\.rawValue).joined(separator: ", ") + " or t")
    }
    if let other = Period.allCases.first(where: { $0 != period && table.column($0.rawValue) != nil }) {
      throw DataFileError(
        file: file, line: 1,
        "the columns \(period.rawValue) and \(other.rawValue) both are times; keep the one that counts the rows")
    }
    let cumulative = table.column("cumulative")
    let values =
      if let new = table.column("adopters") ?? cumulative { new } else {
        try table.column("adopters", of: ["adopters or cumulative"])
      }
    let isCumulative = values.name == "cumulative"
    var adopters: [Double] = []
    var (last, time) = (0.0, 0.0)
    for row in 0..<table.count {
      let now = try times.number(row, "a number of periods,", from: -.greatestFiniteMagnitude)
      if row > 0, abs(now - time - 1) > 1e-9 {
        throw table.error(
          row: row, column: times.name,
          "\(now.shortest) comes after \(time.shortest): periods follow each other without a gap, one a row")
      }
      time = now
      let value = try values.number(row, "a number of adopters, at least 0,", from: 0)
      if isCumulative, value < last {
        throw table.error(
          row: row, column: values.name,
          "\(value.shortest) comes after \(last.shortest): the number up to the end of a period does not fall")
      }
      adopters.append(isCumulative ? value - last : value)
      last = value
    }
    if !isCumulative, let cumulative { try Self.requireAgreement(of: adopters, with: cumulative, in: table) }
    try self.init(adopters, period, name: file, column: values.name)
  }

  /// Refuses a column of sums that are not those of the new adopters; what came before the first row may be in them.
  private static func requireAgreement(
    of adopters: [Double], with cumulative: DataTable.Column, in table: DataTable
  ) throws {
    var (sum, before) = (0.0, 0.0)
    for (row, new) in adopters.enumerated() {
      sum += new
      guard let told = try cumulative.numberIfAny(row) else { continue }
      if row == 0 { before = told - sum }
      guard abs(told - before - sum) > 1e-6 * max(abs(told), sum) else { continue }
      throw table.error(
        row: row, column: cumulative.name,
        "\(told.shortest) is not the sum of the adopters up to here, \((before + sum).shortest); keep the column that is right"
      )
    }
  }

  /// Adopters in all, in whatever unit.
  private static let totals = 1e-6...1e15

  private init(_ adopters: [Double], _ period: Period, name: String, column: String) throws {
    for (row, value) in adopters.enumerated() where !(value >= 0 && value < .infinity) {
      throw DataFileError(
        file: name, line: row + 2, column: column,
        "expected a number of adopters, at least 0, and found \"\(value.shortest)\"")
    }
    guard adopters.count >= Self.fewestPeriods else {
      throw DataFileError(
        file: name,
        "holds \(adopters.count) period\(adopters.count == 1 ? "" : "s"), and a curve with three numbers of its own needs "
          + "at least \(Self.fewestPeriods)")
    }
    guard adopters.contains(where: { $0 > 0 }) else {
      throw DataFileError(file: name, column: column, "nobody adopted in any period")
    }
    let total = adopters.reduce(0, +)
    guard Self.totals.contains(total) else {
      throw DataFileError(
        file: name, column: column,
        "holds \(total.shortest) adopters in all, and \(Self.totals.lowerBound.shortest) to \(Self.totals.upperBound.shortest) were expected; count them in another unit"
      )
    }
    self.adopters = adopters
    self.period = period
    self.name = name
  }
}
