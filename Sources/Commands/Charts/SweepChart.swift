import Experimentation
import Results

extension ChartKind {
  /// A measure over the points of a grid.
  static let points = ChartKind(ResultTable.sweep.name) { SweepChart.drawing($0) }
}

/// A measure over the points of a grid: lines over one input, a map over two, bars over the options of a choice.
private enum SweepChart {
  static func drawing(_ elements: ChartElements) -> Drawing? {
    let (results, language) = (elements.results, elements.language)
    guard let table = results[.sweep], let measure = results.facts.measure,
      let end = table.header.firstIndex(of: "measure")
    else { return nil }
    let rows = table.rows(where: "measure", is: measure)
    let known = rows.filter { table.number($0, "p50") != nil }
    guard let top = known.max(by: { (table.number($0, "p50") ?? 0) < (table.number($1, "p50") ?? 0) }),
      let bottom = known.min(by: { (table.number($0, "p50") ?? 0) < (table.number($1, "p50") ?? 0) })
    else { return nil }
    let variations = Array(table.header[1..<end])
    let varied = variations.filter { name in Set(rows.map { table.text($0, name) }).count > 1 }
    let isNumeric = { (name: String) in rows.allSatisfy { table.number($0, name) != nil } }
    let unit = table.text(rows[0], "unit")
    func place(_ row: Int) -> String {
      varied.map { "\($0) = \(table.text(row, $0))" }.joined(separator: ", ")
    }
    let (high, low) = (table.number(top, "p50") ?? 0, table.number(bottom, "p50") ?? 0)
    // Later than any is more than the highest.
    let never = rows.filter {
      table.number($0, "p50") == nil && table.text($0, "absence") == Absence.laterThanAny.rawValue
    }
    let others = never.count - 1
    let missing = never.first.map { row in
      language(
        "\(elements.heading(of: measure)): never at \(place(row))"
          + (others > 0 ? " and \(others) other point\(others == 1 ? "" : "s")" : "") + "; elsewhere ",
        "\(elements.heading(of: measure))：\(place(row))\(others > 0 ? " 等 \(others + 1) 个点" : "") 时始终不会；其余各点：")
    }
    let title =
      if let missing {
        missing
          + (high > low
            ? language(
              "\(elements.amount(high, unit)) at \(place(top)), \(elements.short(low)) at \(place(bottom))",
              "\(place(top)) 时 \(elements.amount(high, unit))，\(place(bottom)) 时 \(elements.short(low))")
            : elements.amount(high, unit))
      } else if high > low {
        language(
          "\(elements.heading(of: measure)): \(elements.amount(high, unit)) at \(place(top)), \(elements.short(low)) at \(place(bottom))",
          "\(elements.heading(of: measure))：\(place(top)) 时 \(elements.amount(high, unit))，\(place(bottom)) 时 \(elements.short(low))"
        )
      } else {
        language(
          "\(elements.heading(of: measure)) is \(elements.amount(high, unit)) at every point",
          "\(elements.heading(of: measure))在各点均为 \(elements.amount(high, unit))")
      }
    let numbers = varied.filter(isNumeric)
    let choices = varied.filter { !isNumeric($0) }
    // What has no place in the picture stays at its first value.
    func base(without shown: [String]) -> JSONValue {
      let held = varied.filter { !shown.contains($0) }.map { ChartElements.filter($0, [table.text(rows[0], $0)]) }
      return [
        "data": ChartElements.data(.sweep),
        "transform": .array([ChartElements.filter("measure", [measure])] + held),
      ]
    }
    let map = SweepMap(elements: elements, measure: measure, unit: unit, darkFrom: 0.55 * max(abs(high), abs(low)))
    if numbers.count >= 2 {
      let shown = Array(numbers.prefix(2)) + choices.prefix(1)
      let body = base(without: shown).merging(map.heat(numbers[0], numbers[1], facet: choices.first))
      return Drawing(title, caption(elements, shown, varied, table, rows[0], isMap: true), body)
    }
    if let x = numbers.first {
      let shown = [x] + choices.prefix(1)
      let body = base(without: shown).merging(map.lines(x, colour: choices.first))
      return Drawing(title, caption(elements, shown, varied, table, rows[0], isMap: false), body)
    }
    guard let choice = choices.first ?? variations.first else { return nil }
    let shown = [choice] + choices.dropFirst().prefix(1)
    let body = base(without: shown).merging(map.bars(choice, facet: choices.dropFirst().first))
    return Drawing(title, caption(elements, shown, varied, table, rows[0], isMap: false), body)
  }

  private static func caption(
    _ elements: ChartElements, _ shown: [String], _ varied: [String], _ table: Table, _ row: Int, isMap: Bool
  ) -> String {
    let language = elements.language
    let held = varied.filter { !shown.contains($0) }.map { "\($0) = \(table.text(row, $0))" }
    let text =
      isMap
      ? language("The median (P50) at each point, on the same draws", "各点的中位数（P50），使用相同的随机数")
      : language(
        "Medians (P50), with eight futures in ten (P10 to P90), on the same draws", "中位数（P50）与八成区间（P10–P90），使用相同的随机数")
    return text + (held.isEmpty ? "" : language("; at ", "；其余取 ") + held.joined(separator: ", ")) + language(".", "。")
  }
}

/// The ways in which the points of a grid are drawn.
private struct SweepMap {
  let elements: ChartElements
  let measure: String
  let unit: String
  /// Cells beyond it are dark, and have white letters.
  let darkFrom: Double

  private var axis: JSONValue { elements.amounts(elements.label(measure, unit)) }

  private func input(_ name: String) -> String {
    let unit = elements.text(ofUnit: elements.results.unit(ofInput: name))
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
