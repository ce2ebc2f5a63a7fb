import ArgumentParser
import Demand
import EventSimulation
import Experimentation
import Randomness
import Results
import SystemPackage

/// `payoff sensitivity EXPERIMENT`: which inputs a measure depends on. With `--from DESIGN RESULTS`: the same for the output of
/// another model.
struct SensitivityCommand: ShardedCommand {
  static let facts = CommandFacts(
    "sensitivity", title: Text("what decides it", zh: "决定因素"),
    "Finds the inputs that a measure depends on most, and writes sensitivity.csv.",
    details: """
      Begin with tornado: one input at a time from its 10 % to its 90 % quantile, with its break-even value. morris screens \
      many inputs with few runs; sobol, efast and rbd_fast decompose the variance; pawn, delta and the correlations work on \
      any sample. efast counts the first four harmonics of an input, so that its S1 misses a tenth of a step.

      --from analyses the results of another model, with every method but tornado and spider.
      """,
    examples: [
      "payoff sensitivity CustomerService",
      "payoff sensitivity CustomerService --method sobol --measure npv --size 1024",
      "payoff sensitivity --from design.csv results.csv --method pawn --measure y",
    ], firstStep: "which inputs decide its answer")

  static let presentation = Presentation(
    charts: [.tornado, .spider, .screening, .indices, .pairs],
    tables: [
      ShownTable(.sensitivity, .pivot(rows: "input", columns: "index", values: "value", besides: "second_input"))
    ])

  /// The methods without --method.
  private static let standardOfRuns: any SensitivityMethod = SensitivityMethods.all[0]
  private static let standardOfRows: any DesignBasedMethod = DeltaMeasure()

  /// The methods that have second-order indices.
  private static var pairing: String {
    SensitivityMethods.all.filter(\.offersSecondOrder).map(\.name).joined(separator: " or ")
  }

  @Argument(help: "A name in experiments/, or the path of a Swift file.", completion: ExperimentCompiler.completion)
  var experiment: String?

  @Option(
    help: ArgumentHelp(
      "The method. (default: \(standardOfRuns.name); with --from: \(standardOfRows.name))",
      discussion: "One of \(SensitivityMethods.names.joined(separator: ", ")).", valueName: "METHOD"))
  var method: String?

  @Option(
    help: ArgumentHelp(
      "The measure, or a condition on it: npv, 'npv>0'. (default: npv, or the first)",
      valueName: "MEASURE"))
  var measure: String?

