import ArgumentParser
import Demand
import EventSimulation
import Experimentation
import Randomness
import Results
import SystemPackage

/// `payoff compare EXPERIMENT`, every option of a choice on the same draws; or `payoff compare RUN RUN`, two runs that met the
/// same draws.
struct CompareCommand: ShardedCommand {
  static let facts = CommandFacts(
    "compare", title: Text("comparison", zh: "比较"),
    "Compares every option of a choice, or two runs, on the same draws.",
    details: """
      Reports the difference of each pair of options with its interval, the chance that one is better, and how many \
      replications the common random numbers saved.

      Two runs must have the same seed, number of replications and version of the random streams, so that their draws are \
      the same, and their measures the same units, such as one currency. They differ by what was set.
      """,
    examples: [
      "payoff compare ApiOrOwn --choice servers",
      "payoff compare CustomerService --choice scaling --measure unit_cost_year_1 --less-is-better",
      "payoff compare runs/cheap runs/dear",
    ])

  static let presentation = Presentation(
    charts: [.options, .differences],
    tables: [
      ShownTable(.options, isAboutMeasure: true) { facts in
        ["option", "mean", "ci95_low", "ci95_high", "p10", "p50", "p90"]
          + [facts.lessIsBetter ? "chance_least" : "chance_greatest"]
      },
      ShownTable(
        .differences,
        [
          "option", "other", "difference_mean", "difference_ci95_low", "difference_ci95_high", "chance_greater",
          "runs_saved",
        ], isAboutMeasure: true),
    ])

  @Argument(
    help: "A name in experiments/, the path of a Swift file, or two run directories.",
    completion: ExperimentCompiler.completion)
  var subjects: [String]

  @Option(
    parsing: .singleValue,
    help: "The choice whose options are compared; if repeated, all combinations are compared. (default: the only one)")
  var choice: [String] = []

  @OptionGroup var measured: MeasuredOptions

  @OptionGroup var replicated: ReplicatedOptions

  var experimentName: String? { subjects.count == 1 ? subjects[0] : nil }

  func check() throws {
    switch subjects.count {
    case 1: _ = try replicated.plan
    case 2:
      let given = (choice.isEmpty ? [] : ["--choice"]) + replicated.given
      if let option = given.first {
        throw InvalidValue(option, "it needs an experiment; two runs are compared as they were made")
      }
    default:
      throw InvalidValue("payoff compare", "it takes one experiment or two runs, not \(subjects.count)")
    }
  }

  // MARK: Options of a choice

  private var shellOptions: [String] {
    choice.flatMap { ShellText.option("--choice", $0) } + measured.shellOptions + replicated.shellOptions
  }

  func run<E: Experiment>(_ type: E.Type) throws {
    let plan = try replicated.plan.completed(for: E.self)
    let experiment = try ResolvedExperiment<E>.declared(plan)
    let rows = try OptionRows(choice, of: experiment, plan: plan)
    let task = try PreparedExperiment<E>(
      plan, replicated.output, of: Self.facts, options: shellOptions, kind: Self.name, distinctions: choice,
      tried: (rows, rows.names.count, Array(rows.names.indices)))
    try rows.requireEqualLives(in: task.schema)
    let found = try task.comparison(of: rows, named: rows.names, measured)
    replicated.output.show(
      found.written,
      ComparisonReport(
        title: task.title, found.comparison, measure: found.shown, standard: rows.standard, note: " (unless set)",
        lessIsBetter: measured.lessIsBetter,
        footer: "\(rows.names.count) options × \(plan.replications) replications on the same draws, seed \(plan.seed)"
          + plan.optionsText + "\n" + found.written.filesLine
      ).text)
  }

  // MARK: Two runs

