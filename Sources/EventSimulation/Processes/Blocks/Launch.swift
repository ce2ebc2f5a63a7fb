/// Starts a transaction of another flow, with the attributes of this one, which goes on at once.
///
/// ```swift
/// Launch("invoice")
/// ```
public struct Launch: CompiledBlock {
  let flow: String
  let place: SourcePlace

  /// Starts a transaction of the flow of that name.
  public init(_ flow: String, fileID: String = #fileID, line: Int = #line) {
    self.flow = flow
    place = SourcePlace(fileID: fileID, line: line)
  }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    compiler.begin("Launch \(flow)", name: nil, at: place)
    let subject = compiler.flow(named: flow, at: place)
    compiler.emit(Operation(code: .launch, subject: subject))
  }
}
