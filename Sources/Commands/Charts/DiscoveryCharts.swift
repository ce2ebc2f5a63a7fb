import Experimentation
import Results

extension ChartKind {
  /// The limits of the box.
  static let box = ChartKind("box") { DiscoveryCharts.box($0) }
  /// Single futures in and out of the box.
  static let futures = ChartKind("futures") { DiscoveryCharts.futures($0) }
  /// Density and coverage of the boxes on the way.
  static let peeling = ChartKind("peeling") { DiscoveryCharts.peeling($0) }
}

/// Under which conditions the futures in question are dense.
private enum DiscoveryCharts {
  static func box(_ elements: ChartElements) -> Drawing? {
    let (results, language) = (elements.results, elements.language)
    guard let table = results[.boxes], let condition = results.facts.measure, !table.rows.isEmpty else { return nil }
    let rows = table.rows(where: "box", is: "1")
    guard let first = rows.first else { return nil }
    let density = elements.percent(table.number(first, "density") ?? 0)
    let coverage = elements.percent(table.number(first, "coverage") ?? 0)
    let decisive = rows.min { (table.number($0, "quasi_p") ?? 1) < (table.number($1, "quasi_p") ?? 1) } ?? first
    let sign = table.text(decisive, "side") == "low" ? ">" : "<"
    let limit = "\(table.text(decisive, "input")) \(sign) \(elements.short(table.number(decisive, "limit") ?? 0))"
    let more = table.distinct("input").count > 1 ? language(" and more", " 等条件下") : language("", " 时")
    let order = rows.sorted { (table.number($0, "quasi_p") ?? 1) < (table.number($1, "quasi_p") ?? 1) }
      .map { table.text($0, "input") }
    let y: JSONValue = [
      "field": "input", "type": "nominal", "sort": .array(order.map { .string($0) }),
      "axis": ["title": nil, "grid": false],
    ]
    let axis: JSONValue = [
      "title": .string(language("from the lowest value drawn to the highest", "自抽得的最小值至最大值")), "format": ".0%",
      "tickCount": 5,
    ]
    return Drawing(
      language(
        "\(condition) in \(density) of futures where \(limit)\(more)", "\(limit)\(more)，\(density) 的情形 \(condition)"),
      language(
        "The box holds \(coverage) of all such futures; limits with a quasi-p above 0.05 may be there by accident (pale).",
        "该区域包含全部此类情形的 \(coverage)；quasi-p 高于 0.05 的界限可能出于偶然（浅色）。"),
      [
        "width": ChartStyle.width, "height": ["step": 34], "data": ChartElements.data(.boxes),
        "transform": [
          ["filter": "datum.box == 1"],
          ["calculate": "(datum.limit - datum.range_low) / (datum.range_high - datum.range_low)", "as": "at"],
          ["calculate": "datum.side === 'low' ? datum.at : 0", "as": "low"],
          ["calculate": "datum.side === 'high' ? datum.at : 1", "as": "high"],
          [
            "aggregate": [
              ["op": "max", "field": "low", "as": "from"], ["op": "min", "field": "high", "as": "to"],
              ["op": "min", "field": "quasi_p", "as": "quasi_p"],
            ], "groupby": ["input"],
          ],
        ],
        "layer": [
          [
            "mark": ["type": "bar", "color": "#e5e7eb"],
            "encoding": [
              "y": y, "x": ["datum": 0, "type": "quantitative", "axis": axis, "scale": ["domain": [0, 1]]],
              "x2": ["datum": 1],
            ],
          ],
          [
            "mark": ["type": "bar", "color": .string(ChartStyle.vermilion)],
            "encoding": [
              "y": y, "x": ["field": "from", "type": "quantitative"], "x2": ["field": "to"],
              "opacity": ["condition": ["test": "datum.quasi_p <= 0.05", "value": 0.95], "value": 0.4],
              "tooltip": [
                ["field": "input", "type": "nominal"], ["field": "quasi_p", "type": "quantitative", "format": ".3~r"],
              ],
            ],
          ],
          [
            "data": ["values": .array(limits(table, rows, elements))],
            "mark": ["type": "text", "fontSize": 14, "color": "#111827"],
            "encoding": [
              "y": y, "x": ["datum": 0.5, "type": "quantitative"], "text": ["field": "text", "type": "nominal"],
            ],
          ],
        ],
      ])
  }

  /// The limits of each input in words.
  private static func limits(_ table: Table, _ rows: [Int], _ elements: ChartElements) -> [JSONValue] {
    let inputs = rows.map { table.text($0, "input") }
    return inputs.enumerated().filter { inputs.firstIndex(of: $0.element) == $0.offset }.map { _, input in
      let words = rows.filter { table.text($0, "input") == input }.map { row in
        (table.text(row, "side") == "low" ? "> " : "< ") + elements.short(table.number(row, "limit") ?? 0)
      }
      let unit = elements.text(ofUnit: elements.results.unit(ofInput: input))
      return [
        "input": .string(input), "text": .string(words.joined(separator: ", ") + (unit.isEmpty ? "" : " \(unit)")),
      ]
    }
  }

