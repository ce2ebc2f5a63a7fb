import Experimentation
import Results

extension ChartKind {
  /// The figure on the way to its target, or the options on the way to the best.
  static let sought = ChartKind(ResultTable.seek.name) { SeekChart.drawing($0) }
}

/// The figure on the way to its target, or the options on the way to the best.
private enum SeekChart {
  static func drawing(_ elements: ChartElements) -> Drawing? {
    guard let table = elements.results[.seek], !table.rows.isEmpty else { return nil }
    return table.header.contains("target") ? curve(table, elements) : selection(table, elements)
  }

  private static func curve(_ table: Table, _ elements: ChartElements) -> Drawing? {
    let language = elements.language
    guard let target = table.number(0, "target") else { return nil }
    let input = table.header[0]
    let inputUnit = elements.text(ofUnit: elements.results.unit(ofInput: input))
    let inputTitle = elements.title(ofInput: input)
    let name = table.text(0, "figure")
    let figure = elements.title(ofFigure: name)
    let unit = table.text(0, "unit")
    let isShare = name.hasPrefix("P(")
    func text(_ value: Double) -> String { isShare ? elements.percent(value) : elements.amount(value, unit) }
    let answers = solutions(table, target)
    let axis =
      isShare ? elements.shares(figure) : elements.amounts(elements.label(figure, unit))
    let x: JSONValue = [
      "field": ChartElements.field(input), "type": "quantitative", "scale": ["zero": false, "nice": false],
      "axis": elements.amounts(inputUnit.isEmpty ? inputTitle : "\(inputTitle) (\(inputUnit))"),
    ]
    let isNeverSomewhere = table.rows.indices.contains { isNever(table, $0) }
    return Drawing(
      title(table, answers, figure: figure, text(target), elements) { elements.amount($0, inputUnit) },
      language("With 95 % intervals, on the same draws.", "附 95 % 区间，使用相同的随机数。")
        + (isNeverSomewhere ? language(" It is never where there is no point.", "无点处表示始终不会。") : ""),
      [
        "width": ChartStyle.width, "height": ChartStyle.height, "data": ChartElements.data(.seek),
        "layer": .array(
          [
            [
              "mark": ["type": "area", "opacity": 0.25, "color": .string(ChartStyle.blue)],
              "encoding": [
                "x": x, "y": ["field": "ci95_low", "type": "quantitative", "axis": axis, "scale": ["zero": false]],
                "y2": ["field": "ci95_high"],
              ],
            ],
            [
              "mark": ["type": "line", "strokeWidth": 3, "point": ["size": 50], "color": .string(ChartStyle.blue)],
              "encoding": [
                "x": x, "y": ["field": "value", "type": "quantitative", "axis": axis],
                "tooltip": [
                  [
                    "field": ChartElements.field(input), "type": "quantitative", "title": .string(input),
                    "format": ",.4~r",
                  ],
                  ["field": "value", "type": "quantitative", "title": .string(figure), "format": ",.4~r"],
                ],
              ],
            ],
            Rules.horizontal(target),
          ] + answers.map { Rules.vertical($0, isDashed: true) }),
      ])
  }

  /// The inputs at which the target is met or passed; of a table that does not say it, the one nearest to the target.
  private static func solutions(_ table: Table, _ target: Double) -> [Double] {
    let input = table.header[0]
    let rows = table.rows.indices.filter { !table.text($0, "solution").isEmpty }
    if !rows.isEmpty { return rows.compactMap { table.number($0, input) } }
    func distance(_ row: Int) -> Double { abs((table.number(row, "value") ?? .infinity) - target) }
    return table.rows.indices.min { distance($0) < distance($1) }.flatMap { table.number($0, input) }.map { [$0] } ?? []
  }

  /// Whether the figure of a row is later than any.
  private static func isNever(_ table: Table, _ row: Int) -> Bool {
    table.number(row, "value") == nil && Absence(rawValue: table.text(row, "absence")) == .laterThanAny
  }

