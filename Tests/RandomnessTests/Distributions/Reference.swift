import Foundation

/// Figures of peer packages, beside the package in `shared/data/reference`.
enum Reference {
  /// The `README.md` there says which package made each.
  private static let directory = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "../shared/data/reference").standardized

  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: directory.appending(path: path).path())
  }

  static func text(_ path: String) throws -> String {
    try String(contentsOf: directory.appending(path: path), encoding: .utf8)
  }
}
