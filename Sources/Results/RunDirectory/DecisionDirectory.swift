package import Experimentation
package import SystemPackage

/// The folder that a decision leaves behind: `decision.csv` has a row an option, `attitudes.csv` one an attitude to risk,
/// `information.csv` one for all that could be learnt and one an input, `payoffs.csv` one a replication.
package struct DecisionDirectory {
  /// Every file that it may hold.
  package static let fileNames = [
    "payoffs.csv", "decision.csv", "attitudes.csv", "information.csv", "inputs.csv", "experiment.swift",
    "datapackage.json",
  ]

  private let directory: OutputDirectory
  private let description: RunDescription
  private let schema: RunSchema

  package init(
    _ path: FilePath, replaces: Bool, _ description: RunDescription, _ schema: RunSchema
  ) throws(OutputError) {
    directory = try OutputDirectory(path, replaces: replaces)
    self.description = description
    self.schema = schema
  }

  /// What a decision comes to.
  package struct Decision {
    package let problem: DecisionProblem
    package let unit: String
    package let assessments: [OptionAssessment]
    package let attitudes: [(attitude: RiskAttitude, index: Int, name: String, worth: Double)]
    package let everything: PerfectInformation
    package let learning: [PartialPerfectInformation]
    package let fresh: SelectionOptimism

    package init(
      problem: DecisionProblem, unit: String, assessments: [OptionAssessment],
      attitudes: [(attitude: RiskAttitude, index: Int, name: String, worth: Double)], everything: PerfectInformation,
      learning: [PartialPerfectInformation], fresh: SelectionOptimism
    ) {
      self.problem = problem
      self.unit = unit
      self.assessments = assessments
      self.attitudes = attitudes
      self.everything = everything
      self.learning = learning
      self.fresh = fresh
    }
  }

  /// Writes the files and puts the directory in its place.
  /// - Parameter measure: the one that is decided about.
  package func finish(_ decision: Decision, measure: String) throws(OutputError) -> WrittenResults {
    let records = [
      try writePayoffs(decision.problem), try writeOptions(decision), try writeAttitudes(decision),
      try writeInformation(decision), try description.writeInputs(to: directory),
    ]
    return try description.finish(
      directory, schema, records, measure: measure, lessIsBetter: decision.problem.lessIsBetter)
  }

  private func writePayoffs(_ problem: DecisionProblem) throws(OutputError) -> CSVFile.Record {
    let units = Dictionary(description.inputs.map { ($0.name, $0.unit) }, uniquingKeysWith: { first, _ in first })
    let columns =
      [Column("replication", .integer, "from 0")]
      + problem.inputs.map { Column($0.name, .number, unit: units[$0.name]) }
      + problem.table.options.map { Column("payoff: \($0.name)", .number, "more is better") }
    let file = try directory.csv("payoffs.csv", columns: columns, keepsRows: false)
    for replication in 0..<problem.table.replications {
      let values = problem.inputs.map { $0.values[replication] } + problem.table.options.map { $0.values[replication] }
      try file.write(["\(replication)"] + values.map { CSVText.number($0) })
    }
    return try file.close()
  }

  private func writeOptions(_ decision: Decision) throws(OutputError) -> CSVFile.Record {
    func figure(_ name: String, _ meaning: String) -> [Column] {
      [Column(name, .number, meaning), Column("\(name)_ci95_low", .number), Column("\(name)_ci95_high", .number)]
    }
    var columns = [Column("option", .string), Column("unit", .string)]
    columns += figure("expected_value", "mean of the payoff, of which more is better")
    columns += figure("chance_of_best", "ties share it")
    columns += figure("mean_regret", "of what the best option would have brought more")
    columns += [Column("regret_p95", .number), Column("regret_max", .number)]
    columns += figure("chance_of_loss", "of a payoff below 0")
    columns += figure("value_at_risk", "quantile of the worst share of outcomes")
    columns += figure("expected_shortfall", "mean of the worst share of outcomes")
    columns += figure("fresh_expected_value", "of the best option, on replications that had no part in the choice")
    let file = try directory.csv("decision.csv", columns: columns)
    for option in decision.assessments {
      var fields = [CSVText.field(option.name), CSVText.field(decision.unit)]
      fields += ComparisonFiles.numbers(option.expectedValue) + ComparisonFiles.numbers(option.chanceOfBest)
      fields += ComparisonFiles.numbers(option.meanRegret)
      fields += [option.regret95, option.maximumRegret].map { CSVText.number($0) }
      fields += ComparisonFiles.numbers(option.chanceOfLoss) + ComparisonFiles.numbers(option.tailRisk.valueAtRisk)
      fields += ComparisonFiles.numbers(option.tailRisk.expectedShortfall)
      fields +=
        option.name == decision.fresh.winner ? ComparisonFiles.numbers(decision.fresh.delivered) : ["", "", ""]
      try file.write(fields)
    }
    return try file.close()
  }

  private func writeAttitudes(_ decision: Decision) throws(OutputError) -> CSVFile.Record {
    let file = try directory.csv(
      "attitudes.csv",
      columns: [
        Column("attitude", .string), Column("parameter", .number), Column("best_option", .string),
        Column("worth", .number, "of that option, to who has the attitude"), Column("unit", .string),
      ])
    for row in decision.attitudes {
      try file.write([
        row.attitude.name, CSVText.number(row.attitude.parameter), CSVText.field(row.name), CSVText.number(row.worth),
        CSVText.field(decision.unit),
      ])
    }
    return try file.close()
  }

  private func writeInformation(_ decision: Decision) throws(OutputError) -> CSVFile.Record {
    let file = try directory.csv(
      "information.csv",
      columns: [
        Column("learnt", .string, "an input, or everything"), Column("unit", .string),
        Column("value", .number, "the most that knowing it before deciding could be worth"),
        Column("ci95_low", .number), Column("ci95_high", .number),
        Column("bias", .number, "how much of it is likely to be chance"),
        Column("noise_floor", .number, "what an input of no value would show at most, 95 times in 100"),
        Column("is_beyond_noise", .boolean),
      ])
    try file.write(
      ["everything", CSVText.field(decision.unit)] + ComparisonFiles.numbers(decision.everything.value) + ["", "", ""])
    for input in decision.learning {
      try file.write(
        [CSVText.field(input.input), CSVText.field(decision.unit)] + ComparisonFiles.numbers(input.value)
          + [CSVText.number(input.bias), CSVText.number(input.noiseFloor), "\(input.isBeyondNoise)"])
    }
    return try file.close()
  }
}
