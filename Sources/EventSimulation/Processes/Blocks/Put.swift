public import Randomness

/// Puts an item into a store, or an amount into a container, and waits for room.
///
/// ```swift
/// Put(shelf)
/// Put(shelf) { part, _ in part[size] }
/// Put(tank, .uniform(300, 500))
/// Put(tank, 100, patience: 5) { Count("sent away"); Leave() }
/// ```
/// One that loses patience takes the way given for that, and leaves where none is given.
public struct Put: CompiledBlock {
  let transfer: Transfer

  /// Puts an item, which is the number 0 unless stated.
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
      code: .putItem, store: store, quantity: .distribution(item), patience: patience, abandoned: abandoned(),
      name: name, place: SourcePlace(fileID: fileID, line: line))
  }

  /// Puts an item whose number is computed.
  ///
  /// - `store`: Where.
  /// - `name`: The name that keys its random streams; `"Put shelf"` and so on unless stated.
  /// - `item`: The number that the item is.
  public init(
    _ store: Store, name: String? = nil, fileID: String = #fileID, line: Int = #line, item: @escaping Formula
  ) {
    transfer = Transfer(
      code: .putItem, store: store, quantity: .formula(item), patience: nil, abandoned: Blocks([]), name: name,
      place: SourcePlace(fileID: fileID, line: line))
  }

  /// Puts an amount that is drawn, or always the same.
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
      code: .putAmount, container: container, quantity: .distribution(amount), patience: patience,
      abandoned: abandoned(), name: name, place: SourcePlace(fileID: fileID, line: line))
  }

  /// Puts an amount that is computed.
  ///
  /// - `container`: Where.
  /// - `name`: The name that keys its random streams; `"Put tank"` and so on unless stated.
  /// - `amount`: How much; a negative one ends the run with a failure.
  public init(
    _ container: Container, name: String? = nil, fileID: String = #fileID, line: Int = #line,
    amount: @escaping Formula
  ) {
    transfer = Transfer(
      code: .putAmount, container: container, quantity: .formula(amount), patience: nil, abandoned: Blocks([]),
      name: name, place: SourcePlace(fileID: fileID, line: line))
  }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) { transfer.compile(into: &compiler) }
}