  @Flag(help: "With \(pairing): second-order indices too, at twice the cost.")
  var secondOrder = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(stringLiteral: "The base size: \(SensitivityMethods.sizes)."),
    transform: { try WholeNumber.read($0, in: 2...Int(Int32.max)) })
  var size: Int?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Instead of an experiment: a design and its results from another model, two CSV files.",
      discussion: """
        design.csv has a column for each input, results.csv one for each measure. Where both have a column row, with the \
        numbers of the design's rows from 0, they are matched by it, so the results may be in any order. Otherwise they are \
        matched line by line, and must have as many. Input columns in results.csv are compared with the design.
        """, valueName: "DESIGN RESULTS"))
  var from: [String] = []

  @Flag(
    help: """
      With --from: the inputs of the design are correlated; methods that assume independent inputs are rejected.
      """)
  var correlatedInputs = false

  @OptionGroup var shared: SharedOptions

  var experimentName: String? { experiment }

  func check() throws {
    if let experiment {
      guard from.isEmpty else {
        throw InvalidValue(
          "--from", "it cannot be combined with an experiment", remedy: "remove \(experiment) or --from")
      }
      guard !correlatedInputs else {
        throw InvalidValue("--correlated-inputs", "it needs --from; an experiment declares its correlations itself")
      }
      _ = try plan
      return
    }
    guard !from.isEmpty else {
      throw CommandError(.usage, "payoff sensitivity needs an experiment, or the files of a design with --from")
    }
    guard from.count == 2 else {
      throw InvalidValue(
        "--from \(from.joined(separator: " "))", "it needs two files, the design and its results",
        remedy: "for example --from design.csv results.csv")
    }
    _ = try methodOfRows
    if let option = ((size == nil ? [] : ["--size"]) + shared.given).first {
      throw InvalidValue(option, "it needs an experiment; the rows of --from are given")
    }
  }

  /// The requested method.
  /// - Throws: `InvalidValue` for an unknown name, with the nearest, and for second-order indices of a method that has none.
  private func method<Method>(
    among known: [Method], or standard: Method, _ facts: (Method) -> any SensitivityMethod
  ) throws(InvalidValue) -> Method {
    let names = known.map { facts($0).name }
    let found: Method
    if let method {
      guard let place = names.firstIndex(of: method) else {
        throw InvalidValue(
          "--method \(method)",
          SensitivityMethods.names.contains(method)
            ? "it needs runs of its own, so it cannot analyse --from" : "there is no method of that name",
          remedy: NearestName.remedy(for: method, among: names))
      }
      found = known[place]
    } else {
      found = standard
    }
    guard !secondOrder || facts(found).offersSecondOrder else {
      throw InvalidValue(
        "--second-order", "\(facts(found).name) has no second-order indices", remedy: "use --method \(Self.pairing)")
    }
    return found
  }

  // MARK: Of an experiment

  fileprivate var methodOfRuns: any SensitivityMethod {
    get throws(InvalidValue) { try method(among: SensitivityMethods.all, or: Self.standardOfRuns) { $0 } }
  }

  fileprivate var plan: RunPlan {
    get throws(InvalidValue) {
      let method = try methodOfRuns
      return try shared.plan(size ?? method.size.standard)
    }
  }

  fileprivate func shellOptions(method: String, size: Int) -> [String] {
    ["--method \(method)", "--size \(size)"] + (secondOrder ? ["--second-order"] : [])
      + ShellText.option("--measure", measure)
  }

  func run<E: Experiment>(_ experiment: E.Type) throws { try SensitivityTask<E>(self).run() }

  // MARK: Of another model

  /// The method for rows of a given design.
  private var methodOfRows: any DesignBasedMethod {
    get throws(InvalidValue) { try method(among: SensitivityMethods.designBased, or: Self.standardOfRows) { $0 } }
  }

  func runAlone() throws {
    let method = try methodOfRows.configured(seed: shared.seed, secondOrder: secondOrder)
    let design = try ExternalDesign(design: from[0], results: from[1])
    let measure = measure ?? design.measures[0]
    guard design.measures.contains(measure) else {
      throw InvalidValue(
        "--measure \(measure)", "\(from[1]) has no column of that name",
        remedy: NearestName.remedy(for: measure, among: design.measures))
    }
    if correlatedInputs, [.rejected, .drawnConditionally].contains(method.dependentInputs) {
      throw SensitivityError.correlatedInputs(method: method.name)
    }
    for note in design.notes { Terminal.standardError.write("Note: \(note)\n") }
    let indexed = try design.outputs(of: measure, allowingMissing: method.acceptsAnyRows)
    if indexed.wereShuffled {
      Terminal.standardError.write(
        "Note: the results are in another order than the design; they were matched by row\n")
    }
    Terminal.standardError.write(
      Paragraph.wrap("\(method.name) assumes \(method.assumption).").joined(separator: "\n") + "\n")
    let analysis = try method.analyze(
      DesignResults(
        measure: measure, inputs: design.inputs, rows: design.rows, outputs: indexed.outputs,
        inputsAreCorrelated: correlatedInputs))
    let output = shared.output
    let path = FilePath(output.out ?? "runs/\(method.name)-\(FilePath(from[1]).stem ?? "results")")
    let directory = try OutputDirectory(path, replaces: output.force)
    try Self.write(analysis, to: directory)
    var provenance = Provenance(Self.name, of: from)
    provenance.measure = measure
    provenance.seed = shared.seed
    provenance.streams = Streams.version
    let facts = ResultFacts(
      command: Self.name, experiment: measure, question: "Which inputs does \(measure) depend on?", measure: measure)
    let written = try directory.finish(facts, provenance, Self.presentation)
    output.show(
      written,
      SensitivityReport(
        title: "\(measure) of \(from[1]), over the \(design.rows.count) rows of \(from[0])", unit: .one, analysis,
        by: method, chance: nil,
        footer: "\(method.name): \(design.rows.count) rows, seed \(shared.seed) of the bootstrap\n" + written.filesLine
      ).text)
  }
}

extension SensitivityCommand {
  /// Writes the indices and the warnings; the columns are the same for every method.
  fileprivate static func write(_ analysis: SensitivityAnalysis, to directory: OutputDirectory) throws(OutputError) {
    let numbers: Set<String> = ["value", "ci95_low", "ci95_high"]
    let columns = SensitivityRow.columns.map { Column($0, numbers.contains($0) ? .number : .string) }
    let table = try directory.table(.sensitivity, columns)
    for row in analysis.rows { try table.write(row.fields) }
    for warning in analysis.warnings { directory.warn("\(warning)") }
  }
}

extension ResultTable {
  static let design = ResultTable("design", title: Text("The design", zh: "试验设计"), isLong: true)
  static let results = ResultTable("results", title: Text("The results of the design", zh: "各行结果"), isLong: true)
  static let sensitivity = ResultTable("sensitivity", title: Text("The indices", zh: "敏感性指标"))
}

