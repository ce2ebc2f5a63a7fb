/// A row for each of several things: a bar between two figures, and a mark between them.
struct IntervalBars {
  let elements: ChartElements
  /// The column that names the rows.
  let category: String
  let low: String
  let middle: String
  let high: String
  /// What the axis says.
  let axis: String
  /// A column that tells several bars of one row apart.
  var colour: String?
  /// The rows in their order; the order of the table unless given.
  var order: [String] = []
  var isShare = false
  var hasZero = true

  var body: JSONValue {
    let rows: JSONValue = [
      "field": ChartElements.field(category), "type": "nominal",
      "sort": order.isEmpty ? nil : .array(order.map { .string($0) }),
      "axis": ["title": nil, "grid": false, "labelLimit": 330], "scale": ["paddingInner": 0.35],
    ]
    let offset: JSONValue =
      colour.map {
        [
          "yOffset": ["field": ChartElements.field($0), "type": "nominal"],
          "color": ["field": ChartElements.field($0), "type": "nominal", "legend": ["title": nil]],
        ]
      } ?? ["color": ["value": .string(ChartStyle.blue)]]
    let axis = isShare ? elements.shares(self.axis) : elements.amounts(self.axis)
    func x(_ field: String) -> JSONValue {
      ["field": ChartElements.field(field), "type": "quantitative", "axis": axis, "scale": ["zero": .boolean(hasZero)]]
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
        ] + (hasZero ? [Rules.vertical(0)] : [])),
    ]
  }
}
