/// A directory of results as its tables tell it: what charts, answers and pages are made from.
package struct ResultSet: Sendable {
  package let facts: ResultFacts
  /// The tables that are small enough to be held, by the names of their files without `.csv`.
  package let tables: [String: Table]

  package init(_ facts: ResultFacts, tables: [String: Table]) {
    self.facts = facts
    self.tables = tables
  }

  package subscript(_ table: String) -> Table? { tables[table] }

  /// The measure of `summary.csv` with that name.
  package func measure(_ name: String) -> MeasureFacts? {
    guard let summary = tables["summary"], let row = summary.rows(where: "measure", is: name).first else { return nil }
    return MeasureFacts(summary, row)
  }

  /// The unit of an input, without the 1 of a pure number.
  package func unit(ofInput name: String) -> String {
    guard let inputs = tables["inputs"], let row = inputs.rows(where: "input", is: name).first else { return "" }
    let unit = inputs.text(row, "unit")
    return unit == "1" ? "" : unit
  }

  /// The answer in sentences: of a run its own, of every other command what was said, and what its charts show.
  package func answer(in language: Language) -> [String] {
    if facts.verb == "run", let summary = tables["summary"] {
      return Answer(facts, summary.rows.indices.map { MeasureFacts(summary, $0) }, in: language).sentences
    }
    return (facts.answer.map { [$0] } ?? [])
      + ChartBook.charts(of: self, in: language).map { $0.title + language(".", "。") }
  }
}
