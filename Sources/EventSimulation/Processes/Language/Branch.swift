/// One of several ways: in a ``Decide`` the one that is taken, in a ``Parallel`` one of those taken at once.
public struct Branch: Sendable {
  enum Condition: Sendable {
    case always
    case probability(Double)
    case test(Test)
    case otherwise
  }

  let condition: Condition
  let blocks: Blocks

  init(_ condition: Condition, _ blocks: Blocks) {
    self.condition = condition
    self.blocks = blocks
  }

  /// A way without a condition: one of a ``Parallel``, or one that is chosen by number.
  public init(@BlockBuilder _ blocks: () -> Blocks) { self.init(.always, blocks()) }

  /// A way that is taken with a probability.
  public init(probability: Double, @BlockBuilder _ blocks: () -> Blocks) {
    self.init(.probability(probability), blocks())
  }

  /// A way that is taken when a test holds and none before did.
  public init(when test: @escaping Test, @BlockBuilder _ blocks: () -> Blocks) { self.init(.test(test), blocks()) }

  var isTested: Bool { if case .test = condition { true } else { false } }

  var isOtherwise: Bool { if case .otherwise = condition { true } else { false } }
}
