import CommandOptions
import SystemPackage

/// How the analysis of files was made.
struct AnalysisMaking: Encodable {
  let command: String
  /// The names of the files or runs.
  let sources: [String]
  let seed: UInt64?
  let payoffVersion: String

  init(_ command: String, of sources: [String], seed: UInt64? = nil) {
    self.command = command
    // A path would differ from machine to machine.
    self.sources = sources.map { FilePath($0).lastComponent?.string ?? $0 }
    self.seed = seed
    payoffVersion = Version.number
  }
}
