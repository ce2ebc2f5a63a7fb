import Experimentation
import Results

extension ChartKind {
  /// One input at a time, from its low to its high quantile.
  static let tornado = ChartKind("tornado") { SensitivityCharts($0)?.tornado }
  /// One input at a time, over its quantiles.
  static let spider = ChartKind("spider") { SensitivityCharts($0)?.spider }
  /// The mean and the spread of the effects of each input.
  static let screening = ChartKind("morris") { SensitivityCharts($0)?.screening }
  /// The indices of each input.
  static let indices = ChartKind("indices") { SensitivityCharts($0)?.indices }
  /// How much two inputs do only together.
  static let pairs = ChartKind("pairs") { SensitivityCharts($0)?.pairs }
}

/// What decides a measure, each method in its own picture.
private struct SensitivityCharts {
  private let elements: ChartElements
  private let table: Table
  /// The method as the table has it.
  private let name: String
  private let method: any SensitivityMethod
  /// The inputs by how much they decide, the most first; without what is chance.
  private let ranked: [(input: String, weight: Double)]

  init?(_ elements: ChartElements) {
    guard let table = elements.results[.sensitivity], !table.rows.isEmpty,
      let method = SensitivityMethods.method(recordedAs: table.text(0, "method"))
    else { return nil }
    self.elements = elements
    self.table = table
    name = table.text(0, "method")
    self.method = method
    let rows = table.rows.indices.map { row in
      SensitivityRow(
        method: method.recordedName, measure: table.text(row, "measure"), input: table.text(row, "input"),
        secondInput: table.text(row, "second_input").isEmpty ? nil : table.text(row, "second_input"),
        index: table.text(row, "index"), value: table.number(row, "value"))
    }
    ranked = method.ranked(rows).compactMap { input in input.weight.map { (input.input, $0) } }
    guard !ranked.isEmpty else { return nil }
  }

  private var title: String {
    let language = elements.language
    let measure = elements.title(of: table.text(0, "measure"))
    let first = elements.words(ofInput: ranked[0].input)
    let second = ranked.dropFirst().prefix(2).filter { $0.weight > 0 }.map { elements.words(ofInput: $0.input) }
    let others =
      second.isEmpty
      ? "" : language(", then \(second.joined(separator: " and "))", "，其次是 \(second.joined(separator: "、"))")
    return language(
      "\(first) decides \(measure) most\(others)", "对\(measure)影响最大的是 \(first)\(others)")
  }

  // MARK: One input at a time

