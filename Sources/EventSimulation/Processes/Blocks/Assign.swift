public import Randomness

/// Assigns a value to an attribute of the transaction.
///
/// ```swift
/// Assign(pages, .uniform(1, 20))
/// Assign(started) { job, _ in job.time }
/// ```
public struct Assign: CompiledBlock {
  let attribute: Attribute
  let value: NumericExpression
  let name: String?
  let place: SourcePlace

  /// A random or constant value.
  ///
  /// - `attribute`: Which attribute.
  /// - `value`: Its new value.
  /// - `name`: The name that keys its random stream; `"Assign pages"` and so on unless stated.
  public init(
    _ attribute: Attribute, _ value: Distribution, name: String? = nil, fileID: String = #fileID, line: Int = #line
  ) {
    self.attribute = attribute
    self.value = .distribution(value)
    self.name = name
    place = SourcePlace(fileID: fileID, line: line)
  }

  /// A calculated value.
  ///
  /// - `attribute`: Which attribute.
  /// - `name`: The name that keys its random stream; `"Assign pages"` and so on unless stated.
  /// - `value`: Its new value.
  public init(
    _ attribute: Attribute, name: String? = nil, fileID: String = #fileID, line: Int = #line,
    _ value: @escaping Formula
  ) {
    self.attribute = attribute
    self.value = .formula(value)
    self.name = name
    place = SourcePlace(fileID: fileID, line: line)
  }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    compiler.begin("Assign \(attribute.name)", name: name, at: place)
    let slot = compiler.attribute(attribute)
    let expression = compiler.expression(value)
    compiler.emit(Operation(code: .assign, subject: slot, expression: expression))
  }
}

/// Sets the priority of the transaction, rounded to a whole number; larger priorities are served first.
///
/// It applies to later requests of the transaction.
public struct Prioritise: CompiledBlock {
  let priority: NumericExpression
  let name: String?
  let place: SourcePlace

  /// A random or constant priority.
  public init(_ priority: Distribution, name: String? = nil, fileID: String = #fileID, line: Int = #line) {
    self.priority = .distribution(priority)
    self.name = name
    place = SourcePlace(fileID: fileID, line: line)
  }

  /// A calculated priority.
  public init(name: String? = nil, fileID: String = #fileID, line: Int = #line, _ priority: @escaping Formula) {
    self.priority = .formula(priority)
    self.name = name
    place = SourcePlace(fileID: fileID, line: line)
  }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    compiler.begin("Prioritise", name: name, at: place)
    let expression = compiler.expression(priority)
    compiler.emit(Operation(code: .prioritise, expression: expression))
  }
}
