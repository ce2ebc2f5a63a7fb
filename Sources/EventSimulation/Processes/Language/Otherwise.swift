/// The way of a ``Decide`` that is taken when no other is.
public struct Otherwise: Sendable {
  let branch: Branch

  /// The way that is left.
  public init(@BlockBuilder _ blocks: () -> Blocks) { branch = Branch(.otherwise, blocks()) }
}
