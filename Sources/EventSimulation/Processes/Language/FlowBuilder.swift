/// Reads the lines of a process model as flows.
@resultBuilder
public enum FlowBuilder {
  /// A flow on a line of its own.
  public static func buildExpression(_ flow: Flow) -> [Flow] { [flow] }

  /// The flows in order.
  public static func buildBlock(_ parts: [Flow]...) -> [Flow] { parts.flatMap { $0 } }

  /// `if` without `else`, decided when the model is built.
  public static func buildOptional(_ part: [Flow]?) -> [Flow] { part ?? [] }

  /// The first of two alternatives, decided when the model is built.
  public static func buildEither(first part: [Flow]) -> [Flow] { part }

  /// The second of two alternatives, decided when the model is built.
  public static func buildEither(second part: [Flow]) -> [Flow] { part }

  /// `for`, unrolled when the model is built.
  public static func buildArray(_ parts: [[Flow]]) -> [Flow] { parts.flatMap { $0 } }
}
