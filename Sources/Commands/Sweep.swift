import ArgumentParser
import EventSimulation
import Experimentation
import Randomness
import Results
import Serving

/// `payoff sweep EXPERIMENT`: runs an experiment at every point of a grid, on the same draws.
struct SweepCommand: ExperimentCommand {
  static let facts = CommandFacts(
    "sweep", title: Text("sweep", zh: "扫描"),
    "Runs an experiment at every point of a grid, on the same draws, and writes sweep.csv.",
    details: """
      Each replication uses the same draws at every point (common random numbers), so that differences between points are \
      precise. --paired-with names the point that the others are compared with.
      """,
    examples: [
      "payoff sweep CustomerService --vary priceFall=0.3..0.5:0.05",
      "payoff sweep CustomerService --vary 'scaling=*' --vary resolved=0.1,0.2,0.3 --paired-with 1",
    ])

  static let presentation = Presentation(
    charts: [.points],
    tables: [
      ShownTable(
        .sweep,
        allBut: [
          "measure", "unit", "n", "sd", "ci95_low", "ci95_high", "p05", "p25", "p75", "p95", "min", "max", "empty",
          "positive", "difference_ci95_low", "difference_ci95_high", "difference_n",
        ], isAboutMeasure: true)
    ])

  @OptionGroup var subject: ExperimentArgument

  @Option(
    name: .customLong("vary"), parsing: .singleValue,
    help: ArgumentHelp(
      "An input or a choice to vary; may be repeated, for a grid.",
      discussion: """
        VALUES is a list (0.3,0.4,0.5), a range (0.3..0.5:0.05), options of a choice, or * for all of them.
        """, valueName: "name=VALUES"))
  var variations: [String]

  @Option(help: "The point that all others are compared with, on the same draws, from 1. (default: none)")
  var pairedWith: Int?

  @Option(help: "The measure to print; the file has all. (default: npv, or the first)")
  var measure: String?

  @OptionGroup var replicated: ReplicatedOptions

  func check() throws { _ = try replicated.plan }

  private var shellOptions: [String] {
    variations.flatMap { ShellText.option("--vary", $0) } + ShellText.option("--paired-with", pairedWith?.description)
      + ShellText.option("--measure", measure) + replicated.shellOptions
  }

  func run<E: Experiment>(_ type: E.Type) throws {
    let plan = try replicated.plan
    let experiment = try ResolvedExperiment<E>.declared(plan)
    let sweep = try Sweep(
      variations, of: experiment, besides: plan.overrides, allowingLargeGrid: replicated.output.force)
    let all = Double(sweep.count) * Double(plan.replications)
    guard all <= Self.mostReplications || replicated.output.force else {
      throw InvalidValue(
        variations.map { "--vary \($0)" }.joined(separator: " "),
        "\(sweep.count) points of \(plan.replications) replications are \(NumberText.short(all)) replications",
        remedy: "vary less, or insist with --force")
    }
    if let base = pairedWith, !(1...sweep.count).contains(base) {
      throw InvalidValue("--paired-with \(base)", "the points are numbered from 1 to \(sweep.count)")
    }
    let rows = try SweepRows(sweep, of: experiment, plan: plan)
    let task = try PreparedExperiment<E>(
      plan, replicated.output, of: Self.facts, options: shellOptions, kind: Self.name, distinctions: variations,
      tried: (rows, sweep.count))
    let shown = try MeasureReading(measure, of: task.schema)
    let directory = try task.directory()
    let base = pairedWith.map { $0 - 1 }
    var summary = SweepSummary(task.schema, points: sweep.count, base: base, reading: shown)
    let curves = CapacityCurve.computed
    try task.compute(rows, 0..<rows.count(plan.replications)) { records in
      for record in records { summary.add(record) }
    }
    try Self.write(summary, of: sweep, to: directory)
    try task.description.writeInputs(to: directory)
    let written = try task.description.finish(
      directory, summary.schema, Self.presentation, measure: summary.schema.measures[summary.shown].name)
    replicated.output.show(
      written,
      SweepReport(
        task.title, sweep, summary, base: base,
        footer: "\(sweep.count) points × \(plan.replications) replications on the same draws, seed \(plan.seed)"
          + plan.optionsText + Self.reuse(of: CapacityCurve.computed - curves, by: sweep) + "\n" + written.filesLine
      ).text)
  }

  /// More replications than these of all points together are taken for a mistake.
  private static let mostReplications = 1e7

  /// The capacity curves that the points shared.
  private static func reuse(of curves: Int, by sweep: Sweep) -> String {
    guard curves > 0 else { return "" }
    let computed = "\n\(curves) capacity curve\(curves == 1 ? "" : "s") computed once"
    return curves < sweep.count ? computed + " and shared by points with the same fleet" : computed
  }

