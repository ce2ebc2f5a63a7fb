import Randomness
import SystemPackage

/// How results were made: what stands under `run` in their description.
package struct Provenance: Encodable, Sendable {
  /// The command: `run`, `sweep`, …
  package let command: String
  /// What makes the same results, as a shell reads it.
  package var commandLine: String?
  /// What the command was about, where it was about one measure.
  package var measure: String?
  package var unit: String?
  package var lessIsBetter: Bool?
  package var experimentHash: String?
  package var seed: UInt64?
  package var replications: Int?
  package var sampling: String?
  package var dependence: String?
  package var inputs: [String]?
  package var overrides: [String: String]?
  /// The case whose values were taken, where it is not the experiment as declared.
  package var caseName: String?
  /// Only where nothing was uncertain.
  package var deterministic: Bool?
  package var firstMonth: String?
  package var months: Int?
  package var currency: String?
  /// What was found, in words.
  package var answer: String?
  /// The experiment's own answer in Chinese.
  package var chineseAnswer: String?
  /// What limits the trust in the results, in sentences.
  package var warnings: [String]?
  /// The figures of the case that its checks examine.
  package var examined: [String]?
  /// Where those figures are said.
  package var examinedSource: String?
  /// What inputs, choices, settings and measures mean, by name.
  package var meanings: [String: String]?
  /// The measures that are values of an input, found in each replication.
  package var sought: [String]?
  /// The experiment's texts in Chinese, by the English ones.
  package var chinese: [String: String]?
  /// The names of the files, loads or runs that it is about.
  package private(set) var sources: [String]?
  /// What was asked for, by name, where it is not about an experiment.
  package var settings: [String: String]?
  /// The version of the random streams, where something was drawn from them.
  package var streams: String?
  package let payoffVersion: String

  package init(_ command: String) {
    self.command = command
    payoffVersion = Version.number
  }

  /// How files were analysed; a path would differ from machine to machine, so their names are kept.
  package init(_ command: String, of sources: [String]) {
    self.init(command)
    self.sources = sources.map { FilePath($0).lastComponent?.string ?? $0 }
  }
}