  func runAlone() throws {
    for subject in subjects { try RecordedDirectory(FilePath(subject)).verification() }
    let runs = try subjects.map { try RecordedRun(FilePath($0), rows: .replications) }
    let (first, second) = (runs[0], runs[1])
    try requireSameDraws(first, second)
    let names = first.measures.map(\.name).filter { name in second.measures.contains { $0.name == name } }
    guard !names.isEmpty else {
      throw InvalidValue(
        "payoff compare", "the two runs have no measure in common", remedy: "compare runs of one experiment")
    }
    let paths = (first.path.string, second.path.string)
    try RunSchema.requireSameUnits(
      first.measures, second.measures, named: paths, of: "\(paths.0) and \(paths.1)",
      remedy: "run one of them again with what is set in the other")
    let schema = RunSchema(measures: first.measures.filter { names.contains($0.name) })
    let reading = try MeasureReading(measured.measure, of: schema)
    let (shown, index) = reading.added(to: schema)
    var comparison = Comparison(shown, options: labels(first, second))
    for (one, other) in zip(try first.values(of: names), try second.values(of: names)) {
      comparison.add([one, other].map { reading.bar == nil ? $0 : $0 + [reading.value(of: $0[reading.index])] })
    }
    try comparison.requireKnown(reading, at: index)
    let output = replicated.output
    // A name in somebody else's directory may be a path.
    let name = FilePath(first.experiment).lastComponent?.string ?? "runs"
    let path = FilePath(output.out ?? "runs/\(name)-\(Self.name)-\(first.seed)-\(first.replications)")
    let directory = try OutputDirectory(path, replaces: output.force)
    try Self.write(comparison, to: directory)
    let measure = shown.measures[index].name
    var provenance = Provenance(Self.name, of: subjects)
    provenance.measure = measure
    provenance.lessIsBetter = measured.lessIsBetter
    let written = try directory.finish(
      ResultFacts(
        command: Self.name, experiment: first.experiment, question: first.question, measure: measure,
        lessIsBetter: measured.lessIsBetter, shown), provenance, Self.presentation)
    output.show(
      written,
      ComparisonReport(
        title: first.experiment + ": " + first.question, comparison, measure: index, standard: 0,
        lessIsBetter: measured.lessIsBetter,
        footer: "\(first.replications) replications of seed \(first.seed) in both runs\n"
          + written.filesLine
      ).text)
  }

  /// Rejects runs whose replications were not drawn alike.
  private func requireSameDraws(_ first: RecordedRun, _ second: RecordedRun) throws(InvalidValue) {
    let subject = "\(first.path) and \(second.path)"
    guard first.experiment == second.experiment else {
      throw InvalidValue(
        subject, "they are runs of different experiments, \(first.experiment) and \(second.experiment)",
        remedy: "compare runs of one experiment")
    }
    for (what, one, other) in [
      ("seed", "\(first.seed)", "\(second.seed)"),
      ("number of replications", "\(first.replications)", "\(second.replications)"),
      ("sampling", first.sampling, second.sampling), ("version of the random streams", first.streams, second.streams),
    ] where one != other {
      throw InvalidValue(
        subject, "their \(what) differs (\(one) and \(other)), so their replications cannot be paired",
        remedy: "run one of them again with the same \(what)")
    }
  }

  /// What tells the two apart: what was set in one and not in the other.
  private func labels(_ first: RecordedRun, _ second: RecordedRun) -> [String] {
    [(first, second), (second, first)].map { run, other in
      let own = run.overrides.filter { other.overrides[$0.key] != $0.value }
      let text = own.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
      let name = run.path.lastComponent?.string ?? run.path.string
      return text.isEmpty ? name : "\(name) (\(text))"
    }
  }

  // MARK: Tables

  static func write(_ comparison: Comparison, to directory: OutputDirectory) throws(OutputError) {
    try writeOptions(comparison, to: directory)
    try writeDifferences(comparison, to: directory)
  }

