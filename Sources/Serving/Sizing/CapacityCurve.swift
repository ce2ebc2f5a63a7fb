public import Demand
import Randomness

/// The capacity of fleets within a service level: the interface between the forecast and the simulation of requests.
///
/// The forecast evaluates it every hour. It comes from a queueing formula or from request-level simulation, and is a table of
/// fleet sizes with the highest rate that each carries. Between them the margin (c − a)/√a of size c over the load a, which is
/// nearly constant, is interpolated in the load.
public struct CapacityCurve: Sendable {
  /// A fleet size and its highest load.
  struct Point: Sendable, Hashable {
    let replicas: Double
    /// Busy replicas at the highest rate.
    let load: Double

    /// The replicas beyond the load, in standard deviations of the load under Poisson arrivals.
    var margin: Double { load > 0 ? (replicas - load) / load.squareRoot() : replicas }
  }

  /// Seconds of a replica per request at the highest rate.
  public let secondsPerRequest: Double
  /// The method that found the curve, for readers of a result.
  public let method: String
  /// The latencies and the load of a replica below the highest rate; `nil` where they are not known.
  public let profile: LoadProfile?
  /// What the curve depends on; `nil` where it is not known.
  let basis: CapacityBasis?
  /// The deployment; `nil` where it is not known.
  public var deployment: Deployment? { basis?.deployment }
  private let points: [Point]

  /// - Parameter points: ascending; empty where no fleet holds the level.
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

  /// The curve with all times multiplied by a factor, such as the error of a derived deployment.
  ///
  /// The shape of the curve is kept, as if the limit of the service level grew by the same factor.
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

  /// The busy replicas at an arrival rate in requests a second, limited to the replicas present.
  public func busyReplicas(at rate: Double, of replicas: Int) -> Double {
    min(rate * secondsPerRequest, Double(replicas))
  }
}

/// What a capacity curve depends on: the deployment, the mix of requests and the service levels.
struct CapacityBasis: Sendable, Hashable {
  let deployment: Deployment
  let mix: RequestMix
  /// The levels, all of which must be held.
  let levels: [ServiceLevel]

  /// The basis with step times multiplied by a factor.
  func slower(by factor: Double) -> CapacityBasis {
    CapacityBasis(
      deployment: deployment.cost(deployment.cost.times(factor), source: deployment.evidence), mix: mix, levels: levels)
  }
}

extension CapacityCurve {
  /// The capacity curve of a deployment from request-level simulation.
  ///
  /// ```swift
  /// CapacityCurve.batching(
  ///   Deployment(.llama8B, on: .a800), lengths: .azureConversation, within: ServiceLevel(.timeToFirstToken, p95: .seconds(1)))
  /// ```
  /// For fleets of 1, 2, 4, … 64 replicas with least-loaded routing, a root search over simulations finds the highest rate that
  /// holds the service level. It takes some seconds on two cores, once; the result is cached by the hash of all that it depends
  /// on, in memory and, in a program, on disk. A prompt that is too long is truncated to what its answer leaves.
  ///
  /// - `levels`: the service levels, all of which are held.
  /// - `gaps`: the gaps between requests; those of a Poisson process by default.
  public static func batching(
    _ deployment: Deployment, lengths: TokenLengths, within levels: ServiceLevel..., gaps: ArrivalGaps = .exponential,
    file: StaticString = #fileID, line: UInt = #line
  ) -> CapacityCurve {
    let mix = RequestMix(lengths: lengths, gaps: gaps)
    let basis = CapacityBasis(deployment: deployment, mix: mix, levels: levels)
    let curve = CapacityCache.curve(for: CapacitySearch(basis: basis)) { found in
      scaled(
        zip(found.sizes, found.rates).map { Point(replicas: Double($0), load: $1) }, basis: basis,
        method: "requests simulated", cut: mix.moments(on: deployment).cut,
        profile: LoadProfile(points: found.profile))
    }
    if curve.carriesNothing {
      FormulaLatency.refuse(levels, deployment, lengths, BatchLoad(mix, on: deployment), file, line)
    }
    return curve
  }
}
