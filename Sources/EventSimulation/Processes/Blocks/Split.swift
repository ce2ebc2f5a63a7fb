public import Randomness

/// Splits a transaction into copies that pass through blocks at the same time.
///
/// ```swift
/// Split(3) { Use(inspector, for: .exponential(mean: 4)) }
/// Split(.poisson(mean: 5), joining: .none, numbering: part) { Delay(1); Count("sent") }
/// ```
/// A copy starts with the attributes and the priority of the transaction, and holds none of its units. It ends at the end
/// of the blocks or at a ``Leave`` block, and its attributes are lost. The transaction waits, and continues when the copies
/// that it joins have ended. Copies do not count in the results of the flow. If the transaction is interrupted or cancelled
/// while it waits, its copies are cancelled too.
public struct Split: CompiledBlock {
  let copies: NumericExpression
  let joining: Joining
  let numbering: Attribute?
  let blocks: Blocks
  let name: String?
  let place: SourcePlace

  /// A random or constant number of copies, rounded to a whole number.
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

  /// A calculated number of copies, rounded to a whole number.
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
    _ copies: NumericExpression, _ joining: Joining, _ numbering: Attribute?, _ blocks: Blocks, _ name: String?,
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
    let expression = compiler.expression(copies)
    let row = compiler.split(SplitTerms(joining: joining, numbering: numbering.map { compiler.attribute($0) } ?? -1))
    let split = compiler.emit(Operation(code: .split, detail: row, expression: expression))
    compiler.addPart(to: row)
    compiler.compileApart(blocks)
    compiler.aimHere(split)
  }
}

/// Sends a transaction through several branches at the same time.
///
/// ```swift
/// Parallel {
///   Branch { Use(laboratory, for: .exponential(mean: 30)) }
///   Branch { Use(scanner, for: .uniform(5, 10)) }
/// }
/// ```
/// A copy of the transaction passes through each branch, with its attributes and its priority, and without its units.
/// The transaction waits, and continues when the copies that it joins have ended, as with ``Split``.
public struct Parallel: CompiledBlock {
  let joining: Joining
  let branches: [Branch]
  let name: String?
  let place: SourcePlace

  /// Passes through branches.
  ///
  /// - `joining`: When the transaction goes on.
  /// - `name`: The name of the block in messages and traces.
  /// - `branches`: The branches, without probability or test.
  public init(
    joining: Joining = .all, name: String? = nil, fileID: String = #fileID, line: Int = #line,
    @BranchBuilder _ branches: () -> [Branch]
  ) {
    self.joining = joining
    self.branches = branches()
    self.name = name
    place = SourcePlace(fileID: fileID, line: line)
  }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    compiler.begin("Parallel", name: name, at: place)
    if branches.isEmpty { compiler.refuse("Parallel", "there is no branch", at: place) }
    let row = compiler.split(SplitTerms(joining: joining, numbering: -1))
    let split = compiler.emit(Operation(code: .split, detail: row))
    for branch in branches {
      guard case .always = branch.condition else {
        compiler.refuse(
          "Parallel", "all branches are gone through, so none has a probability or a test", at: place)
        continue
      }
      compiler.addPart(to: row)
      compiler.compileApart(branch.blocks)
    }
    compiler.aimHere(split)
  }
}

/// When a transaction that was split into parts continues.
public enum Joining: Sendable, Hashable {
  /// When all parts are done.
  case all
  /// When the first part is done; the others go on by themselves.
  case first
  /// At once; the parts go on by themselves.
  case none
}
