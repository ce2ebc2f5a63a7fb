import Demand
import EventSimulation
import Glibc
import Randomness

/// Finds what fleets of a deployment carry within a service level by simulating their requests one by one.
///
/// Every simulation has the same draws, scaled to its rate: the latency at a level is one rising curve of the rate, and the
/// rate at which it meets the limit is found by regula falsi on the logarithms of both, to half a per cent.
struct CapacitySearch: Sendable, Hashable {
  let basis: CapacityBasis
  /// How much longer simulations are than usual: for a quick look, a part of it.
  var effort = 1.0

  private var deployment: Deployment { basis.deployment }
  private var mix: RequestMix { basis.mix }
  private var levels: [ServiceLevel] { basis.levels }

  /// Changes whenever the results do: part of the name under which they are kept.
  static let version = 1
  /// Requests that a simulation has at least.
  private static let requests = 40_000.0
  /// A simulation lasts so many times the time that a long request takes, after a warm-up of a tenth of it.
  private static let residences = 20.0
  private static let precision = 0.005
  /// The shares of the highest rate at which the load profile is taken.
  private static let shares = [0.1, 0.25, 0.4, 0.55, 0.7, 0.8, 0.9, 1.0]
  /// The fleet whose profile stands for all: from here on more replicas change little.
  private static let profileSize = 16

  /// The highest rate of a fleet of each size, in requests a second, and what a replica does below it.
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
      // More replicas carry at least as much each; so the search goes on from what the size before carries.
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

  /// Simulates a fleet at a rate in requests a second, for as long as its long requests need to show.
  private func simulate(_ replicas: Int, _ rate: Double, _ load: BatchLoad) -> ServingResult {
    // A long request in a full batch.
    let tokens = min(mix.lengths.output.quantile(0.99), Double(deployment.contextLength))
    let residence = tokens * load.step(at: min(rate / Double(replicas), 0.98 * load.greatestRate))
    let window = effort * max(Self.requests / rate, Self.residences * residence)
    return basis.simulate(replicas, rate, warmUp: 0.1 * window, window, Streams(seed: 0, replication: 0))
  }

  /// The highest rate of a fleet, in requests a second.
  /// - Parameter known: a rate of each replica that is known to be held, or 0.
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
      // A limit that even an overloaded window does not reach: what it is reckoned to carry.
      guard high < 1.3 * greatest else { return greatest }
      atHigh = gap(high)
    }
    var side = 0
    while log(high / low) > Self.precision {
      // The Illinois rule halves the weight of an end that stays, so that both come nearer.
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
