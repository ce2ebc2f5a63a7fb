package import Demand
package import Randomness

/// A figure that an experiment rests on: what it is, who says so and when, and what speaks against it.
package struct EvidenceItem: Sendable, Hashable {
  /// What speaks against a figure.
  package enum Flag: Sendable, Hashable {
    /// Nobody but the author says so.
    case unsourced
    /// It disagrees with another figure.
    case contradictory(String)
    /// What is said leaves open what it is of.
    case open(String)
    /// Its date lies so many years before the start of the horizon.
    case stale(years: Double)
    /// Nobody says when.
    case undated

    /// In words.
    package var text: String {
      switch self {
      case .unsourced: "unsourced"
      case .contradictory(let why): "contradictory: \(why)"
      case .open(let why): "open: \(why)"
      case .stale(let years): "stale: \((years * 10).rounded() / 10) years before the start"
      case .undated: "undated"
      }
    }
  }

  /// The input's name; empty for a fact of the catalogues.
  package let input: String
  package let meaning: String
  /// The value or the distribution.
  package let value: String
  package let unit: String
  /// The figure that the source states, where that is not the median.
  package let stated: Double?
  package let date: String?
  package let source: String
  package let confidence: Confidence
  package let flags: [Flag]

  /// Facts older than this at the start of the horizon are stale.
  package static let yearsUntilStale = 2.0

  /// An input of an experiment.
  package init(_ input: InputDeclaration, start: CalendarMonth?) {
    self.input = input.name
    meaning = input.meaning
    value = "\(input.distribution)"
    unit = input.unit.description
    stated = input.stated
    date = input.source.date
    source = "\(input.source)"
    confidence = input.source.confidence
    var flags: [Flag] = []
    switch input.source.caseFact?.agreement {
    case .contradicts(let why): flags.append(.contradictory(why))
    case .open(let why): flags.append(.open(why))
    case .agrees, .noFigure, nil: break
    }
    if input.source.kind == .assumption {
      flags.append(.unsourced)
    } else {
      flags += Self.age(of: input.source.date, start)
    }
    self.flags = flags
  }

  /// A fact of the catalogues that the experiment looks at.
  package init(_ fact: FactUse.Noted, start: CalendarMonth?) {
    input = ""
    meaning = "looked up in the catalogues"
    value = fact.value
    unit = ""
    stated = nil
    date = fact.date
    source = fact.source
    confidence = .medium
    flags = Self.age(of: fact.date, start)
  }

  /// What its date says against it.
  private static func age(of date: String?, _ start: CalendarMonth?) -> [Flag] {
    guard let date, let then = month(of: date) else { return [.undated] }
    guard let start else { return [] }
    let years = Double(12 * (start.year - then.year) + start.month - then.month) / 12
    return years > yearsUntilStale ? [.stale(years: years)] : []
  }

  /// The month that a date ends with: `2026-01`, `2024`, of which the middle counts, `2024, January to July`.
  static func month(of date: String) -> CalendarMonth? {
    let numbers = date.split { !$0.isNumber }.compactMap { Int($0) }
    guard let place = numbers.lastIndex(where: { (1900...2200).contains($0) }) else { return nil }
    let next = numbers.indices.contains(place + 1) ? numbers[place + 1] : 0
    return .month(numbers[place], (1...12).contains(next) ? next : 7)
  }
}
