import Demand
import Foundation

/// Figures that other programs calculated or that somebody measured, and the data they belong to.
///
/// ```swift
/// let table = try ReferenceData.table("adoption/bass.csv")
/// let expected = try table.numbers("closed_form")
/// let fit: Fit = try ReferenceData.figures("adoption/bass_fit.json")
/// ```
/// The files stand in `figures`; `README.md` says where each comes from.
public enum ReferenceData {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "figures")

  /// The path of a file, such as `adoption/bass.csv`.
  public static func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }

  /// The text of a file, plain or compressed with gzip.
  public static func text(_ name: String) throws -> String { try Gunzip.text(of: path(name)) }

  /// The figures of a JSON file.
  public static func figures<Figures: Decodable>(_ name: String, as type: Figures.Type = Figures.self) throws -> Figures
  {
    try JSONDecoder().decode(Figures.self, from: Data(text(name).utf8))
  }

  /// The rows of a CSV file.
  public static func table(_ name: String) throws -> ReferenceTable { try ReferenceTable(text(name), name: name) }
}

/// A JSON file whose keys depend on what was calculated, read by paths of keys.
public struct ReferenceObject {
  private let name: String
  private let root: Any

  /// The object of a JSON file of ``ReferenceData``.
  public init(_ name: String) throws {
    self.name = name
    root = try JSONSerialization.jsonObject(with: Data(ReferenceData.text(name).utf8))
  }

  /// The value at a path of keys.
  public func value<Value>(_ path: [String], as type: Value.Type = Value.self) throws -> Value {
    var found: Any? = root
    for key in path { found = (found as? [String: Any])?[key] }
    guard let value = found as? Value else {
      throw ReferenceError(
        "\(name): \(path.joined(separator: ".")) is \(found.map { "\(Swift.type(of: $0))" } ?? "missing"), not \(type)")
    }
    return value
  }

  /// The value at a path of keys.
  public func value<Value>(_ path: String..., as type: Value.Type = Value.self) throws -> Value {
    try value(path, as: type)
  }

  /// The numbers of the list at a path of keys; `nil` where the peer gives none.
  public func numbers(_ path: String...) throws -> [Double?] {
    try value(path, as: [Any].self).map { $0 as? Double }
  }
}

/// A table of figures: CSV without quotation marks.
public struct ReferenceTable: Sendable {
  private let name: String
  /// The names of the columns.
  public let header: [String]
  /// The fields of each row, as they stand.
  public let rows: [[String]]

  init(_ text: String, name: String) throws {
    let lines = text.split(whereSeparator: \.isNewline).map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    guard let header = lines.first, lines.allSatisfy({ $0.count == header.count }), !text.contains("\"") else {
      throw ReferenceError("\(name): rows of one length without quotation marks were expected")
    }
    self.name = name
    self.header = header
    rows = Array(lines.dropFirst())
  }

  /// The fields of a column.
  public func fields(_ column: String) throws -> [String] {
    guard let place = header.firstIndex(of: column) else {
      throw ReferenceError("\(name): there is no column \(column) among \(header.joined(separator: ", "))")
    }
    return rows.map { $0[place] }
  }

  /// The numbers of a column; NaN where a field is none.
  public func numbers(_ column: String) throws -> [Double] { try fields(column).map { Double($0) ?? .nan } }

  /// The numbers of each row, from a column on; NaN where a field is none.
  public func numbers(fromColumn first: Int = 0) -> [[Double]] { rows.map { $0[first...].map { Double($0) ?? .nan } } }

  /// The numbers of each row by column; NaN where a field is none.
  public var numbersByColumn: [[String: Double]] {
    numbers().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
  }

  /// The columns of numbers, by name.
  public var columns: [String: [Double]] {
    let numbers = numbers()
    return Dictionary(
      uniqueKeysWithValues: header.indices.map { column in (header[column], numbers.map { $0[column] }) })
  }
}

/// A file of ``ReferenceData`` that is not as a test expects it.
struct ReferenceError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
