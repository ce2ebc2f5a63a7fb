import ArgumentParser
import Demand
import Economics
import Experimentation
import Randomness
import Results
import SystemPackage

/// `payoff backtest`: methods of forecasting, run from past dates and scored on what came.
struct BacktestCommand: Command {
  static let facts = CommandFacts(
    "backtest", title: Text("forecasts scored on what came", zh: "预测回测"),
    "Runs methods of forecasting from past dates on what was known then, and scores them on what came.",
    details: """
      It scores rents of GPUs, API prices, users, the load of a service and a public case: how often the band from the 10 to \
      the 90 % quantile held, pinball loss and CRPS of logarithms, beside naive forecasts and the fall of 30 to 50 % a year \
      that was assumed before. scores.csv has the means by horizon, forecasts.csv every forecast, reliability.csv the shares by \
      level.

      --data scores series of your own (CSV: date,series,value,unit). The product has no list prices of single sellers of \
      GPUs; list-rents needs --data. A date is a day, 2026-03-31, or a month, 2026-03.

      Backtests: \(Backtests.all.map { "\($0.name) (\($0.title.english))" }.joined(separator: ", ")).
      """,
    examples: [
      "payoff backtest", "payoff backtest rent-index api-tiers",
      "payoff backtest list-rents --data rents.csv --origins 2025-07,2025-10 --horizons 3,6,12",
    ])

  static let presentation = Presentation(
    charts: [.reliability, .coverage],
    tables: [
      ShownTable(
        .scores,
        [
          "subject", "method", "role", "horizon", "forecasts", "coverage_10_90", "coverage_error", "pinball", "crps",
          "skill",
        ]),
      ShownTable(.findings, allBut: []),
    ])

  @Argument(
    help: ArgumentHelp(
      "What is scored: \(Backtests.all.map(\.name).joined(separator: ", ")). (default: all that the product has data for)",
      valueName: "BACKTEST"))
  var names: [String] = []

  @Option(
    help: ArgumentHelp(
      "Series of your own, for one backtest: CSV or CSV.gz with date, series, value and unit.", valueName: "FILE"))
  var data: String?

  @Option(help: ArgumentHelp("Only series whose name contains the text.", valueName: "TEXT"))
  var only: String?

  @Option(
    help: ArgumentHelp(
      "Dates to forecast from, as 2025-07,2025-10. (default: the first day of each quarter)", valueName: "DATES"))
  var origins: String?

  @Option(
    help: ArgumentHelp("Months to forecast ahead, as 3,6,12. (default: those of the backtest)", valueName: "MONTHS"))
  var horizons: String?

  @Option(
    help: ArgumentHelp(
      "The day until which prices that did not change were watched. (default: the last day in the data)",
      valueName: "DATE"))
  var until: String?

  @OptionGroup var output: OutputOptions

  func check() throws {
    let chosen = try chosen
    _ = try source
    if data != nil, chosen.count != 1 || names.isEmpty {
      throw InvalidValue(
        "--data", "a file belongs to one backtest", remedy: "for example payoff backtest list-rents --data rents.csv")
    }
  }

  /// What is scored.
  private var chosen: [any Backtest] {
    get throws(InvalidValue) {
      if names.isEmpty { return Backtests.all.filter { $0.recorded != nil } }
      var chosen: [any Backtest] = []
      for name in names {
        guard let backtest = Backtests.all.first(where: { $0.name == name }) else {
          throw InvalidValue(
            "backtest \(name)", "there is no backtest of that name",
            remedy: NearestName.remedy(for: name, among: Backtests.all.map(\.name)))
        }
        guard backtest.recorded != nil || data != nil else {
          throw InvalidValue(
            "backtest \(name)", "the product has no data of this kind",
            remedy: "give --data FILE with the columns \(backtest.format)")
        }
        chosen.append(backtest)
      }
      return chosen
    }
  }

  private var source: BacktestSource {
    get throws(InvalidValue) {
      var source = BacktestSource()
      source.path = data
      source.filter = only
      source.end = try until.map { (text) throws(InvalidValue) in try Self.day(text, "--until") }
      for text in origins?.split(separator: ",") ?? [] {
        source.origins.append(try Self.day(String(text), "--origins"))
      }
      for text in horizons?.split(separator: ",") ?? [] {
        guard let months = Int(text), (1...240).contains(months) else {
          throw InvalidValue("--horizons \(text)", "expected numbers of months from 1 to 240, as 3,6,12")
        }
        source.horizons.append(months)
      }
      return source
    }
  }

