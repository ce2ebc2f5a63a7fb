import Experimentation
import Foundation
import Results
import Subprocess
import SystemPackage

/// What another command of Payoff finds about a view, in a process of its own: its sentences and its charts, or its directory.
struct CommandPane {
  /// The words of the command line behind `payoff`.
  let arguments: [String]

  /// Runs the command and reads what it has written.
  /// - Throws: ``CommandError`` with what it said where it fails; `CancellationError` where nobody waits for it any more.
  func json(in language: Language) async throws -> JSONValue {
    try await inFolder { folder in
      let part = try ReportPart(folder, language)
      let charts = part.charts.map { chart -> JSONValue in
        [
          "name": .string("pane-" + chart.name), "title": .string(chart.title), "caption": .string(chart.caption),
          "specification": .object(chart.specification.members.filter { $0.name != "title" }),
        ]
      }
      let data = try part.tables().map { address, _ in
        JSONValue.Member(
          address, TableRows.json(try Table(contentsOf: folder.appending(String(address.dropFirst(3))))))
      }
      return [
        "answer": .array(part.results.answer(in: language).map { .string($0) }), "charts": .array(charts),
        "data": .object(data),
        "command": .string((["payoff"] + arguments).map(ShellText.quoted).joined(separator: " ")),
      ]
    }
  }

  /// Runs the command; one file of what it has written, or all of it as an archive.
  func bytes(of file: String?) async throws -> [UInt8] {
    try await inFolder { folder in
      if let file { return try FileSystemBytes.read(folder.appending(file)) }
      let archive = folder.removingLastComponent().appending("archive.tar.gz")
      let result = try await Subprocess.run(
        .name("tar"),
        arguments: [
          "-czf", archive.string, "-C", folder.removingLastComponent().string, folder.lastComponent?.string ?? ".",
        ],
        output: .discarded, error: .string(limit: 1 << 16))
      guard result.terminationStatus.isSuccess else {
        throw CommandError(.unavailable, "tar cannot pack the run directory: \(result.standardError)")
      }
      return try FileSystemBytes.read(archive)
    }
  }

  /// Runs the command into a folder that is gone afterwards.
  private func inFolder<Result>(_ body: (FilePath) async throws -> Result) async throws -> Result {
    let place = FilePath(NSTemporaryDirectory()).appending("payoff-live-\(UUID().uuidString)")
    try WrittenFile.makeFolder(place)
    defer { try? FileManager.default.removeItem(atPath: place.string) }
    let folder = place.appending(
      arguments.count > 1 ? FilePath(arguments[1]).lastComponent?.stem ?? "results" : "results")
    let result = try await Subprocess.run(
      .path("/proc/self/exe"), arguments: Arguments(arguments + ["--out", folder.string]), output: .discarded,
      error: .string(limit: 1 << 20))
    try Task.checkCancellation()
    guard result.terminationStatus.isSuccess else {
      let said = result.standardError.split(separator: "\n").filter { !$0.hasPrefix("Note:") }.joined(separator: "\n")
      throw CommandError(.data, said.hasPrefix("Error: ") ? String(said.dropFirst(7)) : said)
    }
    return try await body(folder)
  }
}

/// Files of a directory that is about to go.
private enum FileSystemBytes {
  static func read(_ path: FilePath) throws(CommandError) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path.string) else {
      throw CommandError(.data, "there is no file \(path.lastComponent?.string ?? "")")
    }
    return Array(data)
  }
}
