/// M/G/1: Poisson arrivals, service times of any distribution, one server, first come, first served.
///
/// ```swift
/// MG1Queue(arrivalRate: 0.5, meanService: 1, serviceVariation: 0).meanWait  // 0.5, half of M/M/1
/// ```
/// Rates are per unit of time and times are in that unit. Pollaczek 1930, Khinchine 1932; Kleinrock 1975, section 5.6.
public struct MG1Queue: Sendable, Hashable {
  /// The arrivals per unit of time.
  public let arrivalRate: Double
  /// The mean service time.
  public let meanService: Double
  /// The variance of the service time over its squared mean: 0 when constant, 1 when exponential.
  public let serviceVariation: Double

  /// Describes a queue.
  public init(arrivalRate: Double, meanService: Double, serviceVariation: Double) {
    precondition(arrivalRate >= 0, "an arrival rate is a number and at least 0")
    precondition(meanService > 0, "a mean service time is a number above 0")
    precondition(serviceVariation >= 0, "a squared coefficient of variation is a number and at least 0")
    self.arrivalRate = arrivalRate
    self.meanService = meanService
    self.serviceVariation = serviceVariation
  }

  /// The share of time that the server is busy; 1 and above: the queue grows forever.
  public var utilisation: Double { arrivalRate * meanService }

  /// Whether the server keeps up with the arrivals.
  public var isStable: Bool { utilisation < 1 }

  /// The share of customers that waits.
  public var probabilityOfWait: Double { min(1, utilisation) }

  /// The mean wait of all customers, including those that don't wait.
  public var meanWait: Double {
    isStable ? utilisation * meanService * (1 + serviceVariation) / (2 * (1 - utilisation)) : .infinity
  }

  /// The mean of wait and service together.
  public var meanSojourn: Double { meanWait + meanService }

  /// The mean number of customers that wait.
  public var meanQueueLength: Double { arrivalRate * meanWait }

  /// The mean number of customers that wait or are served.
  public var meanNumber: Double { meanQueueLength + min(1, utilisation) }
}
