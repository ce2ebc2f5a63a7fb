import ArgumentParser
import EventSimulation
import Experimentation
import Randomness
import Results
import Serving

/// `payoff sweep EXPERIMENT`: runs an experiment at every point of a grid, on the same draws.
struct SweepCommand: ExperimentCommand, ShardedCommand {
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
    ], answer: { $0.ownAnswer(in: $1) })

  @OptionGroup var subject: ExperimentArgument

  @Option(
    name: .customLong("vary"), parsing: .singleValue,
    help: ArgumentHelp(
      "An input or a choice to vary; may be repeated, for a grid.",
      discussion: """
        VALUES is a list (0.3,0.4,0.5), a range (0.3..0.5:0.05), options of a choice, or * for all of them. Numbers are \
        written as with --set (40k,80k or 30 %..50 %:5 %); a unit behind the last number of a list or the upper end of a \
        range is that of all (2..3 USD/GPU-hour:0.5). Results have them in the unit of the input.
        """, valueName: "name=VALUES"))
  var variations: [String]

  @Option(
    parsing: .unconditional,
    help: "The point that all others are compared with, on the same draws, from 1. (default: none)",
    transform: { try WholeNumber.read($0, in: 1...1_000_000_000) })
  var pairedWith: Int?

  @Option(help: "The measure to print; the file has all. (default: npv, or the first)")
  var measure: String?

  @Flag(help: "Compute a grid of more than 100000 points or 10000000 replications, which is else taken for a mistake.")
  var allowLargeGrid = false

  @OptionGroup var replicated: ReplicatedOptions

  func check() throws { _ = try replicated.plan }

  private var shellOptions: [String] {
    var options = variations.flatMap { ShellText.option("--vary", $0) }
    options += ShellText.option("--paired-with", pairedWith?.description) + ShellText.option("--measure", measure)
    if allowLargeGrid { options.append(Self.insistence) }
    return options + replicated.shellOptions
  }

  func run<E: Experiment>(_ type: E.Type) throws {
    let plan = try replicated.plan.completed(for: E.self)
    let experiment = try ResolvedExperiment<E>.declared(plan)
    let sweep = try Sweep(
      variations, of: experiment, besides: plan.overrides, allowingLargeGrid: allowLargeGrid,
      insistence: Self.insistence)
    let all = Double(sweep.count) * Double(plan.replications)
    guard all <= Self.mostReplications || allowLargeGrid else {
      throw InvalidValue(
        variations.map { "--vary \($0)" }.joined(separator: " "),
        "\(sweep.count) points of \(plan.replications) replications are \(NumberText.short(all)) replications in all, and "
          + "more than \(NumberText.short(Self.mostReplications)) are taken for a mistake",
        remedy: "use a larger step, shorter lists or fewer --replications, or compute them all with \(Self.insistence)")
    }
    if allowLargeGrid {
      Terminal.standardError.write(
        "Note: \(sweep.count) points of \(plan.replications) replications are \(NumberText.short(count: Int(all))) in all.\n"
      )
    }
    if let base = pairedWith, !(1...sweep.count).contains(base) {
      throw InvalidValue("--paired-with \(base)", "the points are numbered from 1 to \(sweep.count)")
    }
    let rows = try SweepRows(sweep, of: experiment, plan: plan)
    let task = try PreparedExperiment<E>(
      plan, replicated.output, of: Self.facts, options: shellOptions, kind: Self.name, distinctions: variations,
      tried: (rows, sweep.count, sweep.optionPoints))
    let shown = try MeasureReading(measure, of: task.schema)
    let directory = try task.directory()
    let base = pairedWith.map { $0 - 1 }
    let (schema, column) = shown.added(to: task.schema)
    let table = try SweepTable(of: sweep, schema, isPaired: base != nil, in: directory)
    var points = ShownPoints(column)
    let curves = CapacityCurve.computed
    let groups = sweep.groups(
      ofNumbers: SweepSummary.numbers(ofMeasures: schema.measures.count, replications: plan.replications)
    )
    .map { SweepGroup($0, base: base) }
    var progress = ProgressLine(total: groups.reduce(0) { $0 + $1.computed.count } * plan.replications, unit: "runs")
    do {
      defer { progress.finish() }
      for (number, group) in groups.enumerated() {
        var summary = SweepSummary(task.schema, points: group.computed.count, base: group.base, reading: shown)
        try task.compute(
          PointRows(rows, points: group.computed, of: sweep.count), 0..<group.computed.count * plan.replications,
          stage: Stage(name: "\(Stage.rows.name)\(number)", isLast: number == groups.count - 1), keepsMonths: false,
          progress: &progress
        ) { records in
          for record in records { summary.add(record) }
        }
        guard Study.current.hasRecords else { continue }
        for place in group.places {
          try table.write(group.computed[place], summary, at: place)
          points.add(summary, at: place)
        }
      }
    }
    try task.description.writeInputs(to: directory)
    let report = SweepReport(
      task.title, sweep, schema.measures[column], points, isPaired: base != nil, translation: E.chinese)
    let written = try task.description.finish(
      directory, schema, Self.presentation, measure: schema.measures[column].name,
      answer: report.sentence(in: .english), chineseAnswer: report.sentence(in: .chinese))
    replicated.output.show(
      written,
      report.text(
        footer:
          "\(sweep.count) point\(sweep.count == 1 ? "" : "s") × \(plan.replications) replications on the same draws, "
          + "seed \(plan.seed)"
          + plan.optionsText + Self.reuse(of: CapacityCurve.computed - curves, by: sweep) + "\n" + written.filesLine))
  }

  /// More replications than these of all points together are taken for a mistake.
  private static let mostReplications = 1e7
  /// What computes them all the same.
  private static let insistence = "--allow-large-grid"

  /// The capacity curves that the points shared.
  private static func reuse(of curves: Int, by sweep: Sweep) -> String {
    guard curves > 0 else { return "" }
    let computed = "\n\(curves) capacity curve\(curves == 1 ? "" : "s") computed once"
    return curves < sweep.count ? computed + " and shared by points with the same fleet" : computed
  }
}

