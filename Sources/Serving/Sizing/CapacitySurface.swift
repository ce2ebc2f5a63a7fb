import Demand
import Glibc
import Randomness
import Synchronization

/// The capacity of a deployment over the slowness of its steps and the length of its requests, from request-level simulation.
///
/// Slowness is exact, because it scales time. Lengths have nodes at every half octave, which are simulated when a curve near
/// them is first asked for; between them the logarithm of the highest rate of each fleet size is interpolated by a parabola
/// through three nodes. Where the rates bend, as next to the lengths at which no fleet holds the level, the distance of the
/// nodes is halved; at a sixteenth of an octave the node above the length stands for it.
final class CapacitySurface: CurveFamily {
  private let basis: CapacityBasis
  private let effort: Double
  /// Searches by sixteenths of an octave of the lengths.
  private let nodes = Mutex<[Int: CapacitySearch]>([:])
  private let found = Mutex<[FoundKey: CapacitySearch.Found]>([:])
  private let curves = Mutex<[CurveKey: CapacityCurve]>([:])
  /// The basis with the slowness that was asked for last: a replication has one, and asks for many lengths.
  private let slowed = Mutex<SlowerBasis?>(nil)

  private final class SlowerBasis: Sendable {
    let slowness: Double
    let basis: CapacityBasis

    init(_ basis: CapacityBasis, by slowness: Double) {
      self.slowness = slowness
      self.basis = basis.slower(by: slowness)
    }
  }

  private struct FoundKey: Hashable {
    let slowness: Double
    let node: Int
  }

  private struct CurveKey: Hashable {
    let slowness: Double
    let growth: Double
  }

  init(basis: CapacityBasis, effort: Double = 1) {
    self.basis = basis
    self.effort = effort
  }

  /// Sixteenths of an octave between nodes.
  private static let stride = 8
  /// The largest second difference of the logarithm of a rate for which nodes are not halved.
  private static let mostBend = 0.1
  /// How many results are kept in memory: where slowness is uncertain, each replication has its own.
  private static let mostKept = 1024
  private static let surfaces = ComputationCache<CapacityBasis, CapacitySurface>(capacity: 1024)

  /// The surface of a basis; the same one whenever it is asked for.
  static func of(_ basis: CapacityBasis) -> CapacitySurface {
    surfaces.value(for: basis) { CapacitySurface(basis: basis) }
  }

  /// How many surfaces this program has.
  static var computedCount: Int { surfaces.computedCount }

  func curve(slowness: Double, growth: Double) -> CapacityCurve {
    let key = CurveKey(slowness: slowness, growth: growth)
    if let known = curves.withLock({ $0[key] }) { return known }
    let curve = make(slowness, growth)
    curves.withLock { kept in
      if kept.count >= Self.mostKept { kept = kept.filter { $0.key.slowness == 1 && $0.key.growth == 1 } }
      kept[key] = curve
    }
    return curve
  }

  private func make(_ slowness: Double, _ growth: Double) -> CapacityCurve {
    let slow = slowerBasis(slowness)
    let near = search(atNode: Int((16 * log2(growth) / Double(Self.stride)).rounded()) * Self.stride)
    let found = slow.basis.unreachable(near.load, longer: growth) == nil ? found(slowness, growth) : nil
    return CapacityCurve.scaled(
      zip(CapacitySearch.sizes, found?.rates ?? []).map { CapacityCurve.Point(replicas: Double($0), load: $1) },
      basis: { slow.basis.longer(by: growth) }, method: "requests simulated", cut: near.load.cut,
      profile: found?.profile())
  }

  private func slowerBasis(_ slowness: Double) -> SlowerBasis {
    slowed.withLock { latest in
      if let latest, latest.slowness == slowness { return latest }
      let new = SlowerBasis(basis, by: slowness)
      latest = new
      return new
    }
  }

  /// The highest rates at a place of the surface, and what makes the load profile there.
  private typealias Place = (rates: [Double], profile: @Sendable () -> LoadProfile?)

