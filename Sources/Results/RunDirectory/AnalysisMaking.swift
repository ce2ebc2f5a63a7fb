import CommandOptions
import SystemPackage

/// How the analysis of files was made.
struct AnalysisMaking: Encodable {
  let command: String
  /// The names of the files or runs.
  let sources: [String]
  /// What the command was about.
  let measure: String
  let lessIsBetter: Bool?
  let seed: UInt64?
  let payoffVersion: String

  init(_ command: String, of sources: [String], measure: String, lessIsBetter: Bool? = nil, seed: UInt64? = nil) {
    self.command = command
    self.measure = measure
    self.lessIsBetter = lessIsBetter
    // A path would differ from machine to machine.
    self.sources = sources.map { FilePath($0).lastComponent?.string ?? $0 }
    self.seed = seed
    payoffVersion = Version.number
  }
}
