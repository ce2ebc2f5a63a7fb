public import Randomness

/// Lets time pass.
public struct Delay: CompiledBlock {
  let duration: Quantity
  let name: String?
  let place: SourcePlace

  /// A time drawn from a distribution.
  public init(_ duration: Distribution, name: String? = nil, fileID: String = #fileID, line: Int = #line) {
    self.duration = .distribution(duration)
    self.name = name
    place = SourcePlace(fileID: fileID, line: line)
  }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    compiler.begin("Delay", name: name, at: place)
    let quantity = compiler.quantity(duration)
    compiler.emit(Operation(code: .delay, quantity: quantity))
  }
}
