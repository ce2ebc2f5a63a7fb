public import Randomness

/// Brings transactions into the flow.
public struct Arrive: CompiledBlock {
  let gap: Quantity
  let limit: Int
  let place: SourcePlace

  /// One after another.
  public init(every gap: Distribution, limit: Int = .max, fileID: String = #fileID, line: Int = #line) {
    self.gap = .distribution(gap)
    self.limit = limit
    place = SourcePlace(fileID: fileID, line: line)
  }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    compiler.begin("Arrive", name: nil, at: place)
    compiler.source(.renewal, gap: gap, batch: nil, start: 0, limit: limit)
  }
}
