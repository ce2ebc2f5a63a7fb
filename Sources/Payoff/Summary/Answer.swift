import Demand
import Experimentation

/// The answer of a run, in sentences with their uncertainty.
struct Answer {
  let sentences: [String]

  /// - `isBrief`: whether the experiment has an answer of its own, beside which a trial's first measure says nothing.
  init(_ summary: RunSummary, isBrief: Bool = false) {
    var sentences: [String] = []
    if let horizon = summary.schema.horizon {
      if let inflection = summary.measure("inflection_month") {
        sentences += Paragraph.wrap(Self.inflection(inflection, horizon))
      }
      if let value = summary.measure("npv"), summary.measure("inflection_month") != nil {
        sentences += Paragraph.wrap(Self.value(value, summary.schema.currency?.description ?? ""))
      }
    } else if !isBrief, let first = summary.schema.measures.first, let measure = summary.measures.first {
      sentences += Paragraph.wrap(Self.measure(first, measure))
    }
    self.sentences = sentences
  }

  private static func inflection(_ inflection: MeasureSummary, _ horizon: Horizon) -> String {
    func named(_ month: Double?) -> String? {
      month.map { "month \(Int($0.rounded(.up))) (\(horizon.month(Int($0.rounded(.up)) - 1)))" }
    }
    let never = Proportion(inflection.empty, of: inflection.count)
    let interval = never.interval
    let chance =
      "\(NumberText.percent(never.share)) (95 % interval \(NumberText.percent(interval.lowerBound)) to "
      + "\(NumberText.percent(interval.upperBound)))"
    let quantiles = inflection.quantiles([0.10, 0.50, 0.90])
    guard let median = named(quantiles[1]) else {
      return "It does not pay off within \(horizon.months) months in most futures: the chance that benefit never stays "
        + "above cost is \(chance)."
    }
    // The first month is as early as can be.
    let early = quantiles[0] == quantiles[1] ? nil : named(quantiles[0])
    let late = named(quantiles[2])
    if quantiles[1] == 1 {
      let rest =
        quantiles[2] == 1
        ? "at least nine futures of ten"
        : "at least half of all futures; one in ten gets there "
          + (late.map { "later than \($0)" } ?? "never within the horizon")
      return "It pays off from the first month on (\(horizon.start)) in \(rest); the chance of never within "
        + "\(horizon.months) months is \(chance)."
    }
    if quantiles[0] == quantiles[2] {
      return "It pays off from \(median) on in at least eight futures of ten; the chance of never within "
        + "\(horizon.months) months is \(chance)."
    }
    return "It pays off from \(median) on in the median future; "
      + (early.map { "one in ten is as early as \($0), " } ?? "") + "one in ten "
      + (late.map { "later than \($0)" } ?? "never gets there within the horizon")
      + "; the chance of never within \(horizon.months) months is \(chance)."
  }

  private static func value(_ value: MeasureSummary, _ currency: String) -> String {
    let quantiles = value.quantiles([0.10, 0.50, 0.90]).map { NumberText.short($0) }
    let positive = Proportion(value.positive, of: value.count)
    return
      "Its net present value is \(quantiles[1]) \(currency) in the median future, \(quantiles[0]) to \(quantiles[2]) "
      + "in eight of ten, and above 0 in \(NumberText.percent(positive.share))."
  }

  private static func measure(_ declaration: MeasureDeclaration, _ measure: MeasureSummary) -> String {
    let unit = declaration.unit == .one ? "" : " \(declaration.unit)"
    guard let mean = measure.mean else {
      return "\(declaration.name) has no value in \(measure.empty) of \(measure.count) replications."
    }
    let interval = measure.interval.map {
      " (95 % interval \(NumberText.short($0.low)) to \(NumberText.short($0.high)))"
    }
    return "\(declaration.name) is \(NumberText.short(mean))\(unit) on average\(interval ?? "")."
  }
}
