/// The layers of a fan: bands of percentiles around a median, each named in the legend.
struct FanLayers {
  let elements: ChartElements
  /// The encoding of the horizontal axis.
  let x: JSONValue
  /// What stands at the vertical axis.
  let axis: JSONValue
  /// Whether the axis begins at zero.
  var isFromZero = false

  private var bands: [(low: String, high: String, name: String)] {
    let language = elements.language
    return [
      ("p05", "p95", language("9 in 10 futures (P5 to P95)", "九成情形（P5–P95）")),
      ("p10", "p90", language("8 in 10 (P10 to P90)", "八成（P10–P90）")),
      ("p25", "p75", language("half (P25 to P75)", "一半（P25–P75）")),
    ]
  }

  private var medianName: String { elements.language("median (P50)", "中位数（P50）") }

  private var scale: JSONValue {
    [
      "domain": .array((bands.map(\.name) + [medianName]).map { .string($0) }), "range": ChartStyle.fan,
    ]
  }

  var layers: [JSONValue] {
    let y: JSONValue = ["type": "quantitative", "axis": axis, "scale": ["zero": .boolean(isFromZero)]]
    let areas: [JSONValue] = bands.map { band in
      [
        "transform": [ChartElements.name(band.name, as: "band")],
        "mark": ["type": "area", "interpolate": "monotone"],
        "encoding": [
          "x": x, "y": JSONValue.object([.init("field", .string(band.low))]).merging(y),
          "y2": ["field": .string(band.high)],
          "color": ["field": "band", "type": "nominal", "scale": scale, "legend": ["title": nil]],
        ],
      ]
    }
    let median: JSONValue = [
      "transform": [ChartElements.name(medianName, as: "band")],
      "mark": ["type": "line", "interpolate": "monotone", "strokeWidth": 3],
      "encoding": [
        "x": x, "y": JSONValue.object([.init("field", "p50")]).merging(y),
        "color": ["field": "band", "type": "nominal", "scale": scale, "legend": ["title": nil]],
        "tooltip": tooltip,
      ],
    ]
    return areas + [median]
  }

  private var tooltip: JSONValue {
    .array(
      [elements.monthTooltip]
        + [("p10", "P10"), ("p50", "P50"), ("p90", "P90")].map { field, title in
          ["field": .string(field), "type": "quantitative", "title": .string(title), "format": ",.4~r"]
        })
  }
}
