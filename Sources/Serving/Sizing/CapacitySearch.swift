import Demand
package import EventSimulation
import FoundationEssentials
import Glibc
import Randomness
import Synchronization

/// Finds the highest rates of fleets within service levels by request-level simulation.
///
/// All simulations use the same draws, scaled to the rate, so that the latency is an increasing function of the rate. Regula
/// falsi on the logarithms of both finds the rate at which the latency meets its limit, to half a per cent.
struct CapacitySearch: Sendable, Hashable {
  let basis: CapacityBasis
  /// The length of the simulations relative to the usual one.
  var effort = 1.0

  private var deployment: Deployment { basis.deployment }
  private var mix: RequestMix { basis.mix }
  private var levels: [ServiceLevel] { basis.levels }

  /// The version of the results: part of the key of the cache.
  static let version = 2
  /// The fewest requests of a simulation.
  private static let requests = 40_000.0
  /// A simulation lasts so many times the duration of a long request, after a warm-up of a tenth of that.
  private static let residences = 20.0
  private static let precision = 0.005
  /// The shares of the highest rate at which the load profile is simulated.
  private static let shares = [0.1, 0.25, 0.4, 0.55, 0.7, 0.8, 0.9, 1.0]
  /// The fleet size of the load profile: larger fleets differ little.
  private static let profileSize = 16

  /// The highest rate of each fleet size in requests a second, and the load profile below it.
  struct Found: Sendable, Codable {
    let sizes: [Int]
    /// 0 for a size that cannot hold the level at any rate.
    let rates: [Double]
    let profile: [LoadProfile.Point]
  }

  func find() -> Found {
    let load = BatchLoad(mix, on: deployment)
    let sizes = CapacityCurve.sizes
    guard FormulaLatency.unreachable(levels, deployment, mix.lengths, load) == nil else {
      return Found(sizes: sizes, rates: sizes.map { _ in 0 }, profile: [])
    }
    var rates: [Double] = []
    for size in sizes {
      // Larger fleets carry at least as much per replica, so the search starts from the rate of the previous size.
      let before = rates.last.map { $0 / Double(sizes[rates.count - 1]) } ?? 0
      rates.append(max(highestRate(replicas: size, from: before, load), before * Double(size)))
    }
    let size = Self.profileSize
    let greatest = rates[sizes.firstIndex(of: size) ?? 0]
    let profile =
      greatest > 0
      ? Concurrent.map(Self.shares) {
        point(of: simulate(size, greatest * $0, load), rate: greatest * $0 / Double(size))
      }
      : []
    return Found(sizes: sizes, rates: rates, profile: profile)
  }

  /// Simulates a fleet at a rate in requests a second, for many times the duration of a long request.
  private func simulate(_ replicas: Int, _ rate: Double, _ load: BatchLoad) -> ServingResult {
    // A long request in a full batch.
    let tokens = min(mix.lengths.output.quantile(0.99), Double(deployment.contextLength))
    let residence = tokens * load.step(at: min(rate / Double(replicas), 0.98 * load.greatestRate))
    let window = effort * max(Self.requests / rate, Self.residences * residence)
    return basis.simulate(replicas, rate, warmUp: 0.1 * window, window, Streams(seed: 0, replication: 0))
  }

