import Experimentation
import Results

/// How often a measure lies in which interval.
struct HistogramLayers {
  let elements: ChartElements
  let measure: MeasureFacts
  /// Whether what is below zero has a colour of its own.
  var splitsAtZero = false
  var width = ChartStyle.width
  var height = ChartStyle.height

  var body: JSONValue {
    let language = elements.language
    let color: JSONValue =
      splitsAtZero
      ? [
        "condition": ["test": "datum.to <= 0", "value": .string(ChartStyle.vermilion)],
        "value": .string(ChartStyle.blue),
      ]
      : ["value": .string(ChartStyle.blue)]
    let bars: JSONValue = [
      "mark": ["type": "bar", "binSpacing": 1],
      "encoding": [
        "x": [
          "field": "from", "type": "quantitative", "bin": ["binned": true],
          "axis": elements.amounts(elements.label(measure.name, measure.unit)),
        ],
        "x2": ["field": "to"],
        "y": ["field": "share", "type": "quantitative", "axis": elements.shares(language("share of futures", "情形占比"))],
        "color": color,
        "tooltip": [
          ["field": "from", "type": "quantitative", "format": ",.4~r", "title": .string(language("above", "大于"))],
          ["field": "to", "type": "quantitative", "format": ",.4~r", "title": .string(language("up to", "不超过"))],
          ["field": "share", "type": "quantitative", "format": ".1%", "title": .string(language("share", "占比"))],
        ],
      ],
    ]
    // P10 ends at its line and P90 begins there, and P50 stands above both: none overlaps another at any width.
    let percentiles: [(name: String, value: Double?, align: String, gap: JSONValue, y: JSONValue)] = [
      ("P10", measure.p10, "right", -2, -8), ("P50", measure.p50, "center", 0, -25),
      ("P90", measure.p90, "left", 2, -8),
    ]
    let marks = percentiles.flatMap { percentile -> [JSONValue] in
      guard let value = percentile.value else { return [] }
      let label: JSONValue = [
        "mark": [
          "type": "text", "align": .string(percentile.align), "baseline": "bottom", "dx": percentile.gap,
          "fontSize": 13,
          "color": .string(ChartStyle.grey),
        ],
        "data": ["values": [["at": .number(value), "text": .string(percentile.name)]]],
        "encoding": [
          "x": ["field": "at", "type": "quantitative"], "y": ["value": percentile.y],
          "text": ["field": "text", "type": "nominal"],
        ],
      ]
      return [Rules.vertical(value, isDashed: true), label]
    }
    return [
      "width": width, "height": height, "data": ChartElements.data(.distribution),
      "transform": [ChartElements.filter("measure", [measure.name])], "layer": .array([bars] + marks),
    ]
  }
}
