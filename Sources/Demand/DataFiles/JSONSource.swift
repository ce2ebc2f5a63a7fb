import Randomness

/// A value of a user's JSON file that knows its line and its path, so that errors can name them.
///
/// RFC 8259; duplicate names are rejected.
/// ```swift
/// let load = try JSONSource(contentsOf: "load.json")
/// let rate = try load.required("mean_rate_per_s").number()
/// ```
package struct JSONSource: Sendable {
  /// The value itself.
  package enum Value: Sendable {
    case text(String)
    case number(Double)
    case truth(Bool)
    case null
    case list([JSONSource])
    case object([Member])
  }

  /// A member of an object.
  package struct Member: Sendable {
    package let name: String
    package let value: JSONSource
  }

  /// The file as it was named.
  package let file: String
  /// Where the value stands in the file, such as `rates[3].from_s`; empty for the file's own object.
  package let path: String
  /// The lines on which the value begins and ends, from 1; a member begins with its name.
  package let line: Int
  package let endLine: Int
  /// The value itself.
  package let value: Value

  /// Reads a file that holds one object, plain or compressed with gzip.
  /// - Throws: ``DataFileError`` for a file that cannot be read, and as ``init(_:file:)``.
  package init(contentsOf path: String) throws { try self.init(Gunzip.text(of: path), file: path) }

  /// Reads text that holds one object.
  /// - Throws: ``DataFileError`` for text that is not one JSON object.
  package init(_ text: String, file: String) throws {
    var reader = JSONReader(text, file: file)
    self = try reader.readFile()
  }

  fileprivate init(file: String, path: String, line: Int, endLine: Int, value: Value) {
    (self.file, self.path, self.line, self.endLine, self.value) = (file, path, line, endLine, value)
  }

  /// The members of an object; none where the value is something else.
  package var members: [Member] {
    if case .object(let members) = value { return members }
    return []
  }

  /// The member of that name; `nil` where there is none.
  package subscript(name: String) -> JSONSource? { members.first { $0.name == name }?.value }

  /// The member of that name.
  ///
  /// - `hint`: what the error says beside that it is missing.
  /// - Throws: ``DataFileError`` where there is none.
  package func required(_ name: String, _ hint: String? = nil) throws -> JSONSource {
    guard case .object = value else { throw wrong("an object") }
    if let member = self[name] { return member }
    let path = path.isEmpty ? name : "\(path).\(name)"
    throw DataFileError(file: file, line: endLine, "\"\(path)\" is missing" + (hint.map { ": \($0)" } ?? ""))
  }

  /// The text.
  /// - Throws: ``DataFileError`` where the value is something else.
  package func text() throws -> String {
    guard case .text(let text) = value else { throw wrong("a text") }
    return text
  }

  /// The number.
  /// - Throws: ``DataFileError`` where the value is something else.
  package func number() throws -> Double {
    guard case .number(let number) = value else { throw wrong("a number") }
    return number
  }

  /// The whole number.
  /// - Throws: ``DataFileError`` where the value is something else.
  package func whole() throws -> Int {
    guard case .number(let number) = value, let whole = Int(exactly: number) else { throw wrong("a whole number") }
    guard whole.magnitude <= 1 << 53 else { throw wrong("a whole number of at most 2^53") }
    return whole
  }

  /// The elements of a list.
  /// - Throws: ``DataFileError`` where the value is something else.
  package func list() throws -> [JSONSource] {
    guard case .list(let elements) = value else { throw wrong("a list") }
    return elements
  }

  /// The error of a value that is not what was expected.
  package func wrong(_ expected: String) -> DataFileError {
    let found =
      switch value {
      case .text(let text): "\"\(text)\""
      case .number(let number): number.shortest
      case .truth(let truth): "\(truth)"
      case .null: "null"
      case .list: "a list"
      case .object: "an object"
      }
    return problem("must be \(expected), not \(found)")
  }

  /// An error about the value.
  package func problem(_ problem: String) -> DataFileError {
    DataFileError(file: file, line: line, (path.isEmpty ? "" : "\"\(path)\" ") + problem)
  }
}

