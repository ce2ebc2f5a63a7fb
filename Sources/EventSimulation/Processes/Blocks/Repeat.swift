public import Randomness

/// Repeats a sequence of blocks.
///
/// ```swift
/// Repeat(3) { Use(oven, for: 20) }
/// Repeat(.poisson(mean: 2)) { Use(clerk, for: .exponential(mean: 5)) }
/// Repeat(while: { $0[defects] > 0 }) { Use(bench, for: 10) }
/// Repeat(againWith: 0.2) { Use(test, for: 3) }
/// ```
/// A number is drawn once, before the first repetition, and rounded; the blocks are skipped if it is below 1. A test is
/// evaluated before each repetition, including the first. A probability applies after each repetition.
public struct Repeat: CompiledBlock {
  enum Rule: Sendable {
    case times(NumericExpression)
    case test(Test)
    case chance(Double)
  }

  let rule: Rule
  let blocks: Blocks
  let name: String?
  let place: SourcePlace

  /// A random or constant number of repetitions.
  public init(
    _ times: Distribution, name: String? = nil, fileID: String = #fileID, line: Int = #line,
    @BlockBuilder _ blocks: () -> Blocks
  ) {
    self.init(.times(.distribution(times)), blocks(), name, SourcePlace(fileID: fileID, line: line))
  }

  /// A calculated number of repetitions.
  public init(
    times: @escaping Formula, name: String? = nil, fileID: String = #fileID, line: Int = #line,
    @BlockBuilder _ blocks: () -> Blocks
  ) {
    self.init(.times(.formula(times)), blocks(), name, SourcePlace(fileID: fileID, line: line))
  }

  /// Repeats as long as a test holds.
  public init(
    while test: @escaping Test, name: String? = nil, fileID: String = #fileID, line: Int = #line,
    @BlockBuilder _ blocks: () -> Blocks
  ) {
    self.init(.test(test), blocks(), name, SourcePlace(fileID: fileID, line: line))
  }

  /// Runs once, and again after each run with a probability below 1.
  public init(
    againWith probability: Double, name: String? = nil, fileID: String = #fileID, line: Int = #line,
    @BlockBuilder _ blocks: () -> Blocks
  ) {
    self.init(.chance(probability), blocks(), name, SourcePlace(fileID: fileID, line: line))
    if !(probability >= 0 && probability < 1) {
      ValidationErrors.report(
        InvalidValue(
          "Repeat(againWith: \(probability))", "the probability must be at least 0 and less than 1",
          location: place.description))
    }
  }

  private init(_ rule: Rule, _ blocks: Blocks, _ name: String?, _ place: SourcePlace) {
    self.rule = rule
    self.blocks = blocks
    self.name = name
    self.place = place
  }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    compiler.begin("Repeat", name: name, at: place)
    switch rule {
    case .times(let times):
      let counter = compiler.hiddenAttribute()
      let expression = compiler.expression(times)
      compiler.emit(Operation(code: .assign, subject: counter, expression: expression))
      let check = compiler.emit(Operation(code: .countDown, subject: counter))
      compiler.compile(blocks)
      compiler.aim(compiler.emit(Operation(code: .jump)), at: check)
      compiler.aimHere(check)
    case .test(let test):
      let row = compiler.test(test)
      let check = compiler.emit(Operation(code: .test, subject: row))
      compiler.compile(blocks)
      compiler.aim(compiler.emit(Operation(code: .jump)), at: check)
      compiler.aimHere(check)
    case .chance(let probability):
      let expression = compiler.uniform()
      let row = compiler.choice()
      let jump = compiler.emit(Operation(code: .jump))
      compiler.aimHere(jump)
      compiler.addWay(to: row, below: probability)
      compiler.compile(blocks)
      let check = compiler.emit(Operation(code: .chance, subject: row, expression: expression))
      compiler.aimHere(check)
    }
  }
}
