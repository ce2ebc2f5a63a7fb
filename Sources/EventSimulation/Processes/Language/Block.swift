/// One thing that happens to a transaction on its way through a flow.
///
/// The package's own blocks are all that the engine knows; a block of one's own is a sequence of others:
///
/// ```swift
/// struct Triage: Block {
///   let nurse: Resource
///   var body: Blocks {
///     Seize(nurse)
///     Delay(.uniform(2, 5))
///     Release(nurse)
///   }
/// }
/// ```
public protocol Block: Sendable {
  /// What the block consists of.
  @BlockBuilder var body: Blocks { get }
}
