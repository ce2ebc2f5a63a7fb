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
      // The labels at the ends of the lines stand beside the picture; the letters of a browser may be wider.
      "padding": ["left": 12, "top": 12, "bottom": 12, "right": 44],
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
      CoverageText(results.facts, results.measures, in: language)?.title ?? "",
      language(
        "The share of futures in which it has not happened yet for good; what is left after \(months) months never does within them.",
        "截至各月尚未达到（并持续到 \(months) 个月期末）的情形占比；期末剩余的部分未能达到或未能持续。"), body)
  }

  /// Of the height of the picture, between two labels.
  private static let apart = 0.07

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
    let ends = ([(inflection, ChartStyle.blue)] + payback).map { measure, color in
      (never: Double(measure.empty) / Double(max(measure.count, 1)), color: color)
    }
    // Labels stand apart where the lines end close to each other, within the picture.
    let middle = min(max(ends.reduce(0) { $0 + $1.never } / Double(ends.count), Self.apart / 2), 1 - Self.apart / 2)
    let areClose = ends.count == 2 && abs(ends[0].never - ends[1].never) < Self.apart
    for (place, (never, color)) in ends.enumerated() {
      let isLower = place == 0 ? never <= ends[ends.count - 1].never : never < ends[0].never
      let text = language("\(elements.percent(never)) never for good", "\(elements.percent(never)) 未持续到期末")
      marks.append(
        Rules.text(
          text, x: Double(months), y: areClose ? middle + (isLower ? -0.5 : 0.5) * Self.apart : never, dy: 0,
          color: color))
    }
    return marks
  }
}
