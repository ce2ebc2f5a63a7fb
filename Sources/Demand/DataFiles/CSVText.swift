import Randomness

/// The fields of a CSV file, by row and place, with the line on which each row begins.
///
/// RFC 4180: fields are separated by commas, and a field in quotation marks may hold commas, lines and doubled quotation
/// marks. A line ends with a line feed, a carriage return or both. Blank lines are skipped, and so is a byte order mark.
/// What a spreadsheet would guess at is an error with its line: the fields are kept as places in the bytes, so that a
/// large file costs little more than its size.
struct CSVText: Sendable {
  private struct Field {
    let begin: UInt32
    let end: UInt32
    let isQuoted: Bool
  }

  private let bytes: [UInt8]
  /// What separates the fields.
  private let comma: UInt8
  private var fields: [Field] = []
  /// The first field of each row, and the end of the last.
  private var firsts: [UInt32] = [0]
  private var lines: [UInt32] = []

  /// - Throws: ``DataFileError`` for text that is no CSV, with the line.
  init(_ text: String, file: String, separator: UInt8 = UInt8(ascii: ",")) throws(DataFileError) {
    bytes = Array(text.utf8)
    comma = separator
    guard bytes.count < 1 << 31 else {
      throw DataFileError(file: file, "is larger than 2 GiB; split it into several files")
    }
    var scanner = Scanner(file: file, place: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
    while scanner.place < bytes.count {
      let line = scanner.line
      let isBlank = try readRow(&scanner)
      if isBlank {
        fields.removeLast()
      } else {
        firsts.append(UInt32(fields.count))
        lines.append(UInt32(line))
      }
    }
  }

  var count: Int { lines.count }

  /// The line on which a row begins, from 1.
  func line(_ row: Int) -> Int { Int(lines[row]) }

  func fieldCount(_ row: Int) -> Int { Int(firsts[row + 1] - firsts[row]) }

  /// The text of a field as it stands; empty where the row is short.
  func text(_ row: Int, _ place: Int) -> String {
    guard place < fieldCount(row) else { return "" }
    let field = fields[Int(firsts[row]) + place]
    let content = bytes[Int(field.begin)..<Int(field.end)]
    guard field.isQuoted, content.contains(Self.quote) else { return String(decoding: content, as: UTF8.self) }
    var text: [UInt8] = []
    text.reserveCapacity(content.count)
    var isSecond = false
    for byte in content {
      // Of two quotation marks the second is left out.
      if byte == Self.quote, isSecond {
        isSecond = false
        continue
      }
      isSecond = byte == Self.quote
      text.append(byte)
    }
    return String(decoding: text, as: UTF8.self)
  }

  func texts(_ row: Int) -> [String] { (0..<fieldCount(row)).map { text(row, $0) } }

  private struct Scanner {
    let file: String
    var place: Int
    var line = 1

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
      fields.append(
        scanner.place < bytes.count && bytes[scanner.place] == Self.quote
          ? try readQuoted(&scanner) : try readPlain(&scanner))
      count += 1
      guard scanner.place < bytes.count, bytes[scanner.place] == comma else { break }
      scanner.place += 1
    }
    let isBlank = count == 1 && scanner.place == begin
    if scanner.place < bytes.count {
      let isReturn = bytes[scanner.place] == Self.carriageReturn
      scanner.place += 1
      if isReturn, scanner.place < bytes.count, bytes[scanner.place] == Self.feed { scanner.place += 1 }
      scanner.line += 1
    }
    return isBlank
  }

  private func readPlain(_ scanner: inout Scanner) throws(DataFileError) -> Field {
    let begin = scanner.place
    while scanner.place < bytes.count {
      switch bytes[scanner.place] {
      case comma, Self.feed, Self.carriageReturn:
        return Field(begin: UInt32(begin), end: UInt32(scanner.place), isQuoted: false)
      case Self.quote:
        throw scanner.problem(
          "a quotation mark stands within a field; a field with one begins and ends with quotation marks, and doubles those "
            + "within")
      case 0: throw scanner.problem("there is a zero byte: the file is no text")
      default: scanner.place += 1
      }
    }
    return Field(begin: UInt32(begin), end: UInt32(scanner.place), isQuoted: false)
  }

  private func readQuoted(_ scanner: inout Scanner) throws(DataFileError) -> Field {
    let (begin, line) = (scanner.place + 1, scanner.line)
    scanner.place = begin
    while scanner.place < bytes.count {
      let byte = bytes[scanner.place]
      scanner.place += 1
      if byte == Self.feed || (byte == Self.carriageReturn && !isFeed(scanner.place)) { scanner.line += 1 }
      if byte == 0 { throw scanner.problem("there is a zero byte: the file is no text") }
      guard byte == Self.quote else { continue }
      guard scanner.place < bytes.count else {
        return Field(begin: UInt32(begin), end: UInt32(scanner.place - 1), isQuoted: true)
      }
      switch bytes[scanner.place] {
      case Self.quote: scanner.place += 1
      case comma, Self.feed, Self.carriageReturn:
        return Field(begin: UInt32(begin), end: UInt32(scanner.place - 1), isQuoted: true)
      default:
        throw scanner.problem(
          "something stands behind the quotation mark that ends a field; a quotation mark within a field is doubled")
      }
    }
    throw scanner.problem("the quotation mark that begins a field on this line is never closed", line: line)
  }

  private func isFeed(_ place: Int) -> Bool { place < bytes.count && bytes[place] == Self.feed }
}
