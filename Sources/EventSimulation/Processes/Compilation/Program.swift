import Randomness

/// A process model as the engine runs it: flat tables in which everything is found by number.
struct Program: Sendable {
  /// What is drawn, and the stream that it is drawn from.
  struct DrawnExpression: Sendable {
    let expression: NumericExpression
    let stream: String
  }

  /// Where an operation comes from, for messages and the trace.
  struct Origin: Sendable {
    let flow: Int
    let label: String
    let place: SourcePlace
  }

  struct FlowEntry: Sendable {
    let name: String
    let priority: Int32
    var entry: Int32
  }

  var operations: [Operation] = []
  /// The origin of each operation.
  var origins: [Origin] = []
  var flows: [FlowEntry] = []
  var sources: [ArrivalSource] = []
  var expressions: [DrawnExpression] = []
  var resources: [Resource] = []
  /// Whether the requests of a resource differ in priority or its discipline looks at more than the order of arrival.
  var resourceIsRanked: [Bool] = []
  /// Whether units of a resource can be taken from those who hold them.
  var resourceIsPreempted: [Bool] = []
  var seizes: [SeizeTerms] = []
  var waits: [WaitTerms] = []
  var splits: [SplitTerms] = []
  var choices: [ChoiceTable] = []
  var tests: [Test] = []
  var matches: [@Sendable (inout Transaction, Double) -> Bool] = []
  var stores: [Store] = []
  var containers: [Container] = []
  var signals: [Signal] = []
  var regions: [Region] = []
  /// The innermost region of each operation, or -1.
  var regionOfOperation: [Int32] = []
  var batches = 0
  var attributes: [Attribute] = []
  var counters: [String] = []
  var tallies: [String] = []
}

/// One step of a compiled flow.
///
/// A transaction carries the number of its next operation. What the operands mean depends on the code.
struct Operation {
  enum Code: UInt8, Sendable {
    case delay, seize, release, releaseAll, leave, jump, launch
    case count, record, recordSince, assign, prioritise
    /// Forks in the way.
    case chance, select, test, countDown
    case putItem, getItem, putAmount, getAmount
    case wait, send
    case split, batch, unbatch
    case interrupt, cancel
  }

  var code: Code
  /// Says that a block of the user's begins here, for the trace.
  var beginsBlock = false
  /// The row of what it is about: a resource, store, counter, test, flow or attribute.
  var subject: Int32 = -1
  /// A number of units, or the attribute that receives something.
  var units: Int32 = 1
  /// The row of further terms in the table that belongs to the code.
  var detail: Int32 = -1
  /// The row of the expression to be drawn.
  var expression: Int32 = -1
  /// The row of the expression that says how long it waits at most.
  var patience: Int32 = -1
  /// Where to go on when the way forks or patience ends.
  var target: Int32 = -1
}

/// The terms on which a transaction asks for units, beyond which, how many and how long.
struct SeizeTerms: Sendable {
  enum BalkingRule: Sendable {
    case length(Int)
    /// The rows of the expressions of the probability and of the number that decides.
    case chance(Int32, Int32)
    /// The row of the test.
    case test(Int32)
  }

  /// `nil` for the transaction's own.
  var priority: Int32?
  var preemption: Preemption?
  var balking: BalkingRule?
  /// Where to go on for one that balked or found the queue full.
  var balked: Int32 = -1
  var overflow: Int32 = -1
}

/// What a transaction waits for at a ``Wait``.
struct WaitTerms: Sendable {
  enum CompiledTrigger: Sendable {
    /// The signal of that row.
    case signal(Int32)
    /// The expression of that row.
    case timeout(Int32)
    /// The test of that row.
    case condition(Int32)
  }

  let needsAll: Bool
  /// The attribute in which the triggers that came are kept, as bits of a whole number; and after a timeout of several,
  /// which one is the first.
  let met: Int32
  /// The attribute that receives the number of the trigger, or -1.
  var storing: Int32 = -1
  var triggers: [CompiledTrigger] = []
}

/// Into what a transaction is split.
struct SplitTerms: Sendable {
  let joining: Joining
  /// The attribute that receives the number of the part, or -1.
  let numbering: Int32
  /// Where the parts begin: one place for all copies, or one for each branch.
  var parts: [Int32] = []
}

/// The ways of a ``Decide``, each up to a cumulative probability; without probabilities, by number.
struct ChoiceTable: Sendable {
  var bounds: [Double] = []
  var ways: [Int32] = []
}

/// The operations within which a transaction can be interrupted.
struct Region: Sendable {
  /// The region around it, or -1.
  let outer: Int32
  /// The signal that interrupts, or -1.
  let signal: Int32
  /// Where to go on when interrupted.
  var handler: Int32 = -1
}
