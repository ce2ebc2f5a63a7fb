import EventSimulation
package import Experimentation
package import SystemPackage

/// The folder that a comparison leaves behind: `options.csv` has a row for each option and measure, `differences.csv` one for
/// each pair of options and measure.
package struct ComparisonDirectory {
  /// Every file that it may hold.
  package static let fileNames = [
    "options.csv", "differences.csv", "inputs.csv", "experiment.swift", "datapackage.json",
  ]

  private let directory: OutputDirectory

  package init(_ path: FilePath, replaces: Bool) throws(OutputError) {
    directory = try OutputDirectory(path, replaces: replaces)
  }

  /// Writes the comparison of an experiment's options and puts the directory in its place.
  package func finish(_ comparison: Comparison, _ description: RunDescription) throws(OutputError) {
    let records = try tables(of: comparison) + [try description.writeInputs(to: directory)]
    try description.finish(directory, comparison.schema, records)
  }

  /// Writes the comparison of two runs and puts the directory in its place.
  package func finish(_ comparison: Comparison, of runs: [RecordedRun]) throws(OutputError) {
    try directory.finish(
      DataPackage(
        title: runs[0].experiment, description: runs[0].question, files: try tables(of: comparison), others: [],
        making: AnalysisMaking("compare", of: runs.map(\.path.string))))
  }

  private func tables(of comparison: Comparison) throws(OutputError) -> [CSVFile.Record] {
    [
      try ComparisonFiles.writeOptions(comparison, to: directory),
      try ComparisonFiles.writeDifferences(comparison, to: directory),
    ]
  }
}
