/// Reads the lines between braces as blocks, one after the other.
@resultBuilder
public enum BlockBuilder {
  /// A block on a line of its own: `Delay(.exponential(mean: 3))`.
  public static func buildExpression(_ block: any Block) -> Blocks { block.body }

  /// The lines in order.
  public static func buildBlock(_ parts: Blocks...) -> Blocks { Blocks(parts.flatMap(\.steps)) }

  /// `if` without `else`, decided when the model is built.
  public static func buildOptional(_ part: Blocks?) -> Blocks { part ?? Blocks([]) }

  /// The first of two alternatives, decided when the model is built.
  public static func buildEither(first part: Blocks) -> Blocks { part }

  /// The second of two alternatives, decided when the model is built.
  public static func buildEither(second part: Blocks) -> Blocks { part }

  /// `for`, unrolled when the model is built.
  public static func buildArray(_ parts: [Blocks]) -> Blocks { Blocks(parts.flatMap(\.steps)) }
}