  /// Where the figure meets its target or passes it.
  private static func title(
    _ table: Table, _ answers: [Double], figure: String, _ aim: String, _ elements: ChartElements,
    _ amount: (Double) -> String
  ) -> String {
    let (input, language) = (table.header[0], elements.language)
    let what = elements.title(ofInput: input)
    let figure = figure.prefix(1).uppercased() + figure.dropFirst()
    guard let low = answers.min(), let high = answers.max() else { return figure }
    let steps = table.rows(where: "solution", is: SeekCommand.step)
    if steps.isEmpty {
      if low == high {
        return language("\(figure) is \(aim) at \(amount(low)): \(what)", "\(what)为 \(amount(low)) 时，\(figure)为 \(aim)")
      }
      let openEnds = table.rows(where: "solution", is: SeekCommand.open).compactMap { table.number($0, input) }
      let (isAbove, isBelow) = (openEnds.contains(low), openEnds.contains(high))
      return language(
        "\(figure) is \(aim) from \(isAbove ? "above " : "")\(amount(low)) to \(isBelow ? "below " : "")\(amount(high)): "
          + what,
        "\(what)从 \(amount(low))\(isAbove ? "以上" : "") 到 \(amount(high))\(isBelow ? "以下" : "")，\(figure)均为 \(aim)")
    }
    if let before = steps.first, let after = steps.last, isNever(table, before) || isNever(table, after) {
      func value(_ row: Int) -> String {
        elements.amount(table.number(row, "value"), table.text(row, "unit"), absence: .laterThanAny)
      }
      return language(
        "\(figure) goes from \(value(before)) to \(value(after)) in one step at \(amount(high)): \(what)",
        "\(figure)在\(what)为 \(amount(high)) 处由“\(value(before))”一步变为“\(value(after))”")
    }
    return language(
      "\(figure) passes \(aim) in one step at \(amount(high)): \(what)",
      "\(figure)在\(what)为 \(amount(high)) 处一步越过 \(aim)")
  }

  private static func selection(_ table: Table, _ elements: ChartElements) -> Drawing? {
    let language = elements.language
    guard let end = table.header.firstIndex(of: "measure") else { return nil }
    let lessIsBetter = elements.results.facts.lessIsBetter
    let order = table.rows.indices.sorted { first, second in
      let (one, other) = (table.number(first, "mean") ?? 0, table.number(second, "mean") ?? 0)
      return one != other ? (one > other) != lessIsBetter : first < second
    }.prefix(25)
    let left = order.filter { table.text($0, "is_retained") == "true" }
    guard let best = left.first ?? order.first else { return nil }
    let names = Array(table.header[..<end])
    func label(_ row: Int) -> String { names.map { "\($0)=\(table.text(row, $0))" }.joined(separator: ", ") }
    let expression = names.map { JSONValue.quoted("\($0)=") + " + datum[" + JSONValue.quoted($0) + "]" }.joined(
      separator: " + ', ' + ")
    let measure = table.text(best, "measure")
    let unit = table.text(best, "unit")
    let bars = IntervalBars(
      elements: elements, category: "choice", low: "ci95_low", middle: "mean", high: "ci95_high",
      axis: elements.label(measure, unit), order: order.map(label))
    let body = JSONValue.object([
      .init("data", ChartElements.data(.seek)),
      .init(
        "transform",
        [["calculate": .string(expression), "as": "choice"], ChartElements.filter("choice", order.map(label))]),
    ]).merging(bars.body)
    return Drawing(
      left.count == 1
        ? language("\(label(best)) is the best of \(table.rows.count)", "\(label(best)) 是 \(table.rows.count) 个选项中最优的")
        : language(
          "\(label(best)) is ahead; \(left.count) options cannot be told apart",
          "\(label(best)) 领先；尚有 \(left.count) 个选项无法区分"),
      language(
        "Means with 95 % intervals; an option that fell behind was given up early, so its interval is wide.",
        "平均值及 95 % 区间；落后的选项提前淘汰，故区间较宽。"), body)
  }
}
