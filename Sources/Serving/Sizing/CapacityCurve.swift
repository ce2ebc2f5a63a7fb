public import Demand
import Glibc
import Randomness

/// The capacity of fleets within a service level: the interface between the forecast and the simulation of requests.
///
/// The forecast evaluates it every hour. It comes from a queueing formula or from request-level simulation, and is a table of
/// fleet sizes with the highest rate that each carries. Between them the margin (c − a)/√a of size c over the load a, which is
/// nearly constant, is interpolated in the load.
///
/// The same requests on slower GPUs, or longer requests, have a curve of their own with the same service level:
/// ``slower(by:file:line:)`` and ``longer(by:file:line:)``.
public struct CapacityCurve: Sendable {
  /// A fleet size and its highest load.
  struct Point: Sendable, Hashable {
    let replicas: Double
    /// Busy replicas at the highest rate.
    let load: Double

    /// The replicas beyond the load, in standard deviations of the load under Poisson arrivals.
    var margin: Double { load > 0 ? (replicas - load) / load.squareRoot() : replicas }
  }

  /// Seconds of a replica per request at the highest rate; at its greatest throughput where no fleet holds the level.
  public let secondsPerRequest: Double
  /// The method that found the curve, for readers of a result.
  public var method: String { makeMethod() }
  /// The latencies and the load of a replica below the highest rate; `nil` where they are not known.
  public var profile: LoadProfile? { makeProfile() }
  // A forecast has a curve for each length of its requests, and asks none of them for these.
  private let makeMethod: @Sendable () -> String
  private let makeProfile: @Sendable () -> LoadProfile?
  /// What the curve depends on; `nil` where it is not known.
  var basis: CapacityBasis? { makeBasis?() }
  // Large, and asked for seldom.
  private let makeBasis: (@Sendable () -> CapacityBasis)?
  /// The deployment; `nil` where it is not known.
  public var deployment: Deployment? { basis?.deployment }
  /// By rising size.
  let points: [Point]
  /// Whether ``replicas(for:file:line:)`` is known never to fall as the rate rises, but for rounding.
  let isRising: Bool
  /// The curves with slower steps or longer requests; `nil` where there are none.
  private var family: (any CurveFamily)?
  /// The factor of all times, and that of the lengths, relative to the curve of the family with 1 and 1.
  private var slowness = 1.0
  private var growth = 1.0

  /// - Parameter points: ascending; empty where no fleet holds the level.
  init(
    secondsPerRequest: Double, method: @autoclosure @escaping @Sendable () -> String, points: [Point],
    profile: @autoclosure @escaping @Sendable () -> LoadProfile? = nil, basis: CapacityBasis? = nil
  ) {
    var makeBasis: (@Sendable () -> CapacityBasis)?
    if let basis { makeBasis = { basis } }
    self.init(
      secondsPerRequest: secondsPerRequest, points: points, makeMethod: method, makeProfile: profile,
      makeBasis: makeBasis)
  }

  /// - Parameters:
  ///   - makeMethod: finds the method when it is asked for.
  ///   - makeProfile: finds the profile when it is asked for.
  ///   - makeBasis: finds the basis when it is asked for; `nil` where it is not known.
  init(
    secondsPerRequest: Double, points: [Point], makeMethod: @escaping @Sendable () -> String,
    makeProfile: @escaping @Sendable () -> LoadProfile?, makeBasis: (@Sendable () -> CapacityBasis)?
  ) {
    self.secondsPerRequest = secondsPerRequest
    self.points = points
    self.makeMethod = makeMethod
    self.makeProfile = makeProfile
    self.makeBasis = makeBasis
    isRising = Self.isRising(points)
  }

  /// The curve as a member of a family.
  func of(_ family: any CurveFamily, slowness: Double = 1, growth: Double = 1) -> CapacityCurve {
    var curve = self
    curve.family = family
    curve.slowness = slowness
    curve.growth = growth
    return curve
  }

  /// The same curve of another basis.
  func of(basis: CapacityBasis?) -> CapacityCurve {
    CapacityCurve(
      secondsPerRequest: secondsPerRequest, method: makeMethod(), points: points, profile: makeProfile(), basis: basis)
  }

  /// Whether no number of replicas holds the service level, because a request alone on a replica misses it.
  public var isUnreachable: Bool { points.isEmpty }

