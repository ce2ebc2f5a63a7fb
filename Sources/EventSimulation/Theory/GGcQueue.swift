/// G/G/c, by approximation: arrivals and service times of any distribution, c servers, first come, first served.
///
/// ```swift
/// let bursty = GGcQueue(arrivalRate: 18, arrivalVariation: 4, meanService: 0.5, serviceVariation: 1.5, servers: 10)
/// bursty.waitQuantile(0.95)
/// ```
/// Rates are per unit of time and times are in that unit. Allen and Cunneen: the wait of M/M/c times the mean of the two
/// squared coefficients of variation. Exact for M/M/c and M/G/1, good to some 10 % of M/G/c under heavy load, worse for
/// arrivals that are bursty or that depend on each other: for sizing, not for a verdict. The wait, where there is
/// one, is taken as exponential. Allen 1990, section 5.3.3; Whitt 1993. For Poisson arrivals, ``MGcQueue`` is closer.
public struct GGcQueue: Sendable, Hashable {
  /// The arrivals per unit of time.
  public let arrivalRate: Double
  /// The variance of the time between arrivals over its squared mean: 1 for Poisson arrivals.
  public let arrivalVariation: Double
  /// The mean service time.
  public let meanService: Double
  /// The variance of the service time over its squared mean: 0 when constant, 1 when exponential.
  public let serviceVariation: Double
  /// The number of servers.
  public let servers: Int

  private let exponential: MMcQueue

  /// Solves a queue.
  /// - Complexity: O(c) for c servers.
  public init(
    arrivalRate: Double, arrivalVariation: Double, meanService: Double, serviceVariation: Double, servers: Int
  ) {
    precondition(arrivalVariation >= 0, "a squared coefficient of variation is a number and at least 0")
    precondition(meanService > 0, "a mean service time is a number above 0")
    precondition(serviceVariation >= 0, "a squared coefficient of variation is a number and at least 0")
    self.arrivalRate = arrivalRate
    self.arrivalVariation = arrivalVariation
    self.meanService = meanService
    self.serviceVariation = serviceVariation
    self.servers = servers
    exponential = MMcQueue(arrivalRate: arrivalRate, serviceRate: 1 / meanService, servers: servers)
  }

  /// The share of time that a server is busy; 1 and above: the queue grows forever.
  public var utilisation: Double { exponential.utilisation }

  /// Whether the servers keep up with the arrivals.
  public var isStable: Bool { exponential.isStable }

  /// The share of customers that waits, taken as that of M/M/c.
  public var probabilityOfWait: Double { exponential.probabilityOfWait }

  /// The mean wait of all customers, including those that don't wait.
  public var meanWait: Double {
    isStable ? exponential.meanWait * (arrivalVariation + serviceVariation) / 2 : .infinity
  }

  /// The mean of wait and service together.
  public var meanSojourn: Double { meanWait + meanService }

  /// The mean number of customers that wait.
  public var meanQueueLength: Double { arrivalRate * meanWait }

  /// The probability that the wait is longer than `time`.
  public func probability(waitLongerThan time: Double) -> Double {
    ExponentialWait(probability: probabilityOfWait, mean: meanWait).probability(longerThan: time)
  }

  /// The wait within which a share of the customers is taken, such as 0.95.
  public func waitQuantile(_ probability: Double) -> Double {
    ExponentialWait(probability: probabilityOfWait, mean: meanWait).quantile(probability)
  }
}
