import Experimentation
import Results

extension ChartKind {
  /// What a month costs and what it brings, on average.
  static let costAndBenefit = ChartKind("cost-and-benefit") { CostAndBenefitChart.drawing($0) }
}

/// What a month costs, in a stack of what it goes for, and what it brings: means, which add up.
private enum CostAndBenefitChart {
  static func drawing(_ elements: ChartElements) -> Drawing? {
    let (results, language) = (elements.results, elements.language)
    guard let timeline = results[.timeline], let cost = means("cost", timeline),
      let benefit = means("benefit", timeline)
    else { return nil }
    let currency = elements.currency
    let hasCompute = means("compute_cost", timeline) != nil
    let lines = [
      hasCompute ? language("compute", "算力") : nil,
      hasCompute ? language("other costs", "其他成本") : language("cost", "成本"),
    ].compactMap { $0 }
    let benefitName = language("benefit", "收益")
    // From the last month on in which cost is not below benefit.
    let crossing =
      (Array(zip(cost, benefit)).enumerated().reversed().first { $0.element.1 <= $0.element.0 }?.offset ?? -1) + 2
    let title =
      crossing > cost.count
      ? language("On average a month costs more than it brings to the end", "平均而言，直到期末每月成本仍高于收益")
      : crossing == 1
        ? language("On average a month brings more than it costs from the first on", "平均而言，从第一个月起收益即高于成本")
        : language(
          "On average a month brings more than it costs from month \(crossing) on", "平均而言，从第 \(crossing) 个月起收益高于成本")
    let x: JSONValue = [
      "field": "month", "type": "quantitative", "axis": elements.months, "scale": ["nice": false],
    ]
    let color: JSONValue = [
      "type": "nominal",
      "scale": [
        "domain": .array((lines + [benefitName]).map { .string($0) }),
        "range": .array(
          (hasCompute ? [ChartStyle.sky, ChartStyle.orange] : [ChartStyle.sky]).map { .string($0) } + [
            .string(ChartStyle.green)
          ]),
      ],
      "legend": ["title": nil, "columns": 3],
    ]
    let axis = elements.amounts(language("\(currency) a month", "\(currency)/月"))
    let split: [JSONValue] =
      hasCompute
      ? [
        ["calculate": "datum.cost - datum.compute_cost", "as": "other"],
        ["fold": ["compute_cost", "other"], "as": ["part", "amount"]],
      ]
      : [["fold": ["cost"], "as": ["part", "amount"]]]
    let names = hasCompute ? ["compute_cost": lines[0], "other": lines[1]] : ["cost": lines[0]]
    let part = names.sorted { $0.key < $1.key }.map { "'\($0.key)': \(JSONValue.quoted($0.value))" }
    let body: JSONValue = [
      "width": ChartStyle.width, "height": ChartStyle.height, "data": ChartElements.data(.timeline),
      "transform": [
        ChartElements.filter("measure", ["cost", "benefit", "compute_cost"]),
        ["pivot": "measure", "value": "mean", "groupby": ["month"]],
      ],
      "layer": [
        [
          "transform": .array(
            split + [["calculate": .string("({\(part.joined(separator: ", "))})[datum.part]"), "as": "name"]]),
          "mark": ["type": "area"],
          "encoding": [
            "x": x, "y": ["field": "amount", "type": "quantitative", "stack": "zero", "axis": axis],
            "color": JSONValue.object([.init("field", "name")]).merging(color),
            "order": ["field": "part", "type": "nominal", "sort": "ascending"],
          ],
        ],
        [
          "transform": [ChartElements.name(benefitName, as: "name")],
          "mark": ["type": "line", "strokeWidth": 3.5],
          "encoding": [
            "x": x, "y": ["field": "benefit", "type": "quantitative", "axis": axis],
            "color": JSONValue.object([.init("field", "name")]).merging(color),
            "tooltip": [
              elements.monthTooltip,
              ["field": "cost", "type": "quantitative", "title": .string(language("cost", "成本")), "format": ",.4~r"],
              ["field": "benefit", "type": "quantitative", "title": .string(benefitName), "format": ",.4~r"],
            ],
          ],
        ],
      ],
    ]
    return Drawing(
      title,
      language(
        "Costs stacked, and benefit as a line: means over all futures, in \(currency) a month.",
        "成本堆叠，收益为折线：所有情形的平均值（\(currency)/月）。"), body)
  }

  private static func means(_ series: String, _ timeline: Table) -> [Double]? {
    let values = timeline.rows(where: "measure", is: series).compactMap { timeline.number($0, "mean") }
    return values.isEmpty ? nil : values
  }
}
