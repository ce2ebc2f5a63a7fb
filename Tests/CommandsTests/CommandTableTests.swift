import ArgumentParser
import Experimentation
import Foundation
import Results
import Testing

@testable import Commands

/// The table of commands is the one place that knows them.
@Suite struct CommandTableTests {
  private static let sources: URL = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Sources")

  /// The Swift files of the modules that know of commands, without their comments.
  private static let files: [(path: String, text: String)] = {
    let paths = FileManager.default.enumerator(atPath: sources.path)?.compactMap { $0 as? String } ?? []
    let modules = ["Commands", "CompiledExperiments", "Payoff", "PayoffAnalysis", "PayoffCommand", "Results"]
    return paths.filter { path in path.hasSuffix(".swift") && modules.contains { path.hasPrefix($0 + "/") } }.sorted()
      .compactMap { path in
        guard let text = try? String(contentsOf: sources.appendingPathComponent(path), encoding: .utf8) else {
          return nil
        }
        let lines = text.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }
        return (path, lines.joined(separator: "\n"))
      }
  }()

  private static let names = CommandTable.commands.map { $0.facts.name }

  @Test func `names are words, and each stands once`() {
    #expect(Set(Self.names).count == Self.names.count)
    for name in Self.names { #expect(name.allSatisfy { $0.isLowercase && $0.isASCII }) }
    #expect(Self.files.count > 60)
  }

  /// Names of commands that tables and units have as words of their own.
  private static let plainWords: Set = ["inputs", "runs", "trace"]

  @Test(arguments: names.filter { !plainWords.contains($0) })
  func `no file but its own spells the name of a command as a string`(_ name: String) {
    let own = "Commands/\(name.prefix(1).uppercased() + name.dropFirst()).swift"
    for file in Self.files where file.path != own {
      // As a key it is one of Vega's or of JSON; a notebook reads one in Python.
      let text = file.text.replacing("package[\"run\"]", with: "")
      let used = text.components(separatedBy: "\"\(name)\"").dropFirst().filter { !$0.hasPrefix(":") }
      #expect(used.isEmpty, "\(file.path) has \"\(name)\"")
    }
    #expect(Self.files.contains { $0.path == own }, "\(own) is the command's own file")
  }

  @Test func `no file lists commands as keys`() {
    for file in Self.files {
      let keys = Self.names.filter { file.text.contains("\"\($0)\":") }
      #expect(keys.count < 3, "\(file.path) has \(keys)")
    }
  }

  @Test func `every command that a text names is there`() throws {
    for file in Self.files {
      for match in file.text.matches(of: /\bpayoff ([a-z]+)\b/) {
        let name = String(match.1)
        // Prose about the program itself.
        guard !["is", "was", "has", "knows", "with", "starts", "and", "command", "of", "in", "below"].contains(name)
        else { continue }
        #expect(Self.names.contains(name), "\(file.path): payoff \(name)")
      }
    }
  }

  @Test func `every command has a title in both languages where it has something to show`() {
    for command in CommandTable.commands where !command.presentation.charts.isEmpty {
      #expect(command.facts.title.chinese != nil, "\(command.facts.name)")
    }
    for table in CommandTable.commands.flatMap({ $0.presentation.tables.map(\.table) }) {
      #expect(table.title.chinese != nil, "\(table.name)")
    }
  }

  @Test func `every example is a call that its own command reads`() throws {
    for command in CommandTable.commands {
      #expect(!command.facts.examples.isEmpty, "\(command.facts.name)")
      for example in command.facts.examples {
        let words = example.split(separator: " ").map { String($0).replacing("'", with: "") }
        #expect(words.prefix(2) == ["payoff", command.facts.name], "\(example)")
        let parsed = try #require(try PayoffCommand.parseAsRoot(Array(words.dropFirst())) as? any Command)
        #expect(type(of: parsed) == command, "\(example)")
        try parsed.check()
      }
    }
  }
}
