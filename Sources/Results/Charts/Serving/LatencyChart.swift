/// The latencies of a replay by their percentiles.
enum LatencyChart {
  static func chart(_ elements: ChartElements) -> Chart? {
    guard let table = elements.results["summary"] else { return nil }
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
    return Chart(
      .latencies,
      language(
        "99 % see their first token within \(seconds(first, elements)); 95 % have their answer within \(seconds(last, elements))",
        "99% 的请求在 \(seconds(first, elements)) 内得到首个 token；95% 在 \(seconds(last, elements)) 内得到完整回答"),
      language(
        "Percentiles of each latency over all requests that were answered; each step of the axis is ten times the one before.",
        "全部已回答请求的各项延迟百分位数；纵轴为对数刻度。"),
      [
        "width": ChartStyle.width, "height": ChartStyle.height, "data": ChartElements.data("summary"),
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
