import Demand
import Randomness
import Serving

/// The requests of a replayed trace, row by row, with their outcomes.
final class ReplayedRequests {
  /// A request that arrived.
  struct Arrived {
    /// Seconds from the first arrival.
    var arrival: Double
    var inputTokens: Int
    var outcome: RequestOutcome?
    var serviceClass = ServiceClass.standard
  }

  private let trace: RequestTrace
  private let rate: Double
  /// The rows of the trace; `nil` for a turn of a conversation that ended before it.
  private(set) var rows: [Arrived?]
  /// The row of each request in the order of arrival, where turns follow answers.
  private var order: [Int] = []

  /// - `rate`: how many times the recorded rate.
  init(_ trace: RequestTrace, timesRate rate: Double) {
    self.trace = trace
    self.rate = rate
    rows = Array(repeating: nil, count: trace.requests.count + (trace.conversations?.count ?? 0))
  }

  /// Whether turns follow answers.
  var isConversing: Bool { trace.conversations != nil }

  /// The outcomes in the order of the rows.
  var outcomes: [RequestOutcome] { rows.compactMap { $0?.outcome } }

  /// The answers of each class, the most urgent first; none where all requests are of one class.
  var answersByClass: [(name: String, answers: [RequestResult])] {
    let classes = Set(rows.lazy.compactMap { $0?.serviceClass })
    guard classes.count > 1 else { return [] }
    return classes.sorted().map { one in
      let answers = rows.compactMap { row -> RequestResult? in
        if let row, row.serviceClass == one, case .answered(let answer) = row.outcome { answer } else { nil }
      }
      return (one.description, answers)
    }
  }

  /// Serves the trace on a fleet.
  func serve(on fleet: ServingFleet, _ streams: Streams) -> ServingResult {
    guard let conversations = trace.conversations else {
      let start = trace.requests[0].arrival
      for (row, request) in trace.requests.enumerated() {
        rows[row] = Arrived(
          arrival: (request.arrival - start) / rate, inputTokens: request.inputTokens,
          serviceClass: request.serviceClass)
      }
      return fleet.serve(
        TraceArrivals(trace, timesRate: rate, fromFirst: true), streams, observer: { self.note($0) { $0 } })
    }
    return fleet.serve(
      TraceConversationArrivals(trace, conversations, timesRate: rate), streams,
      observer: { self.note($0) { self.order[$0] } },
      arrivalObserver: { _, request in
        let row = conversations.row(of: request)
        self.order.append(row)
        self.rows[row] = Arrived(
          arrival: request.arrival, inputTokens: request.inputTokens, serviceClass: request.serviceClass)
      })
  }

  private func note(_ outcome: RequestOutcome, row: (Int) -> Int) {
    let number =
      switch outcome {
      case .answered(let answer): answer.number
      case .spilled(let number), .refused(let number, _): number
      }
    rows[row(number)]?.outcome = outcome
  }
}
