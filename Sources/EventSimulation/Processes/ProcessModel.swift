public import Randomness

/// A model in the process view: transactions that pass through flows of blocks.
///
/// ```swift
/// let agents = Resource("agents", capacity: 5)
/// let model = ProcessModel {
///   Flow("call") {
///     Arrive(every: .exponential(mean: 2))
///     Seize(agents, patience: .weibull(scale: 4, shape: 1.5)) { Count("abandoned"); Leave() }
///     Delay(.lognormal(mean: 8, deviation: 3))
///     Release(agents)
///   }
/// }
/// let results = try model.run(Streams(seed: 1, replication: 0), until: 10_000, warmUp: 500)
/// results[agents].wait.percentile(95)
/// ```
/// The flows are compiled once to a list of operations, which runs on an ``EventCalendar``; a model is a value that any
/// number of threads may run at once. Invalid models are reported when they are built.
///
/// Every random block has its own stream, named by flow and block (`"call/Delay"`), so an additional block does not change
/// the draws of other blocks. Unnamed blocks of one kind in a flow are numbered in their order; a named block keeps its
/// stream at any position.
///
/// Simultaneous events have this order: the warm-up ends, capacities change, delays end and transactions arrive in the order
/// of scheduling, patience ends. Transactions that are released continue when the releasing transaction waits or leaves, in
/// the order of their release.
public struct ProcessModel: Sendable {
  let program: Program

  /// Reads the flows of a model.
  public init(@FlowBuilder _ flows: () -> [Flow]) { program = ProgramCompiler.compile(flows()) }

  /// The names of the random streams that a run draws from, in the order of the blocks.
  public var streamNames: [String] { program.expressions.map(\.stream) }

  /// Runs one replication.
  ///
  /// A run without an end and without a limit of arrivals ends when nothing is to come.
  /// - Parameters:
  ///   - streams: The random streams of the replication.
  ///   - end: When the run ends, in the time of the model; what happens at that time still happens.
  ///   - arrivals: After how many arrivals, of all sources together, no more come; the run then goes on until all have
  ///     left.
  ///   - warmUp: Until when nothing is observed.
  ///   - stepsPerInstant: How many steps there may be at one instant, or within 1e-12 of the run: events, transactions that
  ///     go on and rounds of loops.
  ///     More end the run with a failure that names the block, since time does not pass.
  ///   - trace: What is told of each transaction that enters a block.
  /// - Throws: ``ProcessFailure`` when a block meets a number with which it cannot go on, such as a negative delay, and
  ///   `InvalidValue` when the run could not end.
  /// - Complexity: O(log n) an event for n events to come. Memory depends on how many transactions are under way at once,
  ///   not on how many there are.
  public func run(
    _ streams: Streams, until end: Double = .infinity, arrivals: Int = .max, warmUp: Double = 0,
    stepsPerInstant: Int = 1_000_000, trace: ((TraceEntry) -> Void)? = nil
  ) throws -> ProcessResults {
    guard end >= 0, warmUp >= 0, warmUp < .infinity, warmUp <= end, arrivals >= 0 else {
      throw InvalidValue(
        "run(until: \(end), arrivals: \(arrivals), warmUp: \(warmUp))",
        "the run ends at a time from 0 on and the warm-up before that")
    }
    guard stepsPerInstant > 0 else {
      throw InvalidValue("run(stepsPerInstant: \(stepsPerInstant))", "a whole number from 1 was expected")
    }
    if end == .infinity, arrivals == .max, let source = program.sources.first(where: \.isEndless) {
      throw InvalidValue(
        "run", "flow \"\(program.flows[source.origin.flow].name)\" never stops to bring transactions",
        remedy: "give until: or arrivals:, or the Arrive a limit:", location: source.origin.place.description)
    }
    let recorder = ProcessRecorder.current
    var tell = trace
    if let recorder {
      tell = { entry in
        recorder.add(entry)
        trace?(entry)
      }
    }
    var machine = ProcessMachine(
      program, streams: streams, until: end, arrivals: arrivals, stepsPerInstant: stepsPerInstant,
      trace: tell)
    var calendar = EventCalendar<ProcessEvent>()
    machine.start(warmUp: warmUp, &calendar)
    let last = min(end, .greatestFiniteMagnitude)
    // One loop for both, so that what an event does is inlined into it.
    var recorded: RecordedLevels?
    if let recorder { recorded = RecordedLevels(machine, recorder) }
    while !machine.hasFailed, let event = calendar.next(through: last) {
      machine.handle(event, &calendar)
      recorded?.follow(machine, at: calendar.now)
    }
    recorder?.end(at: end < .infinity ? end : machine.now)
    if let failure = machine.failure { throw failure }
    let isOver = calendar.isEmpty || machine.isIdle
    return machine.results(
      from: warmUp, through: end < .infinity ? end : max(machine.now, warmUp),
      deadlock: isOver ? machine.deadlock() : nil)
  }
}

/// A transaction that enters a block.
public struct TraceEntry: Sendable, Hashable, CustomStringConvertible {
  /// When, in the time of the model.
  public let time: Double
  /// The name of the flow.
  public let flow: String
  /// The number of the transaction, from 1 in the order in which they came to be.
  public let transaction: Int
  /// The block, by its name or by what it does.
  public let block: String

  public var description: String { "\(time) \(flow) \(transaction): \(block)" }
}

/// An error that ended a run: the flow, the block, the problem and the time.
public struct ProcessFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// The name of the flow.
  public let flow: String
  /// The block, by its name or by what it does.
  public let block: String
  /// When, in the time of the model.
  public let time: Double
  /// What was wrong, and what was expected.
  public let problem: String
  /// Where the block stands, as `File.swift:12`.
  public let location: String

  public var description: String { "\(location): flow \"\(flow)\", block \"\(block)\", at time \(time): \(problem)" }
}

/// The end of a run with waiting transactions and no future event.
///
/// Examples: two transactions that wait for each other's units, a resource without units, a signal that is never sent.
public struct Deadlock: Sendable, Hashable, CustomStringConvertible {
  /// The transactions that wait at one block.
  public struct Waiting: Sendable, Hashable {
    /// The name of the flow.
    public let flow: String
    /// The block at which they wait, by its name or by what it does.
    public let block: String
    /// Where the block stands, as `File.swift:12`.
    public let location: String
    /// How many wait there.
    public let count: Int
    /// Since when the first of them waits.
    public let since: Double
  }

  /// When the last thing happened.
  public let time: Double
  /// Who waits where, in the order of the blocks in the model.
  public let waiting: [Waiting]

  public var description: String {
    let places = waiting.map {
      "\($0.count) of flow \"\($0.flow)\" at \"\($0.block)\" (\($0.location)) since \($0.since)"
    }
    return "nothing happens after time \(time), but transactions wait: " + places.joined(separator: "; ")
  }
}
