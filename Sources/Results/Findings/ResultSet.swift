package import Demand
import Economics
package import Experimentation

/// A directory of results as its tables tell it: what charts, answers and pages are made from.
package struct ResultSet: Sendable {
  package let facts: ResultFacts
  /// The tables that are small enough to be held, by the names of their files without `.csv`.
  package let tables: [String: Table]
  /// How the command that made them shows them.
  package let presentation: Presentation

  package init(_ facts: ResultFacts, tables: [String: Table], _ presentation: Presentation) {
    self.facts = facts
    self.tables = tables
    self.presentation = presentation
  }

  package subscript(_ table: ResultTable) -> Table? { tables[table.name] }

  /// The charts, in the order in which a reader wants them.
  package func charts(in language: Language) -> [Chart] {
    let elements = ChartElements(results: self, language: language)
    return presentation.charts.compactMap { $0.chart(elements) }
  }

  /// The answer in sentences.
  package func answer(in language: Language) -> [String] { presentation.answer(self, language) }

  /// What was said, and what the charts show.
  package func findings(in language: Language) -> [String] {
    (facts.answer(in: language).map { [$0] } ?? []) + charts(in: language).map { $0.title + language(".", "。") }
  }

  /// What was said, where the charts show the same; in a language in which it was not said, what they show.
  package func ownAnswer(in language: Language) -> [String] {
    let said = language == .english ? facts.answer : facts.texts.chineseAnswer
    return said.map { [$0] } ?? findings(in: language)
  }

  /// The measure of `summary.csv` with that name.
  package func measure(_ name: String) -> MeasureFacts? {
    guard let summary = self[.summary], let row = summary.rows(where: "measure", is: name).first else { return nil }
    return MeasureFacts(summary, row)
  }

  /// The measures of `summary.csv`.
  package var measures: [MeasureFacts] {
    self[.summary].map { summary in summary.rows.indices.map { MeasureFacts(summary, $0) } } ?? []
  }

  /// The unit of an input, without the 1 of a pure number.
  package func unit(ofInput name: String) -> String {
    guard let inputs = self[.inputs], let row = inputs.rows(where: "input", is: name).first else { return "" }
    let unit = inputs.text(row, "unit")
    return unit == "1" ? "" : unit
  }
}

/// How a command shows its results: the charts, the tables of a page, and the answer in sentences.
package struct Presentation: Sendable {
  /// In the order in which a reader wants them.
  package let charts: [ChartKind]
  /// The tables that a page and a notebook show.
  package let tables: [ShownTable]
  package let answer: @Sendable (ResultSet, Language) -> [String]

  package init(
    charts: [ChartKind] = [], tables: [ShownTable] = [],
    answer: @escaping @Sendable (ResultSet, Language) -> [String] = { $0.findings(in: $1) }
  ) {
    self.charts = charts
    self.tables = tables
    self.answer = answer
  }
}

/// A table of results as a page shows it.
package struct ShownTable: Sendable {
  /// What becomes rows and columns.
  package enum Layout: Sendable {
    /// The rows as they are, with those columns, of a table that has others too.
    case columns(@Sendable (ResultFacts, _ there: [String]) -> [String])
    /// A row for each text in a column, and in it a value for each text in another; without rows that have anything in
    /// `besides`.
    case pivot(rows: String, columns: String, values: String, besides: String)
  }

  package let table: ResultTable
  package let layout: Layout
  /// Whether of a table with a column `measure` only the rows of the measure are shown that the command was about.
  package let isAboutMeasure: Bool

  package init(_ table: ResultTable, _ layout: Layout, isAboutMeasure: Bool = false) {
    self.table = table
    self.layout = layout
    self.isAboutMeasure = isAboutMeasure
  }

  /// A table of which those columns are shown that are there.
  package init(
    _ table: ResultTable, isAboutMeasure: Bool = false, columns: @escaping @Sendable (ResultFacts) -> [String]
  ) {
    self.init(table, .columns { columns($0).filter($1.contains) }, isAboutMeasure: isAboutMeasure)
  }

  /// A table of which those columns are shown that are there.
  package init(_ table: ResultTable, _ columns: [String], isAboutMeasure: Bool = false) {
    self.init(table, isAboutMeasure: isAboutMeasure) { _ in columns }
  }

  /// A table of which all columns but these are shown.
  package init(_ table: ResultTable, allBut hidden: Set<String>, isAboutMeasure: Bool = false) {
    self.init(table, .columns { _, there in there.filter { !hidden.contains($0) } }, isAboutMeasure: isAboutMeasure)
  }
}

