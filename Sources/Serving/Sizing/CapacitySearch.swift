import Demand
package import EventSimulation
import Glibc
import Randomness
import Synchronization

/// The latencies of fleets of a deployment by their rate, from request-level simulation, and with them the highest rates within
/// service levels at any slowness.
///
/// Rates lie on a lattice of 6 %; a fleet is simulated at a rate when the search first asks for it. All simulations use the
/// same draws, scaled to the rate, so that the latency is an increasing function of the rate. Between two rates of the lattice
/// the logarithm of the latency is interpolated in that of the rate.
///
/// Steps that take s times as long scale time: the latencies at a rate r are s times those of the original steps at the rate
/// r·s. So one set of simulations serves every slowness, each with its service level as it is.
final class CapacitySearch: Sendable {
  /// A fleet at a rate.
  struct Sample: Sendable, Codable, Hashable {
    /// The latency of each level at its share, in seconds.
    let latencies: [Double]
    /// The share of the requests that were answered before the end.
    let answered: Double
    let profile: LoadProfile.Point
  }

  /// The highest rate of each fleet size in requests a second, and the load profile below it.
  struct Found: Sendable {
    /// 0 for a size that cannot hold the level at any rate.
    let rates: [Double]
    /// Of the rates.
    let logarithms: [Double]
    let profile: [LoadProfile.Point]

    init(rates: [Double], profile: [LoadProfile.Point]) {
      self.rates = rates
      logarithms = rates.map { log($0) }
      self.profile = profile
    }
  }

  /// What has been simulated, by fleet size and place on the lattice.
  private struct State {
    var samples: [[Int: Sample]]
    /// By size: the highest place that held the level of the last search.
    var places: [Int?]
    var isRead = false
  }

  let basis: CapacityBasis
  /// The effort of the simulations relative to the usual one.
  let effort: Double
  let load: BatchLoad
  private let state: Mutex<State>

  init(basis: CapacityBasis, effort: Double = 1) {
    self.basis = basis
    self.effort = effort
    load = BatchLoad(basis.mix, on: basis.deployment)
    state = Mutex(
      State(
        samples: Array(repeating: [:], count: Self.sizes.count), places: Array(repeating: nil, count: Self.sizes.count))
    )
  }

  /// The version of the results: part of the key of the cache.
  private static let version = 3
  /// The fleet sizes.
  static var sizes: [Int] { CapacityCurve.sizes }
  /// The ratio of neighbouring rates.
  private static let ratio = 1.06
  /// The lattice: 0 is the greatest rate of a replica by the closed form.
  private static let lattice = -80...4
  /// The fewest requests of a simulation.
  private static let requests = 40_000.0
  /// A simulation lasts at least so many times the duration of a long request, after a warm-up of a quarter of that.
  private static let residences = 8.0
  /// And so many times the largest limit of a latency that a queue raises, so that an overload shows.
  private static let limits = 20.0
  /// The fleet size of the load profile: larger fleets differ little.
  private static let profileSize = 16
  /// The load profile has every fourth rate of the lattice down to a tenth of the highest.
  private static let profilePlaces = (count: 40, stride: 4)

  private func rate(_ place: Int) -> Double { load.greatestRate * pow(Self.ratio, Double(place)) }

  /// The highest rates with steps that take `slowness` times as long.
  func find(slowness: Double = 1) -> Found {
    guard basis.slower(by: slowness).unreachable(load.slower(by: slowness)) == nil else {
      return Found(rates: Self.sizes.map { _ in 0 }, profile: [])
    }
    return state.withLock { state in
      if !state.isRead {
        state.isRead = true
        if let kept = CapacityCache.kept(text), kept.count == Self.sizes.count { state.samples = kept }
      }
      let before = state.samples.reduce(0) { $0 + $1.count }
      // The largest fleet takes the longest and begins where the others ended.
      let last = Self.sizes.count - 1
      var held = search(Array(0..<last), slowness, &state)
      if state.places[last] == nil { state.places[last] = held[last - 1]?.place }
      held += search([last], slowness, &state)
      var rates: [Double] = []
      for (index, size) in Self.sizes.enumerated() {
        // Larger fleets carry at least as much per replica.
        let perReplica = max(
          (held[index]?.rate ?? 0) / slowness, rates.last.map { $0 / Double(Self.sizes[index - 1]) } ?? 0)
        rates.append(perReplica * Double(size))
      }
      let profile = profile(slowness, held, &state)
      if state.samples.reduce(0, { $0 + $1.count }) > before { CapacityCache.keep(state.samples, as: text) }
      return Found(rates: rates, profile: profile)
    }
  }