  static func futures(_ elements: ChartElements) -> Drawing? {
    let (results, language) = (elements.results, elements.language)
    guard let table = results[.boxes], let condition = results.facts.measure else { return nil }
    let rows = table.rows(where: "box", is: "1").sorted {
      (table.number($0, "quasi_p") ?? 1) < (table.number($1, "quasi_p") ?? 1)
    }
    var inputs: [String] = []
    for row in rows where !inputs.contains(table.text(row, "input")) { inputs.append(table.text(row, "input")) }
    guard inputs.count >= 2 else { return nil }
    func axis(_ name: String) -> JSONValue {
      let unit = elements.text(ofUnit: results.unit(ofInput: name))
      return [
        "field": ChartElements.field(name), "type": "quantitative", "scale": ["zero": false, "nice": false],
        "axis": elements.amounts(unit.isEmpty ? name : "\(name) (\(unit))"),
      ]
    }
    let limits = rows.filter { inputs.prefix(2).contains(table.text($0, "input")) }.compactMap { row -> JSONValue? in
      guard let limit = table.number(row, "limit") else { return nil }
      return table.text(row, "input") == inputs[0] ? Rules.vertical(limit) : Rules.horizontal(limit)
    }
    let names = ["true": condition, "false": language("not", "其他")]
    let labels =
      "({'true': \(JSONValue.quoted(names["true"] ?? "")), 'false': \(JSONValue.quoted(names["false"] ?? ""))})[datum.label]"
    return Drawing(
      language("Where the futures with \(condition) lie", "\(condition) 的情形分布"),
      language(
        "A dot a future over the two inputs with the surest limits, which are drawn as lines (the first \(ChartElements.rowsShown) futures).",
        "每点为一种情形，横纵轴为界限最可靠的两个输入，界限以直线表示（前 \(ChartElements.rowsShown) 个情形）。"),
      [
        "width": ChartStyle.width, "height": ChartStyle.height, "data": ChartElements.data(.futures),
        "transform": [
          ["filter": "datum.replication < \(JSONValue.number(Double(ChartElements.rowsShown)).compactText)"],
          ["calculate": "toString(datum.of_interest)", "as": "of_interest"],
        ],
        "layer": .array(
          [
            [
              "mark": ["type": "point", "filled": true, "size": 36, "opacity": 0.65],
              "encoding": [
                "x": axis(inputs[0]), "y": axis(inputs[1]),
                "color": [
                  "field": "of_interest", "type": "nominal",
                  "scale": ["domain": ["true", "false"], "range": [.string(ChartStyle.vermilion), "#a3cbe5"]],
                  "legend": ["title": nil, "labelExpr": .string(labels), "symbolType": "circle"],
                ],
              ],
            ]
          ] + limits),
      ])
  }

  /// The box that was chosen, among those on the way.
  private static func chosen(_ elements: ChartElements) -> JSONValue? {
    guard let table = elements.results[.boxes], let row = table.rows(where: "box", is: "1").first,
      let density = table.number(row, "density"), let coverage = table.number(row, "coverage")
    else { return nil }
    return [
      "data": ["values": [["coverage": .number(coverage), "density": .number(density)]]],
      "mark": ["type": "point", "filled": true, "size": 220, "opacity": 1, "color": .string(ChartStyle.vermilion)],
      "encoding": [
        "x": ["field": "coverage", "type": "quantitative"], "y": ["field": "density", "type": "quantitative"],
      ],
    ]
  }

  static func peeling(_ elements: ChartElements) -> Drawing? {
    let (results, language) = (elements.results, elements.language)
    guard let table = results[.trajectory], table.rows.count > 1 else { return nil }
    return Drawing(
      language("Denser boxes hold fewer of the futures in question", "区域越密集，覆盖的目标情形越少"),
      language(
        "Each dot a box on the way from all futures (right) to the densest (left); the chosen one in red.",
        "每点为一个区域：从全部情形（右）到最密集处（左）；红点为选定区域。"),
      [
        "width": ChartStyle.width, "height": ChartStyle.height, "data": ChartElements.data(.trajectory),
        "transform": [["filter": "datum.box == 1"]],
        "layer": .array(
          [
            [
              "mark": ["type": "point", "filled": true, "size": 70, "opacity": 0.8, "color": .string(ChartStyle.blue)],
              "encoding": [
                "x": [
                  "field": "coverage", "type": "quantitative",
                  "axis": elements.shares(language("coverage: share of all in question", "覆盖率")),
                ],
                "y": [
                  "field": "density", "type": "quantitative",
                  "axis": elements.shares(language("density: share of the box in question", "密度")),
                  "scale": ["zero": false],
                ],
                "tooltip": [
                  ["field": "step", "type": "quantitative"],
                  ["field": "density", "type": "quantitative", "format": ".1%"],
                  ["field": "coverage", "type": "quantitative", "format": ".1%"],
                  ["field": "restricted_inputs", "type": "quantitative"],
                ],
              ],
            ]
          ] + (chosen(elements).map { [$0] } ?? [])),
      ])
  }
}