/// What is known of a directory of results beside its tables: what was asked, and how.
package struct ResultFacts: Sendable, Hashable {
  /// The command that made it.
  package let command: String
  package let experiment: String
  package let question: String
  /// The measure that the command was about, where it was about one.
  package var measure: String?
  /// Its unit, where it is a measure of the experiment's.
  package var unit: String?
  package var lessIsBetter = false
  /// `2026-01`, where there is a horizon.
  package let firstMonth: CalendarMonth?
  package let months: Int?
  package let currency: String?
  /// The experiment's own answer, or the finding about served requests, where there is one.
  package var answer: String?
  /// What limits the trust in the results, in sentences.
  package var warnings: [String] = []
  /// The figures of the case that its checks examine: `F2`.
  package var examined: [String] = []
  /// Where those figures are said; empty where nobody says.
  package var examinedSource = ""
  /// What the experiment says in words, where it is one's.
  package var texts = ExperimentTexts()

  package init(
    command: String, experiment: String, question: String, measure: String? = nil, unit: String? = nil,
    lessIsBetter: Bool = false,
    firstMonth: CalendarMonth? = nil, months: Int? = nil, currency: String? = nil, answer: String? = nil
  ) {
    self.command = command
    self.experiment = experiment
    self.question = question
    self.measure = measure
    self.unit = unit
    self.lessIsBetter = lessIsBetter
    self.firstMonth = firstMonth
    self.months = months
    self.currency = currency
    self.answer = answer
  }

  /// What is known of the results of an experiment with that schema.
  package init(
    command: String = "", experiment: String = "", question: String = "", measure: String? = nil,
    lessIsBetter: Bool = false, _ schema: RunSchema, answer: String? = nil
  ) {
    self.init(
      command: command, experiment: experiment, question: question, measure: measure,
      unit: schema.measures.first { $0.name == measure }?.unit.description, lessIsBetter: lessIsBetter,
      firstMonth: schema.horizon?.start, months: schema.horizon?.months, currency: schema.currency?.description,
      answer: answer)
  }

  /// `2027-07` for month 19.
  package func calendarMonth(_ month: Int) -> String? { firstMonth.map { "\($0.advanced(by: month - 1))" } }
}

extension ResultFacts {
  /// The question in a language.
  package func question(in language: Language) -> String { texts.text(question, in: language) }

  /// The experiment's own answer in a language, or the finding; English where there is none in Chinese.
  package func answer(in language: Language) -> String? {
    language == .chinese ? texts.chineseAnswer ?? answer : answer
  }

  /// What an input, a choice or a measure means, in a language; `nil` where nobody says.
  package func meaning(of name: String, in language: Language) -> String? {
    texts.meanings[name].map { texts.text($0, in: language) }
  }

  /// The unit as a reader of a language writes it.
  package func unit(_ unit: String, in language: Language) -> String {
    UnitText.text(unit, in: language, Translation(texts.chinese))
  }
}

/// What an experiment says in words: what its names mean, and its texts in Chinese.
package struct ExperimentTexts: Sendable, Hashable {
  /// By the name of an input, a choice, a setting or a measure.
  package var meanings: [String: String] = [:]
  /// By English text.
  package var chinese: [String: String] = [:]
  package var chineseAnswer: String?
  /// The names of the measures that are values of an input, found in each replication: what they mean says by what.
  package var sought: [String] = []

  package init(
    meanings: [String: String] = [:], chinese: [String: String] = [:], chineseAnswer: String? = nil,
    sought: [String] = []
  ) {
    self.sought = sought
    self.meanings = meanings
    self.chinese = chinese
    self.chineseAnswer = chineseAnswer
  }

  /// A text of the experiment in a language; English where it has none in Chinese.
  package func text(_ english: String, in language: Language) -> String {
    language == .chinese ? chinese[english] ?? english : english
  }
}

/// What the sentences about a measure need of its distribution.
package struct MeasureFacts: Sendable, Hashable {
  package let name: String
  /// Without the 1 of a pure number.
  package let unit: String
  package let count: Int
  /// Replications without a value.
  package let empty: Int
  /// What it means that there is none.
  package let absence: Absence
  /// Replications above 0.
  package let positive: Int
  package let mean: Double?
  package let interval: ClosedRange<Double>?
  package let p10: Double?
  package let p50: Double?
  package let p90: Double?

  package init(_ declaration: MeasureDeclaration, _ measure: MeasureSummary) {
    name = declaration.name
    unit = declaration.unit == .one ? "" : declaration.unit.description
    count = measure.count
    empty = measure.empty
    absence = declaration.absence
    positive = measure.positive
    mean = measure.mean
    interval = measure.interval.map { $0.low...$0.high }
    let quantiles = measure.quantiles([0.1, 0.5, 0.9])
    (p10, p50, p90) = (quantiles[0], quantiles[1], quantiles[2])
  }

  /// Reads a row of a table with the columns of `summary.csv`.
  package init(_ table: Table, _ row: Int) {
    name = table.text(row, "measure")
    let unit = table.text(row, "unit")
    self.unit = unit == "1" ? "" : unit
    empty = Int(table.text(row, "empty")) ?? 0
    count = (Int(table.text(row, "n")) ?? 0) + empty
    absence = Absence(rawValue: table.text(row, "absence")) ?? .unknown
    positive = Int(table.text(row, "positive")) ?? 0
    mean = table.number(row, "mean")
    if let low = table.number(row, "ci95_low"), let high = table.number(row, "ci95_high"), low <= high {
      interval = low...high
    } else {
      interval = nil
    }
    (p10, p50, p90) = (table.number(row, "p10"), table.number(row, "p50"), table.number(row, "p90"))
  }
}
