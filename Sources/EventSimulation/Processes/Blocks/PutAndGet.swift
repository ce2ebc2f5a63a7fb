public import Randomness

/// Puts an item into a store, or an amount into a container; the transaction waits for space.
///
/// ```swift
/// Put(shelf)
/// Put(shelf) { part, _ in part[size] }
/// Put(tank, .uniform(300, 500))
/// Put(tank, 100, patience: 5) { Count("sent away"); Leave() }
/// ```
/// When the patience ends, the transaction passes through the blocks given for that; without such blocks it leaves the model.
public struct Put: CompiledBlock {
  let transfer: Transfer

  /// Puts an item, the number 0 by default.
  ///
  /// - `store`: Where.
  /// - `item`: The number that the item is.
  /// - `patience`: How long it waits at most.
  /// - `abandoned`: What happens when patience ends.
  /// - `name`: The name that keys its random streams; `"Put shelf"` and so on unless stated.
  public init(
    _ store: Store, item: Distribution = .constant(0), patience: Distribution? = nil,
    @BlockBuilder abandoned: () -> Blocks = { .none }, name: String? = nil, fileID: String = #fileID, line: Int = #line
  ) {
    transfer = Transfer(
      code: .putItem, store: store, expression: .distribution(item), patience: patience, abandoned: abandoned(),
      name: name, place: SourcePlace(fileID: fileID, line: line))
  }

  /// Puts an item with a calculated number.
  ///
  /// - `store`: Where.
  /// - `name`: The name that keys its random streams; `"Put shelf"` and so on unless stated.
  /// - `item`: The number that the item is.
  public init(
    _ store: Store, name: String? = nil, fileID: String = #fileID, line: Int = #line, item: @escaping Formula
  ) {
    transfer = Transfer(
      code: .putItem, store: store, expression: .formula(item), patience: nil, abandoned: Blocks([]), name: name,
      place: SourcePlace(fileID: fileID, line: line))
  }

  /// Puts a random or constant amount.
  ///
  /// - `container`: Where.
  /// - `amount`: How much; a negative one ends the run with a failure.
  /// - `patience`: How long it waits at most.
  /// - `abandoned`: What happens when patience ends.
  /// - `name`: The name that keys its random streams; `"Put tank"` and so on unless stated.
  public init(
    _ container: Container, _ amount: Distribution, patience: Distribution? = nil,
    @BlockBuilder abandoned: () -> Blocks = { .none }, name: String? = nil, fileID: String = #fileID, line: Int = #line
  ) {
    transfer = Transfer(
      code: .putAmount, container: container, expression: .distribution(amount), patience: patience,
      abandoned: abandoned(), name: name, place: SourcePlace(fileID: fileID, line: line))
  }

  /// Puts a calculated amount.
  ///
  /// - `container`: Where.
  /// - `name`: The name that keys its random streams; `"Put tank"` and so on unless stated.
  /// - `amount`: How much; a negative one ends the run with a failure.
  public init(
    _ container: Container, name: String? = nil, fileID: String = #fileID, line: Int = #line,
    amount: @escaping Formula
  ) {
    transfer = Transfer(
      code: .putAmount, container: container, expression: .formula(amount), patience: nil, abandoned: Blocks([]),
      name: name, place: SourcePlace(fileID: fileID, line: line))
  }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) { transfer.compile(into: &compiler) }
}

/// Gets an item from a store, or an amount from a container; the transaction waits until it is available.
///
/// ```swift
/// Get(shelf, into: size)
/// Get(shelf, into: size, matching: { order, part in part >= order[wanted] })
/// Get(tank, 40, patience: 5) { Count("went elsewhere"); Leave() }
/// ```
/// When the patience ends, the transaction passes through the blocks given for that; without such blocks it leaves the model.
public struct Get: CompiledBlock {
  let transfer: Transfer

  /// Gets an item.
  ///
  /// - `store`: From where.
  /// - `attribute`: Where to keep the number that the item is.
  /// - `match`: Which items will do; any, unless stated.
  /// - `patience`: How long it waits at most.
  /// - `abandoned`: What happens when patience ends.
  /// - `name`: The name that keys its random streams; `"Get shelf"` and so on unless stated.
  public init(
    _ store: Store, into attribute: Attribute? = nil,
    matching match: (@Sendable (_ transaction: inout Transaction, _ item: Double) -> Bool)? = nil,
    patience: Distribution? = nil, @BlockBuilder abandoned: () -> Blocks = { .none }, name: String? = nil,
    fileID: String = #fileID, line: Int = #line
  ) {
    transfer = Transfer(
      code: .getItem, store: store, into: attribute, match: match, patience: patience, abandoned: abandoned(),
      name: name, place: SourcePlace(fileID: fileID, line: line))
  }

  /// Gets a random or constant amount.
  ///
  /// - `container`: From where.
  /// - `amount`: How much; a negative one ends the run with a failure.
  /// - `patience`: How long it waits at most.
  /// - `abandoned`: What happens when patience ends.
  /// - `name`: The name that keys its random streams; `"Get tank"` and so on unless stated.
  public init(
    _ container: Container, _ amount: Distribution, patience: Distribution? = nil,
    @BlockBuilder abandoned: () -> Blocks = { .none }, name: String? = nil, fileID: String = #fileID, line: Int = #line
  ) {
    transfer = Transfer(
      code: .getAmount, container: container, expression: .distribution(amount), patience: patience,
      abandoned: abandoned(), name: name, place: SourcePlace(fileID: fileID, line: line))
  }

  /// Gets a calculated amount.
  ///
  /// - `container`: From where.
  /// - `name`: The name that keys its random streams; `"Get tank"` and so on unless stated.
  /// - `amount`: How much; a negative one ends the run with a failure.
  public init(
    _ container: Container, name: String? = nil, fileID: String = #fileID, line: Int = #line,
    amount: @escaping Formula
  ) {
    transfer = Transfer(
      code: .getAmount, container: container, expression: .formula(amount), patience: nil, abandoned: Blocks([]),
      name: name, place: SourcePlace(fileID: fileID, line: line))
  }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) { transfer.compile(into: &compiler) }
}

/// What ``Put`` and ``Get`` have in common: something goes into or out of a stock, with patience.
struct Transfer: Sendable {
  let code: Operation.Code
  var store: Store?
  var container: Container?
  var expression: NumericExpression?
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
    if let expression { operation.expression = compiler.expression(expression) }
    if let into { operation.units = compiler.attribute(into) } else { operation.units = -1 }
    if let match { operation.detail = compiler.match(match) }
    if let patience { operation.patience = compiler.expression(.distribution(patience), of: "patience") }
    let transfer = compiler.emit(operation)
    guard patience != nil else { return }
    let jump = compiler.emit(Operation(code: .jump))
    compiler.aimHere(transfer)
    compiler.compile(wayOut: abandoned)
    compiler.aimHere(jump)
  }
}
