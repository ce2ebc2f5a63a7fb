import Foundation
import Testing

@testable import Experimentation

/// Rows and indices of SALib, OpenTURNS and SciPy, kept beside the repository.
struct PeerFigures {
  private let figures: [String: Any]
  /// The rows of the design with their outputs.
  let results: DesignResults

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../../shared/data/reference").standardized

  static var arePresent: Bool { FileManager.default.fileExists(atPath: folder.appending(path: "gsa").path) }

  /// The figures of `gsa/name.json` and the rows of `gsa/name_xy.csv`.
  init(_ name: String) throws {
    let data = try Data(contentsOf: Self.folder.appending(path: "gsa/\(name).json"))
    figures = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let table = try Self.table("gsa/\(name)_xy.csv")
    let numbers = try table.rows.map { try $0.map { try #require(Double($0)) } }
    results = DesignResults(
      measure: "y", inputs: table.header.dropLast(), rows: numbers.map { Array($0.dropLast()) },
      outputs: numbers.map(\.last))
  }

  /// The value at a path of keys.
  func value<Value>(_ path: String..., as type: Value.Type = Value.self) throws -> Value {
    var found: Any = figures
    for key in path { found = try #require((found as? [String: Any])?[key], "\(path)") }
    return try #require(found as? Value, "\(path)")
  }

  /// The number of each input at a path of keys; `nil` for none.
  func each(_ path: String...) throws -> [Double?] {
    var found: Any = figures
    for key in path { found = try #require((found as? [String: Any])?[key], "\(path)") }
    return try #require(found as? [Any], "\(path)").map { $0 as? Double }
  }

  static func table(_ path: String) throws -> (header: [String], rows: [[String]]) {
    let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline).map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return (try #require(lines.first), Array(lines.dropFirst()))
  }
}

extension SensitivityAnalysis {
  /// The values of an index, input by input.
  func values(_ index: String) -> [Double?] { rows.filter { $0.index == index }.map(\.value) }

  /// Half the widths of the intervals of an index, input by input.
  func halfWidths(_ index: String) -> [Double?] {
    rows.filter { $0.index == index }.map { row in row.interval.map { ($0.upperBound - $0.lowerBound) / 2 } }
  }
}

/// The greatest distance between found and expected values; infinite where one is missing.
func worst(_ found: [Double?], _ expected: [Double?]) -> Double {
  guard found.count == expected.count, !found.isEmpty else { return .infinity }
  return zip(found, expected).map { found, expected in
    guard let found, let expected else { return found == nil && expected == nil ? 0 : .infinity }
    return abs(found - expected) / max(1, abs(expected))
  }.max() ?? .infinity
}

/// The greatest relative distance between widths; those that are rounding count as 0.
func worstWidth(_ found: [Double?], _ expected: [Double?]) -> Double {
  guard found.count == expected.count, !found.isEmpty else { return .infinity }
  return zip(found, expected).map { found, expected in
    guard let found, let expected else { return .infinity }
    return max(abs(found), abs(expected)) < 1e-9 ? 0 : abs(found / expected - 1)
  }.max() ?? .infinity
}
