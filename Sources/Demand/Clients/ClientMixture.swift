public import EventSimulation
public import Randomness

/// Clients that send requests independently of each other, each in its own way: what a service meets.
///
/// ```swift
/// let clients = ClientMixture(
///   count: 162, rate: 195.8, skew: .lognormal(top: 10, of: 162, share: 0.63), gaps: .weibull(variation: 3.4),
///   lengths: lengths)
/// var requests = clients.requests(following: .day(shape, meanRate: 1), from: streams, named: "chat")
/// ```
/// Xiang et al., "ServeGen: Workload characterization and generation of large language model serving in production",
/// arXiv 2505.09999, 2025: bursts and shifts of a service are those of its few large clients.
public struct ClientMixture: Sendable, Hashable {
  /// The clients; at least one, of which one sends requests.
  public let clients: [Client]

  /// A mixture of clients that are each told apart.
  public init(_ clients: [Client], file: StaticString = #fileID, line: UInt = #line) {
    if !clients.contains(where: { $0.rate > 0 }) {
      ValidationErrors.report(
        InvalidValue(
          "ClientMixture of \(clients.count) clients", "at least one client sends requests", location: "\(file):\(line)"
        ))
    }
    self.clients = clients
  }

  /// So many clients that share a load by a skew and are alike otherwise.
  ///
  /// - `rate`: requests a second of all.
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
  /// - `pattern`: how rates change over time, as multiples of them, for clients that have no pattern of their own.
  /// - `streams`, `name`: a client draws from the streams `name/client 7/…`, so that another client changes none.
  public func requests(
    following pattern: RateProfile = .constant(1), from streams: Streams, named name: String
  ) -> ClientRequests {
    ClientRequests(self, following: pattern, from: streams, named: name)
  }
}
