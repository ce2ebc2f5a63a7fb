import Demand
import Randomness

/// The results of a run, from which an experiment writes its answer.
///
/// ```swift
/// static func answer(_ findings: Findings) -> String? {
///   "The run costs \(findings["cost_this_year"]), and a year later \(findings["cost_next_year"])."
/// }
/// ```
public struct Findings {
  private let schema: RunSchema
  private let summaries: [MeasureSummary]
  private let options: [String: String]
  private let language: Language
  private let translation: Translation

  /// - `options`: the option that was taken of each choice and the text of each setting, by name.
  /// - `language`: what numbers, months and options are written in.
  /// - `translation`: the experiment's texts in that language.
  package init(
    _ summary: RunSummary, options: [String: String], in language: Language = .english,
    _ translation: Translation = [:]
  ) {
    schema = summary.schema
    summaries = summary.measures
    self.options = options
    self.language = language
    self.translation = translation
  }

  /// The result of a measure. An unknown name is an error that suggests the nearest one.
  public subscript(measure: String) -> Finding {
    if let index = schema.measures.firstIndex(where: { $0.name == measure }) {
      return Finding(schema.measures[index], summaries[index], schema.horizon, language, translation)
    }
    refuse("findings[\"\(measure)\"]", "there is no measure of that name", measure, schema.measures.map(\.name))
    return Finding(
      MeasureDeclaration(name: measure, unit: .one, meaning: ""), MeasureSummary(), schema.horizon, language,
      translation)
  }

  /// The selected option of a choice, or the text of a setting.
  public func option(_ choice: String) -> String {
    if let option = options[choice] { return translation[option] ?? option }
    refuse("option(\"\(choice)\")", "there is no choice or setting of that name", choice, options.keys.sorted())
    return ""
  }

  /// A number with three significant figures and a word for millions: `1.84 M`.
  public func short(_ number: Double) -> String { NumberText.short(number, in: language) }

  /// A share, from 0 to 1, as a percentage: `12.5 %`. For a change or a rate, which may be of any size, see ``ratio(_:)``.
  public func percent(_ share: Double, file: StaticString = #fileID, line: UInt = #line) -> String {
    if NumberText.isShare(share) { return NumberText.percent(share, in: language) }
    ValidationErrors.report(
      InvalidValue(
        "percent(\(share))", "a share lies between 0 and 1",
        remedy: "a change or a rate of any size is ratio(\(share))",
        location: "\(file):\(line)"))
    return ""
  }

  /// A ratio of any size as a percentage: `-12.5 %`, `250 %`.
  public func ratio(_ ratio: Double) -> String { NumberText.ratio(ratio, in: language) }

  private func refuse(_ subject: String, _ problem: String, _ name: String, _ known: [String]) {
    ValidationErrors.report(
      InvalidValue(
        subject, problem,
        remedy: NearestName.remedy(for: name, among: known, quoted: true)))
  }
}

/// The distribution of a measure over the replications of a run.
///
/// Its text is the median with the 10 % and 90 % quantiles: `1.84 M USD (1.79 M to 1.92 M)`.
public struct Finding: CustomStringConvertible {
  /// The measure's name.
  public let measure: String
  /// The measure's unit.
  public let unit: InputUnit
  private let absence: Absence
  private let soughtFrom: Double?
  private let summary: MeasureSummary
  private let horizon: Horizon?
  private let language: Language
  private let translation: Translation

  init(
    _ declaration: MeasureDeclaration, _ summary: MeasureSummary, _ horizon: Horizon?, _ language: Language = .english,
    _ translation: Translation = [:]
  ) {
    measure = declaration.name
    unit = declaration.unit
    absence = declaration.absence
    soughtFrom = declaration.sought?.from
    self.summary = summary
    self.horizon = horizon
    self.language = language
    self.translation = translation
  }

  /// The median; `nil` if it has no value, such as a month that never comes.
  public var median: Double? { quantile(0.5) }
  /// The 10 % quantile.
  public var low: Double? { quantile(0.1) }
  /// The 90 % quantile.
  public var high: Double? { quantile(0.9) }
  /// The mean; `nil` where some replications have no value.
  public var mean: Double? { summary.mean }
  /// The share of the replications without a value: of a month, the chance of never.
  public var shareWithout: Double { Double(summary.empty) / Double(max(summary.count, 1)) }
  /// The share of the replications in which it is above 0.
  public var shareAboveZero: Double { Double(summary.positive) / Double(max(summary.count, 1)) }

  /// A quantile of type 7, as in every table; `nil` where it has no value.
  ///
  /// - `probability`: from 0 to 1.
  public func quantile(_ probability: Double, file: StaticString = #fileID, line: UInt = #line) -> Double? {
    if (0...1).contains(probability) { return summary.quantiles([probability])[0] }
    ValidationErrors.report(
      InvalidValue(
        "quantile(\(probability))", "a probability lies between 0 and 1", remedy: "the 90 % quantile is quantile(0.9)",
        location: "\(file):\(line)"))
    return nil
  }

