internal import CGSL

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

/// The rule that a large system needs its offered load and a safety that grows with the root of it: `a + β √a`.
///
/// ```swift
/// let staffing = SquareRootStaffing(probabilityOfWait: 0.2)
/// staffing.servers(offeredLoad: 900)  // 900 and some 32
/// ```
/// So a system four times as large needs only twice the safety. Halfin and Whitt 1981; the limit of ``ErlangC`` for many
/// servers, and good to a server from a load of ten on.
public struct SquareRootStaffing: Sendable, Hashable {
  /// The safety β, in roots of the offered load.
  public let safety: Double

  /// A safety above 0.
  public init(safety: Double) {
    precondition(safety > 0, "a safety is a number above 0: without one the queue grows forever")
    self.safety = safety
  }

  /// The safety at which a share of the customers waits.
  public init(probabilityOfWait: Double) {
    precondition(probabilityOfWait > 0 && probabilityOfWait < 1, "a share of customers that waits lies between 0 and 1")
    var low = 0.0
    var high = 1.0
    while Self.probabilityOfWait(safety: high) > probabilityOfWait { high *= 2 }
    while true {
      let middle = (low + high) / 2
      guard low < middle && middle < high else { break }
      if Self.probabilityOfWait(safety: middle) > probabilityOfWait { low = middle } else { high = middle }
    }
    safety = high
  }

  /// The number of servers for an offered load in erlangs, rounded up.
  public func servers(offeredLoad: Double) -> Int {
    precondition(offeredLoad >= 0 && offeredLoad.isFinite, "an offered load is a finite number and at least 0")
    return Int((offeredLoad + safety * offeredLoad.squareRoot()).rounded(.up))
  }

  /// The share of customers that waits in a large system with that safety.
  public var probabilityOfWait: Double { Self.probabilityOfWait(safety: safety) }

  private static func probabilityOfWait(safety: Double) -> Double {
    1 / (1 + safety * gsl_cdf_ugaussian_P(safety) / gsl_ran_ugaussian_pdf(safety))
  }
}
