/// A column of a CSV file, as its schema describes it.
struct Column: Sendable, Hashable {
  /// A type of Frictionless Table Schema.
  enum Kind: String, Sendable, Hashable {
    case integer, number, string, boolean
  }

  let name: String
  let kind: Kind
  let unit: String?
  let meaning: String

  init(_ name: String, _ kind: Kind, unit: String? = nil, _ meaning: String = "") {
    self.name = name
    self.kind = kind
    self.unit = unit
    self.meaning = meaning
  }

  /// `p05` for 0.05.
  static func percentileName(_ p: Double) -> String {
    let percent = Int((100 * p).rounded())
    return percent < 10 ? "p0\(percent)" : "p\(percent)"
  }
}
