public import Randomness

/// A model in the process view: flows of transactions through blocks, compiled once and run as often as asked.
public struct ProcessModel: Sendable {
  let program: Program

  /// Reads the flows of a model.
  public init(@FlowBuilder _ flows: () -> [Flow]) { program = ProgramCompiler.compile(flows()) }

  /// Runs one replication.
  public func run(
    _ streams: Streams, until end: Double = .infinity, arrivals: Int = .max, warmUp: Double = 0
  ) throws(ProcessFailure) -> ProcessResults {
    var machine = ProcessMachine(program, streams: streams, arrivals: arrivals)
    var calendar = EventCalendar<ProcessEvent>()
    machine.start(warmUp: warmUp, &calendar)
    while let event = calendar.next(through: min(end, .greatestFiniteMagnitude)) {
      machine.handle(event, &calendar)
      if machine.failure != nil { break }
    }
    if let failure = machine.failure { throw failure }
    return ProcessResults(waits: machine.resources[0].waits, sojourns: machine.flows[0].sojourns)
  }
}
