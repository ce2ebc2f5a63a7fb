public import Randomness

/// One step of a transaction on its way through a flow.
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

/// A sequence of blocks: the content of a flow, a branch or a loop.
public struct Blocks: Block {
  let steps: [any CompiledBlock]

  init(_ steps: [any CompiledBlock]) { self.steps = steps }

  /// No block: where it stands for a way out, the transaction leaves.
  public static var none: Blocks { Blocks([]) }

  init(_ step: any CompiledBlock) { steps = [step] }

  public var body: Blocks { return self }

  var isEmpty: Bool { steps.isEmpty }
}

/// The result builder of a sequence of blocks.
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

/// A number calculated from a transaction and, if it is random, from the stream of the block that uses it.
///
/// ```swift
/// Delay { job, draws in job[pages] / 30 + draws.uniform() }
/// ```
public typealias Formula = @Sendable (_ transaction: inout Transaction, _ draws: RandomStream) -> Double

/// A condition on a transaction: `{ call in call[size] > 3 }`.
public typealias Test = @Sendable (_ transaction: inout Transaction) -> Bool

/// Where a block's number comes from.
enum NumericExpression: Sendable {
  case constant(Double)
  case distribution(Distribution)
  case formula(Formula)
}

/// Where something stands in the user's source, for messages.
struct SourcePlace: Sendable, CustomStringConvertible {
  let fileID: String
  let line: Int

  /// As `File.swift:12`.
  var description: String { "\(fileID.split(separator: "/").last ?? ""):\(line)" }
}

/// A block that the engine knows: it adds its operations to the program.
protocol CompiledBlock: Block {
  func compile(into compiler: inout ProgramCompiler)
}
