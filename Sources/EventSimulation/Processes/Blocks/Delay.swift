public import Randomness

/// Delays the transaction: a service, a journey, a pause.
///
/// ```swift
/// Delay(5)
/// Delay(.lognormal(mean: 3, deviation: 1), name: "talk")
/// Delay { job, draws in job[pages] / 30 + draws.uniform() }
/// ```
/// In the time of the model. A time that is negative, infinite or not a number ends the run with a failure.
public struct Delay: CompiledBlock {
  let duration: NumericExpression
  let name: String?
  let place: SourcePlace

  /// A time that is drawn, or always the same.
  ///
  /// - `duration`: How long.
  /// - `name`: The name that keys its random stream; `"Delay"`, `"Delay 2"` and so on unless stated.
  public init(_ duration: Distribution, name: String? = nil, fileID: String = #fileID, line: Int = #line) {
    self.duration = .distribution(duration)
    self.name = name
    place = SourcePlace(fileID: fileID, line: line)
  }

  /// A time that is computed.
  ///
  /// - `name`: The name that keys its random stream; `"Delay"`, `"Delay 2"` and so on unless stated.
  /// - `duration`: How long.
  public init(name: String? = nil, fileID: String = #fileID, line: Int = #line, _ duration: @escaping Formula) {
    self.duration = .formula(duration)
    self.name = name
    place = SourcePlace(fileID: fileID, line: line)
  }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    compiler.begin("Delay", name: name, at: place)
    let expression = compiler.expression(duration)
    compiler.emit(Operation(code: .delay, expression: expression))
  }
}

/// Removes the transaction from the model.
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
