import Demand
import Economics
import Results
import Testing

@testable import Commands
@testable import Experimentation

/// The sentences that a strategist reads first.
@Suite struct AnswerTests {
  /// The answer of a run of a year with those inflection months and net present values.
  private func answer(_ months: [Double?], _ values: [Double]) -> String {
    let schema = RunSchema(
      measures: [
        MeasureDeclaration(name: "inflection_month", unit: "month", meaning: ""),
        MeasureDeclaration(name: "npv", unit: "USD", meaning: ""),
      ], series: [], checks: [], horizon: Horizon(from: .month(2026, 1), years: 1), currency: .usd)
    return answer(schema, zip(months, values).map { [$0, $1] })
  }

  private func answer(_ schema: RunSchema, _ rows: [[Double?]]) -> String {
    var summary = RunSummary(schema)
    for (replication, measures) in rows.enumerated() {
      summary.add(ReplicationRecord(replication: replication, inputs: [], measures: measures, timeline: []))
    }
    return sentences(of: summary).joined(separator: " ")
  }

  /// The answer as it is made from the table that a run writes.
  private func sentences(of summary: RunSummary, own: String? = nil) -> [String] {
    var table = Table(header: MeasureColumns.columns.map(\.name))
    for (index, declaration) in summary.schema.measures.enumerated() {
      table.append(
        MeasureColumns.cells(declaration, summary.measures[index], interval: summary.interval(of: index))
          .map { $0?.cell ?? "" })
    }
    let facts = ResultFacts(summary.schema, answer: own)
    let results = ResultSet(facts, tables: [ResultTable.summary.name: table], RunCommand.presentation)
    return results.answer(in: .english)
  }

  @Test func `a benefit that never stays above cost has no month, but a chance of never`() {
    let text = answer(Array(repeating: nil, count: 20), Array(repeating: -5e6, count: 20))
    #expect(text.hasPrefix("It does not pay off within 12 months in most futures"))
    #expect(text.contains("is 100 % (95 % interval 83.9 % to 100 %)"))
    #expect(text.contains("-5.00 M USD in the median future"))
    #expect(text.contains("above 0 in 0 %"))
    #expect(!text.contains("2026-"))
  }

  @Test func `a median of never says the share in which it never comes`() {
    let text = answer([3, 4, nil, nil, nil], [1, 1, -1, -1, -1])
    #expect(text.hasPrefix("It does not pay off within 12 months in most futures"))
    #expect(text.contains("is 60 % (95 % interval"))
    #expect(text.contains("above 0 in 40 %"))
  }

  @Test func `a benefit from the first month on is said as that`() {
    let text = answer(Array(repeating: 1, count: 20), Array(repeating: 2e9, count: 20))
    #expect(text.hasPrefix("It pays off from the first month on (2026-01) in at least nine futures of ten"))
    #expect(text.contains("never within 12 months is 0 % (95 % interval 0 % to 16.1 %)"))
    #expect(text.contains("2.00 bn USD"))
  }

  @Test func `a spread of months is said with its early and its late tenth`() {
    let text = answer((1...11).map { Double($0) }, (1...11).map { Double($0) })
    #expect(text.contains("from month 6 (2026-06) on in the median future"))
    #expect(text.contains("as early as month 2 (2026-02)"))
    #expect(text.contains("later than month 10 (2026-10)"))
    #expect(text.contains("never within 12 months is 0 %"))
  }

  @Test func `a late tenth that never gets there says so`() {
    let text = answer([2, 3, 4, 5, 6, 7, 8, 9, nil, nil], Array(repeating: 1, count: 10))
    #expect(text.contains("one in ten never gets there within the horizon"))
    #expect(text.contains("is 20 % (95 % interval"))
  }

  @Test func `a median of the first month is not called early twice`() {
    let text = answer([1, 1, 1, 5, 9], Array(repeating: 1, count: 5))
    #expect(text.contains("at least half of all futures; one in ten gets there later than month 8"))
  }

  @Test func `what was put in is back later than benefit stays above cost`() {
    func answer(_ payback: [Double?]) -> String {
      let measures = ["inflection_month", "discounted_payback_month", "npv"].map {
        MeasureDeclaration(name: $0, unit: $0 == "npv" ? "USD" : "month", meaning: "")
      }
      return self.answer(
        RunSchema(measures: measures, horizon: Horizon(from: .month(2026, 1), years: 1), currency: .usd),
        payback.map { [2, $0, 1] })
    }
    #expect(
      answer([7, 8, 9, nil]).contains("by month 9 (2026-09) in the median future, and not within 12 months in 25 %"))
    #expect(answer([7, nil, nil, nil]).hasPrefix("Benefit stays above cost from month 2"), "which is not to pay off")
    #expect(answer([7, nil, nil, nil]).contains("is not back, discounted, within 12 months in 75 % of the futures"))
    #expect(!answer([2, 2, 2]).contains("put in"))
  }

  @Test func `an experiment's own answer comes first, and no trial's first measure beside it`() {
    var summary = RunSummary(RunSchema(measures: [MeasureDeclaration(name: "wait", unit: "s", meaning: "")]))
    summary.add(ReplicationRecord(replication: 0, inputs: [], measures: [1], timeline: []))
    #expect(sentences(of: summary, own: "It takes a second.") == ["It takes a second."])
  }

  @Test func `one replication has an answer`() {
    #expect(answer([4], [1]).contains("from month 4 (2026-04) on in at least eight futures of ten"))
    #expect(answer([nil], [1]).contains("does not pay off"))
  }

  @Test func `a trial answers with its first measure`() {
    let schema = RunSchema(
      measures: [MeasureDeclaration(name: "wait", unit: "s", meaning: "")], series: [], checks: [], horizon: nil,
      currency: nil)
    #expect(answer(schema, [[1], [2], [3]]) == "wait is 2.00 s on average (95 % interval -0.484 to 4.48).")
    #expect(answer(schema, [[1], [nil]]) == "wait has no value in 1 of 2 replications.")
    #expect(answer(schema, [[1]]) == "wait is 1.00 s on average.")
  }
}
