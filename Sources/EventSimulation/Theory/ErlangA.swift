/// M/M/c+M: M/M/c whose customers lose patience after an exponential time and leave.
///
/// ```swift
/// let centre = ErlangA(arrivalRate: 100, serviceRate: 1, abandonmentRate: 0.5, servers: 100)
/// centre.probabilityOfAbandonment
/// ```
/// Rates are per unit of time and times are in that unit. It is stable under any load. Palm 1946; Garnett, Mandelbaum and
/// Reiman 2002. Solved as a birth-death chain from its most likely number, which is stable for thousands of servers.
public struct ErlangA: Sendable {
  /// The arrivals per unit of time.
  public let arrivalRate: Double
  /// The customers that one busy server serves per unit of time.
  public let serviceRate: Double
  /// The rate at which a customer who waits gives up: one over the mean patience.
  public let abandonmentRate: Double
  /// The number of servers.
  public let servers: Int
  /// The share of customers that doesn't start at once.
  public let probabilityOfWait: Double
  /// The mean number of customers that wait.
  public let meanQueueLength: Double
  /// The mean number of servers at work.
  public let meanBusy: Double

  private let chain: BirthDeathChain

  /// Solves a system.
  /// - Complexity: O(c + the customers that ever wait), about.
  public init(arrivalRate: Double, serviceRate: Double, abandonmentRate: Double, servers: Int) {
    precondition(arrivalRate >= 0 && arrivalRate.isFinite, "an arrival rate is a finite number and at least 0")
    precondition(serviceRate > 0, "a service rate is a number above 0")
    precondition(abandonmentRate > 0, "an abandonment rate is a number above 0")
    precondition(servers >= 0, "a system cannot have a negative number of servers")
    self.arrivalRate = arrivalRate
    self.serviceRate = serviceRate
    self.abandonmentRate = abandonmentRate
    self.servers = servers
    let capacity = Double(servers) * serviceRate
    let mode =
      arrivalRate < capacity
      ? Int(arrivalRate / serviceRate) : servers + Int((arrivalRate - capacity) / abandonmentRate)
    chain = BirthDeathChain(
      mode: mode, birth: { _ in arrivalRate },
      death: { Double(min($0, servers)) * serviceRate + Double(max(0, $0 - servers)) * abandonmentRate })
    probabilityOfWait = chain.expectation { $0 >= servers ? 1 : 0 }
    meanQueueLength = chain.expectation { Double(max(0, $0 - servers)) }
    meanBusy = chain.expectation { Double(min($0, servers)) }
  }

  /// The share of customers that gives up.
  public var probabilityOfAbandonment: Double {
    arrivalRate > 0 ? abandonmentRate * meanQueueLength / arrivalRate : 0
  }

  /// The mean wait of all customers, until they start or give up, including those that don't wait.
  public var meanWait: Double { arrivalRate > 0 ? meanQueueLength / arrivalRate : 0 }

  /// The share of time that a server is busy.
  public var utilisation: Double { servers > 0 ? meanBusy / Double(servers) : 0 }

  /// The customers served per unit of time.
  public var throughput: Double { meanBusy * serviceRate }

  /// The share of time that `number` customers wait or are served.
  public func probability(number: Int) -> Double { chain.probability(number) }
}
