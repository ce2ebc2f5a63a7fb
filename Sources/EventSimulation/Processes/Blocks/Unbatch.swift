/// Sends on the transactions that a ``Batch`` gathered, each by itself: first who came first.
///
/// One that carries no others goes on alone.
public struct Unbatch: CompiledBlock {
  let place: SourcePlace

  /// Dissolves the last batch.
  public init(fileID: String = #fileID, line: Int = #line) { place = SourcePlace(fileID: fileID, line: line) }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    compiler.begin("Unbatch", name: nil, at: place)
    compiler.emit(Operation(code: .unbatch))
  }
}
