import Foundation

/// Peers' figures and the data they are of, kept beside the repository; a test that needs them is skipped without them.
enum ReferenceTables {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../../shared/data/reference").standardized

  static func isThere(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: name).path)
  }

  static func read<Figures: Decodable>(_ name: String) throws -> Figures {
    try JSONDecoder().decode(Figures.self, from: Data(contentsOf: folder.appending(path: name)))
  }

  /// The columns of a table of numbers, by name.
  static func columns(_ name: String) throws -> [String: [Double]] {
    let lines = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      .split(whereSeparator: \.isNewline).map { $0.split(separator: ",") }
    return Dictionary(
      uniqueKeysWithValues: lines[0].indices.map { column in
        (String(lines[0][column]), lines.dropFirst().compactMap { Double($0[column]) })
      })
  }
}

/// The largest difference of any pair, relative where the expected value is above 1.
func worstError(_ values: [Double], _ expected: [Double]) -> Double {
  precondition(values.count == expected.count, "as many values as expected")
  return zip(values, expected).reduce(0) { max($0, abs($1.0 - $1.1) / max(1, abs($1.1))) }
}
