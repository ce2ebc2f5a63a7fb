import Experimentation
import Results

extension ChartKind {
  /// When it pays off: the share of futures that are not there yet, month by month.
  static let inflection = ChartKind("inflection") { InflectionChart.drawing($0) }
}

/// When it pays off: the share of futures that are not there yet, month by month.
private enum InflectionChart {
  fileprivate static func drawing(_ elements: ChartElements) -> Drawing? {
    let (results, language) = (elements.results, elements.language)
    guard let inflection = results.measure("inflection_month"), let months = results.facts.months else { return nil }
    let measures = ["inflection_month", "payback_month"].filter { results.measure($0) != nil }
    let body: JSONValue = [
      "width": ChartStyle.width, "height": ChartStyle.height, "data": ChartElements.data(.distribution),
      "transform": [
        ChartElements.filter("measure", measures), ["calculate": "1 - datum.share_to", "as": "left"],
      ],
      "layer": .array(
        [
          [
            "mark": ["type": "line", "interpolate": "step-after", "strokeWidth": 3],
            "encoding": [
              "x": [
                "field": "to", "type": "quantitative", "axis": elements.months,
                "scale": ["domain": [0, .number(Double(months))], "nice": false],
              ],
              "y": [
                "field": "left", "type": "quantitative", "scale": ["domain": [0, 1]],
                "axis": elements.shares(language("share of futures not there yet", "尚未达到的情形占比")),
              ],
              "color": [
                "field": "measure", "type": "nominal",
                "scale": [
                  "domain": .array(measures.map { .string($0) }),
                  "range": [.string(ChartStyle.blue), .string(ChartStyle.orange)],
                ],
                "legend": ["title": nil, "labelExpr": elements.titles(of: measures), "columns": 1],
              ],
              "strokeDash": [
                "field": "measure", "type": "nominal", "legend": nil, "sort": .array(measures.map { .string($0) }),
              ],
              "tooltip": [
                ["field": "to", "type": "quantitative", "title": .string(language("month", "月份"))],
                [
                  "field": "left", "type": "quantitative", "format": ".1%",
                  "title": .string(language("not yet", "尚未达到")),
                ],
              ],
            ],
          ]
        ] + marks(inflection, months, elements)),
    ]
    return Drawing(
      title(inflection, elements),
      language(
        "The share of futures in which it has not happened yet; what is left at the end never happens within "
          + "\(months) months.",
        "截至各月尚未达到的情形占比；期末仍剩余的部分在 \(months) 个月内始终不会达到。"), body)
  }

  private static func title(_ inflection: MeasureFacts, _ elements: ChartElements) -> String {
    let language = elements.language
    let never = elements.percent(Double(inflection.empty) / Double(max(inflection.count, 1)))
    guard let median = inflection.p50 else {
      return language("Does not pay off in \(never) of futures", "\(never) 的情形始终不回本")
    }
    let month = Int(median.rounded(.up))
    let date = elements.results.facts.calendarMonth(month).map { language(" (\($0))", "（\($0)）") } ?? ""
    return language(
      "Pays off in month \(month)\(date); never in \(never) of futures", "第 \(month) 个月\(date)回本；\(never) 的情形始终不回本")
  }

  /// The median, and what is left at the end.
  private static func marks(_ inflection: MeasureFacts, _ months: Int, _ elements: ChartElements) -> [JSONValue] {
    let language = elements.language
    var marks: [JSONValue] = []
    if let median = inflection.p50 {
      marks.append(Rules.vertical(median, isDashed: true))
      marks.append(
        Rules.text(
          language("median: month \(Int(median.rounded(.up)))", "中位数：第 \(Int(median.rounded(.up))) 个月"), x: median,
          y: 0.95))
    }
    let payback = elements.results.measure("payback_month").map { [($0, ChartStyle.orange)] } ?? []
    for (measure, color) in [(inflection, ChartStyle.blue)] + payback {
      let never = Double(measure.empty) / Double(max(measure.count, 1))
      let text = language("\(elements.percent(never)) never", "\(elements.percent(never)) 始终不会")
      marks.append(Rules.text(text, x: Double(months), y: never, dy: 0, color: color))
    }
    return marks
  }
}
