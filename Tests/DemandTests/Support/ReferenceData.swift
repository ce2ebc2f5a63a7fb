import Foundation

/// Peers' figures, which lie beside the project where it is developed; a test that needs them is skipped without them.
enum ReferenceData {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("../shared/data").standardizedFileURL

  static func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  static func isThere(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }
}
