import Foundation
import Randomness
import Results
import Synchronization
import SystemPackage

/// The views that somebody has saved under a name, in a file that is replaced as a whole: a kill loses none.
final class SavedScenarios: Sendable {
  /// A name and what the view is set to.
  struct Scenario: Codable, Sendable {
    let name: String
    let set: [String]
    let caseName: String?

    var view: ViewSettings {
      get throws(InvalidValue) {
        try ViewSettings(
          query: set.map { (name: "set", value: $0) } + (caseName.map { [(name: "case", value: $0)] } ?? []))
      }
    }
  }

  private let path: FilePath
  private let scenarios: Mutex<[Scenario]>

  private static let longestName = 60

  /// - Throws: ``CommandError`` for a file that is none of scenarios.
  init(_ path: FilePath) throws(CommandError) {
    self.path = path
    guard let data = FileManager.default.contents(atPath: path.string) else {
      scenarios = Mutex([])
      return
    }
    do {
      scenarios = Mutex(try JSONDecoder().decode([Scenario].self, from: data))
    } catch {
      throw CommandError(
        .data, "\(path): is no file of saved scenarios; choose another with --scenarios, or remove it")
    }
  }

  /// In the order in which they were first saved.
  var all: [Scenario] { scenarios.withLock { $0 } }

  var json: JSONValue {
    .array(
      all.map { scenario in
        [
          "name": .string(scenario.name), "set": .array(scenario.set.map { .string($0) }),
          "case": .string(scenario.caseName ?? "base"),
        ]
      })
  }

  /// Saves a view; one of the same name is replaced.
  /// - Throws: `InvalidValue` for a name that is none, `OutputError` where the file cannot be written.
  func save(_ view: ViewSettings, named name: String) throws {
    let name = name.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !name.isEmpty, name.count <= Self.longestName else {
      var error = InvalidValue("name", "a scenario has a name of 1 to \(Self.longestName) characters")
      error.chinese = "情景名称为 1 至 \(Self.longestName) 个字符"
      throw error
    }
    let scenario = Scenario(
      name: name, set: view.assignments.map { "\($0.name)=\($0.text)" }, caseName: view.caseName)
    try change { all in
      if let place = all.firstIndex(where: { $0.name == name }) { all[place] = scenario } else { all.append(scenario) }
    }
  }

  func remove(named name: String) throws { try change { $0.removeAll { $0.name == name } } }

  /// The file is written first: what is shown is what is saved.
  private func change(_ body: (inout [Scenario]) -> Void) throws {
    try scenarios.withLock { scenarios in
      var changed = scenarios
      body(&changed)
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      let folder = path.removingLastComponent()
      if !folder.isEmpty { try WrittenFile.makeFolder(folder) }
      try WrittenFile.write(Array(try encoder.encode(changed)), to: path)
      scenarios = changed
    }
  }
}
