/// Latency over its limit against the size of a fleet.
enum FleetSizeChart {
  static func chart(_ elements: ChartElements) -> Chart? {
    guard let sizes = elements.results["size"], let summary = elements.results["summary"] else { return nil }
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
    return Chart(
      .fleetSize,
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
            "data": ChartElements.data("size"),
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
