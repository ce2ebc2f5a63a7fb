import Randomness

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
  ///
  /// Invalid rates or times are reported through `ValidationErrors`; the queue then has no arrivals.
  public init(
    arrivalRate: Double, meanService: Double, serviceVariation: Double, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    let isValid = ParameterList(
      "MG1Queue",
      ["arrivalRate": arrivalRate, "meanService": meanService, "serviceVariation": serviceVariation]
    ).isValid(file, line) { (list) throws(InvalidValue) in
      try list.requireNonNegative("arrivalRate", "serviceVariation")
      try list.requirePositive("meanService")
    }
    self.arrivalRate = isValid ? arrivalRate : 0
    self.meanService = isValid ? meanService : 1
    self.serviceVariation = isValid ? serviceVariation : 1
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

/// M/G/c, by approximation: Poisson arrivals, service times of any distribution, c servers, first come, first served.
///
/// ```swift
/// let replicas = MGcQueue(arrivalRate: 18, meanService: 0.5, serviceVariation: 0.3, servers: 10)
/// replicas.meanWait
/// replicas.waitQuantile(0.95)
/// ```
/// Rates are per unit of time and times are in that unit. Kimura 1986: between the waits of M/M/c and of M/D/c, the latter
/// by Cosmetatos 1975. The mean is exact for M/M/c and M/G/1, and within some 3 % up to a squared coefficient of
/// variation of 2. The probability of a wait is that of M/M/c, and the wait, where there is one, is taken as exponential
/// (Tijms 1994, section 4.3): percentiles come out up to 15 % too low where services vary a lot.
public struct MGcQueue: Sendable, Hashable {
  /// The arrivals per unit of time.
  public let arrivalRate: Double
  /// The mean service time.
  public let meanService: Double
  /// The variance of the service time over its squared mean: 0 when constant, 1 when exponential.
  public let serviceVariation: Double
  /// The number of servers.
  public let servers: Int

  private let exponential: MMcQueue

  /// Solves a queue.
  /// - Complexity: O(c) for c servers.
  ///
  /// Invalid rates, times or servers are reported through `ValidationErrors`; the queue then has no arrivals.
  public init(
    arrivalRate: Double, meanService: Double, serviceVariation: Double, servers: Int, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    // The list is for the message alone: sizing solves many queues.
    let isValid =
      arrivalRate >= 0 && meanService > 0 && serviceVariation >= 0 && servers > 0
      || ParameterList(
        "MGcQueue",
        [
          "arrivalRate": arrivalRate, "meanService": meanService, "serviceVariation": serviceVariation,
          "servers": Double(servers),
        ]
      ).isValid(file, line) { (list) throws(InvalidValue) in
        try list.requireNonNegative("arrivalRate", "serviceVariation")
        try list.requirePositive("meanService")
        try list.requireWhole("servers", from: 1)
      }
    self.arrivalRate = isValid ? arrivalRate : 0
    self.meanService = isValid ? meanService : 1
    self.serviceVariation = isValid ? serviceVariation : 1
    self.servers = isValid ? servers : 1
    exponential = MMcQueue(arrivalRate: self.arrivalRate, serviceRate: 1 / self.meanService, servers: self.servers)
  }

  /// The share of time that a server is busy; 1 and above: the queue grows forever.
  public var utilisation: Double { exponential.utilisation }

  /// Whether the servers keep up with the arrivals.
  public var isStable: Bool { exponential.isStable }

  /// The share of customers that waits, taken as that of M/M/c.
  public var probabilityOfWait: Double { exponential.probabilityOfWait }

  /// The mean wait of all customers, including those that don't wait.
  public var meanWait: Double {
    guard isStable else { return .infinity }
    guard arrivalRate > 0 else { return 0 }
    let c = Double(servers)
    let excess = (1 - utilisation) * (c - 1) * ((4 + 5 * c).squareRoot() - 2) / (16 * c * utilisation)
    // The wait of M/D/c over that of M/M/c, which it cannot exceed: the correction is meant for loads that matter.
    let constant = min(1, (1 + excess) / 2)
    return exponential.meanWait * (1 + serviceVariation)
      / (2 * serviceVariation + (1 - serviceVariation) / constant)
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
  public func waitQuantile(_ probability: Double, file: StaticString = #fileID, line: UInt = #line) -> Double {
    guard ParameterList.isProbability(probability, of: "waitQuantile", file, line) else { return 0 }
    return ExponentialWait(probability: probabilityOfWait, mean: meanWait).quantile(probability)
  }
}

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
  ///
  /// Invalid rates, times or servers are reported through `ValidationErrors`; the queue then has no arrivals.
  public init(
    arrivalRate: Double, arrivalVariation: Double, meanService: Double, serviceVariation: Double, servers: Int,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    let isValid = ParameterList(
      "GGcQueue",
      [
        "arrivalRate": arrivalRate, "arrivalVariation": arrivalVariation, "meanService": meanService,
        "serviceVariation": serviceVariation, "servers": Double(servers),
      ]
    ).isValid(file, line) { (list) throws(InvalidValue) in
      try list.requireNonNegative("arrivalRate", "arrivalVariation", "serviceVariation")
      try list.requirePositive("meanService")
      try list.requireWhole("servers", from: 1)
    }
    self.arrivalRate = isValid ? arrivalRate : 0
    self.arrivalVariation = isValid ? arrivalVariation : 1
    self.meanService = isValid ? meanService : 1
    self.serviceVariation = isValid ? serviceVariation : 1
    self.servers = isValid ? servers : 1
    exponential = MMcQueue(arrivalRate: self.arrivalRate, serviceRate: 1 / self.meanService, servers: self.servers)
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
  public func waitQuantile(_ probability: Double, file: StaticString = #fileID, line: UInt = #line) -> Double {
    guard ParameterList.isProbability(probability, of: "waitQuantile", file, line) else { return 0 }
    return ExponentialWait(probability: probabilityOfWait, mean: meanWait).quantile(probability)
  }
}
