import Experimentation
import Results

extension ChartKind {
  /// The options beside each other.
  static let options = ChartKind("options") { ComparisonCharts.options($0) }
  /// Their differences on the same draws.
  static let differences = ChartKind("differences") { ComparisonCharts.differences($0) }
}

/// The options of a comparison beside each other, and their differences on the same draws.
private enum ComparisonCharts {
  static func options(_ elements: ChartElements) -> Drawing? {
    let (results, language) = (elements.results, elements.language)
    guard let table = results[.options], let measure = results.facts.measure else { return nil }
    let rows = table.rows(where: "measure", is: measure)
    let column = results.facts.lessIsBetter ? "chance_least" : "chance_greatest"
    guard let best = rows.max(by: { (table.number($0, column) ?? 0) < (table.number($1, column) ?? 0) }) else {
      return nil
    }
    let chance = elements.percent(table.number(best, column) ?? 0)
    let unit = table.text(best, "unit")
    let body: JSONValue = JSONValue.object([
      .init("data", ChartElements.data(.options)), .init("transform", [ChartElements.filter("measure", [measure])]),
    ]).merging(
      IntervalBars(
        elements: elements, category: "option", low: "p10", middle: "p50", high: "p90",
        axis: elements.label(measure, unit), order: rows.map { table.text($0, "option") }
      ).body)
    return Drawing(
      language(
        "\(elements.option(table.text(best, "option"))) is the best of all in \(chance) of futures",
        "\(elements.option(table.text(best, "option"))) 在 \(chance) 的情形中最优"),
      language(
        "Dots: medians (P50) of \(elements.title(of: measure)); bars: eight futures in ten (P10 to P90).",
        "圆点：\(elements.title(of: measure))的中位数（P50）；条形：八成情形（P10–P90）。"), body)
  }

  static func differences(_ elements: ChartElements) -> Drawing? {
    let (results, language) = (elements.results, elements.language)
    guard let table = results[.differences], let measure = results.facts.measure else { return nil }
    let rows = table.rows(where: "measure", is: measure).filter { table.number($0, "difference_mean") != nil }
    guard
      let widest = rows.max(by: {
        abs(table.number($0, "difference_mean") ?? 0) < abs(table.number($1, "difference_mean") ?? 0)
      })
    else { return nil }
    let unit = table.text(widest, "unit")
    let value = table.number(widest, "difference_mean") ?? 0
    let (option, other) = (
      elements.option(table.text(widest, "option")), elements.option(table.text(widest, "other"))
    )
    let (low, high) = (
      table.number(widest, "difference_ci95_low") ?? value, table.number(widest, "difference_ci95_high") ?? value
    )
    let isKnown = low > 0 || high < 0
    let name = elements.title(of: measure)
    let title =
      isKnown
      ? language(
        "\(option) has \(elements.amount(abs(value), unit)) \(value < 0 ? "less" : "more") \(name) than \(other) on average",
        "平均而言，\(option) 的\(name)比 \(other) \(value < 0 ? "少" : "多") \(elements.amount(abs(value), unit))")
      : language("No difference between the options is known", "各选项之间的差异尚不能确认")
    let transform: [JSONValue] = [
      ChartElements.filter("measure", [measure]), ChartElements.filterNumbers("difference_mean"),
      ["calculate": "datum.option + ' − ' + datum.other", "as": "pair"],
    ]
    let body: JSONValue = JSONValue.object([
      .init("data", ChartElements.data(.differences)), .init("transform", .array(transform)),
    ]).merging(
      IntervalBars(
        elements: elements, category: "pair", low: "difference_ci95_low", middle: "difference_mean",
        high: "difference_ci95_high",
        axis: language("difference of \(elements.label(measure, unit))", "\(elements.label(measure, unit))之差"),
        order: rows.map { table.text($0, "option") + " − " + table.text($0, "other") }
      ).body)
    return Drawing(
      title,
      language(
        "Mean differences on the same draws, with 95 % intervals.", "相同随机数下的平均差异，附 95 % 区间。"), body)
  }
}