  private static func write(
    _ summary: SweepSummary, of sweep: Sweep, to directory: OutputDirectory
  ) throws(OutputError) {
    let isPaired = !summary.differences.isEmpty
    var columns = [Column("point", .integer, "from 1")] + sweep.columns + MeasureColumns.columns
    if isPaired {
      columns += [
        Column("difference_mean", .number, "from the base point, on the same draws"),
        Column("difference_ci95_low", .number, "Student's t"), Column("difference_ci95_high", .number, "Student's t"),
        Column("difference_n", .integer, "replications in which both have a value"),
      ]
    }
    let table = try directory.table(.sweep, columns)
    for point in 0..<sweep.count {
      for (index, declaration) in summary.schema.measures.enumerated() {
        let measure = summary.measures[point][index]
        var cells = MeasureColumns.cells(declaration, measure, interval: measure.interval)
        if isPaired {
          let difference = summary.differences[point][index].difference
          let interval = ConfidenceInterval(of: difference)
          cells += [difference.mean, interval?.low, interval?.high, difference.count]
        }
        try table.write([point + 1], sweep.labels(of: point), cells)
      }
    }
  }
}

extension ResultTable {
  static let sweep = ResultTable("sweep", title: Text("The points", zh: "各点"))
}

extension Sweep {
  /// A column for each input or choice that is varied.
  var columns: [Column] {
    variations.map { variation in
      if case .choice = variation.target { return Column(variation.name, .string) }
      return Column(variation.name, .number, unit: variation.unit.description)
    }
  }

  /// What stands in those columns at a point.
  func labels(of point: Int) -> [String] { zip(variations, positions(of: point)).map { $0.labels[$1] } }
}

/// The terminal report of a sweep: a sentence, a row per point, and the files.
private struct SweepReport {
  private let title: String
  private let sweep: Sweep
  private let summary: SweepSummary
  private let base: Int?
  private let footer: String

  init(_ title: String, _ sweep: Sweep, _ summary: SweepSummary, base: Int?, footer: String) {
    self.title = title
    self.sweep = sweep
    self.summary = summary
    self.base = base
    self.footer = footer
  }

  /// More points than this are only in the file.
  private static let rowsShown = 40

  var text: String {
    let terminal = Terminal.standardOutput
    return ([title] + (sentence.map { [terminal.finding($0)] } ?? []) + [table, footer]).joined(separator: "\n\n")
  }

  private var measure: Int { summary.shown }

  private var declaration: MeasureDeclaration { summary.schema.measures[measure] }

  private func median(_ point: Int) -> Double? { summary.measures[point][measure].quantiles([0.5])[0] }

  /// Where the median is highest and lowest, and where it changes its sign.
  private var sentence: String? {
    let known = (0..<sweep.count).compactMap { point in median(point).map { (point, $0) } }
    guard let low = known.min(by: { $0.1 < $1.1 }), let high = known.max(by: { $0.1 < $1.1 }), low.1 < high.1 else {
      return known.isEmpty
        ? "\(declaration.name) has no value in half of the replications at any point." : nil
    }
    let unit = declaration.unit == .one ? "" : " \(declaration.unit)"
    var text =
      "The median of \(declaration.name) is highest, \(NumberText.short(high.1))\(unit), at \(sweep.name(of: high.0)), and "
      + "lowest, \(NumberText.short(low.1))\(unit), at \(sweep.name(of: low.0))."
    if sweep.variations.count == 1, known.count == sweep.count,
      let change = (1..<sweep.count).first(where: { (known[$0 - 1].1 < 0) != (known[$0].1 < 0) })
    {
      text += " It changes its sign between \(sweep.name(of: change - 1)) and \(sweep.name(of: change))."
    }
    return text
  }

  private var table: String {
    var headings = ["point"] + sweep.variations.map(\.name) + ["mean", "95 % interval", "P10", "P50", "P90"]
    if base != nil { headings += ["difference", "95 % interval"] }
    let rows = (0..<min(sweep.count, Self.rowsShown)).map { point -> [String] in
      let values = summary.measures[point][measure]
      var row = ["\(point + 1)"] + sweep.labels(of: point)
      row += [values.mean.map { NumberText.short($0) } ?? "-", Self.text(of: values.interval)]
      row += values.quantiles([0.1, 0.5, 0.9]).map { NumberText.short($0, absence: declaration.absence) }
      if base != nil {
        let pairs = summary.differences[point][measure]
        let difference = pairs.unpaired == 0 ? pairs.difference : Tally()
        row += [
          difference.mean.map { NumberText.short($0) } ?? "-",
          Self.text(of: difference.count > 1 ? Estimate(meanOf: difference, confidence: 0.95) : nil),
        ]
      }
      return row
    }
    let unit = declaration.unit == .one ? "" : ", \(declaration.unit)"
    var text = "\(declaration.name)\(unit)\n"
    text +=
      TextualTable(
        headings: headings, alignment: headings.map { _ in .right }, rows: rows, keys: 1 + sweep.variations.count
      ).text
    if sweep.count > Self.rowsShown { text += "\n  … and \(sweep.count - Self.rowsShown) more points in the file" }
    return text
  }

  private static func text(of interval: Estimate?) -> String {
    interval.map { "\(NumberText.short($0.low)) to \(NumberText.short($0.high))" } ?? "-"
  }
}
