public import Demand
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

/// What a capacity curve was found for: replicas of a deployment, the requests that come, and the levels to be held.
struct CapacityBasis: Sendable, Hashable {
  let deployment: Deployment
  let mix: RequestMix
  /// All of which are held.
  let levels: [ServiceLevel]

  /// The same where every step takes that many times as long.
  func slower(by factor: Double) -> CapacityBasis {
    CapacityBasis(
      deployment: deployment.cost(deployment.cost.times(factor), source: deployment.evidence), mix: mix, levels: levels)
  }
}

extension CapacityCurve {
  /// The curve of a deployment from simulations of its requests, one by one: what its fleets carry within a service level.
  ///
  /// ```swift
  /// CapacityCurve.batching(
  ///   Deployment(.llama8B, on: .a800), lengths: .azureConversation, within: ServiceLevel(.timeToFirstToken, p95: .seconds(1)))
  /// ```
  /// Fleets of 1, 2, 4, … 64 replicas with routing to the least loaded are simulated at rates that close in on the one at
  /// which the level is just held: some seconds on two cores, once; the result is kept by the hash of all it depends on, in
  /// memory and, in a program, on disk. A prompt too long for the context is cut to what its answer leaves.
  ///
  /// - `levels`: one or several, all of which are held.
  /// - `gaps`: how unevenly requests follow each other; as in a Poisson process unless given.
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
