/// Reads the lines of a ``Load``; `if`, `switch` and `for` work as in any Swift.
@resultBuilder
public enum LoadBuilder {
  /// What the builder puts together.
  public typealias Parts = [any LoadPart]

  /// One line.
  public static func buildExpression(_ part: some LoadPart) -> Parts { [part] }
  /// Lines one after the other.
  public static func buildBlock(_ parts: Parts...) -> Parts { parts.flatMap { $0 } }
  /// `if` without `else`.
  public static func buildOptional(_ parts: Parts?) -> Parts { parts ?? [] }
  /// `if`.
  public static func buildEither(first parts: Parts) -> Parts { parts }
  /// `else`.
  public static func buildEither(second parts: Parts) -> Parts { parts }
  /// `for … in …`.
  public static func buildArray(_ parts: [Parts]) -> Parts { parts.flatMap { $0 } }
  /// The whole.
  public static func buildFinalResult(_ parts: Parts) -> LoadContent {
    var load = LoadContent()
    for part in parts { part.add(to: &load) }
    return load
  }
}
