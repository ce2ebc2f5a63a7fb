/// How far a figure can be relied upon.
public enum Confidence: String, Sendable, Hashable, CaseIterable {
  /// Somebody measured it, for this or for much the same.
  case high
  /// A publication or a price list says so, of something like it.
  case medium
  /// One source says so, without how it was found.
  case low
  /// Nobody but the author says so.
  case none
}
