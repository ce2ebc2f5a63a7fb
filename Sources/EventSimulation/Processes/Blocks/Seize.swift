/// Takes units of a resource.
public struct Seize: CompiledBlock {
  let resource: Resource
  let place: SourcePlace

  /// Takes one unit.
  public init(_ resource: Resource, fileID: String = #fileID, line: Int = #line) {
    self.resource = resource
    place = SourcePlace(fileID: fileID, line: line)
  }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    compiler.begin("Seize \(resource.name)", name: nil, at: place)
    let subject = compiler.resource(resource)
    compiler.emit(Operation(code: .seize, subject: subject))
  }
}
