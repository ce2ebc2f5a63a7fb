import Randomness

/// A queue with non-preemptive priority classes; the first class is served first.
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
  ///
  /// Invalid rates or servers are reported through `ValidationErrors`; the queue then has no classes.
  public init(
    arrivalRates: [Double], serviceRate: Double, servers: Int, file: StaticString = #fileID, line: UInt = #line
  ) {
    let isValid =
      Self.areValid("arrivalRate", arrivalRates, file, line)
      && ParameterList("NonPreemptivePriorityQueue", ["serviceRate": serviceRate, "servers": Double(servers)])
        .isValid(file, line) { (list) throws(InvalidValue) in
          try list.requirePositive("serviceRate")
          try list.requireWhole("servers", from: 1)
        }
    let arrivalRates = isValid ? arrivalRates : []
    let (serviceRate, servers) = isValid ? (serviceRate, servers) : (1, 1)
    let queue = MMcQueue(arrivalRate: arrivalRates.reduce(0, +), serviceRate: serviceRate, servers: servers)
    let capacity = Double(servers) * serviceRate
    self.init(
      arrivalRates: arrivalRates, shares: arrivalRates.map { $0 / capacity },
      residual: queue.probabilityOfWait / capacity)
  }

  /// M/G/1: each class with a mean service time and its squared coefficient of variation.
  ///
  /// Invalid rates or times are reported through `ValidationErrors`; the queue then has no classes.
  public init(
    arrivalRates: [Double], meanServices: [Double], serviceVariations: [Double], file: StaticString = #fileID,
    line: UInt = #line
  ) {
    let counts = [arrivalRates.count, meanServices.count, serviceVariations.count]
    var isValid =
      Self.areValid("arrivalRate", arrivalRates, file, line)
      && Self.areValid("meanService", meanServices, above: true, file, line)
      && Self.areValid("serviceVariation", serviceVariations, file, line)
    if isValid, counts[1] != counts[0] || counts[2] != counts[0] {
      ValidationErrors.report(
        "NonPreemptivePriorityQueue",
        "there are \(counts[0]) arrival rates, \(counts[1]) mean service times and \(counts[2]) variations",
        remedy: "write one of each for every class", file, line)
      isValid = false
    }
    let arrivalRates = isValid ? arrivalRates : []
    var shares: [Double] = []
    var residual = 0.0
    for (rate, (mean, variation)) in zip(arrivalRates, zip(meanServices, serviceVariations)) {
      shares.append(rate * mean)
      residual += rate * mean * mean * (1 + variation) / 2
    }
    self.init(arrivalRates: arrivalRates, shares: shares, residual: residual)
  }

  private static func areValid(
    _ label: String, _ values: [Double], above zero: Bool = false, _ file: StaticString, _ line: UInt
  ) -> Bool {
    for (place, value) in values.enumerated() where !(value >= 0) || zero && value == 0 {
      ValidationErrors.report(
        "NonPreemptivePriorityQueue",
        "\(label) of class \(place + 1) is \(value.shortest); a number \(zero ? "above" : "from") 0 was expected", file,
        line)
      return false
    }
    return true
  }

  /// From the share of the servers that each class takes and the mean time until a server comes free.
  private init(arrivalRates: [Double], shares: [Double], residual: Double) {
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
