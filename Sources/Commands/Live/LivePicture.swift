import EventSimulation
import Experimentation
import Randomness
import Results

/// What the page shows of a view: the answer, what changed against the base case, and charts with their data.
struct LivePicture<E: Experiment> {
  let replications: Int
  private let computation: LiveComputation<E>
  private let base: Base
  private let summary: RunSummary
  private let values: [Double?]
  private let language: Language
  private let isWhole: Bool
  private let facts: ResultFacts
  private let measures: [MeasureFacts]
  private let tables: [String: Table]

  /// The charts of `payoff run` that move with the inputs.
  private static var charts: [ChartKind] { [.cumulativeCash, .inflection, .value] }
  /// The same of an experiment that has no months.
  private static var chartsOfTrial: [ChartKind] { [.measures] }
  private static var series: Set<String> { ["cumulative_cash"] }
  private static var distributions: Set<String> { ["npv", "inflection_month", "payback_month"] }

  /// What a view is compared with.
  enum Base {
    /// The view is the base case.
    case itself
    /// The base case, in the units of the view.
    case other(LiveComputation<E>)
    /// The base case has not the units of the view.
    case incomparable
  }

  /// - Parameter isWhole: whether everything was computed of each replication.
  init(_ computation: LiveComputation<E>, _ base: Base, isWhole: Bool, _ language: Language) throws {
    self.computation = computation
    self.base = base
    self.language = language
    self.isWhole = isWhole
    let shown = isWhole ? computation.all : computation.first
    (summary, values, replications) = (shown.summary, shown.values, shown.count)
    var facts = ResultFacts(
      command: RunCommand.name, experiment: "\(E.self)", question: E.question, computation.schema)
    facts.texts = ExperimentTexts(chinese: E.chinese.texts)
    // The experiment's own sentences may tell of what has not been found yet.
    if isWhole || computation.quick == nil {
      let taken =
        computation.experiment.choices.map { ($0.declaration.name, $0.name) }
        + computation.experiment.settings.map { ($0.declaration.name, $0.value) }
      let options = Dictionary(taken) { first, _ in first }
      let summary = summary
      (facts.answer, facts.texts.chineseAnswer) = try CodeUnderWay.during(.answer) {
        try ValidationErrors.collecting {
          (
            E.answer(Findings(summary, options: options)),
            E.chineseAnswer(Findings(summary, options: options, in: .chinese, E.chinese))
          )
        }
      }
    }
    self.facts = facts
    measures = zip(summary.schema.measures, summary.measures).map { MeasureFacts($0, $1) }
    tables = try Self.tables(summary)
  }

  private static func tables(_ summary: RunSummary) throws(OutputError) -> [String: Table] {
    let rows = RunRows(summary)
    let isForecast = summary.schema.horizon != nil
    let whole = HeldTable(MeasureColumns.columns)
    try rows.writeSummary(to: whole)
    let distribution = HeldTable(RunRows.distributionColumns)
    try rows.writeDistribution(to: distribution, of: isForecast ? distributions : nil)
    let timeline = HeldTable(RunRows.timelineColumns)
    try rows.writeTimeline(to: timeline, of: series)
    return [
      ResultTable.summary.name: whole.rows, ResultTable.distribution.name: distribution.rows,
      ResultTable.timeline.name: timeline.rows,
    ]
  }

