import Demand
import Economics
import Randomness
import Results
import Testing

@testable import Commands
@testable import Experimentation

/// The sentences that a strategist reads first.
@Suite struct AnswerTests {
  private static let year = Horizon(from: .month(2026, 1), years: 1)

  private static func declaration(_ name: String) -> MeasureDeclaration {
    let absence: Absence = ["covered_from_month", "covered_to_month"].contains(name) ? .doesNotExist : .laterThanAny
    return MeasureDeclaration(
      name: name, unit: name == "npv" ? "USD" : name == "gap_closing" ? .one : "month", meaning: "", absence: absence)
  }

  /// The answer of a run of a year with those inflection months and net present values.
  private func answer(_ months: [Double?], _ values: [Double], in language: Language = .english) -> String {
    let schema = RunSchema(
      measures: ["inflection_month", "npv"].map(Self.declaration), horizon: Self.year, currency: .usd)
    return answer(schema, zip(months, values).map { [$0, $1] }, in: language)
  }

  private func answer(_ schema: RunSchema, _ rows: [[Double?]], in language: Language = .english) -> String {
    var summary = RunSummary(schema)
    for (replication, measures) in rows.enumerated() {
      summary.add(ReplicationRecord(replication: replication, inputs: [], measures: measures, timeline: []))
    }
    return sentences(of: summary, in: language).joined(separator: " ")
  }

  /// The answer as it is made from the table that a run writes.
  private func sentences(
    of summary: RunSummary, own: String? = nil, in language: Language = .english
  ) -> [String] {
    results(of: summary, own: own).answer(in: language)
  }

  private func results(of summary: RunSummary, own: String? = nil) -> ResultSet {
    var table = Table(header: MeasureColumns.columns.map(\.name))
    for (index, declaration) in summary.schema.measures.enumerated() {
      table.append(
        MeasureColumns.cells(declaration, summary.measures[index], interval: summary.interval(of: index))
          .map { $0?.cell ?? "" })
    }
    let facts = ResultFacts(summary.schema, answer: own)
    return ResultSet(facts, tables: [ResultTable.summary.name: table], RunCommand.presentation)
  }

  @Test func `a benefit that never stays above cost has no month`() {
    let text = answer(Array(repeating: nil, count: 20), Array(repeating: -5e6, count: 20))
    #expect(text.hasPrefix("Benefit does not stay above cost within 12 months in 100 % of futures."))
    #expect(text.contains("until the end in 0 % of the futures (95 % interval 0 % to 16.1 %)"))
    #expect(text.contains("never, with a gap that is not closing, in 100 %"))
    #expect(text.contains("-5.00 M USD in the median future"))
    #expect(text.contains("above 0 in 0 %"))
    #expect(!text.contains("2026-"))
  }

  @Test func `a benefit from the first month on is said as that`() {
    let text = answer(Array(repeating: 1, count: 20), Array(repeating: 2e9, count: 20))
    #expect(text.hasPrefix("Benefit covers cost from the first month on (2026-01) in at least nine futures of ten."))
    #expect(text.contains("in 100 % of the futures (95 % interval 83.9 % to 100 %)."))
    #expect(text.contains("2.00 bn USD"))
  }

  @Test func `a spread of months is said with its early and its late tenth`() {
    let text = answer((1...11).map { Double($0) }, (1...11).map { Double($0) })
    #expect(text.contains("from month 6 (2026-06) on in the median future"))
    #expect(text.contains("in one of ten by month 2 (2026-02)"))
    #expect(text.contains("not before month 10 (2026-10)"))
  }

  @Test func `a late tenth that does not last says so`() {
    let text = answer([2, 3, 4, 5, 6, 7, 8, 9, nil, nil], Array(repeating: 1, count: 10))
    #expect(text.contains("in one of ten not for good within the horizon"))
    #expect(text.contains("in 80 % of the futures"))
  }

  @Test func `a median of the first month is not called early twice`() {
    let text = answer([1, 1, 1, 5, 9], Array(repeating: 1, count: 5))
    #expect(text.contains("at least half of all futures; in one of ten not before month 8"))
  }

  @Test func `months that are written alike are said once`() {
    // Quantiles 4.1, 4.5 and 4.9: from month 5 on, all of them.
    let text = answer([4, 5], [1, 1])
    let expected = "Benefit covers cost from month 5 (2026-05) on in at least eight futures of ten."
    #expect(text.hasPrefix(expected), "\(text)")
  }

