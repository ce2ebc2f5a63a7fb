import Randomness

/// Sends each transaction one of several ways, which come together again behind the block.
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
/// A branch with a probability is taken in that share of all cases; of branches with a test, the first whose test holds.
/// A block has the one kind or the other. Without `Otherwise`, a transaction that takes no branch goes on at once.
public struct Decide: CompiledBlock {
  let branches: [Branch]
  let selector: Quantity?
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

  private init(_ branches: [Branch], by selector: Quantity?, name: String?, place: SourcePlace) {
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
      let quantity = selector.map { compiler.quantity($0) } ?? compiler.uniform()
      let row = compiler.choice()
      let choose = compiler.emit(
        Operation(code: selector == nil ? .chance : .select, subject: row, quantity: quantity))
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