/// Points of a sweep that are computed at a time, with the point that they are compared with.
private struct SweepGroup {
  /// The points that are computed: the base first where it is none of the group's own.
  let computed: [Int]
  /// The places of the group's own among them.
  let places: Range<Int>
  /// The place of the base among them.
  let base: Int?

  init(_ points: Range<Int>, base: Int?) {
    let isBeside = base.map { !points.contains($0) } ?? false
    computed = (isBeside ? [base].compactMap(\.self) : []) + points
    places = (isBeside ? 1 : 0)..<computed.count
    self.base = base.map { isBeside ? 0 : $0 - points.lowerBound }
  }
}

/// `sweep.csv`: a row for each measure at each point.
private struct SweepTable {
  private let sweep: Sweep
  private let schema: RunSchema
  private let table: TableFile

  init(of sweep: Sweep, _ schema: RunSchema, isPaired: Bool, in directory: OutputDirectory) throws(OutputError) {
    (self.sweep, self.schema) = (sweep, schema)
    var columns = [Column("point", .integer, "from 1")] + sweep.columns + MeasureColumns.columns
    if isPaired {
      columns += [
        Column("difference_mean", .number, "from the base point, on the same draws"),
        Column("difference_ci95_low", .number, "Student's t"), Column("difference_ci95_high", .number, "Student's t"),
        Column("difference_n", .integer, "replications in which both have a value"),
      ]
    }
    table = try directory.table(.sweep, columns)
  }

  /// - `place`: of the point in the summary.
  func write(_ point: Int, _ summary: SweepSummary, at place: Int) throws(OutputError) {
    for (index, declaration) in schema.measures.enumerated() {
      let measure = summary.measures[place][index]
      var cells = MeasureColumns.cells(declaration, measure, interval: measure.interval)
      if !summary.differences.isEmpty {
        let difference = summary.differences[place][index].difference
        let interval = ConfidenceInterval(of: difference)
        cells += [difference.mean, interval?.low, interval?.high, difference.count]
      }
      try table.write([point + 1], sweep.labels(of: point), cells)
    }
  }
}

/// What the report tells of the points of a sweep: the median of one measure, and more of the first points.
private struct ShownPoints {
  private let measure: Int
  private(set) var medians: [Double?] = []
  private(set) var first: [MeasureSummary] = []
  /// By point; empty where the points are compared with none.
  private(set) var differences: [PairedTally] = []
  /// Whether a measure differs between points.
  private(set) var differs = false
  /// The largest share of the replications of a point that have no value.
  private(set) var missing = 0.0
  /// Of all measures at the first point.
  private var means: [Double?]?

  /// More points than this are only in the file.
  static let rowsShown = 40

  init(_ measure: Int) { self.measure = measure }

