import Experimentation
import Results

extension ChartKind {
  /// How a measure goes with each input.
  static let influence = ChartKind("influence") { EvidenceChart.drawing($0) }
}

/// How a measure goes with each input, from the strongest on.
private enum EvidenceChart {
  /// More bars than these nobody reads.
  private static let most = 20

  static func drawing(_ elements: ChartElements) -> Drawing? {
    let (results, language) = (elements.results, elements.language)
    guard let table = results[.evidence], let measure = results.facts.measure else { return nil }
    func strength(_ row: Int) -> Double { abs(table.number(row, "influence") ?? 0) }
    let rows = table.rows.indices.filter { table.number($0, "influence") != nil && !table.text($0, "input").isEmpty }
      .sorted { strength($0) != strength($1) ? strength($0) > strength($1) : $0 < $1 }.prefix(most)
    guard let first = rows.first else { return nil }
    let names = rows.map { table.text($0, "input") }
    let name = elements.title(of: measure)
    let flags = table.text(first, "flags")
    let body: JSONValue = JSONValue.object([
      .init("data", ChartElements.data(.evidence)), .init("transform", [ChartElements.filter("input", names)]),
    ]).merging(
      IntervalBars(
        elements: elements, category: "input", low: "ci95_low", middle: "influence", high: "ci95_high",
        axis: language("rank correlation of \(name)", "\(name)的秩相关系数"), order: names
      ).body)
    return Drawing(
      language(
        "\(names[0]) moves \(name) most" + (flags.isEmpty ? "" : ", and is \(flags)"),
        "\(names[0]) 对\(name)影响最大" + (flags.isEmpty ? "" : "，且其依据存疑（\(flags)）")),
      language("Rank correlations with 95 % intervals.", "秩相关系数，附 95 % 区间。"), body)
  }
}