  /// `1.84 M USD (1.79 M to 1.92 M)`, `month 19 (2027-07; month 2 to 45)`, and without a range where there is none.
  public var description: String {
    let (low, median, high) = (low, median, high)
    if unit == "month" { return months(low, median, high) }
    guard let median else {
      return unknown(UnitText.amount(low.map(short) ?? "", unit.description, in: language, translation))
    }
    let text = UnitText.amount(short(median), unit.description, in: language, translation)
    // What does not come in one future of ten is no small thing to leave out.
    if let low, high == nil { return range(text, short(low), never) }
    guard let low, let high, short(low) != short(high) else { return text + shareThatExists }
    return range(text, short(low), short(high)) + shareThatExists
  }

  /// The same of a share, a rate or a change: `62.6 % (55 % to 71 %)`.
  public var percent: String {
    func percent(_ share: Double) -> String { NumberText.ratio(share, in: language) }
    guard let median else { return unknown(low.map(percent) ?? "") }
    if let low, high == nil { return range(percent(median), percent(low), never) }
    guard let low, let high, percent(low) != percent(high) else { return percent(median) + shareThatExists }
    return range(percent(median), percent(low), percent(high)) + shareThatExists
  }

  /// What is said behind quantiles that are those of a part of the replications.
  private var shareThatExists: String {
    guard absence == .doesNotExist, summary.empty > 0 else { return "" }
    let share = NumberText.percent(summary.shareWithValue, in: language)
    return language(" where it exists, in \(share) of the futures", "（仅就存在该值的 \(share) 情形而言）")
  }

  /// From which value on something holds, of a break-even: `from 3,298 conversations/day (2,004 to 5,783) on`, and where there is
  /// no such value in the median future, that there is none. Where it holds at the least value that was tried, nothing is known
  /// of smaller ones, and that is said.
  public var onwards: String {
    func amount(_ value: Double) -> String {
      UnitText.amount(short(value), unit.description, in: language, translation)
    }
    if let median, isBelowWhatWasTried {
      let from = amount(median)
      let all = language("at every value that was tried, from \(from) on", "所试各值（\(from) 起）均成立")
      guard let high else {
        return all + language(" in the median future, and in one of ten at none", "（多数情形），一成情形均不成立")
      }
      guard high > median else { return all }
      return all
        + language(
          " in the median future, and in nine of ten from \(amount(high)) on", "（多数情形），九成情形从 \(amount(high)) 起")
    }
    guard median == nil else { return language("from \(self) on", "从 \(self) 起") }
    guard absence == .laterThanAny, let low else { return language("at no value that was tried", "所试各值均不成立") }
    return language(
      "at no value that was tried in the median future, in one of ten from \(amount(low)) on",
      "多数情形所试各值均不成立，一成情形从 \(amount(low)) 起")
  }

  /// Whether, in the median future, a break-even holds at the least value that was tried, and so perhaps below it.
  public var isBelowWhatWasTried: Bool { median.map { $0 == soughtFrom } ?? false }

  private var never: String { language("never", "始终不会") }

  /// What is said where the median has no value, with the 10 % quantile where that has one.
  private func unknown(_ low: String) -> String {
    guard absence == .laterThanAny else { return language("unknown", "无法得出") }
    let none = language("none of the values tried", "所试各值均无")
    return self.low == nil ? none : none + language(" (\(low) in one future of ten)", "（一成情形为 \(low)）")
  }

  private func short(_ value: Double) -> String { NumberText.short(value, in: language) }
  private func range(_ text: String, _ low: String, _ high: String) -> String {
    let isWord = low.hasSuffix("万") || low.hasSuffix("亿")
    return text + language(" (\(low) to \(high))", "（\(low)\(isWord ? "" : " ")至 \(high)）")
  }

  private func months(_ low: Double?, _ median: Double?, _ high: Double?) -> String {
    func number(_ month: Double?) -> String {
      month.map { "\(Int($0.rounded(.up)))" } ?? language("never", "始终不会")
    }
    guard let median else {
      return low.map {
        language(
          "never within the horizon (month \(number($0)) in one future of ten)",
          "期限内始终不会（一成情形为第 \(number($0)) 个月）")
      } ?? language("never within the horizon", "期限内始终不会")
    }
    let index = Int(median.rounded(.up)) - 1
    let calendar = horizon.map { "\($0.month(max(index, 0)))" } ?? ""
    let range =
      low == high
      ? ""
      : language(
        "month \(number(low)) to \(number(high))",
        high == nil ? "第 \(number(low)) 个月至始终不会" : "第 \(number(low)) 至 \(number(high)) 个月")
    let notes = [calendar, range].filter { !$0.isEmpty }.joined(separator: language("; ", "；"))
    return language("month \(number(median))", "第 \(number(median)) 个月")
      + (notes.isEmpty ? "" : language(" (\(notes))", "（\(notes)）"))
  }
}
