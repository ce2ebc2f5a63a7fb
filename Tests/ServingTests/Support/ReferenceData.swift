import Foundation

@testable import Demand

/// Peers' figures, which lie beside the project where it is developed; a test that needs them is skipped without them.
enum ReferenceData {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("../shared/data").standardizedFileURL

  static func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  static func isThere(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  /// The columns of a table of numbers, CSV or CSV.gz.
  static func columns(_ name: String) throws -> [String: [Double]] {
    let lines = try Gunzip.text(of: path(name)).split(whereSeparator: \.isNewline)
    let header = lines[0].split(separator: ",").map(String.init)
    var columns = header.map { _ in [Double]() }
    for line in lines.dropFirst() {
      for (column, field) in line.split(separator: ",", omittingEmptySubsequences: false).enumerated() {
        columns[column].append(Double(field) ?? .nan)
      }
    }
    return Dictionary(uniqueKeysWithValues: zip(header, columns))
  }
}
