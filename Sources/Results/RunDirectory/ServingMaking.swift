import CommandOptions
import SystemPackage

/// How requests were served, or what was fitted to them.
struct ServingMaking: Encodable {
  let command: String
  /// The names of the files or loads.
  let sources: [String]
  /// What was asked for, by name.
  let settings: [String: String]
  let seed: UInt64
  /// What was found, in words.
  let answer: String
  let payoffVersion: String

  init(_ command: String, of sources: [String], settings: [String: String], seed: UInt64, answer: String) {
    self.command = command
    // A path would differ from machine to machine.
    self.sources = sources.map { FilePath($0).lastComponent?.string ?? $0 }
    self.settings = settings
    self.seed = seed
    self.answer = answer
    payoffVersion = Version.number
  }
}
