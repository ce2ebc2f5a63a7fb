/// How far a figure can be relied upon, and where it comes from.
public struct Evidence: Sendable, Hashable, CustomStringConvertible {
  /// How a figure is known.
  public enum Kind: String, Sendable, Hashable {
    /// From measured runs.
    case measured
    /// Computed from other figures by a rule.
    case derived
    /// As somebody says.
    case stated
  }

  /// How it is known.
  public let kind: Kind
  /// Where it comes from, in words.
  public let source: String
  /// How far off it may be, as a share of the value; `nil` where nobody says.
  public let error: Double?

  /// Evidence from measured runs.
  public static func measured(_ source: String, error: Double? = nil) -> Evidence {
    Evidence(kind: .measured, source: source, error: error)
  }
  /// Evidence computed from other figures.
  public static func derived(_ source: String, error: Double? = nil) -> Evidence {
    Evidence(kind: .derived, source: source, error: error)
  }
  /// Evidence as somebody says.
  public static func stated(_ source: String, error: Double? = nil) -> Evidence {
    Evidence(kind: .stated, source: source, error: error)
  }

  /// `derived, within 20 %: roofline of Llama 3.1 8B on A800`
  public var description: String {
    "\(kind.rawValue)\(error.map { ", within \(Int(($0 * 100).rounded())) %" } ?? ""): \(source)"
  }
}
