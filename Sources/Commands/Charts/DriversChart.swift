import Experimentation
import Results

extension ChartKind {
  /// What drives the value of a run: a tornado from its own replications.
  static let drivers = ChartKind("drivers") { DriversChart.drawing($0) }
}

/// The mean of a measure where each input is in its lowest and in its highest tenth, the widest bar first.
private enum DriversChart {
  private static let most = 10

  fileprivate static func drawing(_ elements: ChartElements) -> Drawing? {
    let (results, language) = (elements.results, elements.language)
    guard let table = results[.drivers], !table.rows.isEmpty else { return nil }
    let measure = table.text(0, "measure")
    let used = table.rows.indices.filter { table.number($0, "swing") != nil }
    let rows = Array(used.prefix(most))
    guard !rows.isEmpty else { return nil }
    // Of those a swing of nothing cannot be excluded.
    let pale = rows.filter { row in
      (table.number(row, "swing_ci95_low") ?? 0) <= 0 && (table.number(row, "swing_ci95_high") ?? 0) >= 0
    }.map { table.text($0, "input") }
    let isPale: JSONValue = ["field": "input", "oneOf": .array(pale.map { .string($0) })]
    func paling(_ color: JSONValue) -> JSONValue {
      pale.isEmpty ? color : color.merging(["condition": ["test": isPale, "value": .string(ChartStyle.pale)]])
    }
    let shown = used.filter {
      (table.number($0, "variance_share") ?? 0) > (table.number($0, "noise_floor") ?? 1)
    }
    let first = shown.max { (table.number($0, "variance_share") ?? 0) < (table.number($1, "variance_share") ?? 0) }
    let title =
      first.map { row in
        let input = elements.words(ofInput: table.text(row, "input"))
        let share = elements.percent(table.number(row, "variance_share") ?? 0)
        return language(
          "\(input) drives it most: it explains \(share) of the variance of \(elements.title(of: measure))",
          "\(input) 影响最大：单独解释\(elements.title(of: measure))方差的 \(share)")
      }
      ?? language(
        "No input alone explains a significant share of the variance of \(elements.title(of: measure))",
        "没有单个输入能显著解释\(elements.title(of: measure))的方差")
    let order: JSONValue = .array(rows.map { .string(table.text($0, "input")) })
    let (lowName, highName) = (language("lowest tenth", "最低一成"), language("highest tenth", "最高一成"))
    let axis = elements.amounts(elements.label(measure, table.text(0, "unit")))
    let body: JSONValue = [
      "width": ChartStyle.width, "height": ["step": 30], "data": ChartElements.data(.drivers),
      "transform": [
        ChartElements.filter("input", rows.map { table.text($0, "input") }),
        ["fold": ["mean_lowest", "mean_highest"], "as": ["end", "mean"]],
        [
          "calculate": .string(
            "datum.end == 'mean_lowest' ? \(JSONValue.quoted(lowName)) : \(JSONValue.quoted(highName))"), "as": "side",
        ],
      ],
      "layer": [
        [
          "mark": ["type": "rule", "strokeWidth": 3],
          "encoding": [
            "color": paling(["value": .string(ChartStyle.sky)]),
            "y": [
              "field": "input", "type": "nominal", "sort": order,
              "axis": elements.inputs(rows.map { table.text($0, "input") }),
            ],
            "x": ["field": "mean", "type": "quantitative", "aggregate": "min", "axis": axis, "scale": ["zero": false]],
            "x2": ["field": "mean", "aggregate": "max"],
          ],
        ],
        [
          "mark": ["type": "circle", "size": 130, "opacity": 1],
          "encoding": [
            "y": ["field": "input", "type": "nominal", "sort": order],
            "x": ["field": "mean", "type": "quantitative", "axis": axis, "scale": ["zero": false]],
            "color": paling(ChartElements.sides(lowName, highName)),
            "tooltip": [
              ["field": "input", "type": "nominal"], ["field": "side", "type": "nominal"],
              ["field": "mean", "type": "quantitative", "format": ",.4~r"],
            ],
          ],
        ],
      ],
    ]
    let note =
      pale.isEmpty
      ? ""
      : language(
        " Pale: the 95 % interval of the difference contains 0.", "浅灰色：差异的 95% 区间包含 0。")
    let unused = UnusedInputsSentence(table, language).text.map { language(" ", "") + $0 } ?? ""
    return Drawing(
      title,
      language(
        "The mean over the futures in which an input is in its lowest and in its highest tenth, from the same replications.",
        "各输入处于最低与最高一成的情形下的平均值（取自同一批模拟）。") + note + unused, body)
  }
}

/// What a run says of the inputs on which nothing depends with the choices taken.
struct UnusedInputsSentence {
  /// `nil` where there is none.
  let text: String?

  /// - `drivers`: the table `drivers.csv`.
  init(_ drivers: Table, _ language: Language) {
    let names = drivers.rows.indices.filter { drivers.number($0, "swing") == nil }.map { drivers.text($0, "input") }
    self.init(names, language)
  }

  init(_ names: [String], _ language: Language) {
    text =
      names.isEmpty
      ? nil
      : language(
        "Not used with these choices: \(names.joined(separator: ", ")).", "按当前选项未使用：\(names.joined(separator: "、"))。")
  }
}
