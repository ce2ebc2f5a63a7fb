import Randomness

/// Conversations of a trace in a closed loop: a turn arrives after the answer to the one before it and the time to think.
///
/// The prompt of a turn is that of the turn before, its answer without the last token, and the new tokens.
package struct TraceConversations: Sendable {
  /// A turn after the first.
  struct Turn: Sendable {
    /// Its row in the trace and the line of the file.
    let row: Int
    let line: Int
    /// Seconds from the end of the answer before it to its arrival.
    let thinking: Double
    let newTokens: Int
    let outputTokens: Int
    let serviceClass: ServiceClass
  }

  /// The classes of its turns.
  var classes: Set<ServiceClass> { Set(turns.values.joined().map(\.serviceClass)) }

  /// The further turns of each session.
  let turns: [Int: [Turn]]
  /// The row of the first turn of each session.
  let rows: [Int: Int]

  /// The number of turns after the first.
  package var count: Int { turns.values.reduce(0) { $0 + $1.count } }

  /// The prompt and the answer of every further turn, with its line, given the first request of its session.
  package func lengths(after first: InferenceRequest) -> [(line: Int, inputTokens: Int, outputTokens: Int)] {
    var context = first.inputTokens + max(first.outputTokens, 1) - 1
    return (turns[first.session] ?? []).map { turn in
      let input = context + turn.newTokens
      context = input + max(turn.outputTokens, 1) - 1
      return (turn.line, input, turn.outputTokens)
    }
  }

  /// The row of a request in the trace, from 0.
  package func row(of request: InferenceRequest) -> Int {
    (request.turn == 0 ? rows[request.session] : turns[request.session]?[request.turn - 1].row) ?? 0
  }

  /// The turn that follows the answer to a request.
  func followUp(to request: InferenceRequest, answeredAt time: Double) -> InferenceRequest? {
    guard let turns = turns[request.session], request.turn < turns.count else { return nil }
    let turn = turns[request.turn]
    var next = request
    next.arrival = time + turn.thinking
    next.reusablePrefixTokens = request.inputTokens + max(request.outputTokens, 1) - 1
    next.inputTokens = next.reusablePrefixTokens + turn.newTokens
    next.outputTokens = turn.outputTokens
    next.serviceClass = turn.serviceClass
    next.turn += 1
    return next
  }
}

/// The requests of a trace with its conversations.
package struct TraceConversationArrivals: ConversationSource {
  private var openings: TraceArrivals
  private let conversations: TraceConversations

  package init(_ trace: RequestTrace, _ conversations: TraceConversations, timesRate rate: Double) {
    openings = TraceArrivals(trace, timesRate: rate, fromFirst: true)
    self.conversations = conversations
  }

  package mutating func nextRequest() -> InferenceRequest? { openings.nextRequest() }

  package mutating func followUp(to request: InferenceRequest, answeredAt time: Double) -> InferenceRequest? {
    conversations.followUp(to: request, answeredAt: time)
  }

  package mutating func abandon(_ request: InferenceRequest) {}

  package var contentBlocks: ContentBlocks? { openings.contentBlocks }
}