  /// - Parameters:
  ///   - most: the replications of the last picture.
  ///   - command: what makes the same results.
  func json(of most: Int, command: String) -> JSONValue {
    let isForecast = computation.schema.horizon != nil
    let results = ResultSet(
      facts, tables: tables, Presentation(charts: isForecast ? Self.charts : Self.chartsOfTrial))
    let answer = Answer(facts, measures, in: language).sentences
    let ghost: GhostLayers? =
      if case .other(let base) = base {
        GhostLayers(base.first.count >= base.all.count ? base.first.summary : base.all.summary, behind: summary)
      } else {
        nil
      }
    let charts = results.charts(in: language).map { chart -> JSONValue in
      let plain = JSONValue.object(chart.specification.members.filter { $0.name != "title" })
      return [
        "name": .string(chart.name), "title": .string(chart.title), "caption": .string(chart.caption),
        "specification": ghost?.added(to: plain, named: chart.name) ?? plain,
      ]
    }
    var data: [JSONValue.Member] = [ResultTable.distribution, .timeline].compactMap { table in
      tables[table.name].map { JSONValue.Member("../\(table.file)", TableRows.json($0)) }
    }
    if let ghost { data += ghost.tables(beside: tables).map { JSONValue.Member($0.address, TableRows.json($0.table)) } }
    return [
      "replications": .number(Double(replications)), "of": .number(Double(most)), "isWhole": .boolean(isWhole),
      "choices": .object(
        computation.experiment.choices.map { JSONValue.Member($0.declaration.name, .string($0.name)) }),
      "answer": .array(answer.map { .string($0) }), "change": .string(change ?? ""),
      "doubts": .array(computation.experiment.doubts.map { .string($0.text(in: language)) }),
      "figures": .array(figures), "command": .string(command), "inputs": .object(inputs), "charts": .array(charts),
      "data": .object(data),
    ]
  }

  /// What the inputs that are set have become.
  private var inputs: [JSONValue.Member] {
    computation.experiment.inputs.map { input in
      JSONValue.Member(
        input.declaration.name,
        [
          "distribution": .string(input.distribution.description), "median": .number(input.distribution.quantile(0.5)),
        ])
    }
  }

  /// The main figures, for the head of the page and for whoever compares them with those of `payoff run`.
  private var figures: [JSONValue] {
    let names = ["npv", "inflection_month", "payback_month"].filter { name in measures.contains { $0.name == name } }
    let shown = names.isEmpty ? measures.prefix(3).map(\.name) : names
    return shown.compactMap { name in
      guard let measure = measures.first(where: { $0.name == name }) else { return nil }
      func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
      let isMonth = measure.unit == "month"
      let text = { (value: Double?) -> String in
        guard let value else { return measure.absence.word(in: self.language) }
        return isMonth ? "\(Int(value.rounded(.up)))" : NumberText.short(value, in: self.language)
      }
      let unit = isMonth ? "" : facts.unit(measure.unit, in: language)
      return [
        "name": .string(name), "title": .string(title(of: name)),
        "text": .string(
          isMonth && measure.p50 != nil
            ? language("month \(text(measure.p50))", "第 \(text(measure.p50)) 个月")
            : UnitText.amount(text(measure.p50), measure.p50 == nil ? "" : unit, in: language)),
        "range": .string(
          language(
            "8 in 10: \(text(measure.p10)) to \(text(measure.p90))", "八成：\(text(measure.p10)) 至 \(text(measure.p90))")),
        "mean": number(measure.mean), "p10": number(measure.p10), "p50": number(measure.p50),
        "p90": number(measure.p90), "empty": .number(Double(measure.empty)), "count": .number(Double(measure.count)),
      ]
    }
  }

  private func title(of name: String) -> String {
    ChartElements(results: ResultSet(facts, tables: [:], Presentation()), language: language).title(of: name)
  }

  /// The difference from the base case; `nil` for the base case itself.
  private var change: String? {
    let incomparable = language(
      "This view is in other units than the base case, so there is no difference between them.", "本视图与基准情形的单位不同，因此没有差额。"
    )
    let base: LiveComputation<E>
    switch self.base {
    case .itself: return nil
    case .incomparable: return incomparable
    case .other(let computation): base = computation
    }
    let other = base.all.count >= replications ? base.all : base.first
    let schema = computation.schema
    let main = computation.mainMeasure
    guard other.count >= replications else { return nil }
    guard var tally = try? PairedTally(main, base.mainMeasure) else { return incomparable }
    for (value, old) in zip(values, other.values.prefix(replications)) { tally.add(value, old) }
    func median(_ summary: RunSummary, _ measure: Int) -> Double? { summary.measures[measure].quantiles([0.5])[0] }
    // The base case may be further already, where its median is not one of the same draws.
    let old = other.count == replications ? median(other.summary, base.schema.mainMeasure) : nil
    let medians = median(summary, schema.mainMeasure).flatMap { new in old.map { (view: new, base: $0) } }
    return ChangeSentence(
      tally, title: title(of: main.name),
      unit: facts.unit(main.unit == .one ? "" : main.unit.description, in: language), medians: medians, language
    ).text
  }
}
