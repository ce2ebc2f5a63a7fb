import Randomness

/// What ``Put`` and ``Get`` have in common: something goes into or out of a stock, with patience.
struct Transfer: Sendable {
  let code: Operation.Code
  var store: Store?
  var container: Container?
  var quantity: Quantity?
  var into: Attribute?
  var match: (@Sendable (inout Transaction, Double) -> Bool)?
  let patience: Distribution?
  let abandoned: Blocks
  let name: String?
  let place: SourcePlace

  func compile(into compiler: inout ProgramCompiler) {
    let stock = store?.name ?? container?.name ?? ""
    compiler.begin("\(code == .putItem || code == .putAmount ? "Put" : "Get") \(stock)", name: name, at: place)
    var operation = Operation(code: code)
    if let store { operation.subject = compiler.store(store) }
    if let container { operation.subject = compiler.container(container) }
    if let quantity { operation.quantity = compiler.quantity(quantity) }
    if let into { operation.units = compiler.attribute(into) } else { operation.units = -1 }
    if let match { operation.detail = compiler.match(match) }
    if let patience { operation.patience = compiler.quantity(.distribution(patience), of: "patience") }
    let transfer = compiler.emit(operation)
    guard patience != nil else { return }
    let jump = compiler.emit(Operation(code: .jump))
    compiler.aimHere(transfer)
    compiler.compile(wayOut: abandoned)
    compiler.aimHere(jump)
  }
}