  /// A fleet at its highest rate: the place on the lattice below, and the rate per replica with the original steps.
  private typealias Held = (place: Int, rate: Double)

  /// Searches fleet sizes, at the same time where one of them has to be simulated.
  private func search(_ sizes: [Int], _ slowness: Double, _ state: inout State) -> [Held?] {
    if let found = try? sizes.map({ (size) throws(NotSimulated) -> Held? in
      try highest(
        Self.sizes[size], slowness, from: state.places[size] ?? guess(slowness), &state.samples[size]
      ) { (_) throws(NotSimulated) in throw NotSimulated() }
    }) {
      for (index, held) in zip(sizes, found) { state.places[index] = held?.place ?? state.places[index] }
      return found
    }
    let known = sizes.map { (index: $0, samples: state.samples[$0], place: state.places[$0]) }
    let found = Concurrent.map(known) { known in
      var samples = known.samples
      let size = Self.sizes[known.index]
      let held = highest(size, slowness, from: known.place ?? guess(slowness), &samples) { simulate(size, $0) }
      return (held: held, samples: samples)
    }
    for (index, found) in zip(sizes, found) {
      state.samples[index] = found.samples
      state.places[index] = found.held?.place ?? state.places[index]
    }
    return found.map(\.held)
  }

  /// Where to begin: at the closed form's rate of a fleet, or at half of the greatest rate.
  private func guess(_ slowness: Double) -> Int {
    let curve = basis.slower(by: slowness).closedForm
    let rate = curve.map { $0.highestRate(of: 8) / 8 * slowness } ?? 0
    return rate > 0 ? Int((log(rate / load.greatestRate) / log(Self.ratio)).rounded(.down)) : -12
  }

  /// A place of the lattice has not been simulated.
  private struct NotSimulated: Error {}

  /// The highest rate of a fleet; `nil` where it holds the level at no rate.
  private func highest<Failure: Error>(
    _ replicas: Int, _ slowness: Double, from guess: Int, _ samples: inout [Int: Sample],
    simulating simulate: (Int) throws(Failure) -> Sample
  ) throws(Failure) -> Held? {
    func strain(_ place: Int) throws(Failure) -> Double {
      if let known = samples[place] { return strains(of: known, slowness).max() ?? 0 }
      let sample = try simulate(place)
      samples[place] = sample
      return strains(of: sample, slowness).max() ?? 0
    }
    var (low, high): (Int?, Int?) = (nil, nil)
    var place = min(max(guess, Self.lattice.lowerBound), Self.lattice.upperBound)
    var step = 1
    while true {
      if try strain(place) <= 1 {
        low = place
        // Even an overloaded window does not reach the limit: the stable rate is the capacity.
        if place == Self.lattice.upperBound { return (0, load.greatestRate) }
      } else {
        high = place
        if place == Self.lattice.lowerBound { return nil }
      }
      guard low == nil || high == nil else { break }
      place = low != nil ? min(place + step, Self.lattice.upperBound) : max(place - step, Self.lattice.lowerBound)
      step *= 2
    }
    guard var low, var high else { return nil }
    while high - low > 1 {
      let middle = (low + high) / 2
      if try strain(middle) <= 1 { low = middle } else { high = middle }
    }
    guard let below = samples[low], let above = samples[high] else { return nil }
    let (under, over) = (strains(of: below, slowness), strains(of: above, slowness))
    // The level that is missed first.
    let share = zip(under, over).reduce(1.0) { share, strain in
      guard strain.1 > 1 else { return share }
      guard strain.1.isFinite, strain.0 > 0 else { return min(share, 0.5) }
      return min(share, -log(strain.0) / log(strain.1 / strain.0))
    }
    return (low, rate(low) * pow(Self.ratio, share))
  }

