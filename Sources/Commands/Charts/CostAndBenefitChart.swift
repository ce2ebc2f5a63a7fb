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
    guard let timeline = results[.timeline], let cost = means("operating_cost", timeline),
      let benefit = means("operating_benefit", timeline)
    else { return nil }
    let currency = elements.currency
    let hasCompute = means("compute_cost", timeline) != nil
    let lines = [
      hasCompute ? language("compute", "算力") : nil,
      hasCompute ? language("other costs", "其他成本") : language("cost", "成本"),
    ].compactMap { $0 }
    let benefitName = language("benefit", "收益")
    let title = CoverageText.title(benefits: benefit, costs: cost, in: language)
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
        ["calculate": "datum.operating_cost - datum.compute_cost", "as": "other"],
        ["fold": ["compute_cost", "other"], "as": ["part", "amount"]],
      ]
      : [["fold": ["operating_cost"], "as": ["part", "amount"]]]
    let names = hasCompute ? ["compute_cost": lines[0], "other": lines[1]] : ["operating_cost": lines[0]]
    let part = names.sorted { $0.key < $1.key }.map { "'\($0.key)': \(JSONValue.quoted($0.value))" }
    let body: JSONValue = [
      "width": ChartStyle.width, "height": ChartStyle.height, "data": ChartElements.data(.timeline),
      "transform": [
        ChartElements.filter("measure", ["operating_cost", "operating_benefit", "compute_cost"]),
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
            "x": x, "y": ["field": "operating_benefit", "type": "quantitative", "axis": axis],
            "color": JSONValue.object([.init("field", "name")]).merging(color),
            "tooltip": [
              elements.monthTooltip,
              [
                "field": "operating_cost", "type": "quantitative", "title": .string(language("cost", "成本")),
                "format": ",.4~r",
              ],
              ["field": "operating_benefit", "type": "quantitative", "title": .string(benefitName), "format": ",.4~r"],
            ],
          ],
        ],
      ],
    ]
    return Drawing(
      title,
      language(
        "Operating costs stacked, and benefit as a line, each in the month that it is for, before tax, financing, capital "
          + "and what is paid once: means over all futures, in \(currency) a month.",
        "运营成本堆叠，收益为折线，均计入所属月份，不含税、融资、资本开支与一次性支出：所有情形的平均值（\(currency)/月）。"), body)
  }

  private static func means(_ series: String, _ timeline: Table) -> [Double]? {
    let values = timeline.rows(where: "measure", is: series).compactMap { timeline.number($0, "mean") }
    return values.isEmpty ? nil : values
  }
}
