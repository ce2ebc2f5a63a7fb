import Experimentation
import Results

/// The tables of a directory that a reader wants to see, by what made it.
struct ReportTables {
  private let results: ResultSet
  private let language: Language

  /// More rows than these are left to the file.
  private static let most = 60

  init(_ results: ResultSet, _ language: Language) {
    self.results = results
    self.language = language
  }

  var tables: [ReportTable] {
    let measure = results.facts.measure
    switch results.facts.verb {
    case "run":
      return [
        table(
          "summary", language("What came out", "结果"), ["measure", "unit", "mean", "p10", "p50", "p90", "empty"])
      ].compactMap(\.self)
    case "sweep":
      let varied = results["sweep"].map { table in Array(table.header.dropFirst().prefix { $0 != "measure" }) } ?? []
      return [
        table(
          "sweep", title(measure), ["point"] + varied + ["mean", "p10", "p50", "p90", "difference_mean"],
          only: measure)
      ].compactMap(\.self)
    case "sensitivity": return [sensitivity].compactMap(\.self)
    case "compare":
      let chance = results.facts.lessIsBetter ? "chance_least" : "chance_greatest"
      return [
        table(
          "options", title(measure), ["option", "mean", "ci95_low", "ci95_high", "p10", "p50", "p90", chance],
          only: measure),
        table(
          "differences", language("Differences on the same draws", "相同随机数下的差异"),
          [
            "option", "other", "difference_mean", "difference_ci95_low", "difference_ci95_high", "chance_greater",
            "runs_saved",
          ], only: measure),
      ].compactMap(\.self)
    case "decide":
      return [
        table(
          "decision", title(measure),
          [
            "option", "expected_value", "chance_of_best", "mean_regret", "regret_max", "chance_of_loss",
            "value_at_risk",
            "expected_shortfall",
          ]),
        table(
          "attitudes", language("The best option by attitude to risk", "不同风险态度下的最优选项"),
          ["attitude", "parameter", "best_option", "worth"]),
        table(
          "information", language("What finding out is worth at most", "弄清输入的至多价值"),
          ["learnt", "value", "ci95_low", "ci95_high", "noise_floor", "is_beyond_noise"]),
      ].compactMap(\.self)
    case "discover":
      return [
        table(
          "boxes", language("The limits of the boxes", "区域的界限"),
          ["box", "input", "unit", "side", "limit", "quasi_p", "density", "coverage", "fresh_density"])
      ].compactMap(\.self)
    case "seek":
      return [
        results["seek"].map { table("seek", title(measure), $0.header.filter { $0 != "measure" && $0 != "figure" }) }
          ?? nil
      ]
      .compactMap(\.self)
    case "replay":
      return [table("summary", language("What came out", "结果"), ["measure", "statistic", "value", "unit"])]
        .compactMap(\.self)
    case "size":
      return [
        table(
          "size", language("The sizes that were looked at", "所考察的规模"),
          [
            "hour", "replicas", "level", "share_within", "ci95_low", "ci95_high", "percentile_s", "mean_batch",
            "verdict",
          ]),
        table("summary", language("What came out", "结果"), ["measure", "statistic", "value", "unit"]),
      ].compactMap(\.self)
    case "fit":
      return [
        table(
          "latencies", language("The trace beside loads drawn from the fit", "请求轨迹与拟合负载的比较"),
          ["latency", "percentile", "trace_s", "fitted_s", "ci95_low_s", "ci95_high_s", "error"]),
        table(
          "errors", language("Measured and simulated", "实测与模拟"),
          ["latency", "statistic", "measured_s", "simulated_s", "error"]),
      ].compactMap(\.self)
    default: return []
    }
  }

  private func title(_ measure: String?) -> String? {
    measure.map { measure in ChartBook.label(of: measure, results.facts.unit, language) }
  }

  /// The columns of a table that are there; of the rows, those of a measure.
  private func table(_ name: String, _ caption: String?, _ columns: [String], only measure: String? = nil)
    -> ReportTable?
  {
    guard let table = results[name] else { return nil }
    let columns = columns.filter(table.header.contains)
    // What is held against a figure worked out by hand has a table of its own.
    let all =
      measure.map { table.rows(where: "measure", is: $0) }
      ?? table.rows.indices.filter { name != "summary" || !table.text($0, "measure").hasPrefix("check: ") }
    guard !all.isEmpty else { return nil }
    let rows = all.prefix(Self.most)
    let kinds = columns.map { column -> ReportTable.Kind in
      if Self.shares.contains(column) { return .share }
      let isNumeric = rows.allSatisfy { table.text($0, column).isEmpty || table.number($0, column) != nil }
      return isNumeric && !["box", "point"].contains(column) ? .number : .text
    }
    let cut =
      all.count > Self.most
      ? language(" (\(Self.most) of \(all.count) rows)", "（前 \(Self.most) 行，共 \(all.count) 行）") : ""
    return ReportTable(
      caption.map { $0 + cut }, columns: zip(columns, kinds).map { (heading($0), $1) },
      rows: rows.map { row in
        zip(columns, kinds).map { column, kind in cell(table, row, column, kind, in: name) }
      })
  }

