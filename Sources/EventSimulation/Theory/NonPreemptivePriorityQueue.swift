/// A queue whose customers are taken by class, the first class first, without interrupting a service.
///
/// ```swift
/// let queue = NonPreemptivePriorityQueue(arrivalRates: [0.3, 0.6], serviceRate: 1, servers: 1)
/// queue.meanWaits  // the first class waits 0.9 / 0.7, the second 0.9 / (0.7 × 0.1)
/// ```
/// Rates are per unit of time and times are in that unit. Cobham 1954; for several servers Kella and Yechiali 1985.
public struct NonPreemptivePriorityQueue: Sendable, Hashable {
  /// The mean wait of each class, the first class first: infinite where the servers don't keep up.
  public let meanWaits: [Double]
  /// The arrivals per unit of time, by class.
  public let arrivalRates: [Double]
  /// The share of time that a server is busy; 1 and above: the last classes wait forever.
  public let utilisation: Double

  /// M/M/c: exponential service times with the same mean for all classes.
  public init(arrivalRates: [Double], serviceRate: Double, servers: Int) {
    let queue = MMcQueue(arrivalRate: arrivalRates.reduce(0, +), serviceRate: serviceRate, servers: servers)
    let capacity = Double(servers) * serviceRate
    self.init(
      arrivalRates: arrivalRates, shares: arrivalRates.map { $0 / capacity },
      residual: queue.probabilityOfWait / capacity)
  }

  /// M/G/1: each class with a mean service time and its squared coefficient of variation.
  public init(arrivalRates: [Double], meanServices: [Double], serviceVariations: [Double]) {
    precondition(
      arrivalRates.count == meanServices.count && arrivalRates.count == serviceVariations.count,
      "each class needs an arrival rate, a mean service time and a variation")
    var shares: [Double] = []
    var residual = 0.0
    for (rate, (mean, variation)) in zip(arrivalRates, zip(meanServices, serviceVariations)) {
      precondition(mean > 0, "a mean service time is a number above 0")
      precondition(variation >= 0, "a squared coefficient of variation is a number and at least 0")
      shares.append(rate * mean)
      residual += rate * mean * mean * (1 + variation) / 2
    }
    self.init(arrivalRates: arrivalRates, shares: shares, residual: residual)
  }

  /// From the share of the servers that each class takes and the mean time until a server comes free.
  private init(arrivalRates: [Double], shares: [Double], residual: Double) {
    precondition(arrivalRates.allSatisfy { $0 >= 0 }, "an arrival rate is a number and at least 0")
    self.arrivalRates = arrivalRates
    var before = 0.0
    meanWaits = shares.map { share in
      let through = before + share
      defer { before = through }
      return through < 1 ? residual / ((1 - before) * (1 - through)) : .infinity
    }
    utilisation = before
  }
}
