/// The probability that a customer of M/M/c has to wait.
///
/// ```swift
/// ErlangC(servers: 2, offeredLoad: 1).probabilityOfWait  // 1/3
/// ```
/// By way of ``ErlangB``, so it is stable for thousands of servers. Erlang 1917; Kleinrock 1975, equation 3.40.
public struct ErlangC: Sendable, Hashable {
  /// The number of servers.
  public let servers: Int
  /// The arrival rate times the mean service time: the servers that are busy on average (erlangs).
  public let offeredLoad: Double
  /// The share of customers that waits: 1 when the load is too high for the servers.
  public let probabilityOfWait: Double

  /// Solves a system.
  /// - Complexity: O(c) for c servers.
  public init(servers: Int, offeredLoad: Double) {
    self.servers = servers
    self.offeredLoad = offeredLoad
    let blocking = ErlangB(servers: servers, offeredLoad: offeredLoad).blocking
    probabilityOfWait = Self.probabilityOfWait(blocking, servers: servers, offeredLoad)
  }

  /// The fewest servers at which at most a share of the customers waits.
  /// - Complexity: O(c) for the c servers found.
  public static func servers(offeredLoad: Double, probabilityOfWait limit: Double) -> Int {
    precondition(limit > 0 && limit <= 1, "a share of customers that waits must be above 0 to be held")
    precondition(offeredLoad >= 0 && offeredLoad.isFinite, "an offered load is a finite number and at least 0")
    var servers = 0
    var blocking = 1.0
    repeat {
      servers += 1
      blocking = ErlangB.next(blocking, servers: servers, offeredLoad)
    } while Double(servers) <= offeredLoad || probabilityOfWait(blocking, servers: servers, offeredLoad) > limit
    return servers
  }

  /// The share of time that a server is busy.
  public var utilisation: Double { min(1, offeredLoad / Double(servers)) }

  private static func probabilityOfWait(_ blocking: Double, servers: Int, _ offeredLoad: Double) -> Double {
    let servers = Double(servers)
    return offeredLoad < servers ? servers * blocking / (servers - offeredLoad * (1 - blocking)) : 1
  }
}