  /// The latency of each level over its limit, with steps that take `slowness` times as long.
  private func strains(of sample: Sample, _ slowness: Double) -> [Double] {
    // Requests that are unanswered at the end of an overloaded window would be missing from the tail.
    guard sample.answered > 0.9 else { return basis.levels.map { _ in .infinity } }
    return zip(basis.levels, sample.latencies).map { level, latency in
      let fixed = min(basis.fixedLatency(of: level.latency), latency)
      let value = fixed + slowness * (latency - fixed)
      return level.limit > 0 ? value / level.limit : value > 0 ? .infinity : 1
    }
  }

  /// Simulates a fleet at a rate of the lattice, for many times the duration of a long request.
  private func simulate(_ replicas: Int, _ place: Int) -> Sample {
    let each = rate(place)
    let result = simulate(replicas, rate: each * Double(replicas), Streams(seed: 0, replication: 0))
    return Sample(
      latencies: basis.levels.map { result.observations(of: $0.latency).percentile(100 * $0.share) ?? 0 },
      answered: Double(result.answered) / Double(max(result.arrived, 1)), profile: point(of: result, rate: each))
  }

  /// Simulates a fleet at a rate in requests a second, for many times the duration of a long request, after a warm-up.
  func simulate(_ replicas: Int, rate: Double, _ streams: Streams) -> ServingResult {
    // A long request in a full batch.
    let tokens = min(basis.mix.answerTokens(0.99), Double(basis.deployment.contextLength))
    let residence = tokens * load.step(at: min(rate / Double(replicas), 0.98 * load.greatestRate))
    let queued = basis.levels.filter { $0.latency != .timePerOutputToken }.map(\.limit).max() ?? 0
    let window = effort * max(Self.requests / rate, Self.residences * residence, Self.limits * queued)
    return basis.simulate(replicas, rate, warmUp: 0.25 * window, window, streams)
  }

  /// The load profile at rates below the highest.
  private func profile(_ slowness: Double, _ held: [Held?], _ state: inout State) -> [LoadProfile.Point] {
    guard let index = Self.sizes.firstIndex(of: Self.profileSize), let highest = held[index]?.place else { return [] }
    let stride = Self.profilePlaces.stride
    let places = (highest - Self.profilePlaces.count...highest).filter { $0 % stride == 0 || $0 == highest }
      .filter { $0 >= Self.lattice.lowerBound }
    let missing = places.filter { state.samples[index][$0] == nil }
    for (place, point) in zip(missing, Concurrent.map(missing) { simulate(Self.profileSize, $0) }) {
      state.samples[index][place] = point
    }
    let points = places.compactMap { state.samples[index][$0]?.profile }
    return LoadProfile(points: points).slower(by: slowness).points
  }

  private func point(of result: ServingResult, rate: Double) -> LoadProfile.Point {
    func percentiles(_ values: Observations) -> [Double] { LoadProfile.percentiles.map { values.percentile($0) ?? 0 } }
    return LoadProfile.Point(
      rate: rate, atWork: (result.meanAtWork ?? 0) / Double(result.replicas.count), busy: result.utilisation ?? 0,
      timeToFirstToken: percentiles(result.timeToFirstToken),
      timePerOutputToken: percentiles(result.timePerOutputToken), endToEnd: percentiles(result.endToEnd),
      wait: percentiles(result.queue))
  }
}

