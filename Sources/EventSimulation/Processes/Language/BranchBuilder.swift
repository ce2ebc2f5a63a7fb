/// Reads the lines between braces as branches.
@resultBuilder
public enum BranchBuilder {
  /// A branch on a line of its own.
  public static func buildExpression(_ branch: Branch) -> [Branch] { [branch] }

  /// The branch that is left.
  public static func buildExpression(_ otherwise: Otherwise) -> [Branch] { [otherwise.branch] }

  /// The branches in order.
  public static func buildBlock(_ parts: [Branch]...) -> [Branch] { parts.flatMap { $0 } }

  /// `if` without `else`, decided when the model is built.
  public static func buildOptional(_ part: [Branch]?) -> [Branch] { part ?? [] }

  /// The first of two alternatives, decided when the model is built.
  public static func buildEither(first part: [Branch]) -> [Branch] { part }

  /// The second of two alternatives, decided when the model is built.
  public static func buildEither(second part: [Branch]) -> [Branch] { part }

  /// `for`, unrolled when the model is built.
  public static func buildArray(_ parts: [[Branch]]) -> [Branch] { parts.flatMap { $0 } }
}