  /// The least replicas that hold the service level at an arrival rate in requests a second; 0 for no arrivals.
  ///
  /// Where no number of replicas holds it (``isUnreachable``), the least that keep up with the requests, late.
  ///
  /// - Complexity: O(log n) in the points of the curve.
  public func replicas(for rate: Double, file: StaticString = #fileID, line: UInt = #line) -> Int {
    guard isReasonable(rate) else {
      ValidationErrors.report(
        InvalidValue(
          "replicas(for: \(rate.shortest))", "a rate is a finite number of requests a second",
          location: "\(file):\(line)"))
      return 0
    }
    let load = rate * secondsPerRequest
    guard load > 0 else { return 0 }
    guard let last = points.last else { return Int(load.rounded(.up)) }
    let low = firstPoint { $0.load >= load }
    guard low < points.count else { return Int((load + last.margin * load.squareRoot()).rounded(.up)) }
    guard low > 0 else { return Int(points[0].replicas) }
    let (below, above) = (points[low - 1], points[low])
    if above.replicas - below.replicas <= 1 { return Int(above.replicas) }
    let weight = (load - below.load) / (above.load - below.load)
    let margin = below.margin + weight * (above.margin - below.margin)
    return Int((load + margin * load.squareRoot()).rounded(.up))
  }

  /// Whether a rate is a number for which replicas can be counted.
  func isReasonable(_ rate: Double) -> Bool { rate * secondsPerRequest < 1e12 }

  /// Whether the replicas rise by at least a thousandth of the load between all points, and beyond the last.
  private static func isRising(_ points: [Point]) -> Bool {
    // With the root s of the load, the replicas between two points are s² + (p + q s²) s, whose slope 2 s + p + 3 q s² is
    // the least at one of them where q is negative, and at the lower one where it is not.
    func rises(_ load: Double, _ p: Double, _ q: Double) -> Bool {
      let root = load.squareRoot()
      return 2 * root + p + 3 * q * load > 0.002 * root
    }
    for (below, above) in zip(points, points.dropFirst()) {
      guard below.load > 0, above.load > below.load, above.replicas > below.replicas else { return false }
      let q = (above.margin - below.margin) / (above.load - below.load)
      let p = below.margin - q * below.load
      guard rises(below.load, p, q), rises(above.load, p, q) else { return false }
    }
    guard let last = points.last else { return true }
    return last.load > 0 && rises(last.load, last.margin, 0)
  }

  /// The highest rate in requests a second at which so many replicas hold the service level: the inverse of
  /// ``replicas(for:file:line:)``; 0 where no fleet holds it.
  public func highestRate(of replicas: Int) -> Double {
    let count = Double(replicas)
    guard let first = points.first, let last = points.last, count >= first.replicas else { return 0 }
    let place = firstPoint { $0.replicas >= count }
    if place < points.count, points[place].replicas == count { return points[place].load / secondsPerRequest }
    guard place < points.count else {
      // a + m √a = c.
      let root = (last.margin * last.margin / 4 + count).squareRoot() - last.margin / 2
      return root * root / secondsPerRequest
    }
    let (below, above) = (points[place - 1], points[place])
    var (low, high) = (below.load, above.load)
    for _ in 0..<50 {
      let load = (low + high) / 2
      let weight = (load - below.load) / (above.load - below.load)
      let needed = load + (below.margin + weight * (above.margin - below.margin)) * load.squareRoot()
      if needed <= count { low = load } else { high = load }
    }
    return low / secondsPerRequest
  }