  var tornado: Drawing? {
    guard case .tornado = method.picture else { return nil }
    let language = elements.language
    let measure = table.text(0, "measure")
    // A row of an input that moves nothing would be a line without length.
    let moving = ranked.filter { $0.weight != 0 }.map(\.input)
    let idle = ranked.filter { $0.weight == 0 }.map(\.input)
    let shown = moving.isEmpty ? idle : moving
    let order: JSONValue = .array(shown.map { .string($0) })
    let y: JSONValue = ["field": "input", "type": "nominal", "sort": order, "axis": elements.inputs(shown)]
    let axis = elements.amounts(elements.label(measure, elements.results.facts.unit ?? ""))
    let (lowName, highName) = (language("input at its P10", "输入取 P10"), language("input at its P90", "输入取 P90"))
    let sides: [(side: String, name: String)] = [("low", lowName), ("high", highName)]
    let bars: [JSONValue] = sides.map { side, name in
      [
        "transform": [ChartElements.name(name, as: "side")],
        "mark": ["type": "bar", "height": ["band": 0.75]],
        "encoding": [
          "y": y, "x": ["field": "base", "type": "quantitative", "axis": axis, "scale": ["zero": false]],
          "x2": ["field": .string(side)],
          "color": ChartElements.sides(lowName, highName),
          "tooltip": [
            ["field": "input", "type": "nominal"], ["field": "low", "type": "quantitative", "format": ",.4~r"],
            ["field": "base", "type": "quantitative", "format": ",.4~r"],
            ["field": "high", "type": "quantitative", "format": ",.4~r"],
          ],
        ],
      ]
    }
    let base = table.rows.indices.first { table.text($0, "index") == "base" }.flatMap { table.number($0, "value") }
    let marks = base.map { [Rules.vertical($0)] } ?? []
    let body: JSONValue = [
      "width": ChartStyle.width, "height": ["step": 30], "data": ChartElements.data(.sensitivity),
      "transform": [
        ChartElements.filter("index", ["low", "base", "high"]), ChartElements.filter("input", shown),
        ["pivot": "index", "value": "value", "groupby": ["input"]],
      ],
      "layer": .array(bars + marks + [Rules.vertical(0, isDashed: true)]),
    ]
    let switches = ranked.prefix(3).compactMap { input -> String? in
      let row = table.rows(where: "input", is: input.input).first { table.text($0, "index") == "break_even" }
      return row.flatMap { table.number($0, "value") }.map {
        "\(elements.words(ofInput: input.input)) = \(elements.amount($0, elements.results.unit(ofInput: input.input)))"
      }
    }
    let text = language(
      "One input at a time, the others at their medians.", "逐个变动一个输入，其余取中位数。")
    let turns =
      switches.isEmpty
      ? ""
      : language(
        " The sign changes at \(switches.joined(separator: ", at ")).", "在 \(switches.joined(separator: "、")) 处变号。")
    let unmoved = idle.map { elements.words(ofInput: $0) }
    let still =
      moving.isEmpty || idle.isEmpty
      ? ""
      : language(
        " These change nothing: \(unmoved.joined(separator: ", ")).", "以下输入不改变结果：\(unmoved.joined(separator: "、"))。")
    return Drawing(title, text + turns + still, body)
  }

  var spider: Drawing? {
    guard case .spider = method.picture else { return nil }
    let language = elements.language
    let measure = table.text(0, "measure")
    // More lines than colours cannot be told apart: the rest is grey.
    let shown = ranked.prefix(6).map(\.input)
    let color: JSONValue = [
      "field": "input", "type": "nominal",
      "scale": [
        "domain": .array(shown.map { .string($0) }), "range": ChartStyle.palette,
      ],
      "legend": [
        "title": nil, "columns": 2, "labelLimit": 300,
        "labelExpr": .string(elements.inputs(Array(shown), of: "datum.label")),
      ],
    ]
    let x: JSONValue = [
      "field": "quantile", "type": "quantitative",
      "axis": ["title": .string(language("quantile of the input", "输入的分位数")), "format": ".0%"],
      "scale": ["domain": [0.05, 0.95]],
    ]
    let y: JSONValue = [
      "field": "value", "type": "quantitative",
      "axis": elements.amounts(elements.label(measure, elements.results.facts.unit ?? "")),
      "scale": ["zero": false],
    ]
    let others = ranked.dropFirst(6).map(\.input)
    let rest: [JSONValue] =
      others.isEmpty
      ? []
      : [
        [
          "transform": [ChartElements.filter("input", others)],
          "mark": ["type": "line", "color": .string(ChartStyle.pale), "strokeWidth": 1.5],
          "encoding": ["x": x, "y": y, "detail": ["field": "input", "type": "nominal"]],
        ]
      ]
    let body: JSONValue = [
      "width": ChartStyle.width, "height": ChartStyle.height, "data": ChartElements.data(.sensitivity),
      "transform": [
        ["filter": "substring(datum.index, 0, 1) === 'q'"],
        ["calculate": "toNumber(substring(datum.index, 1))", "as": "quantile"],
      ],
      "layer": .array(
        rest + [
          [
            "transform": [ChartElements.filter("input", Array(shown))],
            "mark": ["type": "line", "strokeWidth": 3, "point": ["size": 50]],
            "encoding": [
              "x": x, "y": y, "color": color,
              "tooltip": [
                ["field": "input", "type": "nominal"], ["field": "value", "type": "quantitative", "format": ",.4~r"],
              ],
            ],
          ],
          Rules.zero,
        ]),
    ]
    return Drawing(
      title,
      language(
        "Each input over its own quantiles, the others at their medians"
          + (others.isEmpty ? "." : "; \(others.count) that decide less in grey."),
        "各输入沿自身分位数变动，其余取中位数" + (others.isEmpty ? "。" : "；影响较小的 \(others.count) 个以灰色表示。")), body)
  }

