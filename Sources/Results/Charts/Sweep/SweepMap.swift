/// The ways in which the points of a grid are drawn.
struct SweepMap {
  let elements: ChartElements
  let measure: String
  let unit: String
  /// Cells beyond it are dark, and have white letters.
  let darkFrom: Double

  private var axis: JSONValue { elements.amounts(elements.label(measure, unit)) }

  private func input(_ name: String) -> String {
    let unit = elements.results.unit(ofInput: name)
    return unit.isEmpty ? name : elements.language("\(name) (\(unit))", "\(name)（\(unit)）")
  }

  private var tooltip: JSONValue {
    .array(
      [("p10", "P10"), ("p50", "P50"), ("p90", "P90")].map {
        ["field": .string($0), "type": "quantitative", "title": .string($1), "format": ",.4~r"]
      })
  }

  /// Lines over an input, with their band.
  func lines(_ x: String, colour: String?) -> JSONValue {
    let place: JSONValue = [
      "field": ChartElements.field(x), "type": "quantitative", "scale": ["zero": false, "nice": false],
      "axis": ["title": .string(input(x))],
    ]
    let color: JSONValue =
      colour.map {
        ["color": ["field": ChartElements.field($0), "type": "nominal", "legend": ["title": .string($0)]]]
      } ?? [:]
    let y: JSONValue = ["type": "quantitative", "axis": axis]
    func encoding(_ field: String) -> JSONValue {
      JSONValue.object([.init("x", place), .init("y", JSONValue.object([.init("field", .string(field))]).merging(y))])
        .merging(color)
    }
    // Bands over each other hide each other: where there are several, their edges are drawn.
    let bands: [JSONValue] =
      colour == nil
      ? [
        [
          "mark": ["type": "area", "opacity": 0.25, "color": .string(ChartStyle.blue)],
          "encoding": encoding("p10").merging(["y2": ["field": "p90"]]),
        ]
      ]
      : ["p10", "p90"].map {
        ["mark": ["type": "line", "strokeWidth": 1.2, "strokeDash": [5, 4]], "encoding": encoding($0)]
      }
    return [
      "width": ChartStyle.width, "height": ChartStyle.height,
      "layer": .array(
        bands + [
          [
            "mark": ["type": "line", "strokeWidth": 3, "point": ["size": 60]],
            "encoding": encoding("p50").merging(["tooltip": tooltip]),
          ],
          Rules.zero,
        ]),
    ]
  }

  /// A map over two inputs.
  func heat(_ x: String, _ y: String, facet: String?) -> JSONValue {
    func axis(_ name: String) -> JSONValue {
      [
        "field": ChartElements.field(name), "type": "ordinal",
        "axis": ["title": .string(input(name)), "labelAngle": 0, "format": ",.4~r"],
      ]
    }
    let panel: JSONValue = [
      "width": facet == nil ? ChartStyle.width : 280, "height": facet == nil ? ChartStyle.height : 260,
      "layer": [
        [
          "mark": "rect",
          "encoding": [
            "x": axis(x), "y": axis(y).merging(["sort": "descending"]),
            "color": [
              "field": "p50", "type": "quantitative",
              "scale": ["scheme": "blueorange", "reverse": true, "domainMid": 0],
              "legend": [
                "title": .string(elements.label(measure, unit)), "labelExpr": elements.amountLabels,
                "gradientLength": 300,
              ],
            ],
            "tooltip": tooltip,
          ],
        ],
        [
          "transform": [
            ["calculate": .string(cellText), "as": "cell"]
          ],
          "mark": ["type": "text", "fontSize": 12],
          "encoding": [
            "x": axis(x), "y": axis(y).merging(["sort": "descending"]), "text": ["field": "cell", "type": "nominal"],
            "color": [
              "condition": [
                "test": .string("abs(datum.p50) > \(JSONValue.number(darkFrom).compactText)"), "value": "white",
              ], "value": "#111827",
            ],
          ],
        ],
      ],
    ]
    guard let facet else { return panel }
    return [
      "facet": ["field": ChartElements.field(facet), "type": "nominal", "title": .string(facet)], "columns": 2,
      "spec": panel,
    ]
  }

  /// The median as a word in its cell.
  private var cellText: String {
    elements.language(
      """
      !isValid(datum.p50) ? '' : abs(datum.p50) >= 1e9 ? format(datum.p50 / 1e9, '.2f') + ' bn' : abs(datum.p50) >= 1e6 ? \
      format(datum.p50 / 1e6, '.0f') + ' M' : format(datum.p50, ',.3~r')
      """,
      """
      !isValid(datum.p50) ? '' : abs(datum.p50) >= 1e8 ? format(datum.p50 / 1e8, '.1f') + ' 亿' : abs(datum.p50) >= 1e4 ? \
      format(datum.p50 / 1e4, '.0f') + ' 万' : format(datum.p50, '.3~r')
      """)
  }

  /// Bars over the options of a choice.
  func bars(_ choice: String, facet: String?) -> JSONValue {
    IntervalBars(
      elements: elements, category: choice, low: "p10", middle: "p50", high: "p90",
      axis: elements.label(measure, unit), colour: facet
    ).body
  }
}
