import Experimentation
import Results

extension ChartKind {
  /// The share of cases at or below each quantile.
  static let reliability = ChartKind(ResultTable.reliability.name) { ReliabilityChart.drawing($0) }
  /// The share of cases in the band, by method.
  static let coverage = ChartKind("coverage") { BandCoverageChart.drawing($0) }
}

/// The share of cases at or below each quantile, of the calibrated forecast and of what was assumed before.
private enum ReliabilityChart {
  static func drawing(_ elements: ChartElements) -> Drawing? {
    guard let table = elements.results[.reliability], !table.rows.isEmpty else { return nil }
    let language = elements.language
    // A handful of cases is always far off.
    let calibrated = table.rows(where: "role", is: "calibrated")
    let many = calibrated.filter { (table.number($0, "forecasts") ?? 0) >= 15 }
    let worst = (many.isEmpty ? calibrated : many).max { distance(table, $0) < distance(table, $1) }
    guard let worst, let level = table.number(worst, "level"), let share = table.number(worst, "share") else {
      return nil
    }
    let names = table.distinct("subject")
    let roles = ["calibrated": language("calibrated", "校准后"), "before": language("before", "校准前")]
    let words = roles.sorted { $0.key < $1.key }
      .map { "\(JSONValue.quoted($0.key)): \(JSONValue.quoted($0.value))" }.joined(separator: ", ")
    let axis = elements.shares(language("level of the quantile", "分位水平"))
    let shares = elements.shares(language("share of outcomes at or below it", "实际值不高于该分位数的比例"))
    return Drawing(
      language(
        "The calibrated forecast is farthest off for \(table.text(worst, "subject")): \(elements.percent(share)) of what came "
          + "lie at or below its \(elements.percent(level)) quantile",
        "校准后偏差最大的是 \(table.text(worst, "subject"))：\(elements.percent(share)) 的结果不高于 "
          + "\(elements.percent(level)) 分位数"),
      language(
        "A forecast holds what it says on the dashed line. Above it outcomes are lower than forecast, below it higher. Cases "
          + "overlap: differences of a tenth are within chance.",
        "虚线表示预测与实际一致；线上表示实际值偏低，线下表示偏高。各样本相互重叠，相差一成属偶然。"),
      [
        "columns": 3,
        "facet": [
          "field": "subject", "type": "nominal", "sort": .array(names.map { .string($0) }),
          "header": ["title": nil],
        ],
        "data": ChartElements.data(.reliability),
        "transform": [
          ChartElements.filter("role", ["calibrated", "before"]),
          ["calculate": .string("{\(words)}[datum.role]"), "as": "kind"],
        ],
        "spec": [
          "width": 200, "height": 200,
          "layer": [
            [
              "mark": ["type": "line", "strokeWidth": 3],
              "encoding": [
                "x": ["field": "level", "type": "quantitative", "scale": ["domain": [0, 1]], "axis": axis],
                "y": ["field": "share", "type": "quantitative", "scale": ["domain": [0, 1]], "axis": shares],
                "detail": ["field": "method", "type": "nominal"],
                "color": [
                  "field": "kind", "type": "nominal",
                  "scale": [
                    "domain": .array(["calibrated", "before"].map { .string(roles[$0] ?? $0) }),
                    "range": [.string(ChartStyle.blue), .string(ChartStyle.orange)],
                  ], "legend": ["title": nil],
                ],
                "tooltip": [
                  ["field": "method", "type": "nominal"], ["field": "level", "type": "quantitative", "format": ".0%"],
                  ["field": "share", "type": "quantitative", "format": ".0%"],
                ],
              ],
            ],
            [
              "mark": ["type": "line", "color": .string(ChartStyle.grey), "strokeDash": [5, 4]],
              "encoding": [
                "x": ["field": "level", "type": "quantitative"], "y": ["field": "level", "type": "quantitative"],
              ],
            ],
          ],
        ],
      ])
  }

  private static func distance(_ table: Table, _ row: Int) -> Double {
    abs((table.number(row, "share") ?? 0) - (table.number(row, "level") ?? 0))
  }
}

/// The share of cases in the band from the 10 to the 90 % quantile, by method.
private enum BandCoverageChart {
  static func drawing(_ elements: ChartElements) -> Drawing? {
    guard let table = elements.results[.scores] else { return nil }
    let language = elements.language
    let shown = table.rows(where: "horizon", is: "all").filter { table.text($0, "has_band") == "true" }
    let own = shown.filter { table.text($0, "role") == "calibrated" }
    guard let least = own.min(by: { coverage(table, $0) < coverage(table, $1) }),
      let most = own.max(by: { coverage(table, $0) < coverage(table, $1) })
    else { return nil }
    let (low, high) = (elements.percent(coverage(table, least)), elements.percent(coverage(table, most)))
    return Drawing(
      own.count > 1
        ? language(
          "Calibrated bands of 80 % held \(low) (\(table.text(least, "subject"))) to \(high) "
            + "(\(table.text(most, "subject"))) of what came",
          "校准后的 80% 区间覆盖了 \(low)（\(table.text(least, "subject"))）至 \(high)（\(table.text(most, "subject"))）的实际值")
        : language("The calibrated band of 80 % held \(low) of what came", "校准后的 80% 区间覆盖了 \(low) 的实际值"),
      language(
        "Share of cases between the 10 and the 90 % quantile, by method; 80 % is what the bands say.",
        "各方法中落在 10%–90% 分位数之间的样本比例；名义值为 80%。"),
      [
        "data": ChartElements.data(.scores),
        "transform": [ChartElements.filter("horizon", ["all"]), ["filter": "toString(datum.has_band) === 'true'"]],
        "facet": [
          "row": [
            "field": "subject", "type": "nominal", "header": ["title": nil, "labelAngle": 0, "labelAlign": "left"],
          ]
        ],
        "resolve": ["scale": ["y": "independent"]],
        "spec": [
          "width": 420, "height": ["step": 24],
          "layer": [
            [
              "mark": ["type": "bar"],
              "encoding": [
                "x": [
                  "field": "coverage_10_90", "type": "quantitative", "scale": ["domain": [0, 1]],
                  "axis": elements.shares(language("share in the band", "区间内比例")),
                ],
                "y": ["field": "method", "type": "nominal", "axis": ["title": nil, "labelLimit": 220]],
                "color": [
                  "field": "role", "type": "nominal", "legend": ["title": nil],
                  "scale": [
                    "domain": ["calibrated", "alternative", "before", "naive"],
                    "range": [
                      .string(ChartStyle.blue), .string(ChartStyle.sky), .string(ChartStyle.orange),
                      .string(ChartStyle.grey),
                    ],
                  ],
                ],
              ],
            ],
            [
              "mark": ["type": "rule", "color": .string(ChartStyle.grey), "strokeDash": [5, 4]],
              "encoding": ["x": ["datum": 0.8]],
            ],
          ],
        ],
      ])
  }

  private static func coverage(_ table: Table, _ row: Int) -> Double { table.number(row, "coverage_10_90") ?? 0 }
}
