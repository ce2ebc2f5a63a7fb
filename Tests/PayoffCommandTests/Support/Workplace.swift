import Foundation

/// A temporary folder in which `payoff` is run as its user would, and which is gone afterwards.
final class Workplace: Sendable {
  let folder: URL

  init() throws {
    folder = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent("payoff-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// The file of that name in the folder.
  func file(_ name: String) -> URL { folder.appendingPathComponent(name) }

  func write(_ text: String, to name: String) throws { try write(Data(text.utf8), to: name) }

  func write(_ data: Data, to name: String) throws {
    let place = file(name)
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: place)
  }

  func text(of name: String) throws -> String { try String(contentsOf: file(name), encoding: .utf8) }

  func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(at: file(name), withIntermediateDirectories: true)
  }

  /// The names in a folder of the workplace, hidden ones too; empty where there is no such folder.
  func names(in name: String = ".") -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: file(name).path)) ?? []).sorted()
  }

  /// The bytes of each file in a folder and in the folders in it, by its path from there.
  func contents(of name: String) throws -> [String: Data] {
    var contents: [String: Data] = [:]
    for path in FileManager.default.subpaths(atPath: file(name).path) ?? [] {
      let place = file(name).appendingPathComponent(path)
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder)
      if !isFolder.boolValue { contents[path] = try Data(contentsOf: place) }
    }
    return contents
  }
}
