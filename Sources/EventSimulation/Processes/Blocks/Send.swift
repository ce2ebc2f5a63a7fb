import Randomness

/// Sends a signal: all who wait for it go on, and all whom it interrupts are interrupted.
///
/// ```swift
/// Send(doorOpens)
/// Send(called, toAtMost: 1)
/// ```
/// They go on at the same instant, in the order in which they began to wait, when the sender waits or leaves.
public struct Send: CompiledBlock {
  let signal: Signal
  let limit: Int
  let place: SourcePlace

  /// Sends a signal.
  ///
  /// - `signal`: Which.
  /// - `limit`: How many of those who wait it reaches, those first who have waited longest.
  public init(_ signal: Signal, toAtMost limit: Int = .max, fileID: String = #fileID, line: Int = #line) {
    self.signal = signal
    self.limit = limit
    place = SourcePlace(fileID: fileID, line: line)
    if limit < 1 {
      ValidationErrors.report(
        InvalidValue(
          "Send(\(signal.name), toAtMost: \(limit))", "a signal reaches one at least", location: place.description))
    }
  }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    compiler.begin("Send \(signal.name)", name: nil, at: place)
    let subject = compiler.signal(signal)
    compiler.emit(Operation(code: .send, subject: subject, units: Int32(clamping: limit)))
  }
}
