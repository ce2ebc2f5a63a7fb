package import Experimentation
package import SystemPackage

/// The folder that the analysis of somebody else's results leaves behind: the indices, and what they were made from.
package enum ForeignSensitivityDirectory {
  /// Writes the folder.
  /// - `sources`: the files of the design and of the results.
  package static func write(
    _ rows: [SensitivityRow], to path: FilePath, replaces: Bool, measure: String, seed: UInt64, sources: [String]
  ) throws(OutputError) {
    let directory = try OutputDirectory(path, replaces: replaces)
    let record = try SensitivityFile.write(rows, to: directory)
    try directory.finish(
      DataPackage(
        title: measure, description: "Which inputs decide \(measure)?", files: [record], others: [],
        making: AnalysisMaking("sensitivity", of: sources, seed: seed)))
  }
}
