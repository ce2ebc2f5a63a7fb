/// Ends the way of the transaction.
///
/// It must have released what it seized: to leave with units in hand ends the run with a failure. A transaction that
/// reaches the end of its flow leaves too.
public struct Leave: CompiledBlock {
  let place: SourcePlace

  /// Ends the way.
  public init(fileID: String = #fileID, line: Int = #line) { place = SourcePlace(fileID: fileID, line: line) }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    compiler.begin("Leave", name: nil, at: place)
    compiler.emit(Operation(code: .leave))
  }
}
