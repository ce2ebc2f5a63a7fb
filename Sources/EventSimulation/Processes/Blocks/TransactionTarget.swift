/// Whom an ``Interrupt`` or a ``Cancel`` means.
enum TransactionTarget: Sendable {
  case flow(String)
  case handle(Attribute)

  var name: String {
    switch self {
    case .flow(let flow): flow
    case .handle(let attribute): attribute.name
    }
  }

  func emit(_ code: Operation.Code, at place: SourcePlace, into compiler: inout ProgramCompiler) {
    switch self {
    case .flow(let name):
      let flow = compiler.flow(named: name, at: place)
      compiler.emit(Operation(code: code, subject: flow))
    case .handle(let attribute):
      let slot = compiler.attribute(attribute)
      compiler.emit(Operation(code: code, detail: slot))
    }
  }
}