extension CapacitySearch {
  /// All that the samples depend on, as text.
  var text: String {
    let (deployment, mix, levels) = (basis.deployment, basis.mix, basis.levels)
    let quantiles = [mix.lengths.input, mix.lengths.output].map { lengths in
      (0...200).map { lengths.quantile(min(max(Double($0) / 200, 1e-6), 1 - 1e-6)).shortest }.joined(separator: " ")
    }
    let rule = deployment.batching
    let batching: [String] = [
      "\(rule.sequences)", "\(rule.tokensPerStep)", "\(rule.chunksPrompts)", "\(rule.joining)", "\(rule.resumption)",
      "\(rule.promptsOnly)",
    ]
    return [
      "version \(Self.version), effort \(effort.shortest)", "\(deployment.cost)", "\(deployment.overheads)",
      "\(deployment.clock)" + (deployment.speculation.map { "\ndrafts 2: \($0)" } ?? ""),
      batching.joined(separator: " "),
      "\(deployment.kvTokens) \(deployment.blockTokens) \(deployment.contextLength)",
      levels.map { "\($0.latency) \($0.share.shortest) \($0.limit.shortest)" }.joined(separator: ", "), "\(mix.gaps)",
      "\(mix.lengths.rankCorrelation.shortest) \(mix.growth.shortest)",
    ].joined(separator: "\n") + "\n" + quantiles.joined(separator: "\n")
  }
}

extension CapacityBasis {
  /// The part of a latency that does not depend on the speed of the steps, in seconds.
  ///
  /// Exact for first tokens and waits. The end-to-end time of a request has an overhead for each token; here it is that of the
  /// mean answer.
  func fixedLatency(of latency: ServiceLevel.Latency) -> Double {
    let overheads = deployment.overheads
    guard overheads != .none else { return 0 }
    switch latency {
    case .wait: return 0
    case .timeToFirstToken: return overheads.beforeQueue + overheads.perToken
    case .timePerOutputToken: return overheads.perToken
    case .endToEnd:
      let tokens = mix.growth * mix.lengths.output.mean
      return overheads.beforeQueue + overheads.perToken * tokens + overheads.atEnd
    }
  }
}

extension CapacityBasis {
  /// Simulates a fleet at a rate in requests a second, for a window after a warm-up.
  func simulate(
    _ replicas: Int, _ rate: Double, warmUp: Double, _ window: Double, _ streams: Streams
  ) -> ServingResult {
    let arrivals = RenewalArrivals(.constant(rate), gaps: mix.gaps, from: streams.stream("capacity/arrivals"))
    let requests = CutRequests(
      DrawnRequests(arrivals, lengths: mix.lengths, from: streams, named: "capacity"), growth: mix.growth,
      for: deployment)
    return ServingFleet(ReplicaPool(deployment, replicas: replicas), routing: routing).serve(
      requests, streams, until: warmUp + window, warmUp: warmUp)
  }

  /// The greatest ratio of a latency to its limit.
  func strain(of result: ServingResult) -> Double {
    // Requests that are unanswered at the end of an overloaded window would be missing from the tail.
    let observed = Double(result.answered) / Double(max(result.arrived, 1))
    guard observed > 0.9 else { return .infinity }
    return levels.reduce(0) { strain, level in
      let value = result.observations(of: level.latency).percentile(100 * level.share) ?? 0
      return max(strain, level.limit > 0 ? value / level.limit : value > 0 ? .infinity : 1)
    }
  }
}

extension ServingResult {
  /// The observations of a latency.
  package func observations(of latency: ServiceLevel.Latency) -> Observations {
    switch latency {
    case .wait: queue
    case .timeToFirstToken: timeToFirstToken
    case .timePerOutputToken: timePerOutputToken
    case .endToEnd: endToEnd
    }
  }
}

extension RequestResult {
  /// A latency in seconds; `nil` for the time per output token of an answer of one token.
  package func value(of latency: ServiceLevel.Latency) -> Double? {
    switch latency {
    case .wait: queue
    case .timeToFirstToken: timeToFirstToken
    case .timePerOutputToken: timePerOutputToken
    case .endToEnd: endToEnd
    }
  }
}
