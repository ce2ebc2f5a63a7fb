public import Randomness

/// Splits a transaction into copies that go through blocks at the same time.
///
/// ```swift
/// Split(3) { Use(inspector, for: .exponential(mean: 4)) }
/// Split(.poisson(mean: 5), joining: .none, numbering: part) { Delay(1); Count("sent") }
/// ```
/// A copy begins with the attributes and the priority of the transaction, and holds none of its units. It is done at the
/// end of the blocks or at a ``Leave``; its attributes are gone then. The transaction waits and goes on when the copies
/// that it joins are done. Copies count for no flow. When the transaction is interrupted or cancelled as it waits for
/// them, they are cancelled too.
public struct Split: CompiledBlock {
  let copies: Quantity
  let joining: Joining
  let numbering: Attribute?
  let blocks: Blocks
  let name: String?
  let place: SourcePlace

  /// A number of copies that is drawn, or always the same, rounded to a whole number.
  ///
  /// - `copies`: How many.
  /// - `joining`: When the transaction goes on.
  /// - `attribute`: The attribute in which each copy keeps its number, from 0.
  /// - `name`: The name that keys its random stream; `"Split"` and so on unless stated.
  /// - `blocks`: What each copy goes through.
  public init(
    _ copies: Distribution, joining: Joining = .all, numbering attribute: Attribute? = nil, name: String? = nil,
    fileID: String = #fileID, line: Int = #line, @BlockBuilder _ blocks: () -> Blocks
  ) {
    self.init(
      .distribution(copies), joining, attribute, blocks(), name, SourcePlace(fileID: fileID, line: line))
  }

  /// A number of copies that is computed, rounded to a whole number.
  ///
  /// - `copies`: How many.
  /// - `joining`: When the transaction goes on.
  /// - `attribute`: The attribute in which each copy keeps its number, from 0.
  /// - `name`: The name that keys its random stream; `"Split"` and so on unless stated.
  /// - `blocks`: What each copy goes through.
  public init(
    copies: @escaping Formula, joining: Joining = .all, numbering attribute: Attribute? = nil, name: String? = nil,
    fileID: String = #fileID, line: Int = #line, @BlockBuilder _ blocks: () -> Blocks
  ) {
    self.init(.formula(copies), joining, attribute, blocks(), name, SourcePlace(fileID: fileID, line: line))
  }

  private init(
    _ copies: Quantity, _ joining: Joining, _ numbering: Attribute?, _ blocks: Blocks, _ name: String?,
    _ place: SourcePlace
  ) {
    self.copies = copies
    self.joining = joining
    self.numbering = numbering
    self.blocks = blocks
    self.name = name
    self.place = place
  }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    compiler.begin("Split", name: name, at: place)
    let quantity = compiler.quantity(copies)
    let row = compiler.split(SplitTerms(joining: joining, numbering: numbering.map { compiler.attribute($0) } ?? -1))
    let split = compiler.emit(Operation(code: .split, detail: row, quantity: quantity))
    compiler.addPart(to: row)
    compiler.compileApart(blocks)
    compiler.aimHere(split)
  }
}
