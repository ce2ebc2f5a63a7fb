import Randomness

/// What replicas can carry within a service level: the seam between the forecast and how requests are served.
///
/// The forecast asks it every hour; behind it stands a queueing formula, or a simulation of the requests. It is a table of
/// fleet sizes with the highest rate that each carries. Between them the margin (c − a)/√a of size c over the load a, which
/// hardly changes, is interpolated in the load.
public struct CapacityCurve: Sendable {
  /// A fleet size and the most that it carries.
  struct Point: Sendable, Hashable {
    let replicas: Double
    /// Busy replicas at the highest rate.
    let load: Double

    /// The replicas beyond the busy ones, in units of the load's standard deviation under Poisson arrivals.
    var margin: Double { load > 0 ? (replicas - load) / load.squareRoot() : replicas }
  }

  /// Seconds of a replica that a request takes where as many are served as the level allows.
  public let secondsPerRequest: Double
  /// How the curve was found, for the reader of a result.
  public let method: String
  /// What a replica does below the highest rate; `nil` where that is not known.
  public let profile: LoadProfile?
  /// What it was found for; `nil` where that is not known.
  let basis: CapacityBasis?
  /// What the replicas are; `nil` where that is not known.
  public var deployment: Deployment? { basis?.deployment }
  private let points: [Point]

  /// - Parameter points: ascending; empty where nothing can be carried.
  init(
    secondsPerRequest: Double, method: String, points: [Point], profile: LoadProfile? = nil,
    basis: CapacityBasis? = nil
  ) {
    self.basis = basis
    self.secondsPerRequest = secondsPerRequest
    self.method = method
    self.points = points
    self.profile = profile
  }

  /// Whether no number of replicas holds the service level.
  var carriesNothing: Bool { points.isEmpty }

  /// The least replicas that hold the service level at an arrival rate in requests a second; 0 for no arrivals.
  ///
  /// - Complexity: O(log n) in the points of the curve.
  public func replicas(for rate: Double, file: StaticString = #fileID, line: UInt = #line) -> Int {
    let load = rate * secondsPerRequest
    guard load < 1e12 else {
      ValidationErrors.report(
        InvalidValue(
          "replicas(for: \(rate.shortest))", "a rate is a finite number of requests a second",
          location: "\(file):\(line)"))
      return 0
    }
    guard load > 0, let last = points.last else { return 0 }
    // The first point that carries the load.
    var low = 0
    var high = points.count
    while low < high {
      let middle = (low + high) / 2
      if points[middle].load < load { low = middle + 1 } else { high = middle }
    }
    guard low < points.count else { return Int((load + last.margin * load.squareRoot()).rounded(.up)) }
    guard low > 0 else { return Int(points[0].replicas) }
    let (below, above) = (points[low - 1], points[low])
    if above.replicas - below.replicas <= 1 { return Int(above.replicas) }
    let weight = (load - below.load) / (above.load - below.load)
    let margin = below.margin + weight * (above.margin - below.margin)
    return Int((load + margin * load.squareRoot()).rounded(.up))
  }

  /// The same where everything takes that many times as long: what an error of a derived deployment comes to.
  ///
  /// The shape of the curve stays, as where the limit of the service level grew with it.
  public func slower(by factor: Double, file: StaticString = #fileID, line: UInt = #line) -> CapacityCurve {
    guard factor > 0 && factor.isFinite else {
      ValidationErrors.report(
        InvalidValue("slower(by: \(factor.shortest))", "a factor is above 0", location: "\(file):\(line)"))
      return self
    }
    return CapacityCurve(
      secondsPerRequest: secondsPerRequest * factor, method: method, points: points,
      profile: profile.map { $0.slower(by: factor) }, basis: basis?.slower(by: factor))
  }

  /// The replicas that are busy at an arrival rate in requests a second, where there are that many.
  public func busyReplicas(at rate: Double, of replicas: Int) -> Double {
    min(rate * secondsPerRequest, Double(replicas))
  }
}
