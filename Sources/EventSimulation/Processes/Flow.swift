/// The path of one kind of transaction through the model, such as a call, an order or a patient.
///
/// ```swift
/// Flow("call") {
///   Arrive(every: .exponential(mean: 2))
///   Seize(agents)
///   Delay(.exponential(mean: 8))
///   Release(agents)
/// }
/// ```
/// It starts with one or several ``Arrive`` blocks, or with none if a ``Launch`` block of another flow starts it. A
/// transaction that reaches the end leaves the model.
public struct Flow: Sendable {
  /// The name by which the results are read.
  public let name: String

  let priority: Int
  let blocks: Blocks
  let place: SourcePlace

  /// Describes a flow.
  ///
  /// - `name`: The name by which results are read, and which keys its random streams.
  /// - `priority`: The priority of its transactions in every line, unless a block says otherwise: the larger goes first.
  /// - `blocks`: What happens to a transaction, in order.
  public init(
    _ name: String, priority: Int = 0, fileID: String = #fileID, line: Int = #line,
    @BlockBuilder _ blocks: () -> Blocks
  ) {
    self.name = name
    self.priority = priority
    self.blocks = blocks()
    place = SourcePlace(fileID: fileID, line: line)
  }
}

/// The result builder of the flows of a process model.
@resultBuilder
public enum FlowBuilder {
  /// A flow on a line of its own.
  public static func buildExpression(_ flow: Flow) -> [Flow] { [flow] }

  /// The flows in order.
  public static func buildBlock(_ parts: [Flow]...) -> [Flow] { parts.flatMap { $0 } }

  /// `if` without `else`, decided when the model is built.
  public static func buildOptional(_ part: [Flow]?) -> [Flow] { part ?? [] }

  /// The first of two alternatives, decided when the model is built.
  public static func buildEither(first part: [Flow]) -> [Flow] { part }

  /// The second of two alternatives, decided when the model is built.
  public static func buildEither(second part: [Flow]) -> [Flow] { part }

  /// `for`, unrolled when the model is built.
  public static func buildArray(_ parts: [[Flow]]) -> [Flow] { parts.flatMap { $0 } }
}

/// Starts a transaction of another flow with the attributes of this one; this one continues immediately.
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
