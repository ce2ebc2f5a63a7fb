import SystemPackage

/// A CSV file that is written row by row, with its size and SHA-256 at the end.
final class CSVFile {
  /// What a data package says of the file.
  struct Record: Sendable, Hashable {
    let name: String
    let columns: [Column]
    let rows: Int
    let bytes: Int
    let sha256: String
    /// The rows, of a file that is small enough for them to be kept.
    let table: Table?
  }

  private let name: String
  private let columns: [Column]
  private let file: OutputFile
  private var buffer: [UInt8] = []
  private var rows = 0
  private var table: Table?

  private static let bufferSize = 1 << 16

  /// - Parameters:
  ///   - shown: the folder that a message names, where the file will be in the end.
  ///   - keepsRows: whether the rows are kept, for charts and whoever asks for them.
  init(
    _ name: String, in directory: FilePath, shownIn shown: FilePath, columns: [Column], keepsRows: Bool
  ) throws(OutputError) {
    self.name = name
    self.columns = columns
    file = try OutputFile(directory.appending(name), shownAs: shown.appending(name))
    try write(columns.map { CSVText.field($0.name) })
    rows = 0
    if keepsRows { table = Table(header: columns.map(\.name)) }
  }

  /// Writes a row of fields that are already text; a field that needs quotes has them.
  func write(_ fields: [String]) throws(OutputError) {
    for (index, field) in fields.enumerated() {
      if index > 0 { buffer.append(0x2C) }
      buffer.append(contentsOf: field.utf8)
    }
    // RFC 4180 ends a row with CR LF.
    buffer.append(0x0D)
    buffer.append(0x0A)
    rows += 1
    table?.append(fields.map { CSVText.text($0) })
    if buffer.count >= Self.bufferSize { try flush() }
  }

  private func flush() throws(OutputError) {
    try file.write(buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  func close() throws(OutputError) -> Record {
    try flush()
    let (bytes, sha256) = try file.close()
    return Record(name: name, columns: columns, rows: rows, bytes: bytes, sha256: sha256, table: table)
  }
}
