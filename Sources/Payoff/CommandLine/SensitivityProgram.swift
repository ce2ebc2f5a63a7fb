import CommandOptions
import Experimentation
import Randomness
import Results

/// `payoff sensitivity`: which inputs decide a measure.
struct SensitivityProgram<E: Experiment> {
  private let options: SensitivityOptions
  private let method: any SensitivityMethod
  private let task: PreparedExperiment<E>
  private let reading: MeasureReading

  init(_ options: SensitivityOptions) throws {
    self.options = options
    let named = try options.method.method(among: SensitivityMethods.all, or: Tornado()) { $0.name }
    let plan = try options.shared.plan(options.size ?? named.size.standard)
    method = named.configured(seed: plan.seed, secondOrder: options.method.secondOrder)
    task = try PreparedExperiment<E>(
      plan, options.shared.output, verb: "sensitivity",
      options: options.shellOptions(method: method.name, size: plan.replications), command: method.name,
      distinctions: [options.method.measure ?? "", options.method.secondOrder ? "second order" : ""]
        .filter { !$0.isEmpty },
      files: SensitivityDirectory.fileNames)
    reading = try MeasureReading(options.method.measure, of: task.schema)
  }

  func run() throws {
    var study = try method.study(
      of: task.experiment,
      SensitivityQuestion(reading, schema: task.schema, size: task.plan.replications, seed: task.plan.seed))
    if task.experiment.dependence != nil, method.dependentInputs == .movedAlone {
      Terminal.standardError.write("Note: some inputs go together, and \(method.name) moves each alone\n")
    }
    let directory = try SensitivityDirectory(
      task.path, replaces: task.replaces, task.description, task.schema, inputs: study.columns)
    announce(study)
    if let chance = study.chance {
      try task.compute(chance.rows, 0..<chance.count) { for record in $0 { study.addPilot(record) } }
    }
    try task.compute(study.rows, 0..<study.count) { round in
      try directory.append(round)
      for record in round { study.add(record) }
    }
    let analysis = try StageLine.during("Resampling") { try study.analysis }
    let written = try directory.finish(analysis.rows, measure: reading.name)
    options.shared.output.show(
      written,
      SensitivityReport(
        title: task.description.experiment + ": " + task.description.question, unit: reading.unit, analysis,
        by: method, chance: study.split,
        footer: "\(method.name): \(NumberText.short(Double(study.runs))) runs, seed \(task.plan.seed)"
          + task.plan.optionsText
          + "\nFiles in \(task.path): sensitivity.csv, design.csv, results.csv, inputs.csv, datapackage.json"
      ).text)
  }

  /// What it costs and what it takes for granted, before it begins.
  private func announce(_ study: SensitivityStudy) {
    let chance = study.chance.map { ", and \($0.count) to tell chance from the inputs" } ?? ""
    let text =
      "\(method.name): \(NumberText.short(Double(study.count))) runs\(chance). It assumes \(method.assumption)."
    Terminal.standardError.write(Paragraph.wrap(text).joined(separator: "\n") + "\n")
  }
}
