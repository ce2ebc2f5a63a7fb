public import Economics
import Randomness
import Serving

/// The source of a number, and its date.
///
/// ```swift
/// source: .fact("F17", "30 to 50 % a year")
/// source: .study("Fang et al., field experiments", date: "2025")
/// source: .recorded(ElectricityPrice.virginia)
/// source: .assumption("a year of five to ten people, and licences")
/// ```
public struct Source: Sendable, Hashable, CustomStringConvertible {
  /// How it is known.
  public enum Kind: String, Sendable, Hashable {
    /// A figure of the case, a measurement, a published study, or what somebody assumes.
    case fact, measured, study, assumption
  }

  /// How it is known.
  public let kind: Kind
  /// The source in words.
  public let text: String
  /// The date as exactly as it is known: a year, a month or a day; `nil` if it is unknown.
  public let date: String?
  /// How reliable it is.
  public let confidence: Confidence
  /// The figure of the case, where it is one.
  let caseFact: CaseFact?
  /// The source in Chinese, where the library says it; `nil` where the experiment does.
  package private(set) var chinese: String?

  private init(_ kind: Kind, _ text: String, date: String?, _ confidence: Confidence, caseFact: CaseFact? = nil) {
    self.kind = kind
    self.text = text
    self.date = date
    self.confidence = confidence
    self.caseFact = caseFact
  }

  /// A figure of the case, by its id in `facts.csv` beside the experiment: `F17`; an id that is not there is rejected.
  public static func fact(
    _ id: String, _ note: String = "", file: StaticString = #fileID, line: UInt = #line
  ) -> Source {
    let fact = CaseFacts.named(id, at: "\(file):\(line)")
    return Source(.fact, note.isEmpty ? id : "\(id): \(note)", date: nil, .low, caseFact: fact)
  }

  /// A measurement, with its author.
  public static func measured(_ text: String, date: String? = nil, confidence: Confidence = .high) -> Source {
    Source(.measured, text, date: date, confidence)
  }

  /// A publication.
  public static func study(_ text: String, date: String? = nil, confidence: Confidence = .medium) -> Source {
    Source(.study, text, date: date, confidence)
  }

  /// A fact of the catalogues, with its source and its date.
  public static func recorded<Value>(_ fact: Fact<Value>, confidence: Confidence = .medium) -> Source {
    var source = Source(.study, fact.source, date: fact.date, confidence)
    source.chinese = chineseOfFacts[fact.source]
    return source
  }

  /// Sources of facts in Chinese, by their English texts.
  package static let chineseOfFacts = [
    ChineseRates.incomeTax.source: "《中华人民共和国企业所得税法》第四条，现行有效",
    ChineseRates.consumerPrices.source: "国家统计局：2023 年与 2024 年均为 0.2%；政府 2025 年目标约 2%",
    ChineseRates.wages.source: "国家统计局，城镇非私营单位：2023 年 5.8%，2024 年 2.8%",
  ]

  /// How the costs of a deployment's steps are known, and how far off they may be.
  static func slowness(of deployment: Deployment) -> Source {
    let evidence = deployment.evidence
    let text = "\(deployment.name), \(evidence)"
    let name = deployment.name.replacing(" in ", with: "，").replacing(" on ", with: "，")
    var source: Source
    if let error = evidence.error {
      source = evidence.kind == .measured ? measured(text, confidence: .medium) : study(text)
      let kind =
        switch evidence.kind {
        case .measured: "实测"
        case .fitted: "拟合"
        case .predicted: "预测"
        case .derived: "推导"
        case .stated: "给定"
        }
      source.chinese = "\(name)：每步耗时\(kind)，误差在 \(Int((100 * error).rounded())) % 以内"
    } else {
      source = assumption("\(text); its error is unknown, and a half to double is assumed")
      source.chinese = "\(name)：每步耗时误差未知，假定为一半至两倍"
    }
    return source
  }

  /// The author's own assumption, with its justification.
  public static func assumption(_ text: String) -> Source { Source(.assumption, text, date: nil, .none) }

  /// `assumption: a busy street`
  public var description: String { "\(kind.rawValue): \(text)" }

  /// A text of the source in a language: as the experiment translates it, or the library where it has written it.
  package func words(_ english: String, in language: Language, _ translation: Translation) -> String {
    guard language == .chinese else { return english }
    return translation[english] ?? (english == text ? chinese : nil) ?? english
  }

  /// The same with its kind, as a sheet of inputs has it: `assumption: a busy street`, `假设：繁忙街道`.
  package func description(in language: Language, _ translation: Translation) -> String {
    guard language == .chinese else { return description }
    let kind =
      switch kind {
      case .fact: "案例"
      case .measured: "实测"
      case .study: "研究"
      case .assumption: "假设"
      }
    let whole = words(text, in: language, translation)
    // `F17: 30 to 50 % a year`, of which the note is translated.
    guard whole == text, self.kind == .fact, let colon = text.firstRange(of: ": ") else { return "\(kind)：\(whole)" }
    let note = String(text[colon.upperBound...])
    return "\(kind)：\(text[..<colon.lowerBound])：\(words(note, in: language, translation))"
  }
}

/// How reliable a figure is.
public enum Confidence: String, Sendable, Hashable, CaseIterable {
  /// Somebody measured it, for this or for much the same.
  case high
  /// A publication or a price list says so, of something like it.
  case medium
  /// One source says so, without how it was found.
  case low
  /// Only the author says so.
  case none
}
