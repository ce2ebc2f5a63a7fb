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
  /// - Parameter measure: the one that the comparison is about.
  package func finish(
    _ comparison: Comparison, measure: String, lessIsBetter: Bool, _ description: RunDescription
  ) throws(OutputError) -> WrittenResults {
    let records = try tables(of: comparison) + [try description.writeInputs(to: directory)]
    return try description.finish(
      directory, comparison.schema, records, measure: measure, lessIsBetter: lessIsBetter)
  }

  /// Writes the comparison of two runs and puts the directory in its place.
  package func finish(
    _ comparison: Comparison, measure: String, lessIsBetter: Bool, of runs: [RecordedRun]
  ) throws(OutputError) -> WrittenResults {
    try directory.finish(
      ResultFacts(
        verb: "compare", experiment: runs[0].experiment, question: runs[0].question, measure: measure,
        lessIsBetter: lessIsBetter, comparison.schema), try tables(of: comparison),
      making: AnalysisMaking(
        "compare", of: runs.map(\.path.string), measure: measure, lessIsBetter: lessIsBetter))
  }

  private func tables(of comparison: Comparison) throws(OutputError) -> [CSVFile.Record] {
    [
      try ComparisonFiles.writeOptions(comparison, to: directory),
      try ComparisonFiles.writeDifferences(comparison, to: directory),
    ]
  }
}
