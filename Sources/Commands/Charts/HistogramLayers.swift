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
    let percentiles = [("P10", measure.p10), ("P50", measure.p50), ("P90", measure.p90)].compactMap { name, value in
      value.map { (name, $0) }
    }
    let marks = percentiles.flatMap { name, value in
      [
        Rules.vertical(value, isDashed: true),
        [
          "mark": ["type": "text", "align": "center", "fontSize": 13, "color": .string(ChartStyle.grey)],
          "data": ["values": [["at": .number(value), "text": .string(name)]]],
          "encoding": [
            "x": ["field": "at", "type": "quantitative"], "y": ["value": -8],
            "text": ["field": "text", "type": "nominal"],
          ],
        ] as JSONValue,
      ]
    }
    return [
      "width": width, "height": height, "data": ChartElements.data(.distribution),
      "transform": [ChartElements.filter("measure", [measure.name])], "layer": .array([bars] + marks),
    ]
  }
}
