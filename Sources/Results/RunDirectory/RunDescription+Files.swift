import CommandOptions
import Demand
import Economics
import Experimentation

extension RunDescription {
  /// Writes the experiment and the data package, and puts the directory in its place.
  /// - Parameters:
  ///   - measure: what the command was about, where it was about one measure.
  ///   - answer: the experiment's own.
  ///   - replications: how many there were, where that is not as planned.
  func finish(
    _ directory: OutputDirectory, _ schema: RunSchema, _ records: [CSVFile.Record], measure: String? = nil,
    lessIsBetter: Bool? = nil, answer: String? = nil, replications: Int? = nil
  ) throws(OutputError) -> WrittenResults {
    var source: CSVFile.Record?
    if let text = self.source { source = try directory.write(Array(text.utf8), to: "experiment.swift") }
    let facts = ResultFacts(
      verb: verb, experiment: experiment, question: question, measure: measure, lessIsBetter: lessIsBetter ?? false,
      schema, answer: answer)
    let making = RunMaking(
      command: verb, commandLine: (["payoff", verb, experiment] + options).joined(separator: " "), measure: measure,
      unit: facts.unit, lessIsBetter: lessIsBetter,
      experimentHash: source.map { "sha256:\($0.sha256)" }, seed: plan.seed,
      replications: replications ?? plan.replications, sampling: plan.sampling.description, dependence: dependence,
      inputs: inputs.map(\.name), overrides: overrides, certain: plan.isCertain ? true : nil,
      firstMonth: schema.horizon.map { "\($0.start)" },
      months: schema.horizon?.months, currency: schema.currency?.description, answer: answer,
      payoffVersion: Version.number,
      streams: "philox4x32-10/1")
    let others = source.map {
      [OtherFile(record: $0, name: "experiment", format: "swift", mediaType: "text/x-swift")]
    }
    return try directory.finish(facts, records, others: others ?? [], making: making)
  }

  /// Writes `inputs.csv`.
  func writeInputs(to directory: OutputDirectory) throws(OutputError) -> CSVFile.Record {
    let columns = [
      Column("input", .string), Column("unit", .string), Column("distribution", .string),
      Column("value", .string, "where it is the same in every replication"), Column("source", .string),
      Column("overridden", .boolean),
    ]
    let file = try directory.csv("inputs.csv", columns: columns)
    for input in inputs {
      try file.write(
        [
          input.name, input.unit, input.distribution, CSVText.number(input.value), input.source,
          "\(input.isOverridden)",
        ].map { CSVText.field($0) })
    }
    for choice in choices {
      try file.write(
        [
          choice.name, "", "one of " + choice.options.joined(separator: ", "), choice.option, "our decision",
          "\(choice.isOverridden)",
        ].map { CSVText.field($0) })
    }
    for setting in settings {
      try file.write(
        [setting.name, "", "text", setting.value, "a setting", "\(setting.isOverridden)"].map { CSVText.field($0) })
    }
    return try file.close()
  }
}
