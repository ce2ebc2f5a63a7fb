package import Experimentation
package import SystemPackage

/// The folder that the analysis of somebody else's results leaves behind: the indices, and what they were made from.
package enum ForeignSensitivityDirectory {
  /// Writes the folder.
  /// - `sources`: the files of the design and of the results.
  package static func write(
    _ rows: [SensitivityRow], to path: FilePath, replaces: Bool, measure: String, seed: UInt64, sources: [String]
  ) throws(OutputError) -> WrittenResults {
    let directory = try OutputDirectory(path, replaces: replaces)
    let record = try SensitivityFile.write(rows, to: directory)
    return try directory.finish(
      ResultFacts(
        verb: "sensitivity", experiment: measure, question: "Which inputs decide \(measure)?", measure: measure),
      [record], making: AnalysisMaking("sensitivity", of: sources, measure: measure, seed: seed))
  }
}
