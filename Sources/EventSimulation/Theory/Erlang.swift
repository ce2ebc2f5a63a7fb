internal import CGSL
import Randomness

/// Erlang B, the loss system M/G/c/c: customers who find all servers busy are lost.
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
  ///
  /// Invalid servers or loads are reported through `ValidationErrors`; the system then has no load.
  public init(servers: Int, offeredLoad: Double, file: StaticString = #fileID, line: UInt = #line) {
    let isValid = ParameterList("ErlangB", ["servers": Double(servers), "offeredLoad": offeredLoad])
      .isValid(file, line) { (list) throws(InvalidValue) in
        try list.requireWhole("servers", from: 0)
        try list.requireNonNegative("offeredLoad")
      }
    self.init(valid: isValid ? servers : 0, isValid ? offeredLoad : 0)
  }

  /// Of servers and a load that are known to be at least 0.
  init(valid servers: Int, _ offeredLoad: Double) {
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
  ///
  /// An invalid load or share is reported through `ValidationErrors`, and needs no server.
  /// - Complexity: O(√a log a) for a load a.
  public static func servers(
    offeredLoad: Double, blocking limit: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Int {
    let isValid = ParameterList("ErlangB.servers", ["offeredLoad": offeredLoad, "blocking": limit])
      .isValid(file, line) { (list) throws(InvalidValue) in try list.requireLoad("offeredLoad", share: "blocking") }
    return isValid ? fewest(from: 0) { ErlangB(valid: $0, offeredLoad).blocking <= limit } : 0
  }

  /// The fewest servers from `least` that are enough, where more servers are enough too.
  static func fewest(from least: Int, areEnough: (Int) -> Bool) -> Int {
    var (below, enough, step) = (least - 1, least, 1)
    while !areEnough(enough) { (below, enough, step) = (enough, enough + step, 2 * step) }
    while enough - below > 1 {
      let middle = below + (enough - below) / 2
      if areEnough(middle) { enough = middle } else { below = middle }
    }
    return enough
  }

  /// The servers that are busy on average.
  public var carriedLoad: Double { offeredLoad * (1 - blocking) }

  /// The share of time that a server is busy.
  public var utilisation: Double { servers > 0 ? carriedLoad / Double(servers) : 0 }
}

/// Erlang C: the probability that a customer of M/M/c waits.
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
  ///
  /// Invalid servers or loads are reported through `ValidationErrors`; the system then has no load.
  public init(servers: Int, offeredLoad: Double, file: StaticString = #fileID, line: UInt = #line) {
    let isValid = ParameterList("ErlangC", ["servers": Double(servers), "offeredLoad": offeredLoad])
      .isValid(file, line) { (list) throws(InvalidValue) in
        try list.requireWhole("servers", from: 1)
        try list.requireNonNegative("offeredLoad")
      }
    self.init(valid: isValid ? servers : 1, isValid ? offeredLoad : 0)
  }

  /// Of servers and a load that are known to be valid.
  init(valid servers: Int, _ offeredLoad: Double) {
    self.servers = servers
    self.offeredLoad = offeredLoad
    let blocking = ErlangB(valid: servers, offeredLoad).blocking
    probabilityOfWait = Self.probabilityOfWait(blocking, servers: servers, offeredLoad)
  }

  /// The fewest servers at which at most a share of the customers waits.
  ///
  /// An invalid load or share is reported through `ValidationErrors`, and needs one server.
  /// - Complexity: O(√a log a) for a load a.
  public static func servers(
    offeredLoad: Double, probabilityOfWait limit: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Int {
    let isValid = ParameterList("ErlangC.servers", ["offeredLoad": offeredLoad, "probabilityOfWait": limit])
      .isValid(file, line) { (list) throws(InvalidValue) in
        try list.requireLoad("offeredLoad", share: "probabilityOfWait")
      }
    guard isValid else { return 1 }
    return ErlangB.fewest(from: Int(offeredLoad) + 1) { ErlangC(valid: $0, offeredLoad).probabilityOfWait <= limit }
  }

  /// The share of time that a server is busy.
  public var utilisation: Double { min(1, offeredLoad / Double(servers)) }

  private static func probabilityOfWait(_ blocking: Double, servers: Int, _ offeredLoad: Double) -> Double {
    let servers = Double(servers)
    return offeredLoad < servers ? servers * blocking / (servers - offeredLoad * (1 - blocking)) : 1
  }
}

/// Square-root staffing: the offered load plus a safety margin proportional to its root, `a + β √a`.
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
  ///
  /// One that is not is reported through `ValidationErrors`.
  public init(safety: Double, file: StaticString = #fileID, line: UInt = #line) {
    let isValid = ParameterList("SquareRootStaffing", ["safety": safety]).isValid(file, line) {
      (list) throws(InvalidValue) in
      try list.requireFinite()
      try list.requirePositive("safety", remedy: "without one the queue grows forever; 1 to 2 is usual")
    }
    self.safety = isValid ? safety : 1
  }

  /// The safety at which a share of the customers waits.
  ///
  /// A share that is not between 0 and 1 is reported through `ValidationErrors`.
  public init(probabilityOfWait: Double, file: StaticString = #fileID, line: UInt = #line) {
    let isValid = ParameterList("SquareRootStaffing", ["probabilityOfWait": probabilityOfWait])
      .isValid(file, line) { (list) throws(InvalidValue) in
        try list.requireProbability("probabilityOfWait", above: true)
        guard probabilityOfWait < 1 else {
          throw list.error("probabilityOfWait is 1; a share below 1 was expected", remedy: "write 0.2 for one in five")
        }
      }
    guard isValid else {
      safety = 1
      return
    }
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
  public func servers(offeredLoad: Double, file: StaticString = #fileID, line: UInt = #line) -> Int {
    let isValid = ParameterList("servers", ["offeredLoad": offeredLoad])
      .isValid(file, line) { (list) throws(InvalidValue) in try list.requireLoad("offeredLoad", share: nil) }
    return !isValid ? 0 : Int((offeredLoad + safety * offeredLoad.squareRoot()).rounded(.up))
  }

  /// The share of customers that waits in a large system with that safety.
  public var probabilityOfWait: Double { Self.probabilityOfWait(safety: safety) }

  private static func probabilityOfWait(safety: Double) -> Double {
    1 / (1 + safety * gsl_cdf_ugaussian_P(safety) / gsl_ran_ugaussian_pdf(safety))
  }
}
