public import EventSimulation
public import Randomness

/// The clients of a service, who send requests independently of each other.
///
/// ```swift
/// let clients = ClientMixture(
///   count: 162, rate: 195.8, skew: .lognormal(top: 10, of: 162, share: 0.63), gaps: .weibull(variation: 3.4),
///   lengths: lengths)
/// var requests = clients.requests(following: .day(shape, meanRate: 1), from: streams, named: "chat")
/// ```
/// Xiang et al., "ServeGen: Workload characterization and generation of large language model serving in production",
/// arXiv 2505.09999, 2025: the bursts and shifts of a service come from its few large clients.
public struct ClientMixture: Sendable, Hashable {
  /// The clients, of which at least one sends requests.
  public let clients: [Client]

  /// A mixture of individual clients.
  public init(_ clients: [Client], file: StaticString = #fileID, line: UInt = #line) {
    if !clients.contains(where: { $0.rate > 0 }) {
      ValidationErrors.report(
        InvalidValue(
          "ClientMixture of \(clients.count) clients", "at least one client sends requests", location: "\(file):\(line)"
        ))
    }
    self.clients = clients
  }

  /// Clients that differ in their rates only, which follow a skew.
  ///
  /// - `rate`: requests a second of all clients together.
  public init(
    count: Int, rate: Double, skew: RateSkew, gaps: ArrivalGaps = .exponential, lengths: TokenLengths,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    let shares = count > 0 ? skew.shares(of: count) : []
    self.init(
      shares.map { Client(rate: rate * $0, gaps: gaps, lengths: lengths, file: file, line: line) }, file: file,
      line: line)
  }

  /// Requests a second of all clients.
  public var rate: Double { clients.reduce(0) { $0 + $1.rate } }

  /// The share of the requests that the clients with the highest rates bring.
  public func share(ofTop count: Int) -> Double {
    clients.map(\.rate).sorted(by: >).prefix(max(count, 0)).reduce(0, +) / rate
  }

  /// The mean tokens of a request, over all of them.
  public var meanTokens: (input: Double, output: Double) {
    let rate = rate
    return (
      clients.reduce(0) { $0 + $1.rate * $1.lengths.input.mean } / rate,
      clients.reduce(0) { $0 + $1.rate * $1.lengths.output.mean } / rate
    )
  }

  /// The requests of all clients in the order of their arrival.
  ///
  /// - `pattern`: how rates change over time, as multiples of them, for clients without a pattern of their own.
  /// - `streams`, `name`: a client draws from the streams `name/client 7/…`, so that adding a client changes no other.
  public func requests(
    following pattern: RateProfile = .constant(1), from streams: Streams, named name: String
  ) -> ClientRequests {
    ClientRequests(self, following: pattern, from: streams, named: name)
  }
}

/// A client of a service: its rate of requests, its burstiness and the lengths of its requests.
///
/// ```swift
/// Client(rate: 0.45, gaps: .weibull(variation: 3.8), lengths: lengths)
/// ```
public struct Client: Sendable, Hashable {
  /// Mean requests a second.
  public let rate: Double
  /// The gaps between its requests.
  public let gaps: ArrivalGaps
  /// The lengths of its prompts and answers.
  public let lengths: TokenLengths
  /// The client's own profile, as multiples of its rate; `nil` where it follows the common profile.
  public let pattern: RateProfile?

  /// - `rate`: requests a second, at least 0.
  /// - `pattern`: how the rate changes over time, as multiples of it; without it the client follows the common profile.
  public init(
    rate: Double, gaps: ArrivalGaps = .exponential, lengths: TokenLengths, pattern: RateProfile? = nil,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    let isRate = rate >= 0 && rate < .infinity
    if !isRate {
      ValidationErrors.report(
        InvalidValue(
          "Client(rate: \(rate.shortest))", "a client sends a number of requests a second from 0 on",
          location: "\(file):\(line)"))
    }
    self.rate = isRate ? rate : 0
    self.gaps = gaps
    self.lengths = lengths
    self.pattern = pattern
  }
}

/// The requests of many clients, merged in the order of their arrival.
///
/// - Complexity: O(log n) a request for n clients; memory for the clients only.
public struct ClientRequests: RequestSource {
  private struct Sender {
    let lengths: TokenLengths
    let lengthStreams: LengthStreams
    var arrivals: RenewalArrivals

    /// The lengths of the next request; mutating, so that a sender in an array is used in place and not copied.
    mutating func drawLengths() -> (input: Int, output: Int) { lengthStreams.draw(lengths) }
  }

  private var senders: [Sender] = []
  private var queue = NextArrivals()
  private var number = 0

  init(_ mixture: ClientMixture, following pattern: RateProfile, from streams: Streams, named name: String) {
    senders.reserveCapacity(mixture.clients.count)
    for (index, client) in mixture.clients.enumerated() {
      let prefix = "\(name)/client \(index)"
      var arrivals = RenewalArrivals(
        (client.pattern ?? pattern).scaled(by: client.rate), gaps: client.gaps,
        from: streams.stream(prefix + "/arrivals"))
      if let first = arrivals.next() { queue.insert(index, at: first) }
      senders.append(
        Sender(lengths: client.lengths, lengthStreams: LengthStreams(streams, named: prefix), arrivals: arrivals))
    }
  }

  public mutating func nextRequest() -> InferenceRequest? {
    guard let (index, time) = queue.first else { return nil }
    let (input, output) = senders[index].drawLengths()
    if let next = senders[index].arrivals.next() {
      queue.postponeFirst(to: next)
    } else {
      queue.removeFirst()
    }
    defer { number += 1 }
    return InferenceRequest(
      arrival: time, inputTokens: input, outputTokens: output, client: index, session: number)
  }
}

/// The next arrival of each of several sources: the earliest first, and of equals the source with the lower number.
///
/// A binary heap in an array. The first entry is replaced in place, because a source mostly continues.
struct NextArrivals {
  private struct Entry {
    var time: Double
    var source: Int

    static func < (a: Entry, b: Entry) -> Bool { a.time < b.time || a.time == b.time && a.source < b.source }
  }

  private var heap: [Entry] = []

  /// The source whose arrival is the earliest, and when; `nil` when there is none.
  var first: (source: Int, time: Double)? { heap.first.map { ($0.source, $0.time) } }

  /// - Complexity: O(log n).
  mutating func insert(_ source: Int, at time: Double) {
    let entry = Entry(time: time, source: source)
    heap.append(entry)
    var hole = heap.count - 1
    while hole > 0, entry < heap[(hole - 1) / 2] {
      heap[hole] = heap[(hole - 1) / 2]
      hole = (hole - 1) / 2
    }
    heap[hole] = entry
  }

  /// Sets the next arrival of the first source.
  /// - Complexity: O(log n).
  mutating func postponeFirst(to time: Double) {
    sink(Entry(time: time, source: heap[0].source), from: 0)
  }

  /// - Complexity: O(log n).
  mutating func removeFirst() {
    let last = heap.removeLast()
    if !heap.isEmpty { sink(last, from: 0) }
  }

  private mutating func sink(_ entry: Entry, from place: Int) {
    var hole = place
    while 2 * hole + 1 < heap.count {
      var child = 2 * hole + 1
      if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
      guard heap[child] < entry else { break }
      heap[hole] = heap[child]
      hole = child
    }
    heap[hole] = entry
  }
}
