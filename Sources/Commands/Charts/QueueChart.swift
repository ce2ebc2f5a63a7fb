import Experimentation
import Results

extension ChartKind {
  /// The queues of a process model over time, above the units at work.
  static let queue = ChartKind(ResultTable.queue.name) { QueueChart.drawing($0) }
}

/// The queues of a process model over time, above the units at work.
private enum QueueChart {
  /// The colours of a chart.
  private static let most = 8

  static func drawing(_ elements: ChartElements) -> Drawing? {
    guard let table = elements.results[.queue], !table.rows.isEmpty else { return nil }
    let language = elements.language
    let resources = Array(table.distinct("resource").prefix(most))
    guard
      let peak = table.rows.indices.max(by: {
        (table.number($0, "most_waiting") ?? 0, $1) < (table.number($1, "most_waiting") ?? 0, $0)
      }), let greatest = table.number(peak, "most_waiting")
    else { return nil }
    let name = elements.text(table.text(peak, "resource"))
    let time = elements.short(table.number(peak, "time") ?? 0)
    func panel(
      _ height: Double, labelled: Bool, _ title: String, line: String, behind: JSONValue
    ) -> JSONValue {
      let x: JSONValue = [
        "field": "time", "type": "quantitative", "scale": ["nice": false, "zero": true],
        "axis": [
          "title": labelled ? .string(language("time of the model", "模型时间")) : nil, "labels": .boolean(labelled),
          "grid": false,
        ],
      ]
      let y: JSONValue = [
        "field": .string(line), "type": "quantitative", "axis": elements.amounts(title), "scale": ["zero": true],
      ]
      let color: JSONValue = [
        "field": "resource", "type": "nominal", "sort": .array(resources.map { .string($0) }),
        "legend": resources.count > 1 ? ["title": nil] : nil,
      ]
      return [
        "width": ChartStyle.width, "height": .number(height), "data": ChartElements.data(.queue),
        "transform": [ChartElements.filter("resource", resources)],
        "layer": [
          behind.merging(["encoding": ["x": x, "y": y.merging(["field": behindField(of: line)]), "color": color]]),
          [
            "mark": ["type": "line", "interpolate": "step-after", "strokeWidth": 2],
            "encoding": [
              "x": x, "y": y, "color": color,
              "tooltip": [
                ["field": "resource", "type": "nominal"],
                ["field": "time", "type": "quantitative", "format": ",.4~r"],
                ["field": .string(line), "type": "quantitative", "format": ",.3~r", "title": .string(title)],
                ["field": behindField(of: line), "type": "quantitative", "format": ",.3~r"],
              ],
            ],
          ],
        ],
      ]
    }
    return Drawing(
      language(
        greatest > 0 ? "At most \(Int(greatest)) wait for \(name), about time \(time)" : "Nobody waits",
        greatest > 0 ? "等待\(name)的最多有 \(Int(greatest)) 个，约在时刻 \(time)" : "无人排队"),
      language(
        "One replication. Above: who waits, on average over each interval (line) and at most (area). Below: units at work "
          + "(line) and units there are (dashed).",
        "一次模拟。上图：各时段平均排队数（线）与最大排队数（面）。下图：在忙的单位（线）与可用单位（虚线）。"),
      [
        "spacing": 12,
        "vconcat": [
          panel(
            200, labelled: false, language("waiting", "排队数"), line: "waiting",
            behind: ["mark": ["type": "area", "interpolate": "step-after", "opacity": 0.25]]),
          panel(
            130, labelled: true, language("units at work", "在忙单位"), line: "busy",
            behind: ["mark": ["type": "line", "interpolate": "step-after", "strokeDash": [5, 4], "strokeWidth": 1.5]]),
        ],
      ])
  }

  /// What stands behind the line of a panel.
  private static func behindField(of line: String) -> JSONValue { line == "waiting" ? "most_waiting" : "capacity" }
}
