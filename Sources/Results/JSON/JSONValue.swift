import Randomness

/// A value of JSON whose objects keep the order of their members, so that the same value is the same bytes.
///
/// ```swift
/// let axis: JSONValue = ["field": "month", "axis": ["title": "month", "grid": false]]
/// axis.text
/// ```
package indirect enum JSONValue: Sendable, Hashable {
  case null
  case boolean(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([Member])

  /// A name and its value.
  package struct Member: Sendable, Hashable {
    package let name: String
    package let value: JSONValue

    package init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// The members of an object; none of any other value.
  package var members: [Member] { if case .object(let members) = self { members } else { [] } }

  /// An object with the members of both; where both have a name, the other's value stands.
  package func merging(_ other: JSONValue) -> JSONValue {
    var merged = members
    for member in other.members {
      if let place = merged.firstIndex(where: { $0.name == member.name }) {
        merged[place] = member
      } else {
        merged.append(member)
      }
    }
    return .object(merged)
  }

  package subscript(_ name: String) -> JSONValue? { members.first { $0.name == name }?.value }
}

extension JSONValue: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral,
  ExpressibleByStringInterpolation, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
  package init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(elements.map { Member($0, $1) }) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(stringLiteral value: String) { self = .string(value) }
  package init(floatLiteral value: Double) { self = .number(value) }
  package init(integerLiteral value: Int) { self = .number(Double(value)) }
  package init(booleanLiteral value: Bool) { self = .boolean(value) }
  package init(nilLiteral: ()) { self = .null }
}

extension JSONValue {
  /// The value as text in lines, two blanks an indent; short arrays and objects stay on their line.
  package var text: String {
    var text = ""
    write(to: &text, indent: 0)
    return text
  }

  /// The value on one line.
  package var compactText: String {
    var text = ""
    writeCompact(to: &text)
    return text
  }

  /// Longer lines than this are broken.
  private static let width = 110

  private func write(to text: inout String, indent: Int) {
    var room = Self.width - indent
    let isShort = fits(&room)
    switch self {
    case .array(let values) where !isShort:
      text += "[\n"
      for (index, value) in values.enumerated() {
        text += String(repeating: " ", count: indent + 2)
        value.write(to: &text, indent: indent + 2)
        text += index + 1 < values.count ? ",\n" : "\n"
      }
      text += String(repeating: " ", count: indent) + "]"
    case .object(let members) where !isShort:
      text += "{\n"
      for (index, member) in members.enumerated() {
        text += String(repeating: " ", count: indent + 2) + Self.quoted(member.name) + ": "
        member.value.write(to: &text, indent: indent + 2)
        text += index + 1 < members.count ? ",\n" : "\n"
      }
      text += String(repeating: " ", count: indent) + "}"
    default: writeCompact(to: &text)
    }
  }

  /// Whether the value on one line has room, of which it takes its share; a text that needs escapes counts without them.
  private func fits(_ room: inout Int) -> Bool {
    switch self {
    case .null, .boolean, .number: room -= 6
    case .string(let value): room -= value.utf8.count + 2
    case .array(let values):
      room -= 2 * values.count
      for value in values where room >= 0 { guard value.fits(&room) else { return false } }
    case .object(let members):
      for member in members where room >= 0 {
        room -= member.name.utf8.count + 6
        guard member.value.fits(&room) else { return false }
      }
    }
    return room >= 0
  }

  private func writeCompact(to text: inout String) {
    switch self {
    case .null: text += "null"
    case .boolean(let value): text += value ? "true" : "false"
    case .number(let value): text += value.isFinite ? value.shortest : "null"
    case .string(let value): text += Self.quoted(value)
    case .array(let values):
      text += "["
      for (index, value) in values.enumerated() {
        if index > 0 { text += ", " }
        value.writeCompact(to: &text)
      }
      text += "]"
    case .object(let members):
      text += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { text += ", " }
        text += Self.quoted(member.name) + ": "
        member.value.writeCompact(to: &text)
      }
      text += "}"
    }
  }

  /// The text in quotes, as RFC 8259 wants it, and with `<`, the line separators and all control characters escaped, so that it
  /// may stand in the script of a page and on a terminal.
  package static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case 0x22, 0x3C, 0x5C, 0x7F...: false
      default: byte >= 0x20
      }
    }
    if isPlain { return "\"" + text + "\"" }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case "\u{0}"..."\u{1F}", "<", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
