public import Randomness

/// Delays the transaction: a service, a journey, a pause.
///
/// ```swift
/// Delay(5)
/// Delay(.lognormal(mean: 3, deviation: 1), name: "talk")
/// Delay { job, draws in job[pages] / 30 + draws.uniform() }
/// ```
/// Times are in the unit of the model. A negative or infinite time, or one that is not a number, ends the run with an error.
public struct Delay: CompiledBlock {
  let duration: NumericExpression
  let name: String?
  let place: SourcePlace

  /// A random or constant time.
  ///
  /// - `duration`: How long.
  /// - `name`: The name that keys its random stream; `"Delay"`, `"Delay 2"` and so on unless stated.
  public init(_ duration: Distribution, name: String? = nil, fileID: String = #fileID, line: Int = #line) {
    self.duration = .distribution(duration)
    self.name = name
    place = SourcePlace(fileID: fileID, line: line)
  }

  /// A calculated time.
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
/// A transaction must release its units before; leaving with units ends the run with an error. A transaction that reaches
/// the end of its flow leaves too.
public struct Leave: CompiledBlock {
  let place: SourcePlace

  /// Removes the transaction.
  public init(fileID: String = #fileID, line: Int = #line) { place = SourcePlace(fileID: fileID, line: line) }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    compiler.begin("Leave", name: nil, at: place)
    compiler.emit(Operation(code: .leave))
  }
}
