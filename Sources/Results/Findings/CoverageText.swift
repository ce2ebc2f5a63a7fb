import Economics
package import Experimentation

/// When benefit covers cost, in words of a language: one place for the answer, the charts and their titles.
///
/// A run has one of four outcomes in each replication: benefit covers cost until the end of the horizon, for a while and
/// no longer at its end, not yet, or never. `summary.csv` counts them.
package struct CoverageText {
  private let inflection: MeasureFacts
  private let from: MeasureFacts?
  private let to: MeasureFacts?
  private let closing: MeasureFacts?
  private let facts: ResultFacts
  private let months: Int
  private let language: Language

  /// `nil` where the results have no inflection month.
  package init?(_ facts: ResultFacts, _ measures: [MeasureFacts], in language: Language) {
    func measure(_ name: String) -> MeasureFacts? { measures.first { $0.name == name } }
    guard let months = facts.months, let inflection = measure("inflection_month") else { return nil }
    self.inflection = inflection
    from = measure("covered_from_month")
    to = measure("covered_to_month")
    closing = measure("gap_closing")
    self.facts = facts
    self.months = months
    self.language = language
  }

  private func percent(_ count: Int) -> String {
    NumberText.ratio(Double(count) / Double(max(inflection.count, 1)), in: language)
  }

  private var staying: Int { inflection.count - inflection.empty }
  private var stopping: Int { to.map { $0.count - $0.empty } ?? 0 }
  private var waiting: Int { closing?.positive ?? 0 }
  private var never: Int { max(inflection.empty - stopping - waiting, 0) }

  private func number(_ month: Double?) -> Int? { month.map { Int($0.rounded(.up)) } }

  /// `month 19 (2027-07)`
  private func named(_ month: Double?) -> String? {
    number(month).map { month in
      let date = facts.calendarMonth(month) ?? ""
      return language("month \(month) (\(date))", "第 \(month) 个月（\(date)）")
    }
  }

  /// The outcome that most replications have, and where half of them have it, when.
  package var title: String {
    if let median = named(inflection.p50) {
      let rest =
        inflection.empty == 0 ? "" : language("; never for good in ", "；未能持续到期末的占 ") + percent(inflection.empty)
      return number(inflection.p50) == 1
        ? language("Benefit covers cost from the first month on", "从第一个月起收益持续超过成本") + rest
        : language("Benefit covers cost from \(median) on", "从\(median)起收益持续超过成本") + rest
    }
    switch max(staying, stopping, waiting, never) {
    case staying:
      return language(
        "Benefit covers cost until the end in \(percent(staying)) of futures, not in half of them",
        "\(percent(staying)) 的情形中收益持续超过成本直到期末，不到一半")
    case stopping where stopping > 0: return stretch(isTitle: true)
    case waiting where waiting > 0:
      return language(
        "Benefit does not stay above cost within \(months) months yet: in \(percent(waiting)) of futures the gap is closing",
        "\(months) 个月内收益尚未持续超过成本：\(percent(waiting)) 的情形差距正在缩小")
    default:
      return language(
        "Benefit does not stay above cost within \(months) months in \(percent(inflection.empty)) of futures",
        "\(percent(inflection.empty)) 的情形在 \(months) 个月内收益未能持续超过成本")
    }
  }

  /// From when to when, of the replications in which it stops.
  private func stretch(isTitle: Bool) -> String {
    let (first, last) = (named(from?.p50) ?? "", named(to?.p50) ?? "")
    return language(
      "Benefit covers cost from \(first) to \(last) and no longer at the end in "
        + "\(percent(stopping)) of \(isTitle ? "futures" : "the futures (medians)")",
      "\(percent(stopping)) 的情形中，收益从\(first)到\(last)超过成本，期末不再超过" + (isTitle ? "" : "（中位数）"))
  }

  /// The sentences of the answer: when in the median future, and how many futures have each outcome.
  package var sentence: String { language("\(lead). \(shares).", "\(lead)。\(shares)。") }

  private var lead: String {
    guard let p50 = inflection.p50, let median = named(p50) else { return title }
    // The first month is as early as can be.
    let early = number(inflection.p10) == number(p50) ? nil : named(inflection.p10)
    let late = named(inflection.p90)
    if number(inflection.p10) == number(inflection.p90) {
      return p50 == 1
        ? language(
          "Benefit covers cost from the first month on (\(facts.calendarMonth(1) ?? "")) in at least nine futures of ten",
          "至少九成的未来情形从第一个月（\(facts.calendarMonth(1) ?? "")）起收益持续超过成本")
        : language(
          "Benefit covers cost from \(median) on in at least eight futures of ten",
          "至少八成的未来情形从\(median)起收益持续超过成本")
    }
    if p50 == 1 {
      return language(
        "Benefit covers cost from the first month on (\(facts.calendarMonth(1) ?? "")) in at least half of all futures; "
          + "in one of ten " + (late.map { "not before \($0)" } ?? "not for good within the horizon"),
        "至少一半的未来情形从第一个月（\(facts.calendarMonth(1) ?? "")）起收益持续超过成本；另有一成"
          + (late.map { "不早于\($0)" } ?? "未能持续到期末"))
    }
    return language(
      "Benefit covers cost from \(median) on in the median future; "
        + (early.map { "in one of ten by \($0), " } ?? "") + "in one of ten "
        + (late.map { "not before \($0)" } ?? "not for good within the horizon"),
      "中位情形下从\(median)起收益持续超过成本；" + (early.map { "一成情形早至\($0)，" } ?? "") + "一成情形"
        + (late.map { "不早于\($0)" } ?? "未能持续到期末"))
  }

  /// How many futures have each of the four outcomes.
  private var shares: String {
    let share = Proportion(staying, of: inflection.count)
    let interval = share.interval
    let (low, high) = (
      NumberText.percent(max(interval.lowerBound, 0), in: language),
      NumberText.percent(min(interval.upperBound, 1), in: language)
    )
    // What has never been said to be so far is not "so".
    let isSo = inflection.p50 != nil || staying + stopping >= max(waiting, never)
    var parts = [
      language(
        "It \(isSo ? "does so" : "stays above cost") until the end in \(percent(staying)) of the futures (95 % interval \(low) to "
          + "\(high))",
        "持续到期末的占 \(percent(staying))（95 % 区间 \(low) 至 \(high)）")
    ]
    if stopping > 0 {
      let (first, last) = (number(from?.p50) ?? 0, number(to?.p50) ?? 0)
      parts.append(
        language(
          "for a while and no longer at the end in \(percent(stopping)) (from month \(first) to \(last), medians of those "
            + "\(percent(stopping)))",
          "一度超过而期末不再超过的占 \(percent(stopping))（这 \(percent(stopping)) 情形的中位数：第 \(first) 至第 \(last) 个月）"))
    }
    if waiting > 0 {
      parts.append(
        language("not yet, with a gap that is closing, in \(percent(waiting))", "尚未达到但差距正在缩小的占 \(percent(waiting))"))
    }
    if never > 0 {
      parts.append(
        language(
          "never, with a gap that is not closing, in \(percent(never))", "始终未达到且差距没有缩小的占 \(percent(never))"))
    }
    return parts.joined(separator: language("; ", "；"))
  }

  /// From when to when the means of a run's months cover cost, as a title.
  package static func title(benefits: [Double], costs: [Double], in language: Language) -> String {
    let months = min(benefits.count, costs.count)
    return switch Coverage(benefits: benefits, costs: costs) {
    case .stays(1):
      language("On average benefit covers operating cost from the first month on", "平均而言，从第一个月起收益持续超过运营成本")
    case .stays(let month):
      language(
        "On average benefit covers operating cost from month \(month) on", "平均而言，从第 \(month) 个月起收益持续超过运营成本")
    case .stops(let from, let to):
      language(
        "On average benefit covers operating cost from month \(from) to month \(to), and no longer at the end",
        "平均而言，收益从第 \(from) 个月到第 \(to) 个月超过运营成本，期末不再超过")
    case .notYet:
      language(
        "On average benefit does not stay above operating cost within \(months) months yet; the gap is closing",
        "平均而言，\(months) 个月内收益尚未持续超过运营成本，差距正在缩小")
    case .never:
      language(
        "On average benefit does not stay above operating cost within \(months) months",
        "平均而言，\(months) 个月内收益未能持续超过运营成本")
    }
  }
}
