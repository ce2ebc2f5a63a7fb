import CGSL
import Glibc
import Randomness
import Testing
import ValidationRecord

@testable import Experimentation

@Suite struct `Seeking the input that meets a target` {
  private let noise = SyntheticData.normals(4000, "seek")

  @Test func `meets the mean of the sample path to the tolerance, in fewer steps than bisection`() throws {
    let seek = try GoalSeek(.mean, equals: 10, within: 0...8, replications: 400, tolerance: 1e-6)
    let result = try seek.solve("cost") { x, range in range.map { x * x + 1 + noise[$0] } }
    // On the sample path the root is exact: x² + 1 + the mean of the noise is 10.
    let mean = try Sample("noise", Array(noise[0..<400])).mean
    #expect(abs(result.x.value - (9 - mean).squareRoot()) < 1e-6)
    #expect(abs(result.figure.value - 10) < 1e-5)
    #expect(result.x.contains(3) && result.x.isBounded && result.furtherCrossings.isEmpty)
    // Half the interval is that of the mean over the slope, 6.
    #expect(abs(result.x.halfWidth - 1.96 / 20 / 6) < 0.002)
    #expect(result.trace.count < 9 + 3 * 20)
  }

  @Test func `meets a quantile and a probability that fall with the input`() throws {
    // The 90 % quantile of noise - x is 1.2816 - x.
    let quantile = try GoalSeek(.quantile(0.9), equals: 0, within: 0...5, replications: 4000)
    let result = try quantile.solve("delay") { x, range in range.map { noise[$0] - x } }
    #expect(result.x.contains(1.2816) && abs(result.x.value - 1.2816) < 0.1)
    let probability = try GoalSeek(.probability(above: 0), equals: 0.25, within: -3...3, replications: 4000)
    let share = try probability.solve("npv") { x, range in range.map { noise[$0] - x } }
    #expect(share.x.contains(gsl_cdf_ugaussian_Qinv(0.25)) && share.x.halfWidth < 0.1)
    #expect(abs(share.figure.value - 0.25) < 0.01)
  }

