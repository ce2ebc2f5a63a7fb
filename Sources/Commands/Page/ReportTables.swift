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
    results.presentation.tables.flatMap { shown in
      [table(shown), shown.table == .summary ? breakEvens : nil].compactMap { $0 }
    }
  }

  /// By what each break-even is one; `nil` where there is none.
  private var breakEvens: ReportTable? {
    guard let summary = results[.summary] else { return nil }
    let elements = ChartElements(results: results, language: language)
    let rows = results.facts.texts.sought.compactMap { name -> [String]? in
      guard let row = summary.rows(where: "measure", is: name).first,
        let meaning = results.facts.meaning(of: name, in: language)
      else { return nil }
      let absence = Absence(rawValue: summary.text(row, "absence")) ?? .unknown
      return [
        elements.title(of: name),
        elements.amount(summary.number(row, "p50"), summary.text(row, "unit"), absence: absence),
        meaning,
      ]
    }
    guard !rows.isEmpty else { return nil }
    return ReportTable(
      BreakEvenNote.text(in: language),
      columns: [
        (language("break-even", "盈亏平衡值"), .text), (language("P50 (median)", "P50（中位数）"), .number),
        (language("definition", "定义"), .long),
      ], rows: rows)
  }

  private func table(_ shown: ShownTable) -> ReportTable? {
    guard let table = results[shown.table], !table.rows.isEmpty else { return nil }
    switch shown.layout {
    case .columns(let columns):
      return self.table(
        shown, table, columns(results.facts, table.header), only: shown.isAboutMeasure ? results.facts.measure : nil)
    case .pivot(let rows, let columns, let values, let besides):
      return pivot(shown.table, table, rows: rows, columns: columns, values: values, besides: besides)
    }
  }

  /// What stands above a table: its title, and the measure that it is about.
  private func caption(_ shown: ShownTable) -> String {
    let measure = shown.isAboutMeasure ? title(results.facts.measure) : nil
    return shown.table.title(in: language) + (measure.map { language(": ", "：") + $0 } ?? "")
  }

  private func title(_ measure: String?) -> String? {
    measure.map { ChartElements(results: results, language: language).label($0, results.facts.unit ?? "") }
  }

  /// Those columns of a table; of the rows, those of a measure.
  private func table(
    _ shown: ShownTable, _ table: Table, _ columns: [String], only measure: String?
  ) -> ReportTable? {
    let isSummary = shown.table == .summary
    // What is compared with a figure worked out by hand has a table of its own.
    let all =
      (measure.map { table.rows(where: "measure", is: $0) }
      ?? table.rows.indices.filter { !isSummary || !table.text($0, "measure").hasPrefix("check: ") })
      // Inputs on which nothing depends are named below the chart.
      .filter { shown.table != .drivers || table.number($0, "swing") != nil }
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
      caption(shown) + cut, columns: zip(columns, kinds).map { (heading($0), $1) },
      rows: rows.map { row in
        zip(columns, kinds).map { column, kind in cell(table, row, column, kind, isSummary: isSummary) }
      })
  }

  private func cell(_ table: Table, _ row: Int, _ column: String, _ kind: ReportTable.Kind, isSummary: Bool) -> String {
    let text = table.text(row, column)
    switch kind {
    case .share: return table.number(row, column).map { NumberText.ratio($0, in: language) } ?? "–"
    case .number:
      if isSummary, column == "empty" {
        let count = (table.number(row, "n") ?? 0) + (table.number(row, column) ?? 0)
        return NumberText.ratio((table.number(row, column) ?? 0) / max(count, 1), in: language)
      }
      // A quantile that is not there is what the measure's absence says, and so is a value sought that may be one; a mean
      // that is not there is none over survivors.
      let isQuantile = column == "value" || column.hasPrefix("p") && Int(column.dropFirst()) != nil
      let absence = isQuantile ? Absence(rawValue: table.text(row, "absence")) : nil
      // A rate a year as a percentage: 9.06 would be read as 9 %.
      let isRate = isSummary && table.text(row, "unit") == InputUnit.perYear.description
      return table.number(row, column).map {
        isRate
          ? NumberText.rate($0, in: language).replacing("> ", with: language("> ", "超过 "))
          : NumberText.short($0, in: language)
      } ?? absence?.word(in: language) ?? "–"
    case .text, .long:
      switch (column, text) {
      case ("measure", _):
        let title = ChartElements(results: results, language: language).title(of: text)
        // The name is what is typed: --target mean(npv)=0.
        return isSummary && title != text ? title + language(" (\(text))", "（\(text)）") : title
      case ("unit", "1"): return ""
      case ("unit", _): return results.facts.unit(text, in: language)
      case (_, "true"): return language("yes", "是")
      case (_, "false"): return language("no", "否")
      case ("side", "low"): return language("above", "大于")
      case ("side", "high"): return language("below", "小于")
      case ("source", _): return ReportWords.source(text, language) { results.facts.texts.text($0, in: language) }
      case ("distribution", _): return ReportWords.distribution(text, language)
      default:
        let own = results.facts.texts.text(text, in: language)
        return own == text ? CellWords.text(text, language) : own
      }
    }
  }

  private static let shares: Set<String> = [
    "chance_greatest", "chance_least", "chance_greater", "chance_of_best", "variance_share", "chance_of_loss",
    "density", "coverage",
    "out_of_sample_density",
  ]

  /// A row for each text in a column, and in it a value for each text in another.
  private func pivot(
    _ kind: ResultTable, _ table: Table, rows name: String, columns: String, values: String, besides: String
  ) -> ReportTable? {
    let shown = table.rows.indices.filter {
      (besides.isEmpty || table.text($0, besides).isEmpty) && !table.text($0, name).isEmpty
    }
    var names: [String] = []
    var headings: [String] = []
    var found: [String: Double] = [:]
    for row in shown {
      let (one, other) = (table.text(row, name), table.text(row, columns))
      if !names.contains(one) { names.append(one) }
      if !headings.contains(other) { headings.append(other) }
      found[one + "\u{0}" + other] = table.number(row, values)
    }
    let kept = headings.prefix(12)
    let measure = title(results.facts.measure).map { language(": ", "：") + $0 } ?? ""
    return ReportTable(
      kind.title(in: language) + measure, columns: [(heading(name), .text)] + kept.map { (heading($0), .number) },
      rows: names.map { one in
        [kind == .income ? ChartElements(results: results, language: language).title(of: one) : one]
          + kept.map { found[one + "\u{0}" + $0].map { NumberText.short($0, in: language) } ?? "–" }
      })
  }

  private func heading(_ column: String) -> String {
    guard let (english, chinese) = Self.headings[column] else { return column }
    return language(english, chinese)
  }

  private static let headings: [String: (String, String)] = [
    "mean_lowest": ("in its lowest tenth", "输入最低一成"), "mean_highest": ("in its highest tenth", "输入最高一成"),
    "measure": ("measure", "指标"), "line": ("line", "项目"), "variance_share": ("of the variance", "方差占比"),
    "swing_ci95_low": ("95 % from", "95 % 下限"), "swing_ci95_high": ("95 % to", "95 % 上限"), "unit": ("unit", "单位"),
    "mean": ("mean", "均值"), "p10": ("P10", "P10"),
    "p50": ("P50 (median)", "P50（中位数）"), "p90": ("P90", "P90"), "empty": ("no value in", "无取值占比"),
    "point": ("point", "点"),
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
    "best_option": ("best option", "最优选项"), "inputs": ("found out", "弄清的输入"),
    "value": ("value", "值"),
    "noise_floor": ("of an idle input", "无价值输入"), "is_beyond_noise": ("shown", "是否证实"), "box": ("box", "区域"),
    "input": ("input", "输入"), "meaning": ("meaning", "含义"), "source": ("source", "来源"), "date": ("date", "日期"),
    "confidence": ("confidence", "可信度"), "flags": ("flags", "标记"), "influence": ("influence", "影响"),
    "fact": ("fact", "案例数字"), "claim": ("claim", "说法"), "figure": ("figure", "文中数值"),
    "deterministic": ("deterministic", "确定情形"), "verdict": ("verdict", "结论"), "strategy": ("strategy", "策略"),
    "improvement": ("improvement", "改善"), "improvement_ci95_low": ("95 % from", "95 % 下限"),
    "improvement_ci95_high": ("95 % to", "95 % 上限"), "median_month": ("median month", "行动月份中位数"),
    "distribution": ("distribution", "分布"), "aleatory_share": ("share of chance in the variance", "方差中的随机性占比"),
    "share_of_width": ("share of chance in the width P10 to P90", "P10–P90 宽度中的随机性占比"),
    "side": ("", ""), "limit": ("limit", "界限"), "quasi_p": ("quasi-p", "quasi-p"), "density": ("density", "密度"),
    "coverage": ("coverage", "覆盖率"), "out_of_sample_density": ("out of sample", "新情形下"), "target": ("target", "目标"),
    "replications": ("replications", "模拟次数"), "is_retained": ("left", "保留"), "swing": ("swing", "摆幅"),
    "low": ("at P10", "P10 处"),
    "base": ("base", "基准"), "high": ("at P90", "P90 处"), "break_even": ("changes sign at", "变号处"),
  ]
}
