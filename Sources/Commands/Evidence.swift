import ArgumentParser
import CompiledExperiments
import EventSimulation
import Experimentation
import Randomness
import Results
import SystemPackage

/// `payoff evidence EXPERIMENT`: its sources, and which claims of the case hold. Without an experiment: the figures of the
/// case, or a page about the results of several experiments.
struct EvidenceCommand: Command {
  static let facts = CommandFacts(
    "evidence", title: Text("what it rests on", zh: "依据"),
    "Lists the figures of an experiment with their sources, and how strongly the answer depends on each.",
    details: """
      For each input and each catalogue figure that is used: value, unit, date, source and confidence; whether it is \
      unsourced, contradictory, stale (more than two years before the start) or undated; and the rank correlation of the \
      answer with it. Claims of the case are compared with the simulation.

      Without an experiment it lists the figures of the case, F1 to F19, and whether they agree with each other; with \
      --json as JSON. --from writes a page in Markdown about the results of several experiments.
      """,
    examples: [
      "payoff evidence TrainingRun", "payoff evidence",
      "payoff evidence --from runs/evidence/TrainingRun runs/evidence/HelpDesk",
    ])

  static let presentation = Presentation(
    charts: [.influence],
    tables: [
      ShownTable(
        .evidence, ["input", "meaning", "value", "unit", "source", "date", "confidence", "flags", "influence"]),
      ShownTable(
        .claims, ["fact", "claim", "unit", "figure", "deterministic", "p10", "p50", "p90", "chance", "verdict"]),
    ])

  /// Replications over which chance is averaged in the deterministic run.
  private static let deterministicReplications = 40

  @Argument(help: "A name in experiments/, or the path of a Swift file.", completion: ExperimentCompiler.completion)
  var experiment: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Writes a page in Markdown about directories that payoff evidence EXPERIMENT wrote.", valueName: "DIRECTORY"))
  var from: [String] = []

  @Option(
    help: ArgumentHelp(
      "The measure whose rank correlations are reported. (default: npv, or the first)", valueName: "MEASURE"))
  var measure: String?

  @OptionGroup var replicated: ReplicatedOptions

  var experimentName: String? { experiment }

  func check() throws {
    guard experiment == nil else {
      guard from.isEmpty else {
        throw InvalidValue("--from", "it cannot be combined with an experiment", remedy: "remove one of the two")
      }
      _ = try replicated.plan
      return
    }
    let given = (measure == nil ? [] : ["--measure"]) + replicated.given
    if let option = given.first { throw InvalidValue(option, "it needs an experiment", remedy: "name one") }
    if !from.isEmpty, replicated.output.printing.json {
      throw InvalidValue(
        "--json", "--from writes a page in Markdown",
        remedy: "payoff \(Self.name) EXPERIMENT --json has the tables of an experiment")
    }
  }

  // MARK: Without an experiment

  func runAlone() throws {
    let facts = try Self.caseFacts
    if from.isEmpty {
      let text = replicated.output.printing.json ? Self.json(of: facts).text : Self.text(of: facts)
      Terminal.standardOutput.line(text)
    } else {
      Terminal.standardOutput.write(
        EvidencePage(try from.map { try RecordedEvidence(FilePath($0)) }, of: facts).text)
    }
  }

  /// The figures of the case: those of the folder `experiments/` that is found from here.
  private static var caseFacts: CaseFacts {
    get throws {
      guard ProgramVariable.facts.value == nil, let file = ExperimentFile.folder.flatMap(ExperimentFile.facts) else {
        return try CaseFacts.current
      }
      return try CaseFacts(contentsOf: file.string)
    }
  }

  private static func text(of facts: CaseFacts) -> String {
    let terminal = Terminal.standardOutput
    return facts.all.map { fact in
      (["\(terminal.bold(fact.id)) \(fact.system)"] + Paragraph.wrap(fact.says, indent: 4)
        + Paragraph.wrap("implies: " + fact.implies, indent: 4) + Paragraph.wrap(fact.agreement.text, indent: 4))
        .joined(separator: "\n")
    }.joined(separator: "\n")
  }

  private static func json(of facts: CaseFacts) -> JSONValue {
    .array(
      facts.all.map { fact in
        [
          "id": .string(fact.id), "system": .string(fact.system), "says": .string(fact.says),
          "implies": .string(fact.implies), "agreement": .string(fact.agreement.word),
          "reason": fact.agreement.reason.map { .string($0) } ?? .null, "source": .string(fact.source),
        ]
      })
  }

  // MARK: Of an experiment

