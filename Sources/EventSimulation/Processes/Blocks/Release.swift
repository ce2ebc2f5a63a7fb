/// Gives units of a resource back.
public struct Release: CompiledBlock {
  let resource: Resource
  let place: SourcePlace

  /// Gives back what it holds of the resource.
  public init(_ resource: Resource, fileID: String = #fileID, line: Int = #line) {
    self.resource = resource
    place = SourcePlace(fileID: fileID, line: line)
  }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    compiler.begin("Release \(resource.name)", name: nil, at: place)
    let subject = compiler.resource(resource)
    compiler.emit(Operation(code: .release, subject: subject))
  }
}