  private static func day(_ text: String, _ option: String) throws(InvalidValue) -> CalendarDay {
    guard let day = CalendarDay(parsing: text) else {
      throw InvalidValue("\(option) \(text)", "expected a day as 2026-03-31 or a month as 2026-03")
    }
    return day
  }

  /// A backtest with its cases and scores.
  private struct Scored {
    let backtest: any Backtest
    let cases: [BacktestCase]
    let summary: BacktestSummary
    let findings: [BacktestFinding]
  }

  func runAlone() throws {
    let path = try output.place(
      or: "runs/backtest" + (names.isEmpty ? "" : "-" + names.joined(separator: "-"))
        + (data.map { "-\(FilePath($0).stem ?? "data")" } ?? ""))
    let source = try source
    var scored: [Scored] = []
    for backtest in try chosen {
      let cases = try backtest.cases(source)
      guard !cases.isEmpty else {
        throw DataFileError(
          file: data ?? backtest.name,
          "no series has a value both at an origin and at a horizon after it; the origins are the first days of quarters, "
            + "and --origins and --horizons set others")
      }
      scored.append(
        Scored(
          backtest: backtest, cases: cases, summary: BacktestSummary(cases, methods: backtest.methods),
          findings: try backtest.findings(source)))
    }
    let directory = try OutputDirectory(path, replaces: output.force)
    try write(scored, to: directory)
    let sentences = scored.map { BacktestText.sentence($0.backtest, $0.summary) }
    var provenance = Provenance(Self.name, of: data.map { [$0] } ?? [])
    provenance.settings = [
      "backtests": scored.map(\.backtest.name).joined(separator: " "), "origins": origins ?? "quarters",
      "horizons": horizons ?? "of the backtest",
    ].merging([("only", only), ("until", until)].compactMap { name, value in value.map { (name, $0) } }) { $1 }
    provenance.answer = sentences.joined(separator: " ")
    provenance.streams = Streams.version
    let written = try directory.finish(
      ResultFacts(
        command: Self.name, experiment: "Backtest", question: "Do the forecasts hold what they say?",
        answer: provenance.answer), provenance, Self.presentation)
    output.show(
      written,
      (scored.map { BacktestText.section($0.backtest, $0.summary, $0.findings) } + [written.filesLine])
        .joined(separator: "\n\n"))
  }

  private func write(_ scored: [Scored], to directory: OutputDirectory) throws(OutputError) {
    let scores = try directory.table(
      .scores,
      [
        Column("subject", .string), Column("method", .string),
        Column("role", .string, "calibrated, alternative, before or naive"),
        Column("horizon", .string, "all, or a number of months or days"), Column("forecasts", .integer),
        Column("has_band", .boolean, "false for a forecast of one number"),
        Column("coverage_10_90", .number, "share of cases in the band, ends included"),
        Column("coverage_error", .number, "standard error, by series and origins drawn again"),
        Column("coverage_25_75", .number), Column("pinball_10", .number), Column("pinball_90", .number),
        Column("pinball", .number, "mean of the losses at 5, 10, 25, 50, 75, 90 and 95 %"), Column("crps", .number),
        Column("skill", .number, "share by which the CRPS is below that of the last value"),
        Column("band_width", .number),
      ])
    let reliability = try directory.table(
      .reliability,
      [
        Column("subject", .string), Column("method", .string), Column("role", .string), Column("level", .number),
        Column("forecasts", .integer),
        Column("share", .number, "of cases at or below the quantile of the level"),
      ])
    let cases = try directory.table(
      .backtestCases,
      [
        Column("subject", .string), Column("series", .string), Column("origin", .string), Column("horizon", .integer),
        Column("method", .string), Column("observed", .number, "change of the logarithm, or the logarithm"),
        Column("p10", .number), Column("p50", .number), Column("p90", .number),
        Column("probability_below", .number, "forecast probability of less than what came"),
        Column("probability_through", .number, "forecast probability of at most what came"), Column("crps", .number),
        Column("covered", .boolean),
      ])
    for one in scored {
      let name = one.backtest.name
      for row in one.summary.rows {
        try scores.write(
          [name, row.method.name, row.method.role.rawValue, row.horizon.map(String.init) ?? "all", row.cases],
          [
            row.hasBand, row.coverage, row.coverageError, row.coverageOfMiddleHalf, row.pinball10, row.pinball90,
            row.pinball,
          ],
          [row.crps, row.skill, row.width])
      }
      for point in one.summary.reliability {
        try reliability.write([
          name, point.method.name, point.method.role.rawValue, point.level, one.cases.count, point.share,
        ])
      }
      for scoredCase in one.cases {
        for method in one.backtest.methods {
          guard let score = scoredCase.scores[method.name] else { continue }
          try cases.write(
            [name, scoredCase.series, scoredCase.origin, scoredCase.horizon, method.name, score.observed],
            [score.quantiles[1], score.quantiles[3], score.quantiles[5], score.below, score.through, score.crps],
            [score.isCovered])
        }
      }
    }
    guard scored.contains(where: { !$0.findings.isEmpty }) else { return }
    let findings = try directory.table(
      .findings,
      [Column("subject", .string), Column("what", .string), Column("value", .number), Column("unit", .string)])
    for one in scored {
      for finding in one.findings {
        try findings.write([one.backtest.name, finding.what, finding.value, finding.unit])
      }
    }
  }
}