  /// Adds the next point, at its place in a summary.
  mutating func add(_ summary: SweepSummary, at place: Int) {
    let values = summary.measures[place][measure]
    medians.append(values.quantiles([0.5])[0])
    missing = max(missing, 1 - values.shareWithValue)
    let means = summary.measures[place].map(\.mean)
    if let before = self.means { differs = differs || means != before } else { self.means = means }
    guard first.count < Self.rowsShown else { return }
    first.append(values)
    if !summary.differences.isEmpty { differences.append(summary.differences[place][measure]) }
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
  private let declaration: MeasureDeclaration
  private let points: ShownPoints
  private let isPaired: Bool
  private let translation: Translation

  /// - `translation`: the texts of the experiment in Chinese.
  init(
    _ title: String, _ sweep: Sweep, _ declaration: MeasureDeclaration, _ points: ShownPoints, isPaired: Bool,
    translation: Translation
  ) {
    self.title = title
    self.sweep = sweep
    self.declaration = declaration
    self.points = points
    self.isPaired = isPaired
    self.translation = translation
  }

  /// - `footer`: how it was made, and where the files are.
  func text(footer: String) -> String {
    let terminal = Terminal.standardOutput
    let sentence = sentence(in: .english).map { [terminal.finding($0)] } ?? []
    return ([title] + sentence + [table, footer]).joined(separator: "\n\n")
  }

  /// Where the median is highest and lowest, where it is later than any, and where it changes its sign; `nil` where it is
  /// the same at all points.
  func sentence(in language: Language) -> String? {
    if sweep.count > 1, !points.differs {
      let names = sweep.variations.map(\.name).joined(separator: language(" or ", " 或 "))
      return language(
        "No measure differs between the points: with the other choices as they are, nothing depends on \(names).",
        "各点的指标完全相同：在其他选项不变时，没有指标取决于 \(names)。")
    }
    let measure = MeasureTitles.phrase(of: declaration.name, in: language, translation)
    let known = points.medians.enumerated().compactMap { point, median in median.map { (point, $0) } }
    guard let low = known.min(by: { $0.1 < $1.1 }), let high = known.max(by: { $0.1 < $1.1 }) else {
      return language(
        "The \(measure) has no value in half of the replications at any point.", "在每个点，\(measure)都有至少一半的模拟没有取值。")
    }
    // Later than any is more than the highest.
    let never = declaration.absence == .laterThanAny ? points.medians.indices.filter { points.medians[$0] == nil } : []
    guard low.1 < high.1 || !never.isEmpty else { return nil }
    func amount(_ value: Double) -> String {
      UnitText.amount(
        NumberText.short(value, in: language), declaration.unit.description, in: language, translation)
    }
    let (top, bottom) = (sweep.name(of: high.0), sweep.name(of: low.0))
    let extremes =
      low.1 < high.1
      ? language(
        "highest, \(amount(high.1)), at \(top), and lowest, \(amount(low.1)), at \(bottom)",
        "最高为 \(amount(high.1))（\(top)），最低为 \(amount(low.1))（\(bottom)）")
      : language(amount(low.1), "为 \(amount(low.1))")
    var exception = ""
    if let first = never.first {
      let (others, word) = (never.count - 1, declaration.absence.word(in: language))
      let besides =
        others > 0
        ? language(" and at \(others) other point\(others == 1 ? "" : "s")", "等 \(never.count) 个点") : ""
      exception = language(
        "\(word) at \(sweep.name(of: first))\(besides); elsewhere it is ",
        "在 \(sweep.name(of: first))\(besides)为“\(word)”，其余")
    }
    var text = language(
      "The median \(measure) is \(exception)\(extremes).", "\(measure)的中位数\(exception)\(extremes)。")
    if declaration.absence == .doesNotExist, points.missing > 0 {
      let share = NumberText.percent(points.missing, in: language)
      text += language(
        " It does not exist in up to \(share) of a point's replications, and its figures are those of the others.",
        "单个点上最多有 \(share) 的模拟没有这一指标，数字只反映其余的模拟。")
    }
    let extended = points.medians.compactMap { $0 ?? (declaration.absence == .laterThanAny ? .infinity : nil) }
    if sweep.variations.count == 1, extended.count == sweep.count,
      let change = (1..<sweep.count).first(where: { (extended[$0 - 1] < 0) != (extended[$0] < 0) })
    {
      let (before, after) = (sweep.name(of: change - 1), sweep.name(of: change))
      text += language(
        " It changes its sign between \(before) and \(after).", "符号在 \(before) 与 \(after) 之间改变。")
    }
    return text
  }

  private var table: String {
    var headings = ["point"] + sweep.variations.map(\.name) + ["mean", "95 % interval", "P10", "P50", "P90"]
    if isPaired { headings += ["difference", "95 % interval"] }
    let rows = points.first.enumerated().map { point, values -> [String] in
      var row = ["\(point + 1)"] + sweep.labels(of: point)
      row += [values.mean.map { NumberText.short($0) } ?? "-", Self.text(of: values.interval)]
      row += values.quantiles([0.1, 0.5, 0.9]).map { NumberText.short($0, absence: declaration.absence) }
      if isPaired {
        let pairs = points.differences[point]
        let difference = pairs.unpaired == 0 ? pairs.difference : Tally()
        row += [
          difference.mean.map { NumberText.short($0) } ?? "-",
          Self.text(of: difference.count > 1 ? Estimate(meanOf: difference, confidence: 0.95) : nil),
        ]
      }
      return row
    }
    let unit = declaration.unit == .one ? "" : ", \(declaration.unit)"
    var text = "\(MeasureTitles.heading(of: declaration.name))\(unit)\n"
    text +=
      TextualTable(
        headings: headings, alignment: headings.map { _ in .right }, rows: rows, keys: 1 + sweep.variations.count
      ).text
    if sweep.count > points.first.count {
      text += "\n  … and \(sweep.count - points.first.count) more points in the file"
    }
    return text
  }

  private static func text(of interval: Estimate?) -> String {
    interval.map { "\(NumberText.short($0.low)) to \(NumberText.short($0.high))" } ?? "-"
  }
}
