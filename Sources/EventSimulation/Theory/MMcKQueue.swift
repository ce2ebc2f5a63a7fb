/// M/M/c/K: M/M/c with room for K customers, waiting and in service; who finds no room leaves.
///
/// Rates are per unit of time and times are in that unit. It is stable under any load. Gross, Shortle, Thompson and
/// Harris 2008, section 2.4.
public struct MMcKQueue: Sendable {
  /// The arrivals per unit of time, of those that leave at once too.
  public let arrivalRate: Double
  /// The customers that one busy server serves per unit of time.
  public let serviceRate: Double
  /// The number of servers.
  public let servers: Int
  /// The greatest number of customers that wait or are served.
  public let capacity: Int
  /// The share of arrivals that finds no room.
  public let blocking: Double
  /// The mean number of customers that wait.
  public let meanQueueLength: Double
  /// The mean number of servers at work.
  public let meanBusy: Double

  private let chain: BirthDeathChain

  /// Solves a queue.
  /// - Complexity: O(K).
  public init(arrivalRate: Double, serviceRate: Double, servers: Int, capacity: Int) {
    precondition(arrivalRate >= 0 && arrivalRate.isFinite, "an arrival rate is a finite number and at least 0")
    precondition(serviceRate > 0, "a service rate is a number above 0")
    precondition(servers > 0, "a queue needs at least one server")
    precondition(capacity >= servers, "a queue needs room for a customer at each server")
    self.arrivalRate = arrivalRate
    self.serviceRate = serviceRate
    self.servers = servers
    self.capacity = capacity
    let load = arrivalRate / serviceRate
    chain = BirthDeathChain(
      mode: load < Double(servers) ? Int(load) : capacity, limit: capacity,
      birth: { _ in arrivalRate }, death: { Double(min($0, servers)) * serviceRate })
    blocking = chain.probability(capacity)
    meanQueueLength = chain.expectation { Double(max(0, $0 - servers)) }
    meanBusy = chain.expectation { Double(min($0, servers)) }
  }

  /// The customers served per unit of time.
  public var throughput: Double { arrivalRate * (1 - blocking) }

  /// The share of time that a server is busy.
  public var utilisation: Double { meanBusy / Double(servers) }

  /// The mean number of customers that wait or are served.
  public var meanNumber: Double { meanQueueLength + meanBusy }

  /// The mean wait of the customers that are let in, including those that don't wait.
  public var meanWait: Double { arrivalRate > 0 ? meanQueueLength / throughput : 0 }

  /// The mean of wait and service together, of the customers that are let in.
  public var meanSojourn: Double { meanWait + 1 / serviceRate }

  /// The share of time that `number` customers wait or are served.
  public func probability(number: Int) -> Double { chain.probability(number) }
}
