import Randomness

/// Sends each transaction through one of several branches, which join again after the block.
///
/// ```swift
/// Decide {
///   Branch(probability: 0.3) { Delay(.exponential(mean: 10)) }
///   Branch(probability: 0.1) { Count("lost"); Leave() }
///   Otherwise { Delay(2) }
/// }
/// Decide {
///   Branch(when: { $0[pages] > 10 }) { Use(largePrinter, for: 3) }
///   Otherwise { Use(smallPrinter, for: 1) }
/// }
/// ```
/// A branch with a probability is taken with that probability; of branches with a test, the first whose test holds is taken.
/// A block has branches of one kind only. Without `Otherwise`, a transaction that takes no branch continues immediately.
public struct Decide: CompiledBlock {
  let branches: [Branch]
  let selector: NumericExpression?
  let name: String?
  let place: SourcePlace

  /// Decides by the probabilities or tests of the branches.
  ///
  /// - `name`: The name that keys its random stream; `"Decide"` and so on unless stated.
  /// - `branches`: The ways.
  public init(
    name: String? = nil, fileID: String = #fileID, line: Int = #line, @BranchBuilder _ branches: () -> [Branch]
  ) {
    self.init(branches(), by: nil, name: name, place: SourcePlace(fileID: fileID, line: line))
  }

  /// Decides by a number: 0, rounded down, is the first branch.
  ///
  /// A number that belongs to no branch takes `Otherwise`, and where there is none ends the run with a failure.
  ///
  /// - `selector`: The number of the branch.
  /// - `name`: The name that keys its random stream; `"Decide"` and so on unless stated.
  /// - `branches`: The ways, without probability or test.
  public init(
    by selector: @escaping Formula, name: String? = nil, fileID: String = #fileID, line: Int = #line,
    @BranchBuilder _ branches: () -> [Branch]
  ) {
    self.init(branches(), by: .formula(selector), name: name, place: SourcePlace(fileID: fileID, line: line))
  }

  private init(_ branches: [Branch], by selector: NumericExpression?, name: String?, place: SourcePlace) {
    self.branches = branches
    self.selector = selector
    self.name = name
    self.place = place
    if let problem { ValidationErrors.report(InvalidValue("Decide", problem, location: place.description)) }
  }

  private var problem: String? {
    var total = 0.0
    var tests = 0
    var plain = 0
    for (index, branch) in branches.enumerated() {
      switch branch.condition {
      case .probability(let probability):
        guard probability >= 0, probability <= 1 else { return "a probability of \(probability) is not one" }
        total += probability
      case .test: tests += 1
      case .always: plain += 1
      case .otherwise where index + 1 < branches.count: return "Otherwise must be the last branch"
      case .otherwise: break
      }
    }
    if total > 1 + 1e-9 { return "the probabilities of the branches add up to \(total), which is more than 1" }
    if selector != nil {
      return total > 0 || tests > 0 ? "a branch that is chosen by number has neither probability nor test" : nil
    }
    if plain > 0 { return "each branch needs a probability or a test" }
    if total > 0 && tests > 0 { return "branches have either probabilities or tests" }
    return nil
  }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    compiler.begin("Decide", name: name, at: place)
    var ends: [Int32] = []
    if branches.contains(where: \.isTested) {
      for branch in branches {
        var skip: Int32?
        if case .test(let test) = branch.condition {
          let row = compiler.test(test)
          skip = compiler.emit(Operation(code: .test, subject: row))
        }
        compiler.compile(branch.blocks)
        ends.append(compiler.emit(Operation(code: .jump)))
        if let skip { compiler.aimHere(skip) }
      }
    } else {
      let expression = selector.map { compiler.expression($0) } ?? compiler.uniform()
      let row = compiler.choice()
      let choose = compiler.emit(
        Operation(code: selector == nil ? .chance : .select, subject: row, expression: expression))
      var total = 0.0
      for branch in branches {
        var bound = Double.infinity
        if case .probability(let probability) = branch.condition {
          total += probability
          bound = total
        }
        if branch.isOtherwise { compiler.aimHere(choose) } else { compiler.addWay(to: row, below: bound) }
        compiler.compile(branch.blocks)
        ends.append(compiler.emit(Operation(code: .jump)))
      }
      if !branches.contains(where: \.isOtherwise), selector == nil { ends.append(choose) }
    }
    for end in ends { compiler.aimHere(end) }
  }
}

/// One of the branches of a ``Decide`` or a ``Parallel`` block.
public struct Branch: Sendable {
  enum Condition: Sendable {
    case always
    case probability(Double)
    case test(Test)
    case otherwise
  }

  let condition: Condition
  let blocks: Blocks

  init(_ condition: Condition, _ blocks: Blocks) {
    self.condition = condition
    self.blocks = blocks
  }

  /// A branch without a condition: of a ``Parallel`` block, or chosen by number.
  public init(@BlockBuilder _ blocks: () -> Blocks) { self.init(.always, blocks()) }

  /// A branch that is taken with a probability.
  public init(probability: Double, @BlockBuilder _ blocks: () -> Blocks) {
    self.init(.probability(probability), blocks())
  }

  /// A branch that is taken if its test holds and no earlier test does.
  public init(when test: @escaping Test, @BlockBuilder _ blocks: () -> Blocks) { self.init(.test(test), blocks()) }

  var isTested: Bool { if case .test = condition { true } else { false } }

  var isOtherwise: Bool { if case .otherwise = condition { true } else { false } }
}

/// The branch of a ``Decide`` block that is taken if no other branch is.
public struct Otherwise: Sendable {
  let branch: Branch

  /// The remaining branch.
  public init(@BlockBuilder _ blocks: () -> Blocks) { branch = Branch(.otherwise, blocks()) }
}

/// The result builder of a list of branches.
@resultBuilder
public enum BranchBuilder {
  /// A branch on a line of its own.
  public static func buildExpression(_ branch: Branch) -> [Branch] { [branch] }

  /// The remaining branch.
  public static func buildExpression(_ otherwise: Otherwise) -> [Branch] { [otherwise.branch] }

  /// The branches in order.
  public static func buildBlock(_ parts: [Branch]...) -> [Branch] { parts.flatMap { $0 } }

  /// `if` without `else`, decided when the model is built.
  public static func buildOptional(_ part: [Branch]?) -> [Branch] { part ?? [] }

  /// The first of two alternatives, decided when the model is built.
  public static func buildEither(first part: [Branch]) -> [Branch] { part }

  /// The second of two alternatives, decided when the model is built.
  public static func buildEither(second part: [Branch]) -> [Branch] { part }

  /// `for`, unrolled when the model is built.
  public static func buildArray(_ parts: [[Branch]]) -> [Branch] { parts.flatMap { $0 } }
}
