public import Randomness

/// Gets an item from a store, or an amount from a container, and waits until it is there.
///
/// ```swift
/// Get(shelf, into: size)
/// Get(shelf, into: size, matching: { order, part in part >= order[wanted] })
/// Get(tank, 40, patience: 5) { Count("went elsewhere"); Leave() }
/// ```
/// One that loses patience takes the way given for that, and leaves where none is given.
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

  /// Gets an amount that is drawn, or always the same.
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
      code: .getAmount, container: container, quantity: .distribution(amount), patience: patience,
      abandoned: abandoned(), name: name, place: SourcePlace(fileID: fileID, line: line))
  }

  /// Gets an amount that is computed.
  ///
  /// - `container`: From where.
  /// - `name`: The name that keys its random streams; `"Get tank"` and so on unless stated.
  /// - `amount`: How much; a negative one ends the run with a failure.
  public init(
    _ container: Container, name: String? = nil, fileID: String = #fileID, line: Int = #line,
    amount: @escaping Formula
  ) {
    transfer = Transfer(
      code: .getAmount, container: container, quantity: .formula(amount), patience: nil, abandoned: Blocks([]),
      name: name, place: SourcePlace(fileID: fileID, line: line))
  }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) { transfer.compile(into: &compiler) }
}
