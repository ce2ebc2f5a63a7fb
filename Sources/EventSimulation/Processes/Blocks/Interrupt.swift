/// A sequence of blocks in which the transaction can be interrupted, and the blocks that follow an interruption.
///
/// ```swift
/// Interruptible {
///   Delay(.exponential(mean: 100), name: "run")
/// } interrupted: {
///   Use(mechanic, for: 5)
/// }
/// ```
/// An interruption ends whatever the transaction waits for: a delay, a place in a queue, running copies. The transaction
/// keeps its units; ``ReleaseAll`` releases them. It then continues after the block. It is interrupted by ``Interrupt`` or,
/// if stated, by a signal.
public struct Interruptible: CompiledBlock {
  let signal: Signal?
  let blocks: Blocks
  let interrupted: Blocks
  let place: SourcePlace

  /// Blocks in which the transaction can be interrupted.
  ///
  /// - `signal`: A signal that interrupts it.
  /// - `blocks`: What it goes through.
  /// - `interrupted`: What happens when it is interrupted.
  public init(
    by signal: Signal? = nil, fileID: String = #fileID, line: Int = #line, @BlockBuilder _ blocks: () -> Blocks,
    @BlockBuilder interrupted: () -> Blocks
  ) {
    self.signal = signal
    self.blocks = blocks()
    self.interrupted = interrupted()
    place = SourcePlace(fileID: fileID, line: line)
  }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    let region = compiler.beginRegion(signal: signal)
    compiler.compile(blocks)
    compiler.endRegion(region)
    let jump = compiler.emit(Operation(code: .jump))
    compiler.setHandler(of: region)
    compiler.compile(interrupted)
    compiler.aimHere(jump)
  }
}

/// Interrupts transactions that are within an ``Interruptible`` block; other transactions are not affected.
///
/// ```swift
/// Interrupt("machine")
/// Interrupt(victim)   // an attribute that holds the handle of one transaction
/// ```
/// Of nested ``Interruptible`` blocks, the innermost is interrupted. A transaction does not interrupt itself.
/// - Complexity: O(n) for n transactions under way.
public struct Interrupt: CompiledBlock {
  let target: TransactionTarget
  let place: SourcePlace

  /// Interrupts all transactions of a flow, in the order of their creation.
  public init(_ flow: String, fileID: String = #fileID, line: Int = #line) {
    target = .flow(flow)
    place = SourcePlace(fileID: fileID, line: line)
  }

  /// Interrupts the one transaction whose ``Transaction/handle`` the attribute holds.
  public init(_ handle: Attribute, fileID: String = #fileID, line: Int = #line) {
    target = .handle(handle)
    place = SourcePlace(fileID: fileID, line: line)
  }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    compiler.begin("Interrupt \(target.name)", name: nil, at: place)
    target.emit(.interrupt, at: place, into: &compiler)
  }
}

/// Removes transactions from the model wherever they are; they release what they hold, and count as cancelled.
///
/// ```swift
/// Cancel("order")
/// Cancel(victim)   // an attribute that holds the handle of one transaction
/// ```
/// Copies that the transaction waits for, and transactions that it carries in a batch, are removed with it. A transaction
/// does not cancel itself, and a transaction carried in a batch is not found.
/// - Complexity: O(n) for n transactions under way.
public struct Cancel: CompiledBlock {
  let target: TransactionTarget
  let place: SourcePlace

  /// Cancels all transactions of a flow, in the order of their creation.
  public init(_ flow: String, fileID: String = #fileID, line: Int = #line) {
    target = .flow(flow)
    place = SourcePlace(fileID: fileID, line: line)
  }

  /// Cancels the one transaction whose ``Transaction/handle`` the attribute holds.
  public init(_ handle: Attribute, fileID: String = #fileID, line: Int = #line) {
    target = .handle(handle)
    place = SourcePlace(fileID: fileID, line: line)
  }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    compiler.begin("Cancel \(target.name)", name: nil, at: place)
    target.emit(.cancel, at: place, into: &compiler)
  }
}

/// The transactions that an ``Interrupt`` or a ``Cancel`` block applies to.
enum TransactionTarget: Sendable {
  case flow(String)
  case handle(Attribute)

  var name: String {
    switch self {
    case .flow(let flow): flow
    case .handle(let attribute): attribute.name
    }
  }

  func emit(_ code: Operation.Code, at place: SourcePlace, into compiler: inout ProgramCompiler) {
    switch self {
    case .flow(let name):
      let flow = compiler.flow(named: name, at: place)
      compiler.emit(Operation(code: code, subject: flow))
    case .handle(let attribute):
      let slot = compiler.attribute(attribute)
      compiler.emit(Operation(code: code, detail: slot))
    }
  }
}