  // MARK: Indices

  var indices: Drawing? {
    guard case .bars(let shown, let axis) = method.picture else { return nil }
    let language = elements.language
    let order: JSONValue = .array(ranked.map { .string($0.input) })
    let y: JSONValue = [
      "field": "input", "type": "nominal", "sort": order, "axis": elements.inputs(ranked.map(\.input)),
    ]
    let names = [
      "ST": language("ST: with all it does together with others", "ST：含与其他输入的共同作用"),
      "S1": language("S1: alone", "S1：单独作用"),
    ]
    let scale: JSONValue = [
      "domain": .array(shown.map { .string($0) }),
      "range": [.string(ChartStyle.blue), .string(ChartStyle.orange)],
    ]
    let labels = shown.map { "\(JSONValue.quoted($0)): \(JSONValue.quoted(names[$0] ?? $0))" }.joined(separator: ", ")
    let encoding: JSONValue = [
      "y": y, "yOffset": ["field": "index", "type": "nominal", "sort": .array(shown.map { .string($0) })],
      "color": [
        "field": "index", "type": "nominal", "scale": scale,
        "legend": shown.count == 1 ? nil : ["title": nil, "labelExpr": .string("({\(labels)})[datum.label]")],
      ],
    ]
    func x(_ field: String) -> JSONValue {
      [
        "field": .string(field), "type": "quantitative",
        "axis": ["title": .string(axis.map { $0(in: language) } ?? shown[0])],
      ]
    }
    let body: JSONValue = [
      "width": ChartStyle.width, "height": ["step": shown.count > 1 ? 15 : 28],
      "data": ChartElements.data(.sensitivity),
      "transform": [
        ChartElements.filter("index", shown), ["filter": "!datum.second_input"],
        ChartElements.filter("input", ranked.map(\.input)),
      ],
      "layer": [
        [
          "mark": ["type": "bar"],
          "encoding": encoding.merging([
            "x": x("value"),
            "tooltip": [
              ["field": "input", "type": "nominal"], ["field": "index", "type": "nominal"],
              ["field": "value", "type": "quantitative", "format": ".3~r"],
              ["field": "ci95_low", "type": "quantitative", "format": ".3~r"],
              ["field": "ci95_high", "type": "quantitative", "format": ".3~r"],
            ],
          ]),
        ],
        [
          "transform": [ChartElements.filterNumbers("ci95_low")],
          "mark": ["type": "rule", "strokeWidth": 1.5, "color": "#111827"],
          "encoding": [
            "y": y, "yOffset": ["field": "index", "type": "nominal", "sort": .array(shown.map { .string($0) })],
            "x": x("ci95_low"), "x2": ["field": "ci95_high"],
          ],
        ],
        Rules.vertical(0),
      ],
    ]
    return Drawing(
      title, language("\(name), with 95 % intervals as lines.", "\(name)；细线为 95 % 区间。"), body)
  }

