import Experimentation
import Results

extension ChartKind {
  /// What each option is worth, and its worst outcomes.
  static let payoff = ChartKind("payoff") { DecisionCharts.payoff($0) }
  /// What one may regret of each option.
  static let regret = ChartKind("regret") { DecisionCharts.regret($0) }
  /// What learning an input before deciding is worth.
  static let learning = ChartKind("learning") { DecisionCharts.learning($0) }
}

/// What to do, what one may regret, and what finding out more is worth.
private enum DecisionCharts {
  private static func payoffName(_ elements: ChartElements, _ unit: String) -> String {
    let facts = elements.results.facts
    let name = facts.measure.map { elements.label($0, unit) } ?? elements.language("payoff", "收益")
    return facts.lessIsBetter ? "−" + name : name
  }

  private static func best(_ table: Table, _ column: String) -> Int? {
    table.rows.indices.max { (table.number($0, column) ?? 0) < (table.number($1, column) ?? 0) }
  }

  static func payoff(_ elements: ChartElements) -> Drawing? {
    let language = elements.language
    guard let table = elements.results[.decision], let best = best(table, "expected_value") else { return nil }
    let unit = table.text(best, "unit")
    let name = elements.option(table.text(best, "option"))
    let chance = elements.percent(table.number(best, "chance_of_best") ?? 0)
    let rows: JSONValue = [
      "field": "option", "type": "nominal", "sort": nil, "axis": elements.options(table.distinct("option")),
    ]
    let axis = elements.amounts(payoffName(elements, unit))
    let names = [language("expected value", "期望值"), language("mean of the worst outcomes", "最差情形的平均值")]
    func points(_ field: String, _ name: String) -> JSONValue {
      [
        "transform": [ChartElements.name(name, as: "figure")],
        "mark": ["type": "point", "filled": true, "size": 130, "opacity": 1],
        "encoding": [
          "y": rows, "x": ["field": .string(field), "type": "quantitative", "axis": axis],
          "color": [
            "field": "figure", "type": "nominal",
            "scale": [
              "domain": .array(names.map { .string($0) }),
              "range": [.string(ChartStyle.blue), .string(ChartStyle.vermilion)],
            ],
            "legend": ["title": nil],
          ],
          "tooltip": [
            ["field": "option", "type": "nominal"],
            ["field": .string(field), "type": "quantitative", "format": ",.4~r"],
          ],
        ],
      ]
    }
    func interval(_ field: String, _ color: String) -> JSONValue {
      [
        "transform": [ChartElements.filterNumbers("\(field)_ci95_low")],
        "mark": ["type": "rule", "strokeWidth": 2.5, "color": .string(color)],
        "encoding": [
          "y": rows, "x": ["field": "\(field)_ci95_low", "type": "quantitative"], "x2": ["field": "\(field)_ci95_high"],
        ],
      ]
    }
    return Drawing(
      language(
        "Take \(name): the best in expectation, and the best of all in \(chance) of futures",
        "建议选择 \(name)：期望最优，且在 \(chance) 的情形中优于其他选项"),
      language(
        "Each option with 95 % intervals; leaving it altogether is worth 0.", "各选项及其 95 % 区间；完全放弃的价值为 0。"),
      [
        "width": ChartStyle.width, "height": ["step": 54], "data": ChartElements.data(.decision),
        "layer": [
          Rules.vertical(0), interval("expected_value", ChartStyle.blue),
          interval("expected_shortfall", ChartStyle.vermilion),
          points("expected_value", names[0]), points("expected_shortfall", names[1]),
        ],
      ])
  }

