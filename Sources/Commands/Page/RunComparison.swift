import Experimentation
import Results

/// A comparison of several runs.
struct RunComparison {
  let chart: Chart?
  let headings: [String]
  let rows: [[String]]

  /// - Parameter runs: what tells each from the others, and its results.
  init?(_ runs: [(label: String, results: ResultSet)], _ language: Language) {
    guard runs.count > 1 else { return nil }
    let elements = ChartElements(results: runs[0].results, language: language)
    let measure = runs.allSatisfy { $0.results.measure("npv") != nil } ? "npv" : Self.common(runs.map(\.results))
    guard let measure else { return nil }
    let facts = runs.compactMap { run in run.results.measure(measure).map { (run, $0) } }
    let unit = facts[0].1.unit
    headings =
      [
        language("which run", "运行"), language("P10", "P10"), language("P50 (median)", "P50（中位数）"), "P90",
        language("above 0 in", "高于 0 占比"),
      ]
      + (runs.contains { $0.results.measure("inflection_month") != nil }
        ? [
          language("benefit covers cost from month", "收益持续超过成本的月份"),
          language("never for good in", "未持续到期末占比"),
        ] : [])
    let count = headings.count
    rows = facts.map { run, facts in
      var row = [run.label]
      row += [facts.p10, facts.p50, facts.p90].map { $0.map { elements.short($0) } ?? facts.absence.word(in: language) }
      row.append(elements.percent(Double(facts.positive) / Double(max(facts.count, 1))))
      if count > row.count {
        let inflection = run.results.measure("inflection_month")
        row.append(inflection?.p50.map { "\(Int($0.rounded(.up)))" } ?? "–")
        row.append(inflection.map { elements.percent(Double($0.empty) / Double(max($0.count, 1))) } ?? "–")
      }
      return row
    }
    let known = facts.filter { $0.1.p50 != nil }
    guard let best = known.max(by: { ($0.1.p50 ?? 0) < ($1.1.p50 ?? 0) }), known.count > 1 else {
      chart = nil
      return
    }
    let values: [JSONValue] = known.map { run, facts in
      [
        "label": .string(run.label), "p10": facts.p10.map { .number($0) } ?? .null,
        "p50": facts.p50.map { .number($0) } ?? .null, "p90": facts.p90.map { .number($0) } ?? .null,
      ]
    }
    let bars = IntervalBars(
      elements: elements, category: "label", low: "p10", middle: "p50", high: "p90", axis: elements.label(measure, unit)
    )
    chart = Chart(
      "runs",
      Drawing(
        language(
          "\(best.0.label) has the highest median: \(elements.amount(best.1.p50, unit))",
          "\(best.0.label) 的中位数最高：\(elements.amount(best.1.p50, unit))"),
        language(
          "Dots: medians (P50) of \(elements.title(of: measure)); bars: eight futures in ten (P10 to P90).",
          "圆点：\(elements.title(of: measure))的中位数（P50）；条形：八成情形（P10–P90）。"),
        JSONValue.object([.init("data", ["values": .array(values)])]).merging(bars.body)))
  }

  /// The first measure that all have.
  private static func common(_ results: [ResultSet]) -> String? {
    let names = results.map { $0[.summary]?.distinct("measure") ?? [] }
    return names[0].first { name in names.allSatisfy { $0.contains(name) } }
  }
}
