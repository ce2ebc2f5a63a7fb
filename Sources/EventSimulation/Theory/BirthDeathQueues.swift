import Randomness

/// Erlang A, M/M/c+M: M/M/c with exponential patience, after which waiting customers leave.
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
  ///
  /// Invalid rates or servers are reported through `ValidationErrors`; the system then has no arrivals.
  public init(
    arrivalRate: Double, serviceRate: Double, abandonmentRate: Double, servers: Int, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    let isValid = ParameterList(
      "ErlangA",
      [
        "arrivalRate": arrivalRate, "serviceRate": serviceRate, "abandonmentRate": abandonmentRate,
        "servers": Double(servers),
      ]
    ).isValid(file, line) { (list) throws(InvalidValue) in
      try list.requireFinite()
      try list.requireNonNegative("arrivalRate")
      try list.requirePositive("serviceRate", "abandonmentRate")
      try list.requireWhole("servers", from: 0)
      let most = max(arrivalRate / serviceRate, arrivalRate / abandonmentRate)
      guard most <= BirthDeathChain.longest else {
        throw list.error(
          "some \(most) customers would wait or be served; up to \(BirthDeathChain.longest.shortest) can be solved for")
      }
    }
    let (arrivalRate, serviceRate) = isValid ? (arrivalRate, serviceRate) : (0, 1)
    let (abandonmentRate, servers) = isValid ? (abandonmentRate, servers) : (1, 1)
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

/// M/M/c/K: M/M/c with at most K customers in the system; further customers are lost.
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
  ///
  /// Invalid rates, servers or capacities are reported through `ValidationErrors`; the queue then has no arrivals.
  public init(
    arrivalRate: Double, serviceRate: Double, servers: Int, capacity: Int, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    let isValid = ParameterList(
      "MMcKQueue",
      [
        "arrivalRate": arrivalRate, "serviceRate": serviceRate, "servers": Double(servers),
        "capacity": Double(capacity),
      ]
    ).isValid(file, line) { (list) throws(InvalidValue) in
      try list.requireFinite()
      try list.requireNonNegative("arrivalRate")
      try list.requirePositive("serviceRate")
      try list.requireWhole("servers", from: 1)
      guard capacity >= servers else {
        throw list.error(
          "capacity is \(capacity), less than the \(servers) servers; it counts customers in service too",
          remedy: "write capacity: \(servers) for no waiting room")
      }
      guard Double(capacity) <= BirthDeathChain.longest else {
        throw list.error(
          "capacity is \(capacity); up to \(BirthDeathChain.longest.shortest) can be solved for",
          remedy: "so large a queue is nearly MMcQueue, or ErlangA where customers leave")
      }
    }
    let (arrivalRate, serviceRate) = isValid ? (arrivalRate, serviceRate) : (0, 1)
    let (servers, capacity) = isValid ? (servers, capacity) : (1, 1)
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

/// The stationary distribution of a number that goes up and down by one.
///
/// Neighbours hold balance: `p(n + 1) × death(n + 1) = p(n) × birth(n)`. It is followed from the most likely number both
/// ways, so that every step is downhill: nothing overflows, and what is left out is below 10⁻²⁰ of the largest term.
struct BirthDeathChain {
  /// The greatest number that is solved for.
  static let longest = 1e8

  /// The least number whose probability is kept.
  let first: Int
  /// The probabilities of `first` and the numbers that follow.
  let probabilities: [Double]

  /// - Parameters:
  ///   - mode: the most likely number, or one near it.
  ///   - limit: the greatest number there is; `nil` for none.
  ///   - birth: the rate from a number to the next.
  ///   - death: the rate from a number to the one before.
  init(mode: Int, limit: Int? = nil, birth: (Int) -> Double, death: (Int) -> Double) {
    var up = [1.0]
    var number = mode
    while number != limit, up[up.count - 1] > 1e-20 {
      up.append(up[up.count - 1] * birth(number) / death(number + 1))
      number += 1
    }
    var down: [Double] = []
    number = mode
    var term = 1.0
    while number > 0, term > 1e-20, birth(number - 1) > 0 {
      term *= death(number) / birth(number - 1)
      down.append(term)
      number -= 1
    }
    first = number
    let terms = down.reversed() + up
    let total = terms.sorted().reduce(0, +)
    probabilities = terms.map { $0 / total }
  }

  /// The probability of a number.
  func probability(_ number: Int) -> Double {
    probabilities.indices.contains(number - first) ? probabilities[number - first] : 0
  }

  /// The expectation of a function of the number.
  func expectation(_ value: (Int) -> Double) -> Double {
    var sum = 0.0
    for (place, probability) in probabilities.enumerated() { sum += probability * value(first + place) }
    return sum
  }
}
