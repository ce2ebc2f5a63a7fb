import Experimentation
import Results

extension ChartKind {
  /// The latencies of a replay by their percentiles.
  static let latencies = ChartKind("latencies") { LatencyChart.drawing($0) }
  /// Latency over its limit against the size of a fleet.
  static let fleetSize = ChartKind("fleet-size") { FleetSizeChart.drawing($0) }
}

/// The latencies of a replay by their percentiles.
private enum LatencyChart {
  static func drawing(_ elements: ChartElements) -> Drawing? {
    guard let table = elements.results[.summary] else { return nil }
    let language = elements.language
    func value(_ measure: String, _ statistic: String) -> Double? {
      table.rows(where: "measure", is: measure).first { table.text($0, "statistic") == statistic }
        .flatMap { table.number($0, "value") }
    }
    guard let first = value("ttft", "p99"), let last = value("e2e", "p95") else { return nil }
    let names = [
      "queue": language("queue", "排队"), "ttft": language("time to first token", "首个 token 时间"),
      "tpot": language("time per output token", "每个输出 token 时间"), "e2e": language("end to end", "端到端"),
    ]
    let order = ["e2e", "ttft", "queue", "tpot"]
    let words = order.map { "\($0): \(JSONValue.quoted(names[$0] ?? $0))" }.joined(separator: ", ")
    let percentiles = ["p50", "p90", "p95", "p99"]
    return Drawing(
      language(
        "99 % see their first token within \(seconds(first, elements)); 95 % have their answer within \(seconds(last, elements))",
        "99% 的请求在 \(seconds(first, elements)) 内得到首个 token；95% 在 \(seconds(last, elements)) 内得到完整回答"),
      language(
        "Percentiles of each latency over all requests that were answered; each step of the axis is ten times the one before.",
        "全部已回答请求的各项延迟百分位数；纵轴为对数刻度。"),
      [
        "width": ChartStyle.width, "height": ChartStyle.height, "data": ChartElements.data(.summary),
        "transform": [
          ChartElements.filter("measure", order), ChartElements.filter("statistic", percentiles),
          ["filter": "datum.value > 0"],
          ["calculate": .string("{\(words)}[datum.measure]"), "as": "latency"],
        ],
        "mark": ["type": "line", "strokeWidth": 3, "point": ["size": 70]],
        "encoding": [
          "x": [
            "field": "statistic", "type": "ordinal",
            "axis": ["title": .string(language("percentile", "百分位数")), "labelAngle": 0, "grid": false],
          ],
          "y": [
            "field": "value", "type": "quantitative", "scale": ["type": "log"],
            "axis": ["title": .string(language("seconds", "秒")), "format": "~g"],
          ],
          "color": [
            "field": "latency", "type": "nominal", "sort": .array(order.map { .string(names[$0] ?? $0) }),
            "legend": ["title": nil],
          ],
          "tooltip": [
            ["field": "latency", "type": "nominal"], ["field": "statistic", "type": "nominal"],
            ["field": "value", "type": "quantitative", "format": ",.4~r", "title": .string(language("seconds", "秒"))],
          ],
        ],
      ])
  }

  static func seconds(_ value: Double, _ elements: ChartElements) -> String {
    value < 0.9995
      ? elements.short(1000 * value) + elements.language(" ms", " 毫秒")
      : elements.short(value) + elements.language(" s", " 秒")
  }
}

/// Latency over its limit against the size of a fleet.
private enum FleetSizeChart {
  static func drawing(_ elements: ChartElements) -> Drawing? {
    guard let sizes = elements.results[.size], let summary = elements.results[.summary] else { return nil }
    let language = elements.language
    let busiest = sizes.rows(where: "hour", is: "busiest")
    let answers = summary.rows(where: "measure", is: "replicas").filter {
      summary.text($0, "statistic") == "busiest hour"
    }
    guard let answer = answers.first.flatMap({ summary.number($0, "value") }),
      let rate = busiest.first.flatMap({ sizes.number($0, "rate_per_s") })
    else { return nil }
    let x: JSONValue = [
      "field": "replicas", "type": "quantitative", "scale": ["zero": false],
      "axis": ["title": .string(language("replicas", "副本数")), "format": ",.4~r", "tickMinStep": 1],
    ]
    return Drawing(
      language(
        "It takes \(Int(answer)) replica\(answer == 1 ? "" : "s") at \(elements.short(rate)) requests/s",
        "每秒 \(elements.short(rate)) 个请求需要 \(Int(answer)) 个副本"),
      language(
        "The latency at each service level's share, over its limit, by how many replicas serve; below 100 % the level holds. The "
          + "dashed line is the answer: the smallest fleet of which that is sure at 95 %.",
        "各服务水平对应百分位的延迟与其上限之比；低于 100% 即满足。虚线为在 95 % 置信度下满足要求的最小副本数。"),
      [
        "width": ChartStyle.width, "height": ChartStyle.height,
        "layer": [
          [
            "data": ChartElements.data(.size),
            "transform": [
              ChartElements.filter("hour", ["busiest"]), ChartElements.filterNumbers("percentile_s"),
              ["calculate": "datum.percentile_s / datum.limit_s", "as": "share_of_limit"],
            ],
            "mark": ["type": "line", "strokeWidth": 3, "point": ["size": 70]],
            "encoding": [
              "x": x,
              "y": [
                "field": "share_of_limit", "type": "quantitative",
                "axis": elements.shares(language("latency over its limit", "延迟与上限之比")),
              ],
              "color": [
                "field": "level", "type": "nominal",
                "legend": ["title": nil, "orient": "bottom", "direction": "vertical", "labelLimit": 600],
              ],
              "tooltip": [
                ["field": "replicas", "type": "quantitative"], ["field": "level", "type": "nominal"],
                ["field": "percentile_s", "type": "quantitative", "format": ",.4~r"],
                ["field": "verdict", "type": "nominal"],
              ],
            ],
          ],
          Rules.horizontal(1), Rules.vertical(answer, isDashed: true),
        ],
      ])
  }
}