/// Reads the bytes of a JSON file.
private struct JSONReader {
  private let file: String
  private let bytes: [UInt8]
  private var place = 0
  private var line = 1

  /// The deepest nesting that is read: a stack is finite, and no file of a user needs more.
  private static let deepest = 64

  init(_ text: String, file: String) {
    self.file = file
    bytes = Array(text.utf8)
    // A byte order mark says nothing in UTF-8.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
  }

  mutating func readFile() throws -> JSONSource {
    skipBlanks()
    guard peek() == UInt8(ascii: "{") else { throw expected("an object, which begins with {") }
    let object = try readValue(at: "", from: line, depth: 0)
    skipBlanks()
    guard place == bytes.count else { throw problem("nothing is expected behind the end of the object") }
    return object
  }

  private mutating func readValue(at path: String, from first: Int, depth: Int) throws -> JSONSource {
    guard depth < Self.deepest else { throw problem("values are nested more than \(Self.deepest) deep") }
    let value: JSONSource.Value
    switch peek() {
    case UInt8(ascii: "\""): value = .text(try readText())
    case UInt8(ascii: "{"): value = .object(try readMembers(of: path, depth: depth))
    case UInt8(ascii: "["): value = .list(try readElements(of: path, depth: depth))
    default: value = try readWord(at: path)
    }
    return JSONSource(file: file, path: path, line: first, endLine: line, value: value)
  }

  private mutating func readMembers(of path: String, depth: Int) throws -> [JSONSource.Member] {
    var members: [JSONSource.Member] = []
    var lines: [String: Int] = [:]
    place += 1
    skipBlanks()
    if take("}") { return members }
    repeat {
      skipBlanks()
      let first = line
      guard peek() == UInt8(ascii: "\"") else { throw problem("a name in quotation marks is expected") }
      let name = try readText()
      if let earlier = lines.updateValue(first, forKey: name) {
        throw DataFileError(file: file, line: first, "\"\(name)\" stands on line \(earlier) already")
      }
      skipBlanks()
      guard take(":") else { throw expected("a colon and the value of \"\(name)\"") }
      skipBlanks()
      let value = try readValue(at: path.isEmpty ? name : "\(path).\(name)", from: first, depth: depth + 1)
      members.append(JSONSource.Member(name: name, value: value))
      skipBlanks()
    } while take(",")
    guard take("}") else { throw expected("a comma and another name, or }, the end of the object") }
    return members
  }

  private mutating func readElements(of path: String, depth: Int) throws -> [JSONSource] {
    var elements: [JSONSource] = []
    place += 1
    skipBlanks()
    if take("]") { return elements }
    repeat {
      skipBlanks()
      elements.append(try readValue(at: "\(path)[\(elements.count)]", from: line, depth: depth + 1))
      skipBlanks()
    } while take(",")
    guard take("]") else { throw expected("a comma and another value, or ], the end of the list") }
    return elements
  }

  private mutating func readWord(at path: String) throws -> JSONSource.Value {
    let start = place
    let ends = Set(",}] \t\r\n:\"".utf8)
    while place < bytes.count, !ends.contains(bytes[place]) { place += 1 }
    let word = String(decoding: bytes[start..<place], as: UTF8.self)
    switch word {
    case "true": return .truth(true)
    case "false": return .truth(false)
    case "null": return .null
    default:
      guard Self.isNumber(word), let number = Double(word), number.isFinite else {
        throw problem("\"\(path)\" has no value that can be read: \(word.isEmpty ? "nothing is there" : word)")
      }
      return .number(number)
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
      bytes[place..<place + 4].allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }),
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

  private mutating func skipBlanks() {
    while let byte = peek(), byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d {
      if byte == 0x0a { line += 1 }
      place += 1
    }
  }

  private func expected(_ what: String) -> DataFileError {
    problem("\(what), is expected" + (peek() == nil ? "; the file ends here" : ""))
  }

  private func problem(_ text: String) -> DataFileError { DataFileError(file: file, line: line, text) }
}
