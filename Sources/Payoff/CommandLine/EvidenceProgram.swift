import CommandOptions
import EventSimulation
import Experimentation
import Randomness
import Results

/// `payoff evidence EXPERIMENT`: what it rests on, and which claims of the case stand.
enum EvidenceProgram<E: Experiment> {
  /// Replications over which chance is averaged where nothing is uncertain.
  private static var certainReplications: Int { 40 }

  static func run(_ options: EvidenceOptions) throws {
    let plan = try options.replicated.plan
    let (task, facts) = try FactUse.collecting {
      try PreparedExperiment<E>(
        plan, options.replicated.shared.output, verb: "evidence", options: options.shellOptions, command: "evidence",
        files: EvidenceDirectory.fileNames)
    }
    let reading = try MeasureReading(options.measure, of: task.schema)
    let directory = try EvidenceDirectory(task.path, replaces: task.replaces, task.description, task.schema)
    var summary = RunSummary(task.schema)
    var rows: [[Double]] = []
    var outputs: [Double?] = []
    let columns = task.experiment.uncertainInputs
    try task.compute(replications: 0..<plan.replications) { records in
      for record in records {
        summary.add(record.withoutTimeline)
        rows.append(columns.map { record.inputs[$0] })
        // A month that never comes is later than any: by rank it is the last.
        outputs.append(reading.value(of: record) ?? (reading.measure.isEvent ? .greatestFiniteMagnitude : nil))
      }
    }
    let names = columns.map { task.experiment.inputs[$0].declaration.name }
    let review = EvidenceReview(
      measure: reading.name, EvidenceReview.items(of: task.experiment, facts: facts, schema: task.schema),
      influences: try influences(on: reading.name, of: names, rows, outputs),
      claims: try claims(summary, task))
    let report = EvidenceReport(
      title: task.description.experiment + ": " + task.description.question, review,
      footer: "\(plan.replications) replications, seed \(plan.seed)\(plan.optionsText)\nFiles in \(task.path): "
        + "evidence.csv, claims.csv, datapackage.json")
    let written = try directory.finish(review, answer: report.sentence)
    options.replicated.shared.output.show(written, report.text)
  }

  private static func influences(
    on measure: String, of names: [String], _ rows: [[Double]], _ outputs: [Double?]
  ) throws -> [String: Estimate] {
    guard !names.isEmpty, rows.count > 2 else { return [:] }
    let analysis = try Correlations(ranks: true).analyze(
      DesignResults(measure: measure, inputs: names, rows: rows, outputs: outputs))
    var influences: [String: Estimate] = [:]
    for name in names {
      guard let row = analysis.row("spearman", of: name), let value = row.value else { continue }
      influences[name] = Estimate(
        value, row.interval?.lowerBound ?? -.infinity, row.interval?.upperBound ?? .infinity, confidence: 0.95)
    }
    return influences
  }

  /// The checks that are about a figure of the case, held against the simulation with and without uncertainty.
  private static func claims(
    _ summary: RunSummary, _ task: PreparedExperiment<E>
  ) throws -> [EvidenceReview.Claim] {
    let checks = task.schema.checks.filter { $0.fact != nil }
    guard !checks.isEmpty else { return [] }
    var plan = task.plan
    plan.isCertain = true
    plan.replications = certainReplications
    let replicator = try Replicator(try ResolvedExperiment<E>(plan), plan: plan)
    var certain = Array(repeating: Tally(), count: task.schema.measures.count)
    try replicator.run(task.schema) { records in
      for record in records {
        for (index, value) in record.measures.enumerated() {
          if let value { certain[index].add(value) }
        }
      }
    }
    return checks.compactMap { check in
      let quantiles = summary.measures[check.measure].quantiles([0.1, 0.5, 0.9]).compactMap(\.self)
      guard quantiles.count == 3, let mean = certain[check.measure].mean else { return nil }
      return EvidenceReview.Claim(check, certain: mean, quantiles: quantiles)
    }
  }
}