  /// The highest rate of a fleet, in requests a second.
  /// - Parameter known: a rate per replica that is known to hold the level, or 0.
  private func highestRate(replicas: Int, from known: Double, _ load: BatchLoad) -> Double {
    let greatest = load.greatestRate * Double(replicas)
    func gap(_ rate: Double) -> Double {
      let value = basis.strain(of: simulate(replicas, rate, load))
      return value > 0 ? max(log(value), -5) : -5
    }
    var low = known > 0 ? known * Double(replicas) : 0.5 * greatest
    var atLow = gap(low)
    var high = low
    var atHigh = atLow
    while atLow > 0 {
      (high, atHigh) = (low, atLow)
      low *= known > 0 ? 0.95 : 0.5
      guard low > 1e-4 * greatest else { return 0 }
      atLow = gap(low)
    }
    while atHigh <= 0 {
      (low, atLow) = (high, atHigh)
      high *= high < 0.8 * greatest ? 1.15 : 1.04
      // Even an overloaded window does not reach the limit: the stable rate is the capacity.
      guard high < 1.3 * greatest else { return greatest }
      atHigh = gap(high)
    }
    var side = 0
    while log(high / low) > Self.precision {
      // The Illinois rule halves the weight of an end that stays, so that both ends converge.
      let share = atHigh.isFinite ? min(max(-atLow / (atHigh - atLow), 0.1), 0.9) : 0.5
      let rate = exp(log(low) + share * log(high / low))
      let value = gap(rate)
      if value <= 0 {
        (low, atLow) = (rate, value)
        if side < 0, atHigh.isFinite { atHigh /= 2 }
        side = -1
      } else {
        (high, atHigh) = (rate, value)
        if side > 0 { atLow /= 2 }
        side = 1
      }
    }
    return low
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
  /// All that the result depends on, as text.
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
      "\(deployment.clock)",
      batching.joined(separator: " "),
      "\(deployment.kvTokens) \(deployment.blockTokens) \(deployment.contextLength)",
      levels.map { "\($0.latency) \($0.share.shortest) \($0.limit.shortest)" }.joined(separator: ", "), "\(mix.gaps)",
      mix.lengths.rankCorrelation.shortest,
    ].joined(separator: "\n") + "\n" + quantiles.joined(separator: "\n")
  }
}

extension CapacityBasis {
  /// Simulates a fleet at a rate in requests a second, for a window after a warm-up.
  func simulate(
    _ replicas: Int, _ rate: Double, warmUp: Double, _ window: Double, _ streams: Streams
  ) -> ServingResult {
    let arrivals = RenewalArrivals(.constant(rate), gaps: mix.gaps, from: streams.stream("capacity/arrivals"))
    let requests = CutRequests(
      DrawnRequests(arrivals, lengths: mix.lengths, from: streams, named: "capacity"), for: deployment)
    return ServingFleet(ReplicaPool(deployment, replicas: replicas)).serve(
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

/// Keeps the results of searches by all that they depend on: in memory, and in a folder where there is one.
package enum CapacityCache {
  private static let curves = ComputationCache<CapacitySearch, CapacityCurve>(capacity: 1024)
  private static let folderPath = Mutex<String?>(nil)
  /// The folder; without it nothing is kept after the program ends.
  package static var folder: String? {
    get { folderPath.withLock { $0 } }
    set { folderPath.withLock { $0 = newValue } }
  }

  /// How many curves this program has found, by simulation or in the folder.
  static var computedCount: Int { curves.computedCount }

  /// The curve of a search, from `curve` where it is not in memory.
  ///
  /// A thread that asks for a curve that another is finding waits for it; different curves are found at the same time.
  static func curve(for search: CapacitySearch, _ curve: (CapacitySearch.Found) -> CapacityCurve) -> CapacityCurve {
    curves.value(for: search) { curve(folder.flatMap { kept(search, in: $0) } ?? make(search)) }
  }

  private static func make(_ search: CapacitySearch) -> CapacitySearch.Found {
    let found = search.find()
    // A folder that cannot be written only costs time.
    if let folder { try? keep(found, of: search, in: folder) }
    return found
  }

  /// An entry on disk: the search as text beside its result, because hashes may collide.
  private struct Entry: Codable {
    let search: String
    let found: CapacitySearch.Found
  }

  private static func path(_ search: CapacitySearch, in folder: String) -> String {
    "\(folder)/capacity/\(String(Streams.key(of: search.text), radix: 16)).json"
  }

  /// The result of a search in a folder; `nil` where there is none or the file is damaged.
  static func kept(_ search: CapacitySearch, in folder: String) -> CapacitySearch.Found? {
    guard let data = FileManager.default.contents(atPath: path(search, in: folder)),
      let entry = try? JSONDecoder().decode(Entry.self, from: data), entry.search == search.text
    else { return nil }
    return entry.found
  }

  static func keep(_ found: CapacitySearch.Found, of search: CapacitySearch, in folder: String) throws {
    try FileManager.default.createDirectory(atPath: "\(folder)/capacity", withIntermediateDirectories: true)
    let data = try JSONEncoder().encode(Entry(search: search.text, found: found))
    try data.write(to: URL(fileURLWithPath: path(search, in: folder)), options: .atomic)
  }
}
