/// Straight lines across a chart, with a word beside them.
enum Rules {
  /// The line where nothing is won or lost.
  static let zero: JSONValue = horizontal(0)

  static func horizontal(_ value: Double) -> JSONValue {
    [
      "mark": ["type": "rule", "color": .string(ChartStyle.grey), "strokeWidth": 1.5],
      "data": ["values": [["at": .number(value)]]],
      "encoding": ["y": ["field": "at", "type": "quantitative"]],
    ]
  }

  static func vertical(_ value: Double, isDashed: Bool = false) -> JSONValue {
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
  static func text(
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