  static func regret(_ elements: ChartElements) -> Drawing? {
    let language = elements.language
    guard let table = elements.results[.decision],
      let least = table.rows.indices.min(by: {
        (table.number($0, "regret_max") ?? 0) < (table.number($1, "regret_max") ?? 0)
      })
    else { return nil }
    let unit = table.text(least, "unit")
    let names = ["mean_regret": language("mean", "平均"), "regret_p95": "P95", "regret_max": language("greatest", "最大")]
    let columns = ["mean_regret", "regret_p95", "regret_max"]
    let labels = columns.map { "'\($0)': \(JSONValue.quoted(names[$0] ?? $0))" }.joined(separator: ", ")
    return Drawing(
      language(
        "\(elements.option(table.text(least, "option"))) has the least to regret: \(elements.amount(table.number(least, "regret_max"), unit)) at most",
        "\(elements.option(table.text(least, "option"))) 的最大遗憾最小：至多 \(elements.amount(table.number(least, "regret_max"), unit))"
      ),
      language(
        "Regret: how much more the best option would have brought in the same future.", "遗憾：同一情形下最优选项本可多带来的数额。"),
      [
        "width": ChartStyle.width, "height": ["step": 20], "data": ChartElements.data(.decision),
        "transform": [
          ["fold": .array(columns.map { .string($0) }), "as": ["figure", "regret"]]
        ],
        "mark": "bar",
        "encoding": [
          "y": ["field": "option", "type": "nominal", "sort": nil, "axis": elements.options(table.distinct("option"))],
          "yOffset": ["field": "figure", "type": "nominal", "sort": .array(columns.map { .string($0) })],
          "x": ["field": "regret", "type": "quantitative", "axis": elements.amounts(unit)],
          "color": [
            "field": "figure", "type": "nominal",
            "scale": [
              "domain": .array(columns.map { .string($0) }),
              "range": [.string(ChartStyle.sky), .string(ChartStyle.orange), .string(ChartStyle.vermilion)],
            ],
            "legend": ["title": nil, "columns": 3, "labelExpr": .string("({\(labels)})[datum.label]")],
          ],
          "tooltip": [
            ["field": "option", "type": "nominal"], ["field": "figure", "type": "nominal"],
            ["field": "regret", "type": "quantitative", "format": ",.4~r"],
          ],
        ],
      ])
  }

  static func learning(_ elements: ChartElements) -> Drawing? {
    let language = elements.language
    guard let table = elements.results[.evppi] else { return nil }
    let inputs = table.rows.indices.filter { !["everything", "all inputs"].contains(table.text($0, "inputs")) }
    let all = table.rows(where: "inputs", is: "everything").first.flatMap { table.number($0, "value") } ?? 0
    let known = inputs.filter { table.text($0, "is_beyond_noise") == "true" }
    let unit = table.rows.isEmpty ? "" : table.text(0, "unit")
    let top = known.max { (table.number($0, "value") ?? 0) < (table.number($1, "value") ?? 0) }
    let title =
      top.map {
        language(
          "Worth finding out first: \(table.text($0, "inputs")), for up to \(elements.amount(table.number($0, "value"), unit))",
          "最值得先弄清的是 \(table.text($0, "inputs"))：至多值 \(elements.amount(table.number($0, "value"), unit))")
      } ?? language("No single input is shown to be worth finding out first", "没有任何单个输入被证实值得先行弄清")
    let order = table.rows.indices.sorted { (table.number($0, "value") ?? 0) > (table.number($1, "value") ?? 0) }
      .map { table.text($0, "inputs") }
    let rows: JSONValue = [
      "field": "inputs", "type": "nominal", "sort": .array(order.map { .string($0) }),
      "axis": ["title": nil, "grid": false],
    ]
    let axis = elements.amounts(language("worth at most (\(unit))", "至多价值（\(unit)）"))
    return Drawing(
      title,
      language(
        "What knowing it before deciding is worth at most, with 95 % intervals; orange ticks: what an input of no worth would show. "
          + "Everything: \(elements.amount(all, unit)).",
        "决策前弄清该输入至多值多少，附 95 % 区间；橙色刻度：毫无价值的输入也会显示的数值。全部弄清：\(elements.amount(all, unit))。"),
      [
        "width": ChartStyle.width, "height": ["step": 28], "data": ChartElements.data(.evppi),
        "layer": [
          [
            "mark": ["type": "bar", "color": .string(ChartStyle.blue)],
            "encoding": [
              "y": rows, "x": ["field": "value", "type": "quantitative", "axis": axis],
              "tooltip": [
                ["field": "inputs", "type": "nominal"], ["field": "value", "type": "quantitative", "format": ",.4~r"],
                ["field": "ci95_low", "type": "quantitative", "format": ",.4~r"],
                ["field": "ci95_high", "type": "quantitative", "format": ",.4~r"],
              ],
            ],
          ],
          [
            "mark": ["type": "rule", "strokeWidth": 2, "color": "#111827"],
            "encoding": ["y": rows, "x": ["field": "ci95_low", "type": "quantitative"], "x2": ["field": "ci95_high"]],
          ],
          [
            "transform": [ChartElements.filterNumbers("noise_floor")],
            "mark": ["type": "tick", "thickness": 3, "color": .string(ChartStyle.orange)],
            "encoding": ["y": rows, "x": ["field": "noise_floor", "type": "quantitative"]],
          ],
        ],
      ])
  }
}
