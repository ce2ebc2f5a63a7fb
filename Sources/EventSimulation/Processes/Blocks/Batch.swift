public import Randomness

/// Combines several transactions into one that continues for all.
///
/// ```swift
/// Batch(of: 12, after: 30)
/// Use(truck, for: .exponential(mean: 60))
/// Unbatch()
/// ```
/// The first transaction continues with its own attributes and carries the others until ``Unbatch``; without ``Unbatch``
/// they leave together. Batches can be batched again.
public struct Batch: CompiledBlock {
  let size: Int
  let time: NumericExpression?
  let name: String?
  let place: SourcePlace

  /// Combines transactions.
  ///
  /// - `size`: How many make a batch.
  /// - `time`: How long one waits at most; then those who are there make a batch.
  /// - `name`: The name that keys its random stream; `"Batch"` and so on unless stated.
  public init(
    of size: Int, after time: Distribution? = nil, name: String? = nil, fileID: String = #fileID, line: Int = #line
  ) {
    self.size = size
    self.time = time.map { .distribution($0) }
    self.name = name
    place = SourcePlace(fileID: fileID, line: line)
    if size < 1 {
      ValidationErrors.report(
        InvalidValue("Batch(of: \(size))", "a batch has one transaction at least", location: place.description))
    }
  }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    compiler.begin("Batch", name: name, at: place)
    let patience = time.map { compiler.expression($0) } ?? -1
    let subject = compiler.batch()
    compiler.emit(Operation(code: .batch, subject: subject, units: Int32(clamping: size), patience: patience))
  }
}

/// Separates the transactions that a ``Batch`` combined, in the order of their arrival.
///
/// A transaction that carries no others continues alone.
public struct Unbatch: CompiledBlock {
  let place: SourcePlace

  /// Separates the last batch.
  public init(fileID: String = #fileID, line: Int = #line) { place = SourcePlace(fileID: fileID, line: line) }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    compiler.begin("Unbatch", name: nil, at: place)
    compiler.emit(Operation(code: .unbatch))
  }
}
