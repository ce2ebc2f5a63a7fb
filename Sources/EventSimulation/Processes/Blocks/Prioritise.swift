public import Randomness

/// Gives the transaction another priority, rounded to a whole number: in every line the larger goes first.
///
/// It holds for what it asks for from then on.
public struct Prioritise: CompiledBlock {
  let priority: Quantity
  let name: String?
  let place: SourcePlace

  /// A priority that is drawn, or always the same.
  public init(_ priority: Distribution, name: String? = nil, fileID: String = #fileID, line: Int = #line) {
    self.priority = .distribution(priority)
    self.name = name
    place = SourcePlace(fileID: fileID, line: line)
  }

  /// A priority that is computed.
  public init(name: String? = nil, fileID: String = #fileID, line: Int = #line, _ priority: @escaping Formula) {
    self.priority = .formula(priority)
    self.name = name
    place = SourcePlace(fileID: fileID, line: line)
  }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    compiler.begin("Prioritise", name: name, at: place)
    let quantity = compiler.quantity(priority)
    compiler.emit(Operation(code: .prioritise, quantity: quantity))
  }
}