/// The rows of a design and their results, written as they come.
private struct DesignTables {
  let directory: OutputDirectory
  private let inputs: [Int]
  /// The measures that are written: those that are sought only where one of them is analysed.
  private let measures: [Int]
  private let design: TableFile
  private let results: TableFile

  /// - `inputs`: the columns of a run that the design varies.
  init(
    _ directory: OutputDirectory, _ description: RunDescription, _ schema: RunSchema, inputs: [Int],
    reading: MeasureReading
  ) throws(OutputError) {
    measures = schema.measures.indices.filter { reading.measure.isSought || !schema.measures[$0].isSought }
    self.directory = directory
    self.inputs = inputs
    let row = [
      Column("row", .integer, "of the design, from 0"),
      Column("point", .string, "hash of the inputs' values, which shows whether a result belongs to this row"),
    ]
    let columns = inputs.map { description.inputs[$0] }.map { Column($0.name, .number, unit: $0.unit) }
    design = try directory.table(.design, row + columns)
    results = try directory.table(
      .results,
      row + measures.map { schema.measures[$0] }.map { Column($0.name, .number, unit: $0.unit.description, $0.meaning) }
    )
  }

  /// Writes the next rows.
  func append(_ records: [ReplicationRecord]) throws(OutputError) {
    for record in records {
      let values = inputs.map { record.inputs[$0] }
      let row: [(any CellValue)?] = [record.replication, Self.mark(of: values)]
      try design.write(row, values)
      try results.write(row, measures.map { record.measures[$0] })
    }
  }

  /// The hash of a row, eight hexadecimal digits.
  private static func mark(of values: [Double]) -> String {
    let key = Streams.key(of: values.map(\.shortest).joined(separator: ","))
    let digits = String(key >> 32, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}

/// The work of an analysis of an experiment.
private struct SensitivityTask<E: Experiment> {
  private let options: SensitivityCommand
  private let method: any SensitivityMethod
  private let task: PreparedExperiment<E>
  private let reading: MeasureReading

  init(_ options: SensitivityCommand) throws {
    self.options = options
    let plan = try options.plan.completed(for: E.self)
    method = try options.methodOfRuns.configured(seed: plan.seed, secondOrder: options.secondOrder)
    task = try PreparedExperiment<E>(
      plan, options.shared.output, of: SensitivityCommand.facts,
      options: options.shellOptions(method: method.name, size: plan.replications), kind: method.name,
      distinctions: [options.measure ?? "", options.secondOrder ? "second order" : ""].filter { !$0.isEmpty })
    reading = try MeasureReading(options.measure, of: task.schema)
  }

  func run() throws {
    var study = try method.study(
      of: task.experiment,
      SensitivityQuestion(reading, schema: task.schema, size: task.plan.replications, seed: task.plan.seed))
    let directory = try task.directory()
    if task.experiment.dependence != nil, method.dependentInputs == .movedAlone {
      directory.note("some inputs are correlated, and \(method.name) varies each alone")
    }
    let tables = try DesignTables(
      directory, task.description, task.schema, inputs: study.columns, reading: reading)
    announce(study)
    if let chance = study.chance {
      try task.compute(chance.rows, 0..<chance.count, reading: reading, stage: .pilot, keepsMonths: false) {
        for record in $0 { study.addPilot(record) }
      }
    }
    try task.compute(study.rows, 0..<study.count, reading: reading, stage: .rows, keepsMonths: false) { round in
      try tables.append(round)
      for record in round { study.add(record) }
    }
    let analysis = try StageLine.during("Resampling") { try study.analysis }
    try SensitivityCommand.write(analysis, to: tables.directory)
    try task.description.writeInputs(to: tables.directory)
    let written = try task.description.finish(
      tables.directory, task.schema, SensitivityCommand.presentation, measure: reading.name)
    options.shared.output.show(
      written,
      SensitivityReport(
        title: task.title, unit: reading.unit, analysis, by: method, chance: study.split,
        footer: "\(method.name): \(NumberText.short(count: study.runs)) runs, seed \(task.plan.seed)"
          + task.plan.optionsText + "\n" + written.filesLine
      ).text)
  }

  /// The cost and the assumption, before it begins.
  private func announce(_ study: SensitivityStudy) {
    let chance = study.chance.map { ", and \($0.count) to separate chance from the inputs" } ?? ""
    let text =
      "\(method.name): \(NumberText.short(count: study.count)) runs\(chance). It assumes \(study.assumption ?? method.assumption)."
    Terminal.standardError.write(Paragraph.wrap(text).joined(separator: "\n") + "\n")
  }
}
