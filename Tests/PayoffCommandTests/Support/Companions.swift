import Foundation

/// Programs that some tests look at results with, where they are there.
enum Companions {
  /// The Python of the project, with the packages of a list in `scripts/python/`.
  static func python(with list: String) -> String? {
    let environment = CommandLineTool.project.appendingPathComponent(".venv")
    let installed = environment.appendingPathComponent("payoff-\(list).txt")
    let wanted = CommandLineTool.project.appendingPathComponent("scripts/python/\(list).txt")
    guard let installed = try? Data(contentsOf: installed), let wanted = try? Data(contentsOf: wanted),
      installed == wanted
    else { return nil }
    return environment.appendingPathComponent("bin/python").path
  }

  static let chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// What a program printed, and how it ended.
  static func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, output: String, error: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    let folder = FileManager.default.temporaryDirectory
    let logs = ["out", "err"].map { folder.appendingPathComponent("payoff-\(UUID().uuidString).\($0)") }
    defer { for log in logs { try? FileManager.default.removeItem(at: log) } }
    for log in logs { try Data().write(to: log) }
    process.standardOutput = try FileHandle(forWritingTo: logs[0])
    process.standardError = try FileHandle(forWritingTo: logs[1])
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let texts = try logs.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    return (process.terminationStatus, texts[0], texts[1])
  }
}