  /// Every outcome of random futures, counted here by hand, in both languages.
  @Test(arguments: [Language.english, .chinese])
  func `the four outcomes are said with the shares that the rows have`(language: Language) {
    let names = ["inflection_month", "covered_from_month", "covered_to_month", "gap_closing"]
    let schema = RunSchema(measures: names.map(Self.declaration), horizon: Self.year, currency: .usd)
    let stream = Streams(seed: 1, replication: 0).stream("outcomes")
    var leads: Set<String> = []
    for _ in 0..<300 {
      let weights = (0..<4).map { _ in stream.uniform() < 0.3 ? 0 : stream.uniform() }
      let total = weights.reduce(0, +)
      guard total > 0 else { continue }
      var counts = [0, 0, 0, 0]
      let rows = (0..<40).map { _ -> [Double?] in
        var (left, kind) = (stream.uniform() * total, 0)
        while kind < 3, left >= weights[kind] {
          left -= weights[kind]
          kind += 1
        }
        counts[kind] += 1
        switch kind {
        case 0: return [2, nil, nil, 0]
        case 1: return [nil, 3, 8, 0]
        default: return [nil, nil, nil, kind == 2 ? 1 : 0]
        }
      }
      var summary = RunSummary(schema)
      for row in rows { summary.add(ReplicationRecord(replication: 0, inputs: [], measures: row, timeline: [])) }
      let results = results(of: summary)
      let text = results.answer(in: language).joined()
      func share(_ count: Int) -> String { NumberText.percent(Double(count) / 40, in: language) }
      let said = [
        (0, language("the end in \(share(counts[0])) of the futures", "期末的占 \(share(counts[0]))"), true),
        (1, language("no longer at the end in \(share(counts[1])) (", "期末不再超过的占 \(share(counts[1]))"), counts[1] > 0),
        (2, language("closing, in \(share(counts[2]))", "正在缩小的占 \(share(counts[2]))"), counts[2] > 0),
        (3, language("not closing, in \(share(counts[3]))", "没有缩小的占 \(share(counts[3]))"), counts[3] > 0),
      ]
      for (_, words, isSaid) in said { #expect(text.contains(words) == isSaid, "\(words) in: \(text)") }
      // A title names the month only where half of the futures stay; otherwise the outcome that most of them have.
      let title = CoverageText(results.facts, results.measures, in: language)?.title ?? ""
      let isStaying = summary.measures[0].quantiles([0.5])[0] != nil
      #expect(title.contains(language("from month 2 (2026-02) on", "从第 2 个月（2026-02）起")) == isStaying, "\(title)")
      if !isStaying {
        let isMostlyStaying = counts[0] >= max(counts[1], counts[2], counts[3])
        #expect(
          title.contains(language("until the end in \(share(counts[0])) of futures", "\(share(counts[0])) 的情形中收益持续"))
            == isMostlyStaying)
        let isStopping = !isMostlyStaying && counts[1] > 0 && counts[1] >= max(counts[2], counts[3])
        #expect(
          title.contains(language("from month 3 (2026-03) to month 8 (2026-08) and no longer", "第 8 个月（2026-08）超过成本"))
            == isStopping)
        leads.insert(
          isMostlyStaying
            ? "stays" : isStopping ? "stops" : counts[2] > 0 && counts[2] >= counts[3] ? "not yet" : "never")
      }
    }
    #expect(leads.count == 4)
  }

  /// Losses that are set off elsewhere make low futures better after the tax; losses that are not do not.
  @Test(arguments: [Language.english, .chinese])
  func `low futures that are better after the tax than before it are explained, and no others`(language: Language) {
    let names = ["inflection_month", "npv", "npv_before_tax"]
    let schema = RunSchema(measures: names.map(Self.declaration), horizon: Self.year, currency: .usd)
    let stream = Streams(seed: 3, replication: 0).stream("taxes")
    var explained = 0
    for trial in 0..<200 {
      let isSetOff = trial % 2 == 0
      let lowest = stream.uniform()
      let rows = (0..<30).map { _ -> [Double?] in
        let before = (stream.uniform() - 0.4 * lowest) * 1e8
        return [2, before > 0 || isSetOff ? 0.75 * before : before, before]
      }
      var summary = RunSummary(schema)
      for row in rows { summary.add(ReplicationRecord(replication: 0, inputs: [], measures: row, timeline: [])) }
      let lows = summary.measures[1...].map { $0.quantiles([0.1])[0] ?? 0 }
      let texts = lows.map { NumberText.short($0, in: language) }
      let text = results(of: summary).answer(in: language).joined()
      let words = language(
        "better after the tax than before it (P10 \(texts[0]) and \(texts[1]) USD)", "较差情形下税后高于税前（P10 分别为")
      #expect(text.contains(words) == (isSetOff && lows[1] < 0), "\(text)")
      if lows[0] > lows[1] { explained += 1 }
    }
    #expect((20...80).contains(explained))
  }

  @Test func `what was put in is back in a month of its own`() {
    func answer(_ payback: [Double?]) -> String {
      let measures = ["inflection_month", "discounted_payback_month", "npv"].map(Self.declaration)
      return self.answer(
        RunSchema(measures: measures, horizon: Self.year, currency: .usd), payback.map { [2, $0, 1] })
    }
    #expect(
      answer([7, 8, 9, nil]).contains("by month 9 (2026-09) in the median future, and not within 12 months in 25 %"))
    #expect(answer([7, nil, nil, nil]).hasPrefix("Benefit covers cost from month 2"), "which is not to pay off")
    #expect(answer([7, nil, nil, nil]).contains("is not back, discounted, within 12 months in 75 % of the futures"))
    #expect(answer([2, 2, 2]).contains("by month 2 (2026-02) in the median future."))
  }

  @Test func `an experiment's own answer comes first, and no trial's first measure beside it`() {
    var summary = RunSummary(RunSchema(measures: [MeasureDeclaration(name: "wait", unit: "s", meaning: "")]))
    summary.add(ReplicationRecord(replication: 0, inputs: [], measures: [1], timeline: []))
    #expect(sentences(of: summary, own: "It takes a second.") == ["It takes a second."])
  }

  @Test func `what a command said in a language is its answer in it`() {
    var facts = ResultFacts(command: "", experiment: "", question: "", answer: "It was said.")
    facts.texts = ExperimentTexts(chineseAnswer: "说过了。")
    let said = ResultSet(facts, tables: [:], SweepCommand.presentation)
    #expect(said.answer(in: .english) == ["It was said."] && said.answer(in: .chinese) == ["说过了。"])
    let none = ResultSet(
      ResultFacts(command: "", experiment: "", question: ""), tables: [:], SweepCommand.presentation)
    #expect(none.answer(in: .english).isEmpty && none.answer(in: .chinese).isEmpty)
  }

  @Test func `one replication has an answer`() {
    #expect(answer([4], [1]).contains("from month 4 (2026-04) on in at least eight futures of ten"))
    #expect(answer([nil], [1]).contains("does not stay above cost"))
  }

  @Test func `a trial answers with its first measure`() {
    let schema = RunSchema(
      measures: [MeasureDeclaration(name: "wait", unit: "s", meaning: "")], series: [], checks: [], horizon: nil,
      currency: nil)
    #expect(answer(schema, [[1], [2], [3]]) == "wait is 2.00 s on average (95 % interval -0.484 to 4.48).")
    #expect(answer(schema, [[1], [nil]]) == "wait has no value in 1 of 2 replications.")
    #expect(answer(schema, [[1]]) == "wait is 1.00 s on average.")
  }

  @Test(arguments: [Language.english, .chinese])
  func `months of an outcome say of which share of the futures they are`(language: Language) throws {
    // Of 200 futures 3 are covered for a while: from month 7, 8 and 9 to month 10, 11 and 12.
    let names = ["inflection_month", "covered_from_month", "covered_to_month", "gap_closing", "npv"]
    let schema = RunSchema(measures: names.map(Self.declaration), horizon: Self.year, currency: .usd)
    let rows: [[Double?]] = (0..<200).map { row in
      if row < 3 { return [nil, Double(7 + row), Double(10 + row), 0, 1] }
      return [row < 150 ? 2 : nil, nil, nil, 0, 1]
    }
    let text = answer(schema, rows, in: language)
    let expected = language(
      "for a while and no longer at the end in 1.5 % (from month 8 to 11, medians of those 1.5 %)",
      "一度超过而期末不再超过的占 1.5%（这 1.5% 情形的中位数：第 8 至第 11 个月）")
    #expect(text.replacing(" %", with: "%").contains(expected.replacing(" %", with: "%")), "\(text)")
  }
}
