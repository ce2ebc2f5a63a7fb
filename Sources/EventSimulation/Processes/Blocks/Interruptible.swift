/// Goes through blocks in which the transaction can be interrupted, and says what it does then.
///
/// ```swift
/// Interruptible {
///   Delay(.exponential(mean: 100), name: "run")
/// } interrupted: {
///   Use(mechanic, for: 5)
/// }
/// ```
/// Whatever it waits for is given up: a delay, a place in line, copies under way. What it holds it keeps; ``ReleaseAll``
/// gives it back. Then it goes on behind the block. It is interrupted by ``Interrupt`` or, where stated, by a signal.
public struct Interruptible: CompiledBlock {
  let signal: Signal?
  let blocks: Blocks
  let interrupted: Blocks
  let place: SourcePlace

  /// Blocks in which it can be interrupted.
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
