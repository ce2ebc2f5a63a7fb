/// Interrupts transactions that are within an ``Interruptible``; others take no notice.
///
/// ```swift
/// Interrupt("machine")
/// Interrupt(victim)   // an attribute that holds the handle of one transaction
/// ```
/// Of nested regions the innermost is interrupted. A transaction does not interrupt itself.
/// - Complexity: O(n) for n transactions under way.
public struct Interrupt: CompiledBlock {
  let target: TransactionTarget
  let place: SourcePlace

  /// Interrupts all transactions of a flow, in the order in which they came to be.
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
