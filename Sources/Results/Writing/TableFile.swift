package import Experimentation
import Randomness
import SystemPackage

/// A column of a table, as its schema describes it.
package struct Column: Sendable, Hashable {
  /// A type of Frictionless Table Schema.
  package enum Kind: String, Sendable, Hashable {
    case integer, number, string, boolean
  }

  package let name: String
  package let kind: Kind
  package let unit: String?
  package let meaning: String
  /// What an empty cell means, of a measure.
  package let absence: Absence?

  package init(_ name: String, _ kind: Kind, unit: String? = nil, _ meaning: String = "", absence: Absence? = nil) {
    self.name = name
    self.kind = kind
    self.unit = unit
    self.meaning = meaning
    self.absence = absence
  }

  /// A figure and the ends of its 95 % interval.
  package static func estimate(_ name: String, _ meaning: String = "", interval: String = "") -> [Column] {
    [Column(name, .number, meaning), Column("\(name)_ci95_low", .number, interval)]
      + [Column("\(name)_ci95_high", .number, interval)]
  }

  /// `p05` for 0.05.
  static func percentileName(_ p: Double) -> String {
    let percent = Int((100 * p).rounded())
    return percent < 10 ? "p0\(percent)" : "p\(percent)"
  }
}

/// What can stand in a cell: a text, a number in the shortest text that reads back as the same number, a truth value.
package protocol CellValue: Sendable {
  var cell: String { get }
}

extension String: CellValue { package var cell: String { self } }
extension Double: CellValue { package var cell: String { shortest } }
extension Int: CellValue { package var cell: String { description } }
extension Bool: CellValue { package var cell: String { description } }

extension Estimate {
  /// The figure and the ends of its interval; an end that is not known is an empty cell.
  package var cells: [(any CellValue)?] {
    [value, low, high].map { (number: Double) -> Double? in number.isFinite ? number : nil }
  }

  /// The cells of a figure that there is none of.
  package static var noCells: [(any CellValue)?] { [nil, nil, nil] }
}

/// Where the rows of a table go: a file, or memory.
package protocol RowReceiver {
  /// Takes a row; `nil` is an empty cell.
  func write(_ parts: [(any CellValue)?]...) throws(OutputError)
}

/// A table that is kept in memory, as a file of the same rows would be read.
package final class HeldTable: RowReceiver {
  package private(set) var rows: Table

  package init(_ columns: [Column]) { rows = Table(header: columns.map(\.name)) }

  package func write(_ parts: [(any CellValue)?]...) { rows.append(parts.flatMap { $0 }.map { $0?.cell ?? "" }) }
}

/// A CSV file (RFC 4180) that is written row by row.
package final class TableFile: RowReceiver {
  package let table: ResultTable
  package let columns: [Column]
  /// The rows, of a table that is not long: for charts and whoever asks for them.
  package private(set) var rows: Table?
  package private(set) var count = 0
  private let file: OutputFile
  private var buffer: [UInt8] = []

  private static let bufferSize = 1 << 16

  init(_ table: ResultTable, columns: [Column], _ file: OutputFile) throws(OutputError) {
    self.table = table
    self.columns = columns
    self.file = file
    put(columns.map(\.name))
    if !table.isLong { rows = Table(header: columns.map(\.name)) }
  }

  /// Writes a row; `nil` is an empty cell.
  package func write(_ parts: [(any CellValue)?]...) throws(OutputError) {
    let texts = parts.flatMap { $0 }.map { $0?.cell ?? "" }
    precondition(texts.count == columns.count, "a row of \(table.file) has \(columns.count) cells, not \(texts.count)")
    put(texts)
    rows?.append(texts)
    count += 1
    if buffer.count >= Self.bufferSize { try flush() }
  }

  private func put(_ texts: [String]) {
    for (index, text) in texts.enumerated() {
      if index > 0 { buffer.append(0x2C) }
      buffer.append(contentsOf: Self.quoted(text).utf8)
    }
    // RFC 4180 ends a row with CR LF.
    buffer.append(0x0D)
    buffer.append(0x0A)
  }

  private func flush() throws(OutputError) {
    try file.write(buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  /// Writes what is left, and closes the file.
  func close() throws(OutputError) -> FileDigest {
    try flush()
    return try file.close()
  }

  /// A field, quoted where it must be.
  static func quoted(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