extension ResultTable {
  static let scores = ResultTable("scores", title: Text("Mean scores by method", zh: "各方法的平均得分"))
  static let reliability = ResultTable("reliability", title: Text("Reliability by level", zh: "各分位水平的可靠性"))
  static let backtestCases = ResultTable("forecasts", title: Text("Every forecast", zh: "逐个预测"), isLong: true)
  static let findings = ResultTable("findings", title: Text("What else the data says", zh: "其他结果"))
}

/// What a backtest found, for the terminal.
private enum BacktestText {
  /// Coverage of the calibrated method and of what was assumed before, and the CRPS beside that of the last value.
  static func sentence(_ backtest: any Backtest, _ summary: BacktestSummary) -> String {
    guard let own = summary.overall(backtest.calibrated) else { return "" }
    var text =
      "\(backtest.title.english.prefix(1).uppercased())\(backtest.title.english.dropFirst()): the band from the 10 to the "
      + "90 % quantile held \(NumberText.ratio(own.coverage))"
    if let error = own.coverageError { text += " ± \(NumberText.ratio(error))" }
    text += " of \(own.cases) cases"
    if let before = backtest.methods.first(where: { $0.role == .before }), let row = summary.overall(before),
      row.hasBand
    {
      text += ", that of the \(before.title.english) \(NumberText.ratio(row.coverage))"
    }
    text += ". The CRPS is \(NumberText.short(own.crps))"
    if let last = summary.overall(.lastValueForecast), let skill = own.skill {
      let side = skill >= 0 ? "below" : "above"
      text += ", \(NumberText.ratio(abs(skill))) \(side) that of the last value (\(NumberText.short(last.crps)))"
    }
    return text + "."
  }

  static func section(
    _ backtest: any Backtest, _ summary: BacktestSummary, _ findings: [BacktestFinding]
  ) -> String {
    let sentence = Terminal.standardOutput.finding(sentence(backtest, summary))
    let table = TextualTable(
      headings: ["method", "forecasts", "10-90 % band", "pinball", "CRPS", "skill"],
      alignment: [.left, .right, .right, .right, .right, .right],
      rows: backtest.methods.compactMap { method in
        guard let row = summary.overall(method) else { return nil }
        let coverage = row.hasBand ? NumberText.ratio(row.coverage) : "no band"
        return [
          method.title.english, "\(row.cases)", coverage, NumberText.short(row.pinball), NumberText.short(row.crps),
          row.skill.map { ($0 < 0 ? "-" : "") + NumberText.ratio(abs($0)) } ?? "",
        ]
      }
    ).text
    let notes = findings.map { finding in
      "  \(finding.what): "
        + (finding.unit == "1" ? NumberText.ratio(finding.value) : "\(NumberText.short(finding.value)) \(finding.unit)")
    }
    return ([backtest.name, sentence, table] + (notes.isEmpty ? [] : [notes.joined(separator: "\n")]))
      .joined(separator: "\n\n")
  }
}
