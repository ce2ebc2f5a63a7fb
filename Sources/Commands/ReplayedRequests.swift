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

    /// Whether it was answered within the latencies of its class; `nil` where it has none.
    func isWithin(_ targets: [LatencyTarget]) -> Bool? {
      let targets = LatencyTarget.targets(of: serviceClass, among: targets)
      guard !targets.isEmpty else { return nil }
      guard case .answered(let answer) = outcome else { return false }
      return targets.allSatisfy { $0.isMet(by: answer) }
    }
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
    hasClasses = trace.classes.count > 1
    rows = Array(repeating: nil, count: trace.requests.count + (trace.conversations?.count ?? 0))
  }

  /// Whether turns follow answers.
  var isConversing: Bool { trace.conversations != nil }

  /// The outcomes in the order of the rows.
  var outcomes: [RequestOutcome] { rows.compactMap { $0?.outcome } }

  /// The classes of the requests that arrived, the most urgent first.
  var classes: [ServiceClass] { Set(rows.lazy.compactMap { $0?.serviceClass }).sorted() }

  /// Whether there are several classes.
  let hasClasses: Bool

  /// The answers of each class, the most urgent first; none where all requests are of one class.
  var answersByClass: [(name: String, answers: [RequestResult])] {
    guard classes.count > 1 else { return [] }
    return classes.map { one in
      let answers = rows.compactMap { row -> RequestResult? in
        if let row, row.serviceClass == one, case .answered(let answer) = row.outcome { answer } else { nil }
      }
      return (one.description, answers)
    }
  }

  /// Of a class that has latencies to keep to, and of all such: the requests that arrived and those within.
  func attainment(of targets: [LatencyTarget]) -> [Attainment] {
    let arrived = rows.compactMap { $0 }
    func counted(_ name: String?, _ targets: [LatencyTarget], _ requests: [Arrived]) -> Attainment {
      Attainment(
        name: name, targets: targets, requests: requests.count, within: requests.count { $0.isWithin(targets) == true })
    }
    let perClass = classes.compactMap { one -> Attainment? in
      let own = LatencyTarget.targets(of: one, among: targets)
      return own.isEmpty ? nil : counted(one.description, own, arrived.filter { $0.serviceClass == one })
    }
    guard perClass.count > 1 else { return perClass.map { hasClasses ? $0 : $0.ofAll } }
    return perClass + [
      Attainment(
        name: nil, targets: [], requests: perClass.reduce(0) { $0 + $1.requests },
        within: perClass.reduce(0) { $0 + $1.within })
    ]
  }

  /// How many requests kept to their latencies.
  struct Attainment {
    /// The class; `nil` for all.
    let name: String?
    /// Empty for several classes together.
    let targets: [LatencyTarget]
    let requests: Int
    let within: Int

    var share: Double { Double(within) / Double(requests) }

    /// The same without the name of the only class.
    var ofAll: Attainment { Attainment(name: nil, targets: targets, requests: requests, within: within) }
  }

  /// Serves the trace on a fleet.
  func serve(on fleet: ServingFleet, _ streams: Streams) -> ServingResult {
    guard let conversations = trace.conversations else {
      for (row, request) in trace.requests.enumerated() {
        rows[row] = Arrived(
          arrival: trace.offsets[row] / rate, inputTokens: request.inputTokens,
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