  private static func place(_ found: CapacitySearch.Found) -> Place {
    (found.rates, { found.profile.isEmpty ? nil : LoadProfile(points: found.profile) })
  }

  private func found(_ slowness: Double, _ growth: Double) -> Place {
    let place = 16 * log2(growth)
    let nearest = Int(place.rounded())
    if abs(place - Double(nearest)) < 1e-9, nearest % Self.stride == 0 {
      return Self.place(found(slowness, node: nearest))
    }
    var stride = Self.stride
    while stride > 1 {
      let low = Int((place / Double(stride)).rounded(.down)) * stride
      let three = (0..<3).map { found(slowness, node: low + $0 * stride) }
      if Self.isSmooth(three) { return Self.between(three, at: place / Double(stride) - Double(low / stride)) }
      stride /= 2
    }
    return Self.place(found(slowness, node: Int(place.rounded(.up))))
  }

  /// Whether a parabola through three nodes may stand for what lies between: the rates hold the level at all of them and
  /// bend little.
  private static func isSmooth(_ three: [CapacitySearch.Found]) -> Bool {
    guard three.allSatisfy({ $0.rates.allSatisfy { $0 > 0 } && $0.profile.count > 1 }) else { return false }
    return CapacitySearch.sizes.indices.allSatisfy { size in
      abs(three[0].logarithms[size] - 2 * three[1].logarithms[size] + three[2].logarithms[size]) < mostBend
    }
  }

  /// The parabola through three nodes at a place from the first, in strides.
  private static func between(_ three: [CapacitySearch.Found], at x: Double) -> Place {
    let (before, at, after) = ((x - 1) * (x - 2) / 2, x * (2 - x), x * (x - 1) / 2)
    let rates = CapacitySearch.sizes.indices.map { size in
      exp(
        before * three[0].logarithms[size] + at * three[1].logarithms[size] + after * three[2].logarithms[size])
    }
    let (first, second) = (three[0].profile, three[1].profile)
    return (rates, { LoadProfile.between(LoadProfile(points: first), LoadProfile(points: second), at: x) })
  }

  private func found(_ slowness: Double, node: Int) -> CapacitySearch.Found {
    let key = FoundKey(slowness: slowness, node: node)
    if let known = found.withLock({ $0[key] }) { return known }
    let new = search(atNode: node).find(slowness: slowness)
    found.withLock { kept in
      if kept.count >= Self.mostKept { kept.removeAll() }
      kept[key] = new
    }
    return new
  }

  private func search(atNode node: Int) -> CapacitySearch {
    nodes.withLock { nodes in
      if let known = nodes[node] { return known }
      let search = CapacitySearch(basis: basis.longer(by: exp2(Double(node) / 16)), effort: effort)
      nodes[node] = search
      return search
    }
  }
}

extension LoadProfile {
  /// A profile between two others, each at the same shares of its highest rate.
  fileprivate static func between(_ first: LoadProfile, _ second: LoadProfile, at weight: Double) -> LoadProfile {
    let shares = [0.1, 0.25, 0.4, 0.55, 0.7, 0.8, 0.9, 1.0]
    guard let one = first.points.last?.rate, let other = second.points.last?.rate else { return first }
    return LoadProfile(
      points: shares.map { share in
        func mean(_ property: (Point) -> Double) -> Double {
          (1 - weight) * first.value(at: share * one, of: property) + weight
            * second.value(at: share * other, of: property)
        }
        func percentiles(_ latencies: (Point) -> [Double]) -> [Double] {
          Self.percentiles.indices.map { place in mean { latencies($0)[place] } }
        }
        return Point(
          rate: share * ((1 - weight) * one + weight * other), atWork: mean(\.atWork), busy: mean(\.busy),
          timeToFirstToken: percentiles(\.timeToFirstToken), timePerOutputToken: percentiles(\.timePerOutputToken),
          endToEnd: percentiles(\.endToEnd), wait: percentiles(\.wait))
      })
  }
}
