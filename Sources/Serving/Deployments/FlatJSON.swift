/// A flat JSON object whose entries know their lines.
///
/// RFC 8259 without arrays and objects as values, which a deployment has no use for. Duplicate names are rejected.
struct FlatJSON {
  enum Value: Hashable {
    case text(String)
    case number(Double)
    case truth(Bool)
    case null
  }

  struct Entry: Hashable {
    let name: String
    let value: Value
    let line: Int
  }

  private(set) var entries: [Entry] = []
  /// The line on which the object ends.
  private(set) var end = 1

  private let file: String
  private let bytes: [UInt8]
  private var place = 0
  private var line = 1

  /// - Throws: ``DeploymentFileError`` for text that is not such an object.
  init(_ text: String, file: String) throws {
    self.file = file
    bytes = Array(text.utf8)
    try readObject()
  }

  subscript(name: String) -> Entry? { entries.first { $0.name == name } }

  private mutating func readObject() throws {
    skipBlanks()
    try expect("{", "an object, which begins with {")
    skipBlanks()
    if peek() == UInt8(ascii: "}") {
      place += 1
    } else {
      repeat { try readEntry() } while take(",")
      try expect("}", "a comma and another name, or }, the end of the object")
    }
    end = line
    skipBlanks()
    guard place == bytes.count else { throw problem("nothing is expected behind the end of the object") }
  }

  private mutating func readEntry() throws {
    skipBlanks()
    let line = line
    guard peek() == UInt8(ascii: "\"") else { throw problem("a name in quotation marks is expected") }
    let name = try readText()
    if let first = self[name] {
      throw DeploymentFileError(file, line: line, "\"\(name)\" stands on line \(first.line) already")
    }
    skipBlanks()
    try expect(":", "a colon and the value of \"\(name)\"")
    skipBlanks()
    entries.append(Entry(name: name, value: try readValue(of: name), line: line))
    skipBlanks()
  }

  private mutating func readValue(of name: String) throws -> Value {
    switch peek() {
    case UInt8(ascii: "\""): return .text(try readText())
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      throw problem("\"\(name)\" is a text or a number, not a list or an object")
    default:
      let word = readWord()
      switch word {
      case "true": return .truth(true)
      case "false": return .truth(false)
      case "null": return .null
      default:
        guard Self.isNumber(word), let number = Double(word), number.isFinite else {
          throw problem("\"\(name)\" has no value that can be read: \(word.isEmpty ? "nothing is there" : word)")
        }
        return .number(number)
      }
    }
  }

  /// Whether a word is a JSON number.
  private static func isNumber(_ word: String) -> Bool {
    var rest = Substring(word)
    func dropDigits() -> Int {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      return digits.count
    }
    if rest.first == "-" { rest.removeFirst() }
    let hasLeadingZero = rest.first == "0"
    let whole = dropDigits()
    if whole == 0 || (hasLeadingZero && whole > 1) { return false }
    if rest.first == "." {
      rest.removeFirst()
      if dropDigits() == 0 { return false }
    }
    if rest.first == "e" || rest.first == "E" {
      rest.removeFirst()
      if rest.first == "-" || rest.first == "+" { rest.removeFirst() }
      if dropDigits() == 0 { return false }
    }
    return rest.isEmpty
  }

  private mutating func readWord() -> String {
    let start = place
    let ends = Set(",}] \t\r\n:\"".utf8)
    while place < bytes.count, !ends.contains(bytes[place]) { place += 1 }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  private mutating func readText() throws -> String {
    place += 1
    var text: [UInt8] = []
    while let byte = peek(), byte != UInt8(ascii: "\"") {
      if byte < 0x20 { throw problem("a text ends on the line on which it begins") }
      place += 1
      guard byte == UInt8(ascii: "\\") else {
        text.append(byte)
        continue
      }
      guard let escaped = peek() else { break }
      place += 1
      switch escaped {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(escaped)
      case UInt8(ascii: "b"): text.append(0x08)
      case UInt8(ascii: "f"): text.append(0x0c)
      case UInt8(ascii: "n"): text.append(0x0a)
      case UInt8(ascii: "r"): text.append(0x0d)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "u"): text += try readUnicode()
      default: throw problem("a backslash is followed by one of \" \\ / b f n r t u")
      }
    }
    guard peek() == UInt8(ascii: "\"") else { throw problem("the file ends within a text") }
    place += 1
    return String(decoding: text, as: UTF8.self)
  }

  /// The character of an escape with four hexadecimal digits, or of a surrogate pair.
  private mutating func readUnicode() throws -> [UInt8] {
    var units = [try readUnit()]
    if units[0] >> 10 == 0x36, place + 1 < bytes.count, bytes[place] == UInt8(ascii: "\\"),
      bytes[place + 1] == UInt8(ascii: "u")
    {
      place += 2
      units.append(try readUnit())
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }

  private mutating func readUnit() throws -> UInt16 {
    guard place + 4 <= bytes.count,
      let unit = UInt16(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
    else { throw problem("\\u is followed by four hexadecimal digits") }
    place += 4
    return unit
  }

  private func peek() -> UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar, _ what: String) throws {
    if !take(character) { throw problem("\(what), is expected" + (peek() == nil ? "; the file ends here" : "")) }
  }

  private mutating func skipBlanks() {
    while let byte = peek(), byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d {
      if byte == 0x0a { line += 1 }
      place += 1
    }
  }

  private func problem(_ text: String) -> DeploymentFileError { DeploymentFileError(file, line: line, text) }
}