  @Test func `its interval holds the true input 93 to 97 times in 100`() throws {
    let seek = try GoalSeek(.mean, equals: 1, within: 0...2, replications: 40, tolerance: 1e-3, gridPoints: 5)
    let held = try (0..<500).count { dataSet in
      let normals = SyntheticData.normals(40, "seek coverage", dataSet)
      return try seek.solve("x") { x, range in range.map { exp(x) - M_E + 1 + normals[$0] } }.x.contains(1)
    }
    #expect(
      Validation.coverage(
        .coverage, "goal seek", "input at which a mean of 40 meets its target", held: held, of: 500,
        allowed: 0.93...0.97))
  }

  @Test func `says that the target is not bracketed, and where to look`() throws {
    let seek = try GoalSeek(.mean, equals: 7, within: 0...10, replications: 10)
    let above = #expect(throws: TargetNotBracketed.self) {
      try seek.solve("npv") { x, range in range.map { _ in 3 + x / 5 } }
    }
    #expect(
      above?.description
        == "the mean of npv stays below 7: it is 3 at 0 and 5 at 10, nearest with 5 at 10; seek above 10")
    let below = #expect(throws: TargetNotBracketed.self) {
      try seek.solve("npv") { x, range in range.map { _ in -x } }
    }
    #expect(below?.description.hasSuffix("nearest with 0 at 0; seek below 0") == true)
    let flat = #expect(throws: TargetNotBracketed.self) { try seek.solve("npv") { _, range in range.map { _ in 1 } } }
    #expect(flat?.description.hasSuffix("choose a target within reach") == true)
  }

  @Test func `names further crossings, and an end that the range does not hold`() throws {
    let seek = try GoalSeek(.mean, equals: 0, within: 0...3, replications: 50)
    let wave = try seek.solve("x") { x, range in range.map { cos(4 * x) + noise[$0] / 100 } }
    #expect(abs(wave.x.value - .pi / 8) < 0.01 && wave.furtherCrossings.count == 3)
    #expect(wave.furtherCrossings[0].contains(3 * .pi / 8))
    // So much noise that the interval reaches beyond the range on either side.
    let noisy = try seek.solve("x") { x, range in range.map { x - 1.5 + 40 * (noise[$0] - noise[49 - $0]) } }
    #expect(noisy.x.low == -.infinity && noisy.x.high == .infinity)
  }

  @Test func `finds a jump, a target met at an end, and one met at a point of the grid`() throws {
    let seek = try GoalSeek(.mean, equals: 0, within: 0...8, replications: 2)
    let jump = try seek.solve("x") { x, range in range.map { _ in x < 1.37 ? -1 : 1 } }
    #expect(abs(jump.x.value - 1.37) < 1e-3)
    #expect(try seek.solve("x") { x, range in range.map { _ in x } }.x.value == 0)
    #expect(try seek.solve("x") { x, range in range.map { _ in x - 8 } }.x.value == 8)
    for slope in [-1.0, 1] {
      let middle = try seek.solve("x") { x, range in range.map { _ in slope * (x - 3) } }
      #expect(middle.x.value == 3 && middle.furtherCrossings.isEmpty)
      #expect(try seek.solve("x") { x, range in range.map { _ in slope * (x - 8) } }.x.value == 8)
    }
    let constant = try seek.solve("x") { _, range in range.map { _ in 0 } }
    #expect(constant.solution == .stretch(0...8) && constant.x.low == -.infinity && constant.x.high == .infinity)
  }

  /// The number of GPUs that a budget buys: the target is met from one price to the next.
  @Test(arguments: [9, 13, 30], [0.0, 3])
  func `a figure with steps meets its target from one input to another`(target: Double, low: Double) throws {
    let seek = try GoalSeek(.quantile(0.5), equals: target, within: low...20, replications: 21)
    let found = try seek.solve("gpus") { x, range in range.map { (x * 2.5).rounded(.down) + Double($0 % 3) - 1 } }
    guard case .stretch(let stretch) = found.solution else {
      Issue.record("\(found.solution)")
      return
    }
    #expect(abs(stretch.lowerBound - target / 2.5) < 3e-3 && abs(stretch.upperBound - (target + 1) / 2.5) < 3e-3)
    #expect(found.x.low <= stretch.lowerBound && found.x.high >= stretch.upperBound && found.furtherCrossings.isEmpty)
  }

  @Test func `a target between two steps is met nowhere`() throws {
    let seek = try GoalSeek(.quantile(0.5), equals: 9.5, within: 0...20, replications: 21)
    let found = try seek.solve("gpus") { x, range in range.map { _ in (x * 2.5).rounded(.down) } }
    guard case .jump(let from, let to) = found.solution else {
      Issue.record("\(found.solution)")
      return
    }
    #expect(from.value == 9 && to.value == 10 && from.x < 4 && to.x >= 4 && to.x - from.x < 2e-3)
  }

  /// What comes in a share x of the replications, in months that are even from 0 to 20, and never in the others: its
  /// median is 10/x, and never for a share below a half.
  private func opening(_ x: Double, _ replications: Range<Int>) -> [Double?] {
    replications.map { replication in
      let u = (Double(replication) + 0.5) / 1000
      return u <= x ? 20 * u / x : nil
    }
  }

  @Test func `the median of what may never come meets its target, and never is above it`() throws {
    let seek = try GoalSeek(.quantile(0.5), equals: 12, within: 0.1...1, replications: 1000)
    let found = try seek.solve("month", absence: .laterThanAny, evaluate: opening)
    guard case .point(let x) = found.solution else {
      Issue.record("\(found.solution)")
      return
    }
    #expect(abs(x - 10.0 / 12) < 1e-4 && found.furtherCrossings.isEmpty && found.x.isBounded)
    // The ranks 469 and 532 of a median of 1000: 20 × 0.4685 / x and 20 × 0.5315 / x are 12.
    #expect(abs(found.x.low - 20 * 0.4685 / 12) < 0.002 && abs(found.x.high - 20 * 0.5315 / 12) < 0.002)
    let least = found.trace[0].figure
    #expect(least.value == .infinity && least.low == .infinity && least.high == .infinity)
    // The latest decile is 18/x: 25 is met at 0.72, where it is never, as it is below 0.9.
    let decile = try GoalSeek(.quantile(0.9), equals: 25, within: 0.1...1, replications: 1000)
    guard case .jump(let from, let to) = try decile.solve("month", absence: .laterThanAny, evaluate: opening).solution
    else {
      Issue.record("the latest decile is never or at most 20")
      return
    }
    #expect(from.value == .infinity && to.value < 20.1 && abs(to.x - 0.9) < 0.002)
  }

  @Test func `a target above all months is passed where the median becomes never`() throws {
    let seek = try GoalSeek(.quantile(0.5), equals: 25, within: 0.1...1, replications: 1000)
    let found = try seek.solve("month", absence: .laterThanAny, evaluate: opening)
    guard case .jump(let from, let to) = found.solution else {
      Issue.record("\(found.solution)")
      return
    }
    // It is a number from the share on in which 501 of 1000 have come, 20 × 0.5 / 0.5005.
    #expect(from.value == .infinity && abs(to.value - 10 / 0.5005) < 0.01)
    #expect(from.x < 0.5005 && to.x >= 0.5005 && to.x - from.x < 1e-4)
  }

  @Test func `a steep curve that ends in never is met where it is a number`() throws {
    let seek = try GoalSeek(.quantile(0.5), equals: 12, within: 0...8, replications: 10)
    let found = try seek.solve("month", absence: .laterThanAny) { x, range in
      range.map { _ in x < 3.3 ? 4000 * (x - 3.2969) : nil }
    }
    guard case .point(let x) = found.solution else {
      Issue.record("\(found.solution)")
      return
    }
    #expect(abs(x - 3.2999) < 2e-4 && found.figure.value.isFinite)
  }

  @Test func `a target out of reach says where the figure is never`() throws {
    let seek = try GoalSeek(.quantile(0.5), equals: 5, within: 0.1...1, replications: 1000)
    let above = #expect(throws: TargetNotBracketed.self) {
      try seek.solve("month", absence: .laterThanAny, evaluate: opening)
    }
    #expect(
      above?.description
        == "the 50 % quantile of month stays above 5: it is never at 0.1 and 10 at 1, nearest with 10 at 1, and passes "
        + "from never to a number between 0.438 and 0.55; seek above 1")
    let never = try GoalSeek(.quantile(0.5), equals: 5, within: 0.1...0.4, replications: 1000)
    let nowhere = #expect(throws: TargetNotBracketed.self) {
      try never.solve("month", absence: .laterThanAny, evaluate: opening)
    }
    #expect(nowhere?.description.contains("is never at each of the 9 values tried from 0.1 to 0.4") == true)
    #expect(throws: InvalidValue.self) {
      try GoalSeek(.mean, equals: 5, within: 0.1...0.4, replications: 1000)
        .solve("month", absence: .laterThanAny, evaluate: opening)
    }
  }

  @Test func `a probability of 100 % is met from where it begins to the end of the range`() throws {
    let seek = try GoalSeek(.probability(above: 0), equals: 1, within: -1...1, replications: 400)
    let found = try seek.solve("npv") { x, range in range.map { _ in x } }
    guard case .stretch(let stretch) = found.solution else {
      Issue.record("\(found.solution)")
      return
    }
    #expect(stretch.lowerBound > 0 && stretch.lowerBound < 1e-3 && stretch.upperBound == 1)
    #expect(found.x.high == .infinity)
  }

  @Test func `only values of a count are tried, and one at which the target is met is named`() throws {
    let values = SoughtValues(of: .poisson(mean: 3), within: 0...10)
    #expect(values == .whole)
    let seek = try GoalSeek(.probability(above: 3), equals: 1, within: 0...10, values: values, replications: 20)
    let found = try seek.solve("count") { x, range in range.map { _ in x } }
    #expect(found.solution == .stretch(4...10) && found.openEnds.low == nil && found.openEnds.high == nil)
    #expect(found.trace.allSatisfy { $0.x == $0.x.rounded() } && found.x.high == .infinity)
    let one = try GoalSeek(.mean, equals: 49, within: 0...1000, values: .whole, replications: 3)
    #expect(try one.solve("square") { x, range in range.map { _ in x * x } }.solution == .point(7))
    let between = try GoalSeek(.mean, equals: 50, within: 0...1000, values: .whole, replications: 3).solve("square") {
      x, range in range.map { _ in x * x }
    }
    #expect(between.solution == .jump(from: .init(x: 7, value: 49), to: .init(x: 8, value: 64)))
  }

  @Test func `only the values of a list are tried, and a constant can be any number`() throws {
    let sizes = Distribution.discrete([(1, 0.5), (2, 0.25), (5, 0.15), (12, 0.1)])
    #expect(SoughtValues(of: sizes, within: 2...20) == .listed([2, 5, 12]))
    #expect(SoughtValues(of: 4, within: 0...8) == .continuous)
    #expect(SoughtValues(of: .uniform(0, 1), within: 0...8) == .continuous)
    #expect(SoughtValues(of: .truncated(.binomial(trials: 9, probability: 0.5), to: 2...5), within: 0...8) == .whole)
    let seek = try GoalSeek(
      .mean, equals: 30, within: 1...20, values: SoughtValues(of: sizes, within: 1...20), replications: 2)
    let found = try seek.solve("cost") { x, range in range.map { _ in 10 * x } }
    #expect(found.solution == .jump(from: .init(x: 2, value: 20), to: .init(x: 5, value: 50)))
    #expect(Set(found.trace.map(\.x)).isSubset(of: [1, 2, 5, 12]))
    #expect(throws: InvalidValue.self) { try GoalSeek(.mean, equals: 0, within: 6...11, values: .listed([5, 12])) }
  }

  @Test func `the interval on a count holds the counts at which the figure's interval holds the target`() throws {
    // The mean of x + z over 400 has an interval of ±0.1 or so: of the counts, only 7 has 7.04 within it.
    let seek = try GoalSeek(.mean, equals: 7.04, within: 0...20, values: .whole, replications: 400)
    let narrow = try seek.solve("x") { x, range in range.map { x + noise[$0] - noise[400 + $0] + 0 * x } }
    #expect(narrow.x.low >= 6 && narrow.x.high <= 8)
    // ± 3 or so at 10 times the noise of 40 replications.
    let wide = try GoalSeek(.mean, equals: 7.4, within: 0...20, values: .whole, replications: 40).solve("x") {
      x, range in range.map { x + 10 * noise[$0] }
    }
    for look in wide.trace where look.x > wide.x.low && look.x < wide.x.high { #expect(look.figure.contains(7.4)) }
    for look in wide.trace where look.x < wide.x.low || look.x > wide.x.high { #expect(!look.figure.contains(7.4)) }
  }

  @Test(arguments: [true, false])
  func `the ends of a stretch are round, and open where the target is not met at them`(isClosed: Bool) throws {
    let seek = try GoalSeek(.mean, equals: 1, within: 0...1, replications: 4)
    func level(_ x: Double) -> Double {
      if x < 0.3 || x == 0.3 && !isClosed { return 0 }
      return x > 0.8 || x == 0.8 && !isClosed ? 2 : 1
    }
    let found = try seek.solve("x") { x, range in range.map { _ in level(x) } }
    guard case .stretch(let stretch) = found.solution else {
      Issue.record("\(found.solution)")
      return
    }
    if isClosed {
      #expect(stretch == 0.3...0.8 && found.openEnds.low == nil && found.openEnds.high == nil)
    } else {
      #expect(found.openEnds.low == 0.3 && found.openEnds.high == 0.8)
      #expect(stretch.lowerBound > 0.3 && stretch.lowerBound < 0.3002 && stretch.upperBound < 0.8)
    }
  }

  @Test(
    arguments: [
      (0.19995, 0.20004, 0.2), (-0.5, 0.1, 0), (1234.2, 1234.9, 1234.5), (-3.14159, -3.1411, -3.1415), (96, 104, 100),
      (0.12341, 0.12342, 0.12341),
    ] as [(Double, Double, Double)])
  func `the roundest number between two has the fewest digits`(low: Double, high: Double, expected: Double) {
    let found = GoalSeek.roundest(from: low, through: high)
    #expect(found >= low && found <= high)
    #expect(found == expected || found.shortest.count <= expected.shortest.count)
  }

  @Test func `a steep curve is no step, and rounding is no crossing`() throws {
    let seek = try GoalSeek(.mean, equals: 0.5, within: 0...8, replications: 4)
    let steep = try seek.solve("x") { x, range in range.map { _ in 1 / (1 + exp(-1e4 * (x - 3.3))) } }
    guard case .point(let x) = steep.solution else {
      Issue.record("\(steep.solution)")
      return
    }
    #expect(abs(x - 3.3) < 1e-3)
    let sums = try GoalSeek(.mean, equals: 0.3, within: 0...1, replications: 1).solve("x") { x, range in
      range.map { _ in (x + 0.1) - x + 0.2 }
    }
    #expect(sums.solution == .stretch(0...1))
  }

  @Test func `what cannot be meant is refused`() throws {
    #expect(throws: InvalidValue.self) { try GoalSeek(.mean, equals: 0, within: 1...1) }
    #expect(throws: InvalidValue.self) { try GoalSeek(.mean, equals: .nan, within: 0...1) }
    #expect(throws: InvalidValue.self) { try GoalSeek(.mean, equals: 0, within: 0...1, tolerance: 0) }
    #expect(throws: InvalidValue.self) { try GoalSeek(.mean, equals: 0, within: 0...1, replications: 0) }
    let missing = #expect(throws: InvalidValue.self) {
      try GoalSeek(.mean, equals: 0, within: 0...1, replications: 4).solve("month") { _, range in
        range.map { $0 == 2 ? nil : 1 }
      }
    }
    #expect(missing?.description.hasPrefix("month at 0: 1 of 4 replications have no value") == true)
  }
}
