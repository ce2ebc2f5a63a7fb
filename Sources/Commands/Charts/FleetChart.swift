import Experimentation
import Results

extension ChartKind {
  /// The GPUs that are paid for, and the load that they serve.
  static let fleet = ChartKind("fleet") { FleetChart.drawing($0) }
}

/// The GPUs that are paid for, stacked where there are several pools, above the load that they serve.
private enum FleetChart {
  static func drawing(_ elements: ChartElements) -> Drawing? {
    let (results, language) = (elements.results, elements.language)
    guard let timeline = results[.timeline] else { return nil }
    let names = timeline.distinct("measure")
    let pools = names.filter { $0 == "gpus" || $0.hasPrefix("gpus (") }
    guard !pools.isEmpty else { return nil }
    let loads = names.filter { $0 == "requests" || $0.hasPrefix("requests (") }
    let first = pools.reduce(0) { $0 + (mean($1, at: 0, timeline) ?? 0) }
    let last = pools.reduce(0) { $0 + (mean($1, at: nil, timeline) ?? 0) }
    let title = language(
      "The fleet goes from \(elements.short(first)) GPUs to \(elements.short(last)) on average",
      "平均而言，GPU 集群从 \(elements.short(first)) 块 GPU 变为 \(elements.short(last)) 块")
    let panels =
      [panel(pools, language("GPUs paid for", "付费 GPU 数"), 210, labelled: loads.isEmpty, elements)]
      + (loads.isEmpty ? [] : [panel(loads, language("requests a month", "每月请求量"), 130, labelled: true, elements)])
    return Drawing(
      title,
      language(
        "Means over all futures" + (pools.count + loads.count > 2 ? ", stacked" : "")
          + "; the band holds eight futures in ten.",
        "所有情形的平均值" + (pools.count + loads.count > 2 ? "（堆叠）" : "") + "；色带含八成情形。"),
      ["spacing": 12, "vconcat": .array(panels)])
  }

  private static func mean(_ series: String, at place: Int?, _ timeline: Table) -> Double? {
    let rows = timeline.rows(where: "measure", is: series)
    return (place.map { rows[$0] } ?? rows.last).flatMap { timeline.number($0, "mean") }
  }

  private static func panel(
    _ series: [String], _ title: String, _ height: Double, labelled: Bool, _ elements: ChartElements
  ) -> JSONValue {
    let x: JSONValue = [
      "field": "month", "type": "quantitative", "axis": elements.months(labelled: labelled), "scale": ["nice": false],
    ]
    let axis = elements.amounts(title)
    let common: JSONValue = [
      "width": ChartStyle.width, "height": .number(height), "data": ChartElements.data(.timeline),
      "transform": [ChartElements.filter("measure", series)],
    ]
    guard series.count == 1 else {
      return common.merging([
        "mark": "area",
        "encoding": [
          "x": x, "y": ["field": "mean", "type": "quantitative", "stack": "zero", "axis": axis],
          "color": [
            "field": "measure", "type": "nominal", "legend": ["title": nil, "labelExpr": elements.titles(of: series)],
          ],
        ],
      ])
    }
    let y: JSONValue = ["type": "quantitative", "axis": axis, "scale": ["zero": true]]
    return common.merging([
      "layer": [
        [
          "mark": ["type": "area", "color": "#a3cbe5"],
          "encoding": [
            "x": x, "y": JSONValue.object([.init("field", "p10")]).merging(y), "y2": ["field": "p90"],
          ],
        ],
        [
          "mark": ["type": "line", "color": .string(ChartStyle.blue), "strokeWidth": 3],
          "encoding": [
            "x": x, "y": JSONValue.object([.init("field", "mean")]).merging(y),
            "tooltip": [
              elements.monthTooltip,
              ["field": "mean", "type": "quantitative", "format": ",.4~r", "title": .string(title)],
            ],
          ],
        ],
      ]
    ])
  }
}
