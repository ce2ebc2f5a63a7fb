/// A figure of the case that set the toolkit off: what is said, what follows from it, and whether it agrees.
package struct CaseFact: Sendable, Hashable {
  /// Whether the figure agrees with itself and with the others.
  package enum Agreement: Sendable, Hashable {
    /// The arithmetic comes out.
    case agrees
    /// It does not, and why.
    case contradicts(String)
    /// What is said leaves open what it is of.
    case open(String)
    /// There is no figure to be held against anything.
    case noFigure

    /// `agrees`, or what speaks against it.
    package var text: String {
      switch self {
      case .agrees: "agrees"
      case .contradicts(let why): "contradicts: \(why)"
      case .open(let why): "open: \(why)"
      case .noFigure: "no figure"
      }
    }
  }

  /// `F1`
  package let id: String
  package let system: String
  /// The figures as the article gives them.
  package let says: String
  /// What they imply, by arithmetic.
  package let implies: String
  package let agreement: Agreement

  package static func named(_ id: String) -> CaseFact? { all.first { $0.id == id } }
}