  private func cell(_ table: Table, _ row: Int, _ column: String, _ kind: ReportTable.Kind, in name: String) -> String {
    let text = table.text(row, column)
    switch kind {
    case .share: return table.number(row, column).map { NumberText.percent($0, in: language) } ?? "–"
    case .number:
      if name == "summary", column == "empty" {
        let count = (table.number(row, "n") ?? 0) + (table.number(row, column) ?? 0)
        return NumberText.percent((table.number(row, column) ?? 0) / max(count, 1), in: language)
      }
      // A quantile that is not there is that of what never happens; a mean that is not there is none over survivors.
      let isQuantile = column.hasPrefix("p") && Int(column.dropFirst()) != nil
      return table.number(row, column).map { NumberText.short($0, in: language) }
        ?? (isQuantile ? language("never", "始终不会") : "–")
    case .text, .long:
      switch (column, text) {
      case ("measure", _): return ChartBook.label(of: text, nil, language)
      case ("unit", "1"): return ""
      case (_, "true"): return language("yes", "是")
      case (_, "false"): return language("no", "否")
      case ("side", "low"): return language("above", "大于")
      case ("side", "high"): return language("below", "小于")
      default: return text
      }
    }
  }

  private static let shares: Set<String> = [
    "chance_greatest", "chance_least", "chance_greater", "chance_of_best", "chance_of_loss", "density", "coverage",
    "fresh_density",
  ]

  /// The inputs by the indices of the method.
  private var sensitivity: ReportTable? {
    guard let table = results["sensitivity"], !table.rows.isEmpty else { return nil }
    let rows = table.rows.indices.filter { table.text($0, "second_input").isEmpty && !table.text($0, "input").isEmpty }
    var inputs: [String] = []
    var indices: [String] = []
    var values: [String: Double] = [:]
    for row in rows {
      let (input, index) = (table.text(row, "input"), table.text(row, "index"))
      if !inputs.contains(input) { inputs.append(input) }
      if !indices.contains(index) { indices.append(index) }
      values[input + "\u{0}" + index] = table.number(row, "value")
    }
    let shown = Array(indices.prefix(8))
    return ReportTable(
      "\(table.text(0, "method")): " + (title(results.facts.measure) ?? ""),
      columns: [(language("input", "输入"), .text)] + shown.map { (heading($0), .number) },
      rows: inputs.map { input in
        [input] + shown.map { values[input + "\u{0}" + $0].map { NumberText.short($0, in: language) } ?? "–" }
      })
  }

  private func heading(_ column: String) -> String {
    guard let (english, chinese) = Self.headings[column] else { return column }
    return language(english, chinese)
  }

  private static let headings: [String: (String, String)] = [
    "measure": ("measure", "指标"), "unit": ("unit", "单位"), "mean": ("mean", "均值"), "p10": ("P10", "P10"),
    "p50": ("P50 (median)", "P50（中位数）"), "p90": ("P90", "P90"), "empty": ("never", "始终不会"), "point": ("point", "点"),
    "difference_mean": ("difference", "差异"), "difference_ci95_low": ("95 % from", "95 % 下限"),
    "difference_ci95_high": ("95 % to", "95 % 上限"), "ci95_low": ("95 % from", "95 % 下限"),
    "ci95_high": ("95 % to", "95 % 上限"),
    "option": ("option", "选项"), "other": ("less that of", "减去"), "chance_greatest": ("best in", "最优占比"),
    "chance_least": ("best in", "最优占比"), "chance_greater": ("greater in", "较大占比"),
    "runs_saved": ("runs saved, times", "节省的模拟倍数"),
    "expected_value": ("expected", "期望值"), "chance_of_best": ("best in", "最优占比"),
    "mean_regret": ("mean regret", "平均遗憾"),
    "regret_max": ("greatest regret", "最大遗憾"), "chance_of_loss": ("below 0 in", "低于 0 占比"),
    "value_at_risk": ("value at risk", "风险价值"),
    "expected_shortfall": ("mean of the worst", "最差情形均值"), "attitude": ("attitude", "态度"),
    "parameter": ("parameter", "参数"),
    "best_option": ("best option", "最优选项"), "worth": ("worth", "价值"), "learnt": ("found out", "弄清的输入"),
    "value": ("value", "值"),
    "noise_floor": ("of an idle input", "无价值输入"), "is_beyond_noise": ("shown", "是否证实"), "box": ("box", "区域"),
    "input": ("input", "输入"),
    "side": ("", ""), "limit": ("limit", "界限"), "quasi_p": ("quasi-p", "quasi-p"), "density": ("density", "密度"),
    "coverage": ("coverage", "覆盖率"), "fresh_density": ("on fresh futures", "新情形下"), "target": ("target", "目标"),
    "replications": ("replications", "模拟次数"), "is_left": ("left", "保留"), "swing": ("swing", "摆幅"),
    "low": ("at P10", "P10 处"),
    "base": ("base", "基准"), "high": ("at P90", "P90 处"), "switch_value": ("changes sign at", "变号处"),
  ]
}
