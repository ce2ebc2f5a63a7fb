package import Experimentation

/// The answer of a run, in sentences with their uncertainty.
package struct Answer: Sendable {
  /// Each sentence on its own.
  package let sentences: [String]

  /// The experiment's own answer comes first; beside it the first measure of a trial says nothing.
  package init(_ facts: ResultFacts, _ measures: [MeasureFacts], in language: Language = .english) {
    func measure(_ name: String) -> MeasureFacts? { measures.first { $0.name == name } }
    var sentences = facts.answer(in: language).map { [$0] } ?? []
    if let months = facts.months {
      if let inflection = measure("inflection_month") {
        let payback = measure("discounted_payback_month")
        // What is never back in most futures is not said to pay off.
        let isBack = payback.map { $0.p50 != nil } ?? true
        sentences.append(Self.inflection(inflection, facts, months, isBack: isBack, language))
        if let payback, payback.p50 != inflection.p50 {
          sentences.append(Self.payback(payback, facts, months, language))
        }
        if let value = measure("npv") {
          sentences.append(Self.value(value, facts.unit(facts.currency ?? "", in: language), language))
        }
      }
    } else if sentences.isEmpty, let first = measures.first {
      sentences.append(Self.measure(first, facts, language))
    }
    self.sentences = sentences
  }

  private static func inflection(
    _ inflection: MeasureFacts, _ facts: ResultFacts, _ months: Int, isBack: Bool, _ language: Language
  ) -> String {
    func named(_ month: Double?) -> String? {
      month.map {
        let month = Int($0.rounded(.up))
        let date = facts.calendarMonth(month) ?? ""
        return language("month \(month) (\(date))", "第 \(month) 个月（\(date)）")
      }
    }
    func percent(_ share: Double) -> String { NumberText.percent(share, in: language) }
    let never = Proportion(inflection.empty, of: inflection.count)
    let interval = never.interval
    let (low, high) = (percent(interval.lowerBound), percent(interval.upperBound))
    let chance = language(
      "\(percent(never.share)) (95 % interval \(low) to \(high))", "\(percent(never.share))（95 % 区间 \(low) 至 \(high)）")
    guard let p50 = inflection.p50, let median = named(p50) else {
      return language(
        "It does not pay off within \(months) months in most futures: the chance that benefit never stays above cost is "
          + "\(chance).",
        "在多数未来情形中，\(months) 个月内都不会回本：收益始终无法稳定高于成本的概率为 \(chance)。")
    }
    let pays =
      isBack ? language("It pays off", "回本") : language("Benefit stays above cost", "收益稳定高于成本")
    // The first month is as early as can be.
    let early = inflection.p10 == p50 ? nil : named(inflection.p10)
    let late = named(inflection.p90)
    if p50 == 1 {
      let rest =
        inflection.p90 == 1
        ? language("at least nine futures of ten", "至少九成的未来情形")
        : language(
          "at least half of all futures; one in ten gets there "
            + (late.map { "later than \($0)" } ?? "never within the horizon"),
          "至少一半的未来情形；另有一成" + (late.map { "晚于\($0)" } ?? "在期限内始终不会"))
      return language(
        "\(pays) from the first month on (\(facts.calendarMonth(1) ?? "")) in \(rest); the chance of never within "
          + "\(months) months is \(chance).",
        "从第一个月（\(facts.calendarMonth(1) ?? "")）起即\(pays)：\(rest)；\(months) 个月内始终不回本的概率为 \(chance)。")
    }
    if inflection.p10 == inflection.p90 {
      return language(
        "\(pays) from \(median) on in at least eight futures of ten; the chance of never within \(months) months is "
          + "\(chance).",
        "至少八成的未来情形从\(median)起\(pays)；\(months) 个月内始终不回本的概率为 \(chance)。")
    }
    return language(
      "\(pays) from \(median) on in the median future; "
        + (early.map { "one in ten is as early as \($0), " } ?? "") + "one in ten "
        + (late.map { "later than \($0)" } ?? "never gets there within the horizon")
        + "; the chance of never within \(months) months is \(chance).",
      "中位情形下从\(median)起\(pays)；" + (early.map { "一成情形早至\($0)，" } ?? "") + "一成情形"
        + (late.map { "晚于\($0)" } ?? "在期限内始终不会") + "；\(months) 个月内始终不回本的概率为 \(chance)。")
  }

  /// Benefit above cost month by month is not yet what was put in before.
  private static func payback(
    _ payback: MeasureFacts, _ facts: ResultFacts, _ months: Int, _ language: Language
  ) -> String {
    let never = NumberText.percent(Proportion(payback.empty, of: payback.count).share, in: language)
    guard let median = payback.p50 else {
      return language(
        "What was put in is not back, discounted, within \(months) months in \(never) of the futures.",
        "按贴现计，\(never) 的情形在 \(months) 个月内收不回投入。")
    }
    let month = Int(median.rounded(.up))
    let date = facts.calendarMonth(month) ?? ""
    return language(
      "What was put in is back, discounted, by month \(month) (\(date)) in the median future, and not within \(months) "
        + "months in \(never).",
      "按贴现计，中位情形下到第 \(month) 个月（\(date)）收回投入；\(never) 的情形在 \(months) 个月内收不回。")
  }

  private static func value(_ value: MeasureFacts, _ currency: String, _ language: Language) -> String {
    let texts = [value.p10, value.p50, value.p90].map { number in
      number.map { NumberText.short($0, in: language) } ?? language("never", "无")
    }
    let share = NumberText.percent(Proportion(value.positive, of: value.count).share, in: language)
    return language(
      "Its net present value is \(texts[1]) \(currency) in the median future, \(texts[0]) to \(texts[2]) in eight of ten, "
        + "and above 0 in \(share).",
      "净现值的中位数为 \(UnitText.amount(texts[1], currency, in: language))，八成情形介于 \(texts[0])与 \(texts[2])之间，"
        + "\(share) 的情形高于 0。")
  }

  private static func measure(_ measure: MeasureFacts, _ facts: ResultFacts, _ language: Language) -> String {
    guard let mean = measure.mean else {
      return language(
        "\(measure.name) has no value in \(measure.empty) of \(measure.count) replications.",
        "\(facts.texts.text(measure.name, in: language)) 在 \(measure.count) 次模拟中有 \(measure.empty) 次没有取值。")
    }
    func short(_ value: Double) -> String { NumberText.short(value, in: language) }
    let interval = measure.interval.map {
      language(
        " (95 % interval \(short($0.lowerBound)) to \(short($0.upperBound)))",
        "（95 % 区间 \(short($0.lowerBound)) 至 \(short($0.upperBound))）")
    }
    let amount = UnitText.amount(short(mean), facts.unit(measure.unit, in: language), in: language)
    let title =
      MeasureTitles.title(of: measure.name, in: language) { facts.texts.text($0, in: language) }
      ?? facts.texts.text(measure.name, in: language)
    return language(
      "\(measure.name) is \(amount) on average\(interval ?? "").", "\(title)平均为 \(amount)\(interval ?? "")。")
  }
}
