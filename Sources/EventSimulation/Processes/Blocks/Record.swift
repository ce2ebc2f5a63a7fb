/// Records a number in the tally of that name in the results.
///
/// ```swift
/// Assign(started) { order, _ in order.time }
/// Record("time to pack", since: started)
/// Record("pages") { job, _ in job[pages] }
/// ```
/// Blocks with the same name share a tally. A value that is not a finite number ends the run with an error.
public struct Record: CompiledBlock {
  enum Source {
    case since(Attribute)
    case formula(Formula)
  }

  let tally: String
  let source: Source
  let place: SourcePlace

  /// The time elapsed since the time stored in an attribute.
  public init(_ tally: String, since start: Attribute, fileID: String = #fileID, line: Int = #line) {
    self.tally = tally
    source = .since(start)
    place = SourcePlace(fileID: fileID, line: line)
  }

  /// A calculated number.
  public init(_ tally: String, fileID: String = #fileID, line: Int = #line, _ value: @escaping Formula) {
    self.tally = tally
    source = .formula(value)
    place = SourcePlace(fileID: fileID, line: line)
  }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    compiler.begin("Record \(tally)", name: nil, at: place)
    let row = compiler.tally(tally)
    switch source {
    case .since(let attribute):
      let slot = compiler.attribute(attribute)
      compiler.emit(Operation(code: .recordSince, subject: row, detail: slot))
    case .formula(let formula):
      let expression = compiler.expression(.formula(formula))
      compiler.emit(Operation(code: .record, subject: row, expression: expression))
    }
  }
}

/// Counts the transactions that pass the block; the results have the count under its name.
///
/// ```swift
/// Count("abandoned")
/// ```
/// Blocks with the same name share a count.
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
