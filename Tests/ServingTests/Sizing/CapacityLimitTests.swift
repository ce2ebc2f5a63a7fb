import Glibc
import Randomness
import Testing

@testable import Serving

@Suite struct CapacityLimitTests {
  private static let simulated = CapacityCurve(
    secondsPerRequest: 0.21, method: "six sizes, as simulations give them",
    points: zip([1, 2, 4, 8, 16, 64], [0.61, 1.42, 3.19, 6.9, 14.5, 61.1]).map {
      CapacityCurve.Point(replicas: $0, load: $1)
    })

  private static let unreachable = CapacityCurve(secondsPerRequest: 0.5, method: "none holds the level", points: [])

  /// Two points so unlike that fewer replicas are asked for in between as the load rises.
  private static let falling = CapacityCurve(
    secondsPerRequest: 1, method: "falls", points: [.init(replicas: 50, load: 1), .init(replicas: 60, load: 59)])

  private static let formula = CapacityCurve.oneAtATime(
    ServiceTime(.gamma(mean: 5, variation: 0.8)), within: ServiceLevel(.wait, p95: .seconds(2)))

  @Test(arguments: [simulated, formula, formula.slower(by: 1.13), unreachable, falling])
  func `the limit of a number of replicas says of each rate what the curve says`(curve: CapacityCurve) {
    let stream = Streams(seed: 1, replication: 0).stream("rates")
    for replicas in [0, 1, 2, 3, 4, 5, 8, 11, 55, 63, 64, 65, 400] {
      var limit = CapacityLimit(of: replicas)
      let highest = curve.highestRate(of: replicas)
      for _ in 0..<2_000 {
        let near = highest * (1 + (stream.uniform() - 0.5) * pow(10, -16 * stream.uniform()))
        let rate = stream.uniform() < 0.5 ? near : stream.uniform() * 3 * (highest + 1)
        let isAbove = rate > 0 && (curve.isUnreachable || curve.replicas(for: rate) > replicas)
        let found = limit.isAbove(rate, on: curve)
        #expect(found == isAbove, "\(rate) on \(replicas)")
      }
      let (found, isAbove) = (limit.highestRate(on: curve), limit.isAbove(0, on: curve))
      #expect(found == highest && !isAbove)
    }
    #expect(!Self.falling.isRising && Self.simulated.isRising && Self.formula.isRising)
  }
}
