/// Counts the transactions that come by, under a name by which the results are read.
///
/// ```swift
/// Count("abandoned")
/// ```
/// Blocks with the same name count together.
public struct Count: CompiledBlock {
  let name: String
  let place: SourcePlace

  /// Counts under a name.
  public init(_ name: String, fileID: String = #fileID, line: Int = #line) {
    self.name = name
    place = SourcePlace(fileID: fileID, line: line)
  }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    compiler.begin("Count \(name)", name: nil, at: place)
    let subject = compiler.counter(name)
    compiler.emit(Operation(code: .count, subject: subject))
  }
}
