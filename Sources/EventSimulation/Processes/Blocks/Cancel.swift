/// Takes transactions out of the model, wherever they are: what they hold is released, and they count as cancelled.
///
/// ```swift
/// Cancel("order")
/// Cancel(victim)   // an attribute that holds the handle of one transaction
/// ```
/// Copies that it waits for and transactions that it carries as a batch go with it. A transaction does not cancel itself,
/// and one that is carried in a batch is not found.
/// - Complexity: O(n) for n transactions under way.
public struct Cancel: CompiledBlock {
  let target: TransactionTarget
  let place: SourcePlace

  /// Cancels all transactions of a flow, in the order in which they came to be.
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
