public import Randomness

/// Seizes units of a resource, holds them for a time and releases them.
///
/// ```swift
/// Use(agents, for: .exponential(mean: 8))
/// Use(agents, for: .exponential(mean: 8), patience: .exponential(mean: 4)) { Count("abandoned") }
/// ```
/// As ``Seize``, ``Delay`` and ``Release`` in a row, but who does not get units goes on after the whole.
public struct Use: CompiledBlock {
  let seize: Seize
  let delay: Delay

  /// Holds units for a time that is drawn, or always the same.
  ///
  /// - `resource`: Of what.
  /// - `duration`: How long it holds them, in the time of the model.
  /// - `units`: How many.
  /// - `priority`: Before whom, instead of the priority of the transaction: the larger goes first.
  /// - `preempting`: How those go on whose units it may take; without it, it takes none.
  /// - `overflow`: What happens when the queue of the resource is full.
  /// - `patience`: How long it waits at most.
  /// - `abandoned`: What happens when patience ends.
  /// - `balking`: When it does not join the line.
  /// - `balked`: What happens then.
  /// - `name`: The name that keys the random stream of the duration; `"Delay"` and so on unless stated.
  public init(
    _ resource: Resource, for duration: Distribution, units: Int = 1, priority: Int? = nil,
    preempting: Preemption? = nil, @BlockBuilder overflow: () -> Blocks = { .none }, patience: Distribution? = nil,
    @BlockBuilder abandoned: () -> Blocks = { .none }, balking: Balking? = nil,
    @BlockBuilder balked: () -> Blocks = { .none }, name: String? = nil, fileID: String = #fileID, line: Int = #line
  ) {
    seize = Seize(
      resource, units: units, priority: priority, preempting: preempting, overflow: overflow(),
      patience: patience.map { .distribution($0) }, abandoned: abandoned(), balking: balking, balked: balked(),
      name: nil, place: SourcePlace(fileID: fileID, line: line))
    delay = Delay(duration, name: name, fileID: fileID, line: line)
  }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    seize.compile(into: &compiler) { compiler in
      delay.compile(into: &compiler)
      Release(seize.resource, units: seize.units).compile(into: &compiler)
    }
  }
}
