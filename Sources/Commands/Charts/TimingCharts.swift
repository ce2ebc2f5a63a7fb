import Experimentation
import Results

extension ChartKind {
  /// What each date and each rule of acting is worth.
  static let timing = ChartKind("timing") { TimingCharts.worth($0) }
  /// When each rule acts.
  static let acting = ChartKind("acting") { TimingCharts.acting($0) }
}

/// What each date and each rule of acting is worth, and when it acts.
private enum TimingCharts {
  static func worth(_ elements: ChartElements) -> Drawing? {
    let (results, language) = (elements.results, elements.language)
    guard let table = results[.timing], !table.rows.isEmpty else { return nil }
    let rows = table.rows.indices
    guard let best = rows.max(by: { (table.number($0, "mean") ?? 0) < (table.number($1, "mean") ?? 0) }) else {
      return nil
    }
    let measure = table.text(best, "measure")
    let unit = table.text(best, "unit")
    let name = elements.title(of: measure)
    let strategy = elements.option(table.text(best, "strategy"))
    let body: JSONValue = JSONValue.object([.init("data", ChartElements.data(.timing))]).merging(
      IntervalBars(
        elements: elements, category: "strategy", low: "ci95_low", middle: "mean", high: "ci95_high",
        axis: elements.label(measure, unit), order: rows.map { table.text($0, "strategy") }
      ).body)
    return Drawing(
      language(
        "Acting “\(strategy)” brings most: \(elements.amount(table.number(best, "mean"), unit)) of \(name)",
        "“\(strategy)”的\(name)最高：\(elements.amount(table.number(best, "mean"), unit))"),
      language(
        "Means over futures on which no rule was chosen, with 95 % intervals; dates first, then what was chosen.",
        "在未用于选择策略的新情形上的平均值，附 95 % 区间；先列固定时点，后列选出的策略。"), body)
  }

  static func acting(_ elements: ChartElements) -> Drawing? {
    let language = elements.language
    guard let table = elements.results[.acting], let timing = elements.results[.timing] else { return nil }
    // A date fixed beforehand has one step, which says nothing.
    let names = table.distinct("strategy").filter { name in
      table.rows(where: "strategy", is: name).count { (table.number($0, "share") ?? 0) > 0 } > 1
    }
    guard let last = names.last, let row = timing.rows(where: "strategy", is: last).first else { return nil }
    let never = elements.percent(timing.number(row, "never") ?? 0)
    return Drawing(
      language(
        "“\(elements.option(last))” never acts in \(never) of futures", "“\(elements.option(last))”在 \(never) 的情形中始终不行动"
      ),
      language("The share of futures in which one has acted by then.", "到该月为止已行动的情形占比。"),
      [
        "width": ChartStyle.width, "height": ChartStyle.height, "data": ChartElements.data(.acting),
        "transform": [
          ChartElements.filter("strategy", names),
          [
            "window": [["op": "sum", "field": "share", "as": "acted"]], "groupby": ["strategy"],
            "sort": [["field": "month"]],
          ],
        ],
        "mark": ["type": "line", "interpolate": "step-after", "strokeWidth": 3, "point": true],
        "encoding": [
          "x": [
            "field": "month", "type": "quantitative",
            "axis": ["title": .string(language("month", "月份")), "grid": false, "tickMinStep": 1],
          ],
          "y": [
            "field": "acted", "type": "quantitative", "scale": ["domain": [0, 1]],
            "axis": elements.shares(language("has acted", "已行动")),
          ],
          "color": ["field": "strategy", "type": "nominal", "legend": ["title": nil, "labelLimit": 330]],
          "tooltip": [
            ["field": "strategy", "type": "nominal", "title": .string(language("strategy", "策略"))],
            elements.monthTooltip,
            [
              "field": "acted", "type": "quantitative", "title": .string(language("has acted", "已行动")), "format": ".1%",
            ],
          ],
        ],
      ])
  }
}