  /// How much two inputs do only together, where that was asked for.
  var pairs: Drawing? {
    guard case .bars = method.picture else { return nil }
    let language = elements.language
    let rows = table.rows.indices.filter { !table.text($0, "second_input").isEmpty && table.text($0, "index") == "S2" }
    guard let top = rows.max(by: { (table.number($0, "value") ?? 0) < (table.number($1, "value") ?? 0) }) else {
      return nil
    }
    let names = rows.flatMap { [table.text($0, "input"), table.text($0, "second_input")] }
    let body: JSONValue = [
      "width": ["step": 44], "height": ["step": 26], "data": ChartElements.data(.sensitivity),
      "transform": [["filter": "datum.index === 'S2' && datum.second_input"]],
      "layer": [
        [
          "mark": "rect",
          "encoding": [
            "x": [
              "field": "second_input", "type": "nominal", "sort": nil,
              "axis": elements.inputs(names).merging(["labelAngle": -45, "labelLimit": 200]),
            ],
            "y": ["field": "input", "type": "nominal", "sort": nil, "axis": elements.inputs(names)],
            "color": [
              "field": "value", "type": "quantitative",
              "scale": ["scheme": "blueorange", "reverse": true, "domainMid": 0],
              "legend": ["title": "S2", "gradientLength": 240],
            ],
            "tooltip": [
              ["field": "input", "type": "nominal"], ["field": "second_input", "type": "nominal"],
              ["field": "value", "type": "quantitative", "format": ".3~r"],
              ["field": "ci95_low", "type": "quantitative", "format": ".3~r"],
              ["field": "ci95_high", "type": "quantitative", "format": ".3~r"],
            ],
          ],
        ]
      ],
    ]
    let (first, second) = (
      elements.words(ofInput: table.text(top, "input")), elements.words(ofInput: table.text(top, "second_input"))
    )
    let isKnown = (table.number(top, "ci95_low") ?? -1) > 0
    return Drawing(
      isKnown
        ? language(
          "\(first) and \(second) do most together: \(elements.percent(table.number(top, "value") ?? 0)) of the variance",
          "\(first) 与 \(second) 的共同作用最大：占方差的 \(elements.percent(table.number(top, "value") ?? 0))")
        : language("No pair of inputs is known to do more together than each alone", "尚不能确认任何两个输入之间存在共同作用"),
      language(
        "Shares of the variance that two inputs make only together (S2); below 0 is chance.",
        "两个输入仅在共同作用下产生的方差占比（S2）；负值为随机误差。"),
      body)
  }

  // MARK: Morris

  var screening: Drawing? {
    guard case .screening = method.picture else { return nil }
    let language = elements.language
    let x: JSONValue = [
      "field": "mu_star", "type": "quantitative",
      "axis": ["title": .string(language("mean effect μ*", "平均效应 μ*"))],
    ]
    let y: JSONValue = [
      "field": "sigma", "type": "quantitative",
      "axis": ["title": .string(language("spread of the effects σ", "效应的离散程度 σ"))],
    ]
    let top = ranked.first?.weight ?? 1
    let body: JSONValue = [
      "width": ChartStyle.width, "height": ChartStyle.height, "data": ChartElements.data(.sensitivity),
      "transform": [
        ChartElements.filter("index", ["mu_star", "sigma"]),
        ["pivot": "index", "value": "value", "groupby": ["input"]],
      ],
      "layer": [
        [
          "mark": ["type": "line", "color": .string(ChartStyle.grey), "strokeDash": [4, 4]],
          "data": ["values": [["a": 0], ["a": .number(top)]]],
          "encoding": ["x": ["field": "a", "type": "quantitative"], "y": ["field": "a", "type": "quantitative"]],
        ],
        [
          "mark": ["type": "point", "filled": true, "size": 110, "color": .string(ChartStyle.blue), "opacity": 1],
          "encoding": [
            "x": x, "y": y,
            "tooltip": [
              ["field": "input", "type": "nominal"], ["field": "mu_star", "type": "quantitative", "format": ".3~r"],
              ["field": "sigma", "type": "quantitative", "format": ".3~r"],
            ],
          ],
        ],
        [
          "transform": [
            ChartElements.filter("input", ranked.prefix(7).map(\.input)),
            ["calculate": .string(elements.inputs(ranked.map(\.input), of: "datum.input")), "as": "label"],
          ],
          "mark": ["type": "text", "align": "left", "dx": 9, "dy": -6, "fontSize": 14, "limit": 240],
          "encoding": ["x": x, "y": y, "text": ["field": "label", "type": "nominal"]],
        ],
      ],
    ]
    return Drawing(
      title,
      language(
        "Far right: decides much. Near the dashed line or above it: bent, or acting together with other inputs.",
        "越靠右影响越大；接近或高于虚线表示非线性或与其他输入共同作用。"), body)
  }
}
