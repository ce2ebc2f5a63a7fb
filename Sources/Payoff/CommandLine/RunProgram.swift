import CommandOptions
import Experimentation
import Randomness
import Results

/// `payoff run`: many replications of an experiment.
enum RunProgram<E: Experiment> {
  static func run(_ options: RunOptions) throws {
    let plan = try options.plan
    let task = try PreparedExperiment<E>(
      plan, options.replicated.shared.output, verb: "run", options: options.shellOptions,
      distinctions: options.precision.map { ["--precision \($0)", "--cap \(options.cap)"] } ?? [],
      files: RunDirectory.fileNames)
    let precision = try options.precision.map {
      try PrecisionGoal($0, minimum: plan.replications, cap: options.cap, of: task.schema)
    }
    if !plan.sampling.isBalanced(plan.replications) {
      let block = plan.replications / FutureSampling.blocks
      var balanced = 2
      while balanced < block { balanced *= 2 }
      Terminal.standardError.write(
        "Note: \(block) points in a block are no power of two, so the Sobol points are not balanced; "
          + "take \(FutureSampling.blocks * balanced) replications\n")
    }
    let directory = try RunDirectory(task.path, replaces: task.replaces, task.description, task.schema)
    var summary = RunSummary(
      task.schema, sampled: SampledMeans(plan, of: task.experiment, measures: task.schema.measures.count))
    func receive(_ records: [ReplicationRecord]) throws {
      try directory.append(records)
      for record in records { summary.add(record) }
    }
    var verdict: StoppingVerdict?
    if let precision {
      verdict = try precision.rule.run(precision.figure.reading.name) { range in
        var values: [Double?] = []
        try task.compute(replications: range) { records in
          try receive(records)
          values += records.map { precision.figure.reading.value(of: $0) }
        }
        let empty = values.count { $0 == nil }
        if empty > 0 { throw precision.figure.reading.missing(empty, of: values.count, in: task.schema) }
        return values
      }.verdict
    } else {
      try task.compute(replications: 0..<plan.replications, receive)
    }
    let taken = task.experiment.choices.map { ($0.declaration.name, $0.name) }
    let findings = Findings(summary, options: Dictionary(taken) { first, _ in first })
    let answer = try ValidationErrors.collecting { E.answer(findings) }
    let written = try directory.finish(summary, answer: answer)
    options.replicated.shared.output.show(
      written,
      RunReport(
        task.description, summary, directory: task.path, answer: answer,
        precision: precision.flatMap { goal in verdict.map { goal.text(of: $0, replications: summary.replications) } }
      ).text)
  }
}