  private var shellOptions: [String] { ShellText.option("--measure", measure) + replicated.shellOptions }

  func run<E: Experiment>(_ type: E.Type) throws {
    let plan = try replicated.plan.completed(for: E.self)
    let (task, facts) = try FactUse.collecting {
      try PreparedExperiment<E>(
        plan, replicated.output, of: Self.facts, options: shellOptions, kind: Self.name)
    }
    let reading = try MeasureReading(measure, of: task.schema)
    let directory = try task.directory()
    var summary = RunSummary(task.schema)
    var rows: [[Double]] = []
    var outputs: [Double?] = []
    let columns = task.experiment.uncertainInputs
    let checks = task.schema.checks
    var reached = Array(repeating: 0, count: checks.count)
    try task.compute(replications: 0..<plan.replications) { records in
      for record in records {
        summary.add(record.withoutTimeline)
        rows.append(columns.map { record.inputs[$0] })
        outputs.append(reading.rank(of: record))
        for (place, check) in checks.enumerated()
        where EvidenceReview.Claim.reaches(check, record.measures[check.measure]) { reached[place] += 1 }
      }
    }
    let names = columns.map { task.experiment.inputs[$0].declaration.name }
    let review = EvidenceReview(
      measure: reading.name, EvidenceReview.items(of: task.experiment, facts: facts, schema: task.schema),
      influences: try influences(on: reading.name, of: names, rows, outputs),
      claims: try claims(summary, reached: reached, task))
    let report = EvidenceReport(title: task.title, review)
    try Self.writeFigures(review, to: directory)
    try Self.writeClaims(review, to: directory)
    let written = try task.description.finish(
      directory, task.schema, Self.presentation, measure: review.measure, answer: report.sentence)
    replicated.output.show(
      written,
      report.text(
        footer: "\(plan.replications) replications, seed \(plan.seed)\(plan.optionsText)\n" + written.filesLine))
  }

  private func influences(
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

  /// The checks of figures of the case, compared with the simulation with and without uncertainty.
  private func claims<E: Experiment>(
    _ summary: RunSummary, reached: [Int], _ task: PreparedExperiment<E>
  ) throws -> [EvidenceReview.Claim] {
    let checks = zip(task.schema.checks, reached).filter { $0.0.fact != nil }
    guard !checks.isEmpty else { return [] }
    var plan = task.plan
    plan.isDeterministic = true
    plan.replications = Self.deterministicReplications
    let replicator = try Replicator(try ResolvedExperiment<E>(plan), plan: plan)
    var deterministic = Array(repeating: Tally(), count: task.schema.measures.count)
    try replicator.run(task.schema) { records in
      for record in records {
        for (index, value) in record.measures.enumerated() {
          if let value { deterministic[index].add(value) }
        }
      }
    }
    return checks.compactMap { check, reached in
      let quantiles = summary.measures[check.measure].quantiles([0.1, 0.5, 0.9]).compactMap(\.self)
      guard quantiles.count == 3, let mean = deterministic[check.measure].mean else { return nil }
      return EvidenceReview.Claim(
        check, deterministic: mean, quantiles: quantiles,
        chance: Double(reached) / Double(max(task.plan.replications, 1)))
    }
  }

  // MARK: Tables

  private static func writeFigures(_ review: EvidenceReview, to directory: OutputDirectory) throws(OutputError) {
    let table = try directory.table(
      .evidence,
      [
        Column("input", .string, "empty for a fact of the catalogues"), Column("meaning", .string),
        Column("value", .string), Column("unit", .string),
        Column("stated", .number, "by the source, if it is not the median"), Column("date", .string),
        Column("source", .string), Column("confidence", .string), Column("flags", .string),
        Column("influence", .number, "rank correlation of \(review.measure) with it"),
        Column("ci95_low", .number), Column("ci95_high", .number),
      ])
    for figure in review.figures {
      let item = figure.item
      let flags = item.flags.map(\.text).joined(separator: "; ")
      try table.write(
        [item.input, item.meaning, item.value, item.unit, item.stated, item.date, item.source],
        [item.confidence.rawValue, flags], figure.influence?.cells ?? [nil, nil, nil])
    }
  }

  private static func writeClaims(_ review: EvidenceReview, to directory: OutputDirectory) throws(OutputError) {
    let table = try directory.table(
      .claims,
      [
        Column("fact", .string), Column("claim", .string), Column("unit", .string), Column("figure", .number),
        Column("deterministic", .number, "simulated with every input at its stated value"), Column("p10", .number),
        Column("p50", .number), Column("p90", .number),
        Column("chance", .number, "share of the replications that reach the claim, within 2 %"),
        Column("verdict", .string),
        Column("explanation", .string),
      ])
    for claim in review.claims {
      let check = claim.check
      try table.write(
        [check.fact, check.name, check.unit.description, check.byHand, claim.deterministic], claim.quantiles,
        [claim.chance], [claim.verdict.rawValue, check.explanation])
    }
  }
}

extension ResultTable {
  static let evidence = ResultTable("evidence", title: Text("Figures and sources", zh: "依据"))
  static let claims = ResultTable("claims", title: Text("The claims of the case", zh: "案例的论断"))
}

/// The terminal report of `payoff evidence`: weak figures that matter, every figure, and the claims of the case.
private struct EvidenceReport {
  private let title: String
  private let review: EvidenceReview

