import Glibc
import Randomness
import Testing

@testable import Experimentation

@Suite struct `Fewer replications for the same interval` {
  /// e^u for a uniform u, whose mean is e - 1.
  private let uniforms = SyntheticData.uniforms(2000, "variance reduction")
  private let truth = M_E - 1

  @Test func `antithetic pairs of a rising measure`() throws {
    let pairs = try AntitheticPairs(
      try Sample("x", uniforms.map { exp($0) }), try Sample("x", uniforms.map { exp(1 - $0) }))
    #expect(pairs.mean.contains(truth))
    // Var(e^u) = (e² - 1)/2 - (e - 1)² = 0.2420, cov = e - (e - 1)² = -0.2342: the gain is 1 / (1 - 0.9678).
    #expect(abs(pairs.gain - 31) < 2)
  }

  @Test func `antithetic pairs of a symmetric measure do harm`() throws {
    let symmetric = { (u: Double) -> Double? in (u - 0.5) * (u - 0.5) }
    let pairs = try AntitheticPairs(
      try Sample("x", uniforms.map(symmetric)), try Sample("x", uniforms.map { symmetric(1 - $0) }))
    #expect(abs(pairs.gain - 0.5) < 1e-9)
  }

  @Test func `a control variate of known mean`() throws {
    let sample = try Sample("x", uniforms.map { exp($0) })
    let control = try Sample("u", uniforms)
    let controlled = try ControlVariate(sample, control: control, knownMean: 0.5)
    #expect(controlled.mean.contains(truth))
    // The correlation is 0.9918; a control that explains all leaves nothing.
    #expect(abs(controlled.coefficient - 1.69) < 0.02 && abs(controlled.gain - 61) < 6)
    let exact = try ControlVariate(control, control: control, knownMean: 0.5)
    #expect(abs(exact.mean.value - 0.5) < 1e-12 && exact.mean.halfWidth < 1e-9)
    let idle = try ControlVariate(sample, control: try Sample("c", uniforms.map { _ in 2 }), knownMean: 2)
    #expect(idle.coefficient == 0 && idle.mean.value == sample.mean)
  }

  @Test func `strata of known probability`() throws {
    // Ten strata of the uniform number, a tenth each.
    let strata = try (0..<10).map { stratum in
      (
        probability: 0.1,
        sample: try Sample(
          "\(stratum)", uniforms.dropFirst(200 * stratum).prefix(200).map { exp((Double(stratum) + $0) / 10) })
      )
    }
    let stratified = try StratifiedMean(strata)
    #expect(stratified.mean.contains(truth))
    #expect(abs(stratified.gain - 98) < 10)
    #expect(abs(stratified.bestAllocation.reduce(0, +) - 1) < 1e-12)
    #expect(stratified.bestAllocation[9] > stratified.bestAllocation[0])
  }

  @Test func `what cannot be estimated is refused`() throws {
    let (one, two) = (try Sample("x", [1]), try Sample("y", [1, 2]))
    #expect(throws: InvalidValue.self) { try AntitheticPairs(one, one) }
    #expect(throws: InvalidValue.self) { try ControlVariate(two, control: two, knownMean: 1) }
    #expect(throws: InvalidValue.self) { try StratifiedMean([(0.5, two), (0.4, two)]) }
    #expect(throws: InvalidValue.self) { try StratifiedMean([(0.5, two), (0.5, one)]) }
    #expect(throws: InvalidValue.self) { try PairedDifference(one, two) }
    #expect(throws: InvalidValue.self) { try WelchDifference(one, two) }
  }

  @Test func `pairs that differ by the same are certain`() throws {
    let first = try Sample("x", [1, 2, 3])
    let pair = try PairedDifference(try Sample("y", [2, 3, 4]), first)
    #expect(pair.difference.value == 1 && pair.difference.halfWidth == 0 && pair.runsSaved == .infinity && pair.p == 0)
    let same = try PairedDifference(first, first)
    #expect(same.p == 1 && same.t == 0)
    let constant = try Sample("c", [5, 5, 5])
    #expect(try PairedDifference(constant, constant).correlation == nil)
  }
}
