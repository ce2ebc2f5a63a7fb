internal import Glibc
import Randomness

/// M/M/c, and M/M/1: Poisson arrivals, exponential service times, c servers, first come, first served.
///
/// ```swift
/// let calls = MMcQueue(arrivalRate: 0.9, serviceRate: 1)
/// calls.meanWait  // 9
/// ```
/// Rates are per unit of time and times are in that unit. Waiting is before service; a sojourn is waiting and service.
/// A queue whose load is too high for its servers grows forever: its waits and lengths are infinite. Kleinrock 1975,
/// sections 3.2 and 3.5; Gross, Shortle, Thompson and Harris 2008, section 2.3.
public struct MMcQueue: Sendable, Hashable {
  /// The arrivals per unit of time.
  public let arrivalRate: Double
  /// The customers that one busy server serves per unit of time.
  public let serviceRate: Double
  /// The number of servers.
  public let servers: Int
  /// The share of customers that waits.
  public let probabilityOfWait: Double

  /// Solves a queue.
  /// - Complexity: O(c) for c servers; what is asked later is O(1) unless it says otherwise.
  ///
  /// Invalid rates or servers are reported through `ValidationErrors`; the queue then has no arrivals.
  public init(
    arrivalRate: Double, serviceRate: Double, servers: Int = 1, file: StaticString = #fileID, line: UInt = #line
  ) {
    // The list is for the message alone: sizing solves many queues.
    let isValid =
      arrivalRate >= 0 && serviceRate > 0 && servers > 0
      || ParameterList(
        "MMcQueue", ["arrivalRate": arrivalRate, "serviceRate": serviceRate, "servers": Double(servers)]
      ).isValid(file, line) { (list) throws(InvalidValue) in
        try list.requireNonNegative("arrivalRate")
        try list.requirePositive("serviceRate")
        try list.requireWhole("servers", from: 1)
      }
    self.arrivalRate = isValid ? arrivalRate : 0
    self.serviceRate = isValid ? serviceRate : 1
    self.servers = isValid ? servers : 1
    probabilityOfWait =
      ErlangC(valid: self.servers, self.arrivalRate / self.serviceRate).probabilityOfWait
  }

  /// The servers that are busy on average (erlangs), if the queue is stable.
  public var offeredLoad: Double { arrivalRate / serviceRate }

  /// The share of time that a server is busy; 1 and above: the queue grows forever.
  public var utilisation: Double { offeredLoad / Double(servers) }

  /// Whether the servers keep up with the arrivals.
  public var isStable: Bool { utilisation < 1 }

  /// By how much the servers together are faster than the arrivals: the rate at which the tail of the wait falls.
  private var spareRate: Double { Double(servers) * serviceRate - arrivalRate }

  /// The mean wait of all customers, including those that don't wait.
  public var meanWait: Double { isStable ? probabilityOfWait / spareRate : .infinity }

  /// The mean of wait and service together.
  public var meanSojourn: Double { meanWait + 1 / serviceRate }

  /// The mean number of customers that wait.
  public var meanQueueLength: Double { arrivalRate * meanWait }

  /// The mean number of customers that wait or are served.
  public var meanNumber: Double { meanQueueLength + offeredLoad }

  /// The probability that the wait is longer than `time`.
  public func probability(waitLongerThan time: Double) -> Double {
    isStable ? (time < 0 ? 1 : probabilityOfWait * exp(-spareRate * time)) : 1
  }

  /// The wait within which a share of the customers is taken, such as 0.95.
  public func waitQuantile(_ probability: Double, file: StaticString = #fileID, line: UInt = #line) -> Double {
    guard ParameterList.isProbability(probability, of: "waitQuantile", file, line) else { return 0 }
    guard isStable else { return .infinity }
    guard probabilityOfWait > 1 - probability else { return 0 }
    return log(probabilityOfWait / (1 - probability)) / spareRate
  }

  /// The probability that wait and service together are longer than `time`.
  public func probability(sojournLongerThan time: Double) -> Double {
    guard isStable else { return 1 }
    guard time > 0 else { return 1 }
    let served = exp(-serviceRate * time)
    // The sum of a service and a wait whose tails fall at two rates, which are nearly equal when `difference` is small.
    let difference = (Double(servers) - 1 - offeredLoad) * serviceRate * time
    let sum: Double
    if abs(difference) < 1e-8 {
      sum = served * (1 - difference / 2)
    } else if abs(difference) < 1 {
      sum = served * -expm1(-difference) / difference
    } else {
      sum = (served - exp(-spareRate * time)) / difference
    }
    return served + probabilityOfWait * serviceRate * time * sum
  }

  /// The sojourn within which a share of the customers is done, such as 0.95.
  ///
  /// By bisection of ``probability(sojournLongerThan:)`` to the last bit.
  public func sojournQuantile(_ probability: Double, file: StaticString = #fileID, line: UInt = #line) -> Double {
    guard ParameterList.isProbability(probability, of: "sojournQuantile", file, line) else { return 0 }
    guard isStable, probability < 1 else { return .infinity }
    var low = 0.0
    var high = meanSojourn
    while self.probability(sojournLongerThan: high) > 1 - probability { high *= 2 }
    while true {
      let middle = (low + high) / 2
      guard low < middle && middle < high else { return high }
      if self.probability(sojournLongerThan: middle) > 1 - probability { low = middle } else { high = middle }
    }
  }

  /// The share of time that `number` customers wait or are served; 0 for a queue that grows forever.
  public func probability(number: Int) -> Double {
    guard isStable, number >= 0 else { return 0 }
    guard arrivalRate > 0 else { return number == 0 ? 1 : 0 }
    let full = probabilityOfWait * (1 - utilisation)
    let beyond = Double(number - servers)
    if beyond >= 0 { return full * pow(utilisation, beyond) }
    // Where every server busy is too rare to be represented, the system is that of infinitely many.
    guard full > 1e-290 else { return exp(logPoisson(number)) }
    return full * exp(logPoisson(number) - logPoisson(servers))
  }

  private func logPoisson(_ number: Int) -> Double {
    Double(number) * log(offeredLoad) - offeredLoad - lgamma(Double(number) + 1)
  }
}

/// A wait that is 0 or exponential: exact for M/M/c, the usual approximation elsewhere.
struct ExponentialWait {
  /// The probability that there is a wait.
  let probability: Double
  /// The mean wait, over those that wait and those that don't.
  let mean: Double

  func probability(longerThan time: Double) -> Double {
    if time < 0 || mean == .infinity { return 1 }
    return mean > 0 ? probability * exp(-time * probability / mean) : 0
  }

  func quantile(_ share: Double) -> Double {
    if mean == .infinity { return .infinity }
    guard mean > 0, probability > 1 - share else { return 0 }
    return log(probability / (1 - share)) * mean / probability
  }
}
