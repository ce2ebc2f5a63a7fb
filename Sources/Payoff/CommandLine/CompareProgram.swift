import CommandOptions
import Experimentation
import Randomness
import Results

/// `payoff compare`: every option of a choice, on the same draws.
enum CompareProgram<E: Experiment> {
  static func run(_ options: CompareOptions) throws {
    let plan = try options.replicated.plan
    let experiment = try ResolvedExperiment<E>(plan)
    let rows = try OptionRows(options.choice, of: experiment, plan: plan)
    let task = try PreparedExperiment<E>(
      plan, options.replicated.shared.output, verb: "compare", options: options.shellOptions, command: "compare",
      distinctions: options.choice, tried: (rows, rows.names.count), files: ComparisonDirectory.fileNames)
    let reading = try MeasureReading(options.measured.measure, of: task.schema)
    let directory = try ComparisonDirectory(task.path, replaces: task.replaces)
    let (schema, shown) = reading.added(to: task.schema)
    var comparison = Comparison(schema, options: rows.names)
    var values: [[Double?]] = []
    try task.compute(rows, 0..<rows.count(plan.replications)) { records in
      for record in records {
        values.append(reading.values(of: record))
        guard values.count == rows.names.count else { continue }
        comparison.add(values)
        values.removeAll(keepingCapacity: true)
      }
    }
    let written = try directory.finish(
      comparison, measure: schema.measures[shown].name, lessIsBetter: options.measured.lessIsBetter, task.description)
    options.replicated.shared.output.show(
      written,
      ComparisonReport(
        title: task.description.experiment + ": " + task.description.question, comparison, measure: shown,
        standard: rows.standard, note: " (unless set)", lessIsBetter: options.measured.lessIsBetter,
        footer: "\(rows.names.count) options × \(plan.replications) replications on the same draws, seed \(plan.seed)"
          + plan.optionsText + "\nFiles in \(task.path): options.csv, differences.csv, inputs.csv, datapackage.json"
      ).text)
  }
}
