/// A sequence of blocks: what stands between the braces of a flow, a branch or a loop.
public struct Blocks: Block {
  let steps: [any CompiledBlock]

  init(_ steps: [any CompiledBlock]) { self.steps = steps }

  /// No block: where it stands for a way out, the transaction leaves.
  public static var none: Blocks { Blocks([]) }

  init(_ step: any CompiledBlock) { steps = [step] }

  public var body: Blocks { return self }

  var isEmpty: Bool { steps.isEmpty }
}
