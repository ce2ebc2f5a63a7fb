/// The loss system M/G/c/c: a customer who finds every server busy is turned away.
///
/// ```swift
/// ErlangB(servers: 2, offeredLoad: 1).blocking  // 0.2
/// ```
/// It holds of any distribution of the service time. Erlang 1917; by the recursion of Cooper 1981, equation 3.4, which is
/// stable for thousands of servers.
public struct ErlangB: Sendable, Hashable {
  /// The number of servers.
  public let servers: Int
  /// The arrival rate times the mean service time: the servers that would be busy if there were enough (erlangs).
  public let offeredLoad: Double
  /// The share of customers that is turned away, which is the share of time that every server is busy.
  public let blocking: Double

  /// Solves a system.
  /// - Complexity: O(c) for c servers.
  public init(servers: Int, offeredLoad: Double) {
    precondition(servers >= 0, "a system cannot have a negative number of servers")
    precondition(offeredLoad >= 0, "an offered load is a number and at least 0")
    self.servers = servers
    self.offeredLoad = offeredLoad
    var blocking = 1.0
    if servers > 0 {
      for server in 1...servers { blocking = Self.next(blocking, servers: server, offeredLoad) }
    }
    self.blocking = blocking
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
