import Randomness

/// A process model as the engine runs it: flat tables in which everything is found by number.
struct Program: Sendable {
  /// What is drawn, and the stream that it is drawn from.
  struct DrawnQuantity: Sendable {
    let quantity: Quantity
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
  var quantities: [DrawnQuantity] = []
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
