package import Experimentation

/// The answer of a run, in sentences with their uncertainty.
package struct Answer: Sendable {
  /// Each sentence on its own.
  package let sentences: [String]

  /// The experiment's own answer comes first; beside it the first measure of a trial says nothing.
  package init(_ facts: ResultFacts, _ measures: [MeasureFacts], in language: Language = .english) {
    func measure(_ name: String) -> MeasureFacts? { measures.first { $0.name == name } }
    var sentences = facts.answer(in: language).map { [$0] } ?? []
    // Where no future differs from doing nothing there is nothing that could come back.
    let changesNothing = measure("npv").map { $0.positive == 0 && $0.mean == 0 && $0.p10 == 0 && $0.p90 == 0 } ?? false
    if let months = facts.months {
      if changesNothing {
        if let value = measure("npv") {
          sentences.append(Self.value(value, beforeTax: nil, facts.unit(facts.currency ?? "", in: language), language))
        }
      } else if let coverage = CoverageText(facts, measures, in: language) {
        sentences.append(coverage.sentence)
        if let payback = measure("discounted_payback_month") {
          sentences.append(
            Self.payback(
              payback, lost: measure("paid_back_to_month"), rising: measure("paying_back"), facts, months, language))
        }
        if let value = measure("npv") {
          sentences.append(
            Self.value(
              value, beforeTax: measure("npv_before_tax"), facts.unit(facts.currency ?? "", in: language), language))
        }
      }
    } else if sentences.isEmpty, let first = measures.first {
      sentences.append(Self.measure(first, facts, language))
    }
    self.sentences = sentences
  }

  /// Benefit above cost month by month is not yet what was put in before.
  private static func payback(
    _ payback: MeasureFacts, lost: MeasureFacts?, rising: MeasureFacts?, _ facts: ResultFacts, _ months: Int,
    _ language: Language
  ) -> String {
    func percent(_ count: Int) -> String {
      NumberText.ratio(Double(count) / Double(max(payback.count, 1)), in: language)
    }
    let never = percent(payback.empty)
    let (lostAgain, onItsWay) = (lost.map { $0.count - $0.empty } ?? 0, rising?.positive ?? 0)
    let parts =
      (lostAgain > 0
        ? [language("\(percent(lostAgain)) had it back and lost it again", "\(percent(lostAgain)) 曾收回后又失去")] : [])
      + (onItsWay > 0 ? [language("in \(percent(onItsWay)) it is coming back", "\(percent(onItsWay)) 正在收回")] : [])
    let note =
      parts.isEmpty
      ? "" : language(" (" + parts.joined(separator: ", ") + ")", "（" + parts.joined(separator: "，") + "）")
    guard let median = payback.p50 else {
      return language(
        "What was put in is not back, discounted, within \(months) months in \(never) of the futures\(note).",
        "按贴现计，\(never) 的情形在 \(months) 个月内收不回投入\(note)。")
    }
    let month = Int(median.rounded(.up))
    let date = facts.calendarMonth(month) ?? ""
    return language(
      "What was put in is back, discounted, by month \(month) (\(date)) in the median future"
        + (payback.empty > 0 ? ", and not within \(months) months in \(never)\(note)." : "."),
      "按贴现计，中位情形下到第 \(month) 个月（\(date)）回本"
        + (payback.empty > 0 ? "；\(never) 的情形在 \(months) 个月内收不回\(note)。" : "。"))
  }

  /// - `beforeTax`: the same without the tax, where there is one.
  private static func value(
    _ value: MeasureFacts, beforeTax: MeasureFacts?, _ currency: String, _ language: Language
  ) -> String {
    let texts = [value.p10, value.p50, value.p90].map { number in
      number.map { NumberText.short($0, in: language) } ?? value.absence.word(in: language)
    }
    let share = NumberText.percent(Proportion(value.positive, of: value.count).share, in: language)
    let tax = beforeTax.map { before in
      let text = before.p50.map { NumberText.short($0, in: language) } ?? before.absence.word(in: language)
      return language(
        " Before the tax on profit it is \(text) \(currency) in the median future.",
        "不计所得税时，中位数为 \(UnitText.amount(text, currency, in: language))。")
    }
    return language(
      "Its net present value\(tax == nil ? "" : " after tax") is \(texts[1]) \(currency) in the median future, "
        + "\(texts[0]) to \(texts[2]) in eight of ten, and above 0 in \(share).",
      "\(tax == nil ? "" : "税后")净现值的中位数为 \(UnitText.amount(texts[1], currency, in: language))，八成情形介于 "
        + "\(texts[0])与 \(texts[2])之间，\(share) 的情形高于 0。") + (tax ?? "")
      + (reliefOfLosses(value, beforeTax, currency, language) ?? "")
  }

  /// Where low futures are better after the tax than before it, which is read as an error unless it is explained; `nil`
  /// elsewhere. Only a tax that is negative in a loss can do so.
  private static func reliefOfLosses(
    _ value: MeasureFacts, _ beforeTax: MeasureFacts?, _ currency: String, _ language: Language
  ) -> String? {
    guard let after = value.p10, let before = beforeTax?.p10, after > before else { return nil }
    let (afterText, beforeText) = (NumberText.short(after, in: language), NumberText.short(before, in: language))
    guard afterText != beforeText else { return nil }
    return language(
      " In low futures it is better after the tax than before it (P10 \(afterText) and \(beforeText) \(currency)): a loss "
        + "lowers the tax on the company's other profit.",
      "较差情形下税后高于税前（P10 分别为 \(UnitText.amount(afterText, currency, in: language))与 "
        + "\(UnitText.amount(beforeText, currency, in: language))）：亏损可抵减企业其他利润的所得税。")
  }

  private static func measure(_ measure: MeasureFacts, _ facts: ResultFacts, _ language: Language) -> String {
    let title = MeasureTitles.words(of: measure.name, facts, in: language)
    guard let mean = measure.mean else {
      return language(
        "\(title) has no value in \(measure.empty) of \(measure.count) replications.",
        "\(title) 在 \(measure.count) 次模拟中有 \(measure.empty) 次没有取值。")
    }
    func short(_ value: Double) -> String { NumberText.short(value, in: language) }
    let interval = measure.interval.map {
      language(
        " (95 % interval \(short($0.lowerBound)) to \(short($0.upperBound)))",
        "（95 % 区间 \(short($0.lowerBound)) 至 \(short($0.upperBound))）")
    }
    let amount = UnitText.amount(short(mean), facts.unit(measure.unit, in: language), in: language)
    return language(
      "\(title) is \(amount) on average\(interval ?? "").", "\(title)平均为 \(amount)\(interval ?? "")。")
  }
}
