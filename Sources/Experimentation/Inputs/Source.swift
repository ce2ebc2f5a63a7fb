/// Where a number comes from.
public struct Source: Sendable, Hashable, CustomStringConvertible {
  /// How far it can be relied upon.
  public enum Kind: String, Sendable, Hashable {
    case fact, measured, study, assumption
  }

  public let kind: Kind
  public let text: String

  /// A figure of the case, by its id: `F17`.
  public static func fact(_ id: String, _ note: String = "") -> Source {
    Source(kind: .fact, text: note.isEmpty ? id : "\(id): \(note)")
  }
  /// A measurement, and who made it.
  public static func measured(_ text: String) -> Source { Source(kind: .measured, text: text) }
  /// A publication.
  public static func study(_ text: String) -> Source { Source(kind: .study, text: text) }
  /// Nobody's figure but the author's, and why it is reasonable.
  public static func assumption(_ text: String) -> Source { Source(kind: .assumption, text: text) }

  /// `assumption: a busy street`
  public var description: String { "\(kind.rawValue): \(text)" }
}
