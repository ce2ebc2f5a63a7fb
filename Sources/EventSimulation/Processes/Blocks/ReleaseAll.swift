/// Gives back all that the transaction holds of any resource, which may be nothing.
///
/// Where an interrupted transaction may or may not have had its units, it says what is meant.
public struct ReleaseAll: CompiledBlock {
  let place: SourcePlace

  /// Gives back everything.
  public init(fileID: String = #fileID, line: Int = #line) { place = SourcePlace(fileID: fileID, line: line) }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    compiler.begin("ReleaseAll", name: nil, at: place)
    compiler.emit(Operation(code: .releaseAll))
  }
}