  /// The first point for which a condition holds that holds for all after it.
  private func firstPoint(where holds: (Point) -> Bool) -> Int {
    var (low, high) = (0, points.count)
    while low < high {
      let middle = (low + high) / 2
      if holds(points[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The curve with all times of the model multiplied by a factor, such as the error of a derived deployment, and the same
  /// service level.
  public func slower(by factor: Double, file: StaticString = #fileID, line: UInt = #line) -> CapacityCurve {
    scaled("slower", factor, file, line) { ($0 * factor, $1) }
  }

  /// The curve with prompts and answers that are longer by a factor, and the same service level.
  public func longer(by factor: Double, file: StaticString = #fileID, line: UInt = #line) -> CapacityCurve {
    scaled("longer", factor, file, line) { ($0, $1 * factor) }
  }

  /// How many times as long as the requests of the curve those are that take as much time of a replica as these, the prompt and
  /// the answer each as long as a token of it takes at the highest rate; `nil` where the lengths are not known.
  package func length(tokensIn: Double, tokensOut: Double) -> Double? {
    guard let basis, family != nil else { return nil }
    let moments = basis.mix.moments(on: basis.deployment)
    let whole = secondsPerRequest
    let cost = basis.deployment.cost
    let prompt = min((cost.milliseconds(ofPrompt: moments.input) - cost.milliseconds(ofPrompt: 1)) / 1000, whole)
    guard whole > 0, moments.input > 0, moments.output > 0 else { return nil }
    return (tokensIn * prompt / moments.input + tokensOut * (whole - prompt) / moments.output) / whole
  }

  private func scaled(
    _ name: String, _ factor: Double, _ file: StaticString, _ line: UInt, _ place: (Double, Double) -> (Double, Double)
  ) -> CapacityCurve {
    guard factor > 0 && factor.isFinite else {
      ValidationErrors.report(
        InvalidValue("\(name)(by: \(factor.shortest))", "a factor is above 0", location: "\(file):\(line)"))
      return self
    }
    guard factor != 1, let family else { return self }
    let (slowness, growth) = place(slowness, growth)
    return family.curve(slowness: slowness, growth: growth).of(family, slowness: slowness, growth: growth)
  }

  /// The busy replicas at an arrival rate in requests a second, limited to the replicas present.
  public func busyReplicas(at rate: Double, of replicas: Int) -> Double {
    min(rate * secondsPerRequest, Double(replicas))
  }
}

/// The curves of a deployment with slower steps or longer requests, all with the same service levels.
protocol CurveFamily: Sendable {
  /// - `slowness`: the factor of all times of the model.
  /// - `growth`: the factor of the tokens of prompts and answers.
  func curve(slowness: Double, growth: Double) -> CapacityCurve
}

/// What a capacity curve depends on: the deployment, the mix of requests and the service levels.
struct CapacityBasis: Sendable, Hashable {
  let deployment: Deployment
  let mix: RequestMix
  /// The levels, all of which must be held.
  let levels: [ServiceLevel]
  /// How requests come to the replicas: the formula of replicas that serve one request at a time has one queue.
  var routing: Routing = .leastLoaded

  /// The basis with step times multiplied by a factor.
  func slower(by factor: Double) -> CapacityBasis {
    guard factor != 1 else { return self }
    let slower = deployment.cost(deployment.cost.times(factor), source: deployment.evidence)
    return CapacityBasis(
      deployment: deployment.speculation.map { slower.speculating($0.times(factor)) } ?? slower, mix: mix,
      levels: levels, routing: routing)
  }

  /// The basis with longer prompts and answers.
  func longer(by factor: Double) -> CapacityBasis {
    var mix = mix
    mix.growth *= factor
    return CapacityBasis(deployment: deployment, mix: mix, levels: levels, routing: routing)
  }
}

extension CapacityCurve {
  /// The capacity curve of a deployment from request-level simulation.
  ///
  /// ```swift
  /// CapacityCurve.batching(
  ///   Deployment(.llama8B, on: .a800), lengths: .azureConversation, within: ServiceLevel(.timeToFirstToken, p95: .seconds(1)))
  /// ```
  /// For fleets of 1, 2, 4, 8, 16 and 64 replicas with least-loaded routing, simulations find the highest rate that holds the
  /// service level. They take some seconds on two cores, once; the results are cached by the hash of all that they depend on,
  /// in memory and, in a program, on disk. A prompt that is too long is truncated to what its answer leaves.
  ///
  /// - `levels`: the service levels, all of which are held.
  /// - `gaps`: the gaps between requests; those of a Poisson process by default.
  public static func batching(
    _ deployment: Deployment, lengths: TokenLengths, within levels: ServiceLevel..., gaps: ArrivalGaps = .exponential,
    file: StaticString = #fileID, line: UInt = #line
  ) -> CapacityCurve {
    let basis = CapacityBasis(deployment: deployment, mix: RequestMix(lengths: lengths, gaps: gaps), levels: levels)
    let family = CapacitySurface.of(basis)
    let curve = family.curve(slowness: 1, growth: 1)
    if curve.isUnreachable { basis.refuse(BatchLoad(basis.mix, on: deployment), file, line) }
    return curve.of(family)
  }
}
