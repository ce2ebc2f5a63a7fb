import Experimentation
import Results

extension ChartKind {
  /// How often which net present value comes out.
  static let value = ChartKind("npv") { ValueCharts.histogram($0) }
  /// The share of futures up to each net present value.
  static let valueDistribution = ChartKind("npv-distribution") { ValueCharts.distribution($0) }
}

/// The net present value: how often which, and how likely it is not to reach a value.
private enum ValueCharts {
  static func histogram(_ elements: ChartElements) -> Drawing? {
    guard let value = elements.results.measure("npv"), let median = value.p50 else { return nil }
    let language = elements.language
    let share = elements.percent(Double(value.positive) / Double(max(value.count, 1)))
    return Drawing(
      language(
        "Net present value: \(elements.amount(median, value.unit)) in the median future, above 0 in \(share)",
        "净现值：中位数 \(elements.amount(median, value.unit))，\(share) 的情形高于 0"),
      language(
        "The share of futures in each interval; dashed lines at P10, P50 and P90.", "各区间的情形占比；虚线为 P10、P50、P90。"),
      HistogramLayers(elements: elements, measure: value, splitsAtZero: true).body)
  }

  static func distribution(_ elements: ChartElements) -> Drawing? {
    guard let value = elements.results.measure("npv"), let low = value.p10, let high = value.p90 else { return nil }
    let language = elements.language
    let body: JSONValue = [
      "width": ChartStyle.width, "height": ChartStyle.height, "data": ChartElements.data(.distribution),
      "transform": [ChartElements.filter("measure", [value.name])],
      "layer": [
        [
          "mark": ["type": "line", "strokeWidth": 3, "color": .string(ChartStyle.blue)],
          "encoding": [
            "x": [
              "field": "to", "type": "quantitative", "axis": elements.amounts(elements.label(value.name, value.unit)),
            ],
            "y": [
              "field": "share_to", "type": "quantitative", "scale": ["domain": [0, 1]],
              "axis": elements.shares(language("share of futures up to it", "不超过该值的情形占比")),
            ],
            "tooltip": [
              ["field": "to", "type": "quantitative", "format": ",.4~r", "title": .string(language("up to", "不超过"))],
              [
                "field": "share_to", "type": "quantitative", "format": ".1%", "title": .string(language("share", "占比")),
              ],
            ],
          ],
        ],
        Rules.vertical(0),
      ],
    ]
    return Drawing(
      language(
        "In eight of ten futures it is worth \(elements.short(low)) to \(elements.amount(high, value.unit))",
        "八成情形的净现值介于 \(elements.short(low))与 \(elements.amount(high, value.unit))之间"),
      language(
        "The share of futures whose net present value is at most so much.", "净现值不超过横轴数值的情形占比。"), body)
  }
}
