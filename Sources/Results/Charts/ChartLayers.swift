import Experimentation

/// Straight lines across a chart, with a word beside them.
package enum Rules {
  /// The line where nothing is won or lost.
  package static let zero: JSONValue = horizontal(0)

  package static func horizontal(_ value: Double) -> JSONValue {
    [
      "mark": ["type": "rule", "color": .string(ChartStyle.grey), "strokeWidth": 1.5],
      "data": ["values": [["at": .number(value)]]],
      "encoding": ["y": ["field": "at", "type": "quantitative"]],
    ]
  }

  package static func vertical(_ value: Double, isDashed: Bool = false) -> JSONValue {
    let dash: JSONValue = isDashed ? [5, 4] : [1, 0]
    return [
      "mark": [
        "type": "rule", "color": .string(ChartStyle.grey), "strokeWidth": 1.5, "strokeDash": dash,
      ],
      "data": ["values": [["at": .number(value)]]],
      "encoding": ["x": ["field": "at", "type": "quantitative"]],
    ]
  }

  /// A word at a place; `align` says on which side of the place it stands.
  package static func text(
    _ text: String, x: Double, y: Double, align: String = "left", dy: Double = -8, color: String = "#111827"
  ) -> JSONValue {
    [
      "mark": [
        "type": "text", "align": .string(align), "dx": align == "left" ? 6 : (align == "right" ? -6 : 0),
        "dy": .number(dy),
        "baseline": "middle", "fontSize": 14,
        "color": .string(color),
      ],
      "data": ["values": [["x": .number(x), "y": .number(y), "text": .string(text)]]],
      "encoding": [
        "x": ["field": "x", "type": "quantitative"], "y": ["field": "y", "type": "quantitative"],
        "text": ["field": "text", "type": "nominal"],
      ],
    ]
  }
}

/// The layers of a fan: bands of percentiles around a median, each named in the legend.
package struct FanLayers {
  let elements: ChartElements
  /// The encoding of the horizontal axis.
  let x: JSONValue
  /// What stands at the vertical axis.
  let axis: JSONValue
  /// Whether the axis begins at zero.
  let isFromZero: Bool

  package init(elements: ChartElements, x: JSONValue, axis: JSONValue, isFromZero: Bool = false) {
    self.elements = elements
    self.x = x
    self.axis = axis
    self.isFromZero = isFromZero
  }

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

  package var layers: [JSONValue] {
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

/// A row for each of several things: a bar between two figures, and a mark between them.
package struct IntervalBars {
  let elements: ChartElements
  /// The column that names the rows.
  let category: String
  let low: String
  let middle: String
  let high: String
  /// What the axis says.
  let axis: String
  /// A column that tells several bars of one row apart.
  let colour: String?
  /// The rows in their order; the order of the table where there are none.
  let order: [String]

  package init(
    elements: ChartElements, category: String, low: String, middle: String, high: String, axis: String,
    colour: String? = nil, order: [String] = []
  ) {
    self.elements = elements
    self.category = category
    self.low = low
    self.middle = middle
    self.high = high
    self.axis = axis
    self.colour = colour
    self.order = order
  }

  package var body: JSONValue {
    let rows: JSONValue = [
      "field": ChartElements.field(category), "type": "nominal",
      "sort": order.isEmpty ? nil : .array(order.map { .string($0) }),
      "axis": elements.options(order), "scale": ["paddingInner": 0.35],
    ]
    let offset: JSONValue =
      colour.map {
        [
          "yOffset": ["field": ChartElements.field($0), "type": "nominal"],
          "color": ["field": ChartElements.field($0), "type": "nominal", "legend": ["title": nil]],
        ]
      } ?? ["color": ["value": .string(ChartStyle.blue)]]
    let axis = elements.amounts(self.axis)
    func x(_ field: String) -> JSONValue {
      ["field": ChartElements.field(field), "type": "quantitative", "axis": axis, "scale": ["zero": true]]
    }
    let tooltip: JSONValue = .array(
      [[category, "nominal"]].map {
        ["field": ChartElements.field($0[0]), "type": .string($0[1]), "title": .string($0[0])]
      }
        + [low, middle, high].map {
          ["field": ChartElements.field($0), "type": "quantitative", "title": .string($0), "format": ",.4~r"]
        })
    return [
      "width": ChartStyle.width, "height": ["step": colour == nil ? 38 : 24],
      "layer": .array(
        [
          [
            "mark": ["type": "bar", "opacity": 0.35, "cornerRadius": 2],
            "encoding": JSONValue.object([
              .init("y", rows), .init("x", x(low)), .init("x2", ["field": ChartElements.field(high)]),
            ]).merging(offset),
          ],
          [
            "mark": ["type": "point", "filled": true, "size": 110, "opacity": 1],
            "encoding": JSONValue.object([.init("y", rows), .init("x", x(middle)), .init("tooltip", tooltip)])
              .merging(offset),
          ],
        ] + [Rules.vertical(0)]),
    ]
  }
}