  private static func writeOptions(_ comparison: Comparison, to directory: OutputDirectory) throws(OutputError) {
    let chances = ["chance_greatest", "chance_least"].flatMap { name in
      Column.estimate(
        name, "that no other option has more, or less, on the same draws; ties are shared", interval: "Wilson's")
    }
    let table = try directory.table(.options, [Column("option", .string)] + MeasureColumns.columns + chances)
    for (option, name) in comparison.options.enumerated() {
      for (index, declaration) in comparison.schema.measures.enumerated() {
        let measure = comparison.measures[option][index]
        try table.write(
          [name], MeasureColumns.cells(declaration, measure, interval: measure.interval),
          comparison.chanceOfExtreme(option, measure: index, least: false)?.cells ?? Estimate.noCells,
          comparison.chanceOfExtreme(option, measure: index, least: true)?.cells ?? Estimate.noCells)
      }
    }
  }

  private static func writeDifferences(_ comparison: Comparison, to directory: OutputDirectory) throws(OutputError) {
    let columns =
      [
        Column("measure", .string), Column("unit", .string), Column("option", .string), Column("other", .string),
        Column("n", .integer, "replications in which both have a value"),
        Column("difference_mean", .number, "option less other, on the same draws; empty where some have no value"),
        Column("difference_ci95_low", .number, "Student's t of the pairs"),
        Column("difference_ci95_high", .number, "Student's t of the pairs"),
        Column("p_value", .number, "of the hypothesis that there is no difference"),
        Column("correlation", .number, "of the pairs"),
      ] + Column.estimate("chance_greater", "the option's is greater than the other's", interval: "Wilson's") + [
        Column("chance_same", .number, "both are the same"),
        Column(
          "runs_saved", .number, "times as many independent replications would give the same interval; empty: no end"),
      ]
    let table = try directory.table(.differences, columns)
    for (index, declaration) in comparison.schema.measures.enumerated() {
      for option in comparison.options.indices.dropFirst() {
        for other in 0..<option {
          let pair = comparison.pair(option, other, measure: index)
          let found = pair.unpaired == 0 ? PairedDifference(pair) : nil
          let saved = found.flatMap { $0.runsSaved.isFinite ? $0.runsSaved : nil }
          try table.write(
            [
              declaration.name, declaration.unit.description, comparison.options[option], comparison.options[other],
              pair.difference.count,
            ],
            [found?.difference.value, found?.difference.low, found?.difference.high, found?.p, found?.correlation],
            pair.chanceOfGreater()?.cells ?? Estimate.noCells,
            [pair.comparable > 0 ? Double(pair.same) / Double(pair.comparable) : nil, saved])
        }
      }
    }
  }
}

extension ResultTable {
  static let options = ResultTable("options", title: Text("The options", zh: "各选项"))
  static let differences = ResultTable(
    "differences", title: Text("Differences on the same draws", zh: "相同随机数下的差异"))
}

extension PreparedExperiment {
  /// Compares options on the same draws and writes what was found: the comparison, the place of the measure that is shown, and
  /// the files.
  ///
  /// - `rows`: for each replication a row of each of the options, in the order of their names.
  func comparison(
    of rows: some RowSource, named names: [String], _ measured: MeasuredOptions
  ) throws -> (comparison: Comparison, shown: Int, written: WrittenResults) {
    let reading = try MeasureReading(measured.measure, of: self.schema)
    let directory = try self.directory()
    let (schema, shown) = reading.added(to: self.schema)
    var comparison = Comparison(schema, options: names)
    var values: [[Double?]] = []
    try compute(rows, 0..<names.count * plan.replications, stage: .rows, keepsMonths: false) { records in
      for record in records {
        values.append(reading.values(of: record))
        guard values.count == names.count else { continue }
        comparison.add(values)
        values.removeAll(keepingCapacity: true)
      }
    }
    try comparison.requireKnown(reading, at: shown)
    try CompareCommand.write(comparison, to: directory)
    try description.writeInputs(to: directory)
    let written = try description.finish(
      directory, schema, CompareCommand.presentation, measure: schema.measures[shown].name,
      lessIsBetter: measured.lessIsBetter)
    return (comparison, shown, written)
  }
}
