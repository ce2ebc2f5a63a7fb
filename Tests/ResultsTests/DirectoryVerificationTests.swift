import Experimentation
import Foundation
import Glibc
import SystemPackage
import Testing

@testable import Results

/// A directory of results against its hashes.
@Suite struct DirectoryVerificationTests {
  private let folder = FilePath(NSTemporaryDirectory()).appending("payoff-\(UUID().uuidString)")

  /// Writes results and hands them over with a way to change their files.
  private func withRun(_ body: (_ change: (String, (inout Data) -> Void) throws -> Void) throws -> Void) throws {
    defer { try? FileManager.default.removeItem(atPath: folder.string) }
    let directory = try OutputDirectory(folder, replaces: false)
    for name in ["replications", "summary", "inputs"] {
      let table = try directory.table(
        ResultTable(name, title: Text(name), isLong: name == "replications"), [Column("value", .number)])
      for row in 0..<20 { try table.write([1 / Double(row + 1)]) }
    }
    try directory.write("x", to: RunDescription.sourceFile, title: "")
    let chart = ChartKind("measures") { _ in Drawing("a finding", "how to read it", ["mark": "bar"]) }
    _ = try directory.finish(
      ResultFacts(command: "toss", experiment: "Coin", question: "Heads?"), Provenance("toss"),
      Presentation(charts: [chart]))
    try body { name, change in
      let file = URL(fileURLWithPath: folder.appending(name).string)
      var data = try Data(contentsOf: file)
      change(&data)
      try data.write(to: file)
    }
  }

  private func differences() throws -> [String] {
    DirectoryVerification(try RecordedDirectory(folder)).differences.map(\.description)
  }

  @Test func `a directory as it was written holds`() throws {
    try withRun { _ in
      let verification = DirectoryVerification(try RecordedDirectory(folder))
      #expect(verification.holds)
      #expect(UnnamedFiles(in: try RecordedDirectory(folder)).isEmpty)
      #expect(verification.sound == 5)
    }
  }

  @Test func `one digit of one cell is noticed`() throws {
    try withRun { change in
      try change("replications.csv") { $0[$0.count - 3] ^= 1 }
      #expect(try differences() == ["replications.csv: has the same size but different content"])
    }
  }

  @Test func `a row more, a file less and a changed chart are named`() throws {
    try withRun { change in
      try change("summary.csv") { $0.append(contentsOf: "x\r\n".utf8) }
      try change("charts/measures.vl.json") { $0[5] ^= 1 }
      try FileManager.default.removeItem(atPath: folder.appending("inputs.csv").string)
      let found = try differences()
      #expect(found.count == 3)
      #expect(found.contains { $0.hasPrefix("summary.csv: has ") })
      #expect(found.contains("inputs.csv: is missing"))
      #expect(found.contains { $0.hasPrefix("charts/measures.vl.json: has the same size but") })
    }
  }

  @Test func `a file that is no part of the results is named, and no difference`() throws {
    try withRun { _ in
      try Data().write(to: URL(fileURLWithPath: folder.appending("notes.txt").string))
      let verification = DirectoryVerification(try RecordedDirectory(folder))
      #expect(verification.holds)
      #expect(UnnamedFiles(in: try RecordedDirectory(folder)).names == ["notes.txt"])
    }
  }

  @Test func `a link in the directory is named and not followed`() throws {
    try withRun { _ in
      for (name, target) in [("a", "."), ("b", "."), ("charts/up", ".."), ("system", "/usr"), ("nowhere", "none")] {
        try FileManager.default.createSymbolicLink(
          atPath: folder.appending(name).string, withDestinationPath: target)
      }
      let directory = try RecordedDirectory(folder)
      #expect(DirectoryVerification(directory).holds)
      #expect(UnnamedFiles(in: directory).names == ["a", "b", "charts/up", "nowhere", "system"])
      try OutputDirectory.checkVacancy(of: folder, replaces: true)
    }
  }

  @Test func `of many files that are no part of the results some are named, and the others counted`() throws {
    try withRun { _ in
      for number in 100..<143 {
        try Data().write(to: URL(fileURLWithPath: folder.appending("note-\(number)").string))
      }
      let unnamed = UnnamedFiles(in: try RecordedDirectory(folder))
      #expect(unnamed.names.count == 43)
      #expect("\(unnamed)".hasPrefix("note-100, note-101, ") && "\(unnamed)".hasSuffix(", note-119 and 23 more"))
    }
  }

  @Test func `folders that lie too deep in each other are not entered`() throws {
    try withRun { _ in
      let path = Array(repeating: "d", count: 100).joined(separator: "/")
      try FileManager.default.createDirectory(
        atPath: folder.appending(path).string, withIntermediateDirectories: true)
      let names = UnnamedFiles(in: try RecordedDirectory(folder)).names
      #expect(names == [String(repeating: "d/", count: UnnamedFiles.mostFolders)])
    }
  }

  @Test func `a description that leads out of its folder is not followed`() throws {
    try withRun { change in
      try change("datapackage.json") { data in
        data = Data(
          String(decoding: data, as: UTF8.self).replacing("\"summary.csv\"", with: "\"../../etc/passwd\"").utf8)
      }
      #expect(
        try differences() == [
          "../../etc/passwd: is not a path inside the directory",
          "datapackage.json: was edited by hand: its hash is another",
        ])
    }
  }

  @Test func `a description that another program has written anew is a difference`() throws {
    try withRun { change in
      try change("datapackage.json") { data in
        let object = try? JSONSerialization.jsonObject(with: data)
        data = object.flatMap { try? JSONSerialization.data(withJSONObject: $0) } ?? Data()
      }
      #expect(try differences() == ["datapackage.json: was edited by hand: its hash is another"])
    }
  }

  @Test(arguments: [("\"run\" : {", "\"run\" :  {"), ("sha256:", "sha256:0"), ("\"digest\"", "\"digset\"")])
  func `a description that was edited is a difference, in whatever it says`(_ edit: (String, String)) throws {
    try withRun { change in
      #expect(try differences().isEmpty)
      try change("datapackage.json") { data in
        let text = String(decoding: data, as: UTF8.self)
        #expect(text.contains("\n  \"digest\" : \"sha256:") && text.contains(edit.0))
        data = Data(text.replacing(edit.0, with: edit.1, maxReplacements: 1).utf8)
      }
      // Without its hash it is as one that never had one.
      #expect(try differences().isEmpty == (edit.1 == "\"digset\""))
    }
  }

  @Test(arguments: ["link", "pipe", "folder"])
  func `what is no file of the directory is neither followed nor waited for`(_ kind: String) throws {
    try withRun { _ in
      let summary = folder.appending("summary.csv")
      try FileManager.default.removeItem(atPath: summary.string)
      switch kind {
      case "link":
        try FileManager.default.createSymbolicLink(atPath: summary.string, withDestinationPath: "/etc/passwd")
      case "pipe": #expect(mkfifo(summary.string, 0o600) == 0)
      default: try FileManager.default.createDirectory(atPath: summary.string, withIntermediateDirectories: true)
      }
      let problem = "is no file of the directory, but a link, a folder, a pipe or a device"
      #expect(try differences() == ["summary.csv: \(problem)"])
      #expect {
        _ = try RecordedDirectory(folder).results(Presentation())
      } throws: { "\($0)".contains(problem) }
    }
  }
}
