import Demand
import Randomness
import Serving

/// The requests of a replayed trace, row by row, with their outcomes.
final class ReplayedRequests {
  /// A request that arrived and, where it was answered, its answer: 64 bytes, of which a long trace has millions.
  struct Arrived {
    /// Seconds from the first arrival.
    let arrival: Double
    private(set) var inputTokens: Int
    let serviceClass: ServiceClass
    private(set) var isAnswered = false
    /// Seconds from the arrival to the first step, the first token and the last one; of an answer.
    private(set) var queue = 0.0
    private(set) var timeToFirstToken = 0.0
    private(set) var endToEnd = 0.0
    private var answeredTokens: Int32 = 0
    private var foundTokens: Int32 = 0
    private var timesPreempted: Int32 = 0
    private var replicaNumber: Int32 = 0

    init(arrival: Double, inputTokens: Int, serviceClass: ServiceClass) {
      self.arrival = arrival
      self.inputTokens = inputTokens
      self.serviceClass = serviceClass
    }

    var cachedTokens: Int { Int(foundTokens) }
    var preemptions: Int { Int(timesPreempted) }
    var replica: Int { Int(replicaNumber) }

    /// As of ``RequestResult``.
    var timePerOutputToken: Double? {
      answeredTokens > 1 ? (endToEnd - timeToFirstToken) / Double(answeredTokens - 1) : nil
    }

    fileprivate mutating func note(_ answer: RequestResult) {
      isAnswered = true
      inputTokens = answer.inputTokens
      (queue, timeToFirstToken, endToEnd) = (answer.queue, answer.timeToFirstToken, answer.endToEnd)
      answeredTokens = Int32(clamping: answer.outputTokens)
      foundTokens = Int32(clamping: answer.cachedTokens)
      timesPreempted = Int32(clamping: answer.preemptions)
      replicaNumber = Int32(clamping: answer.replica)
    }

    /// Whether it was answered within the latencies of its class; `nil` where it has none.
    func isWithin(_ targets: [LatencyTarget]) -> Bool? {
      let targets = LatencyTarget.targets(of: serviceClass, among: targets)
      guard !targets.isEmpty else { return nil }
      return isAnswered && targets.allSatisfy { $0.isMet(by: self) }
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

  /// The classes of the requests that arrived, the most urgent first.
  var classes: [ServiceClass] { Set(rows.lazy.compactMap { $0?.serviceClass }).sorted() }

  /// Whether there are several classes.
  let hasClasses: Bool

  /// A latency of the answers, in the order of the rows.
  /// - Parameters:
  ///   - serviceClass: of that class alone.
  ///   - latency: `nil` for an answer that has none.
  func latencies(of serviceClass: ServiceClass? = nil, _ latency: (Arrived) -> Double?) -> [Double] {
    var values: [Double] = []
    for case let row? in rows where row.isAnswered && (serviceClass == nil || row.serviceClass == serviceClass) {
      if let value = latency(row) { values.append(value) }
    }
    return values
  }

  /// Of a class that has latencies to keep to, and of all such: the requests that arrived and those within.
  func attainment(of targets: [LatencyTarget]) -> [Attainment] {
    let perClass = classes.compactMap { one -> Attainment? in
      let own = LatencyTarget.targets(of: one, among: targets)
      guard !own.isEmpty else { return nil }
      var (requests, within) = (0, 0)
      for case let row? in rows where row.serviceClass == one {
        requests += 1
        if row.isWithin(own) == true { within += 1 }
      }
      return Attainment(name: one.description, targets: own, requests: requests, within: within)
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
    // The others stay without an answer.
    if case .answered(let answer) = outcome { rows[row(answer.number)]?.note(answer) }
  }
}
