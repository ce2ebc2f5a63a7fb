import Experimentation
import Results

extension ChartKind {
  /// The series that have no chart of their own.
  static let otherSeries = ChartKind("other-series") { SmallMultiples.otherSeries($0) }
  /// The measures of an experiment without months.
  static let measures = ChartKind("measures") { SmallMultiples.measures($0) }
}

/// Several small charts, for what has none of its own.
private enum SmallMultiples {
  /// The series without a chart of their own, each a fan.
  static func otherSeries(_ elements: ChartElements) -> Drawing? {
    guard let timeline = elements.results[.timeline] else { return nil }
    let shown: Set<String> = [
      "cumulative_cash", "unit_cost", "cost", "benefit", "compute_cost", "cash", "operating_cost", "operating_benefit",
    ]
    let names = timeline.distinct("measure").filter { name in
      !shown.contains(name) && !["gpus", "requests"].contains { name == $0 || name.hasPrefix("\($0) (") }
    }.prefix(Self.most)
    guard !names.isEmpty else { return nil }
    let panels = names.map { name -> JSONValue in
      let unit = TimelineFan.unit(of: name, elements.results)
      let fan = FanLayers(
        elements: elements,
        x: [
          "field": "month", "type": "quantitative",
          "axis": ["title": .string(elements.language("month", "月份")), "grid": false, "tickCount": 5],
          "scale": ["nice": false],
        ],
        axis: ["title": nil, "labelExpr": elements.amountLabels, "tickCount": 4], isFromZero: true)
      return [
        "title": ["text": .string(elements.label(name, unit)), "fontSize": 14], "width": 270, "height": 140,
        "data": ChartElements.data(.timeline), "transform": [ChartElements.filter("measure", [name])],
        "layer": .array(fan.layers),
      ]
    }
    return Drawing(
      elements.language("What else runs through the months", "其他逐月指标"),
      elements.language("Percentiles over all futures, each in its unit.", "所有情形的百分位数，各按其单位。"),
      ["columns": 2, "concat": .array(panels)])
  }

  /// The measures of a run without months, each a histogram.
  static func measures(_ elements: ChartElements) -> Drawing? {
    let results = elements.results
    guard results.facts.months == nil, results[.distribution] != nil else { return nil }
    let measures = results.measures.filter { $0.p50 != nil }.prefix(Self.most)
    guard let first = measures.first else { return nil }
    let panels = measures.map { measure in
      HistogramLayers(elements: elements, measure: measure, width: 270, height: 150).body
    }
    return Drawing(
      Answer(results.facts, [first], in: elements.language).sentences[0],
      elements.language(
        "The share of replications in each interval; dashed lines at P10, P50 and P90.", "各区间的模拟占比；虚线为 P10、P50、P90。"),
      ["columns": 2, "concat": .array(Array(panels))])
  }

  private static let most = 8
}
