/// The loss system M/G/c/c: a customer who finds every server busy is turned away.
///
/// ```swift
/// ErlangB(servers: 2, offeredLoad: 1).blocking  // 0.2
/// ```
/// It holds of any distribution of the service time. Erlang 1917; by the recursion of Cooper 1981, equation 3.4, unrolled
/// into a sum of positive terms, which is stable for any number of servers.
public struct ErlangB: Sendable, Hashable {
  /// The number of servers.
  public let servers: Int
  /// The arrival rate times the mean service time: the servers that would be busy if there were enough (erlangs).
  public let offeredLoad: Double
  /// The share of customers that is turned away, which is the share of time that every server is busy.
  public let blocking: Double

  /// Solves a system.
  /// - Complexity: O(√a) for a load a near the number of servers or above it; at most O(c) for c servers.
  public init(servers: Int, offeredLoad: Double) {
    precondition(servers >= 0, "a system cannot have a negative number of servers")
    precondition(offeredLoad >= 0, "an offered load is a number and at least 0")
    self.servers = servers
    self.offeredLoad = offeredLoad
    guard offeredLoad > 0 else {
      blocking = servers == 0 ? 1 : 0
      return
    }
    // 1/B = 1 + c/a + c(c − 1)/a² + …: once the factors are below 1 the rest is soon below the sum's last bit.
    var (inverse, term) = (1.0, 1.0)
    for number in stride(from: servers, to: 0, by: -1) {
      term *= Double(number) / offeredLoad
      inverse += term
      if term < inverse * 1e-18 || inverse == .infinity { break }
    }
    blocking = 1 / inverse
  }

  /// The fewest servers that turn away at most a share of the customers.
  /// - Complexity: O(c) for the c servers found.
  public static func servers(offeredLoad: Double, blocking limit: Double) -> Int {
    precondition(limit > 0 && limit <= 1, "a share of customers turned away must be above 0 to be held")
    precondition(offeredLoad >= 0 && offeredLoad.isFinite, "an offered load is a finite number and at least 0")
    var servers = 0
    var blocking = 1.0
    while blocking > limit {
      servers += 1
      blocking = next(blocking, servers: servers, offeredLoad)
    }
    return servers
  }

  /// The servers that are busy on average.
  public var carriedLoad: Double { offeredLoad * (1 - blocking) }

  /// The share of time that a server is busy.
  public var utilisation: Double { servers > 0 ? carriedLoad / Double(servers) : 0 }

  /// From the blocking of one server fewer.
  static func next(_ blocking: Double, servers: Int, _ offeredLoad: Double) -> Double {
    offeredLoad * blocking / (Double(servers) + offeredLoad * blocking)
  }
}
