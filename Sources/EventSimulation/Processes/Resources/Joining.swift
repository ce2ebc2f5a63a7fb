/// When a transaction goes on that was split into parts.
public enum Joining: Sendable, Hashable {
  /// When all parts are done.
  case all
  /// When the first part is done; the others go on by themselves.
  case first
  /// At once; the parts go on by themselves.
  case none
}
