import Experimentation
import Results

extension ChartKind {
  /// Cumulative cash by month.
  static let cumulativeCash = ChartKind("cumulative-cash") { TimelineFan.cumulativeCash($0) }
  /// The cost of a request by month.
  static let unitCost = ChartKind("unit-cost") { TimelineFan.unitCost($0) }
}

/// A series over the months as a fan of percentiles.
enum TimelineFan {
  static func cumulativeCash(_ elements: ChartElements) -> Drawing? {
    let (results, language) = (elements.results, elements.language)
    let series = "cumulative_cash"
    guard let cash = medians(series, results), let last = cash.last else { return nil }
    let start = results[.timeline].flatMap { timeline in
      timeline.rows(where: "measure", is: series).first { timeline.text($0, "month") == "0" }
        .flatMap { timeline.number($0, "p50") }
    }
    let months = cash
    let currency = elements.currency
    let lowest = (months + [start ?? 0]).min() ?? 0
    let payback = results.measure("payback_month")
    let never = payback.map { elements.percent(Double($0.empty) / Double(max($0.count, 1))) }
    var title = language(
      "Cumulative cash: \(elements.amount(last, currency)) after \(months.count) months in the median future",
      "累计现金流：\(months.count) 个月后中位数为 \(elements.amount(last, currency))")
    if let payback, let never {
      if let median = payback.p50 {
        let month = Int(median.rounded(.up))
        title = language(
          "Cash is back above zero in month \(month); not at the end in \(never) of futures",
          "第 \(month) 个月累计现金流转正；\(never) 的情形期末未转正")
      } else {
        title = language(
          "Cash is not above zero at the end in \(never) of futures", "\(never) 的情形期末累计现金流未转正")
      }
    }
    // The lowest point of the medians is less than the median of the lowest points.
    let funding = results.measure("peak_funding")?.p50 ?? -lowest
    let caption =
      lowest < 0
      ? language(
        "Cumulative cash by month, in \(currency); the most that is tied up has a median of \(elements.amount(funding, currency)).",
        "逐月累计现金流（\(currency)）；最大资金占用的中位数为 \(elements.amount(funding, currency))。")
      : language("Cumulative cash by month, in \(currency).", "逐月累计现金流（\(currency)）。")
    return Drawing(title, caption, body(series, currency, elements, hasZero: true))
  }

  static func unitCost(_ elements: ChartElements) -> Drawing? {
    let (results, language) = (elements.results, elements.language)
    let series = "unit_cost"
    guard let months = medians(series, results), let first = months.first, let last = months.last else { return nil }
    let unit = elements.text(ofUnit: unit(of: series, results))
    let title =
      last < first && last > 0
      ? language(
        "A request gets \(elements.short(first / last)) times cheaper: \(elements.amount(first, unit)) to \(elements.short(last))",
        "单次请求成本降至原来的 \(elements.percent(last / first))：由 \(elements.amount(first, unit))降至 \(elements.short(last))")
      : language(
        "A request costs \(elements.amount(first, unit)) at first and \(elements.short(last)) at last",
        "单次请求成本：期初 \(elements.amount(first, unit))，期末 \(elements.short(last))")
    return Drawing(
      title,
      language(
        "All costs of a month, before tax on profit, over its requests, in \(unit).", "当月全部成本（所得税前）除以请求量（\(unit)）。"),
      body(series, unit, elements, isFromZero: true))
  }

  private static func body(
    _ series: String, _ unit: String, _ elements: ChartElements, hasZero: Bool = false, isFromZero: Bool = false
  ) -> JSONValue {
    let fan = FanLayers(
      elements: elements,
      x: ["field": "month", "type": "quantitative", "axis": elements.months, "scale": ["nice": false]],
      axis: elements.amounts(elements.label(series, unit)), isFromZero: isFromZero)
    return [
      "width": ChartStyle.width, "height": ChartStyle.height, "data": ChartElements.data(.timeline),
      "transform": [ChartElements.filter("measure", [series])],
      "layer": .array(fan.layers + (hasZero ? [Rules.zero] : [])),
    ]
  }

  /// The medians of a series by month; `nil` where it is not there, or some month has none.
  static func medians(_ series: String, _ results: ResultSet) -> [Double]? {
    guard let timeline = results[.timeline] else { return nil }
    let rows = timeline.rows(where: "measure", is: series).filter { timeline.text($0, "month") != "0" }
    let values = rows.compactMap { timeline.number($0, "p50") }
    return values.isEmpty || values.count < rows.count ? nil : values
  }

  static func unit(of series: String, _ results: ResultSet) -> String {
    guard let timeline = results[.timeline], let row = timeline.rows(where: "measure", is: series).first else {
      return ""
    }
    let unit = timeline.text(row, "unit")
    return unit == "1" ? "" : unit
  }
}