  init(title: String, _ review: EvidenceReview) {
    self.title = title
    self.review = review
  }

  func text(footer: String) -> String {
    let terminal = Terminal.standardOutput
    let sentences = Paragraph.wrap(sentence).map { terminal.bold($0) }.joined(separator: "\n")
    return ([title, sentences, figures] + (review.claims.isEmpty ? [] : [claims]) + [footer])
      .joined(separator: "\n\n")
  }

  /// The weak figures that matter.
  var sentence: String {
    let inputs = review.figures.filter { !$0.item.input.isEmpty }
    let assumed = inputs.count { $0.item.flags.contains(.unsourced) }
    var text =
      inputs.isEmpty
      ? "It has no inputs."
      : "\(assumed) of \(inputs.count) inputs \(assumed == 1 ? "is an assumption" : "are assumptions") of the author."
    let shaky = review.byInfluence.filter { figure in
      !figure.item.flags.isEmpty && figure.influence.map { !$0.contains(0) } ?? false
    }
    if let first = shaky.first {
      let others = shaky.dropFirst().prefix(2).map { "\($0.item.input) (\(correlation($0)))" }
      text +=
        " The weakest figure that matters is \(first.item.input) (\(flags(first.item))): its rank correlation with "
        + "\(review.measure) is \(correlation(first))"
        + (others.isEmpty ? "." : "; then \(others.joined(separator: " and ")).")
    } else if !inputs.isEmpty {
      text += " No unsourced, contradictory or stale figure has a significant effect on \(review.measure)."
    }
    return text
  }

  private func correlation(_ figure: EvidenceReview.Figure) -> String {
    figure.influence.map { NumberText.short($0.value) } ?? "-"
  }

  private func flags(_ item: EvidenceItem) -> String { item.flags.map(\.text).joined(separator: "; ") }

  private var figures: String {
    let terminal = Terminal.standardOutput
    let lines = review.figures.map { figure -> String in
      let item = figure.item
      let unit = item.unit == "1" || item.unit.isEmpty ? "" : " \(item.unit)"
      let stated = item.stated.map { ", stated \(NumberText.short($0))" } ?? ""
      var line = "  \(terminal.bold(item.input.isEmpty ? item.value : item.input))"
      line += item.input.isEmpty ? "" : " = \(item.value)\(unit)\(stated)"
      let date = item.date.map { ", \($0)" } ?? ""
      line +=
        "\n    \(item.meaning) " + terminal.dim("[\(item.source)\(date); confidence: \(item.confidence.rawValue)]")
      if !item.flags.isEmpty {
        line += "\n" + Paragraph.wrap("! " + flags(item), indent: 4).joined(separator: "\n")
      }
      if let influence = figure.influence {
        line += "\n    rank correlation with \(review.measure): \(NumberText.short(influence.value))"
        if influence.isBounded {
          line += " (\(NumberText.short(influence.low)) to \(NumberText.short(influence.high)))"
        }
      }
      return line
    }
    return "Figures and sources:\n" + lines.joined(separator: "\n")
  }

  private var claims: String {
    let rows = review.claims.map { claim in
      [
        "\(claim.check.fact ?? "") \(claim.check.name)", NumberText.short(claim.check.byHand),
        NumberText.short(claim.deterministic),
      ]
        + claim.quantiles.map { NumberText.short($0) } + [NumberText.percent(claim.chance), claim.verdict.rawValue]
    }
    return "Claims of the case compared with the simulation\n"
      + TextualTable(
        headings: ["claim", "figure", "deterministic", "P10", "P50", "P90", "reached in", "verdict"],
        alignment: [.left, .right, .right, .right, .right, .right, .right, .left], rows: rows
      ).text
  }
}
