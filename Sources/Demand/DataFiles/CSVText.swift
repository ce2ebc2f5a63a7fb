import Randomness

/// The fields of a CSV file, by row and place, with the line on which each row begins.
///
/// RFC 4180: fields are separated by commas, and a field in quotation marks may hold commas, lines and doubled quotation
/// marks. A line ends with a line feed, a carriage return or both. Blank lines are skipped, and so is a byte order mark.
/// What a spreadsheet would guess at is an error with its line. The text is read in pieces, of which only the contents of
/// fields are kept, in one array: a large file costs little more than those.
struct CSVText: Sendable {
  private let file: String
  /// What separates the fields.
  private let comma: UInt8
  /// The contents of all fields, one behind the other.
  private var contents: [UInt8] = []
  /// Where each field ends in the contents, behind a 0: where the first begins.
  private var ends: [UInt32] = [0]
  /// The first field of each row, and the end of the last.
  private var firsts: [UInt32] = [0]
  private var lines: [UInt32] = []
  /// The line on which the next piece begins.
  private var line = 1
  /// The bytes of the pieces so far.
  private var size = 0

  init(file: String, separator: UInt8 = UInt8(ascii: ",")) {
    self.file = file
    comma = separator
  }

  /// Reads the rows of a piece of the text, which ends with a row.
  /// - Throws: ``DataFileError`` for text that is no CSV, with the line.
  mutating func append(_ piece: String) throws(DataFileError) {
    let bytes = Array(piece.utf8)
    var scanner = Scanner(file: file, bytes: bytes, line: line)
    if size == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { scanner.place = 3 }
    size += bytes.count
    guard size < 1 << 31 else {
      throw DataFileError(file: file, "is larger than 2 GiB; split it into several files")
    }
    while scanner.place < bytes.count {
      // A file may be blank lines for the most part.
      if bytes[scanner.place] == Self.feed {
        scanner.place += 1
        scanner.line += 1
        continue
      }
      let line = scanner.line
      let isBlank = try readRow(&scanner)
      if isBlank {
        ends.removeLast()
      } else {
        firsts.append(UInt32(ends.count - 1))
        lines.append(UInt32(line))
      }
    }
    line = scanner.line
  }

  /// Forgets the rows from one on; the next piece is read as if they were there.
  mutating func removeRows(from row: Int) {
    // New arrays: the old ones may belong to a copy, or hold room for many rows.
    lines = Array(lines.prefix(row))
    firsts = Array(firsts.prefix(lines.count + 1))
    ends = Array(ends.prefix(Int(firsts[lines.count]) + 1))
    contents = Array(contents.prefix(Int(ends[ends.count - 1])))
  }

  var count: Int { lines.count }

  /// The line on which a row begins, from 1.
  func line(_ row: Int) -> Int { Int(lines[row]) }

  func fieldCount(_ row: Int) -> Int { Int(firsts[row + 1] - firsts[row]) }

  /// The text of a field as it stands; empty where the row is short.
  func text(_ row: Int, _ place: Int) -> String {
    guard place < fieldCount(row) else { return "" }
    let field = Int(firsts[row]) + place
    return String(decoding: contents[Int(ends[field])..<Int(ends[field + 1])], as: UTF8.self)
  }

  func texts(_ row: Int) -> [String] { (0..<fieldCount(row)).map { text(row, $0) } }

  private struct Scanner {
    let file: String
    let bytes: [UInt8]
    var place = 0
    var line: Int

    init(file: String, bytes: [UInt8], line: Int) {
      self.file = file
      self.bytes = bytes
      self.line = line
    }

    /// The byte at the place; `nil` at the end.
    var byte: UInt8? { place < bytes.count ? bytes[place] : nil }

    func problem(_ text: String, line: Int? = nil) -> DataFileError {
      DataFileError(file: file, line: line ?? self.line, text)
    }
  }

  private static let quote = UInt8(ascii: "\"")
  private static let feed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  /// Reads the fields of a row, and the end of its line; whether there is nothing in it.
  private mutating func readRow(_ scanner: inout Scanner) throws(DataFileError) -> Bool {
    let begin = scanner.place
    var count = 0
    while true {
      if scanner.byte == Self.quote { try readQuoted(&scanner) } else { try readPlain(&scanner) }
      ends.append(UInt32(contents.count))
      count += 1
      guard scanner.byte == comma else { break }
      scanner.place += 1
    }
    let isBlank = count == 1 && scanner.place == begin
    if let end = scanner.byte {
      scanner.place += 1
      if end == Self.carriageReturn, scanner.byte == Self.feed { scanner.place += 1 }
      scanner.line += 1
    }
    return isBlank
  }

  private mutating func readPlain(_ scanner: inout Scanner) throws(DataFileError) {
    let begin = scanner.place
    scan: while let byte = scanner.byte {
      switch byte {
      case comma, Self.feed, Self.carriageReturn: break scan
      case Self.quote:
        throw scanner.problem(
          "a quotation mark stands within a field; a field with one begins and ends with quotation marks, and doubles those "
            + "within")
      case 0: throw scanner.problem("there is a zero byte: the file is no text")
      default: scanner.place += 1
      }
    }
    contents += scanner.bytes[begin..<scanner.place]
  }

  private mutating func readQuoted(_ scanner: inout Scanner) throws(DataFileError) {
    let line = scanner.line
    scanner.place += 1
    while let byte = scanner.byte {
      scanner.place += 1
      if byte == Self.feed || (byte == Self.carriageReturn && scanner.byte != Self.feed) { scanner.line += 1 }
      if byte == 0 { throw scanner.problem("there is a zero byte: the file is no text") }
      guard byte == Self.quote else {
        contents.append(byte)
        continue
      }
      switch scanner.byte {
      case Self.quote:
        // Of two quotation marks the second is left out.
        contents.append(byte)
        scanner.place += 1
      case nil, comma, Self.feed, Self.carriageReturn: return
      default:
        throw scanner.problem(
          "something stands behind the quotation mark that ends a field; a quotation mark within a field is doubled")
      }
    }
    throw scanner.problem("the quotation mark that begins a field on this line is never closed", line: line)
  }
}
