import Glibc
import Randomness
import Testing
import ValidationRecord

@testable import Experimentation

@Suite struct `Fewer replications for the same interval` {
  /// e^u for a uniform u, whose mean is e - 1.
  private let uniforms = SyntheticData.uniforms(2000, "variance reduction")
  private let truth = M_E - 1

  /// The mean of pairs, of which each holds a measure at u and at 1 - u.
  private func antithetic(_ measure: (Double) -> Double) throws -> ReducedEstimate {
    var mean = GroupedMean(groupSize: 2)
    for uniform in uniforms {
      mean.add(measure(uniform))
      mean.add(measure(1 - uniform))
    }
    return try #require(mean.estimate())
  }

  @Test func `antithetic pairs of a rising measure`() throws {
    let pairs = try antithetic { exp($0) }
    #expect(pairs.mean.contains(truth))
    // Var(e^u) = (e² - 1)/2 - (e - 1)² = 0.2420, cov = e - (e - 1)² = -0.2342: the gain is 1 / (1 - 0.9678).
    #expect(
      Validation.comparison(
        .sampling, "antithetic pairs of an increasing measure", "variance reduction: exact, estimated", expected: 31,
        found: pairs.gain,
        tolerance: 2, absolute: true))
  }

  @Test func `antithetic pairs of a symmetric measure do harm`() throws {
    let pairs = try antithetic { ($0 - 0.5) * ($0 - 0.5) }
    #expect(
      Validation.comparison(
        .sampling, "antithetic pairs of a symmetric measure", "variance reduction: exact, estimated", expected: 0.5,
        found: pairs.gain, tolerance: 1e-3, absolute: true))
  }

  @Test func `the mean of a group that is not full waits`() throws {
    var mean = GroupedMean(groupSize: 3)
    for value in [1.0, 2, 3, 4, 5, 6, 100] { mean.add(value) }
    #expect(try #require(mean.estimate()).mean.value == 3.5)
    var single = GroupedMean(groupSize: 2)
    single.add(1)
    single.add(2)
    #expect(single.estimate() == nil)
  }

  private func controlled(_ values: [Double], _ controls: [[Double]], _ means: [Double]) -> ControlledMean {
    var mean = ControlledMean(knownMeans: means)
    for (row, value) in values.enumerated() { mean.add(value, controls: controls.map { $0[row] }) }
    return mean
  }

  @Test func `a control variate of known mean`() throws {
    let sample = uniforms.map { exp($0) }
    let mean = controlled(sample, [uniforms], [0.5])
    let estimate = try #require(mean.estimate())
    #expect(estimate.mean.contains(truth))
    // The correlation is 0.9918; a control that explains all leaves nothing.
    #expect(abs(mean.coefficients[0] - 1.69) < 0.02)
    #expect(
      Validation.comparison(
        .sampling, "a control variate of known mean", "variance reduction: exact, estimated", expected: 61,
        found: estimate.gain,
        tolerance: 6, absolute: true))
    let exact = try #require(controlled(uniforms, [uniforms], [0.5]).estimate())
    #expect(abs(exact.mean.value - 0.5) < 1e-12 && exact.mean.halfWidth < 1e-6)
    let idle = controlled(sample, [uniforms.map { _ in 2 }], [2])
    let plain = sample.reduce(0, +) / Double(sample.count)
    #expect(idle.coefficients == [0])
    #expect(abs(try #require(idle.estimate()).mean.value - plain) < 1e-12)
  }

  @Test func `several controls take more away than one, and one that others determine takes nothing`() throws {
    let other = SyntheticData.uniforms(2000, "another control")
    let sample = zip(uniforms, other).map { exp($0) + $1 * $1 }
    let one = try #require(controlled(sample, [uniforms], [0.5]).estimate())
    let both = controlled(sample, [uniforms, other], [0.5, 0.5])
    let estimate = try #require(both.estimate())
    #expect(estimate.mean.contains(truth + 1.0 / 3))
    #expect(estimate.gain > 3 * one.gain)
    let doubled = controlled(sample, [uniforms, other, uniforms.map { 2 * $0 }], [0.5, 0.5, 1])
    #expect(abs(try #require(doubled.estimate()).mean.value - estimate.mean.value) < 1e-9)
    #expect(controlled([1, 2, 3], [[1, 2, 4], [3, 1, 2]], [0, 0]).estimate() == nil)
  }

  private func stratified(_ values: [(stratum: Int, value: Double)], _ probabilities: [Double]) throws -> StratifiedMean
  {
    var mean = try StratifiedMean(probabilities: probabilities)
    for (stratum, value) in values { mean.add(value, to: stratum) }
    return mean
  }

  @Test func `strata of known probability`() throws {
    // Ten strata of the uniform number, a tenth each.
    let values = uniforms.enumerated().map { place, uniform in
      (stratum: place / 200, value: exp((Double(place / 200) + uniform) / 10))
    }
    let mean = try stratified(values, Array(repeating: 0.1, count: 10))
    let estimate = try #require(mean.estimate())
    #expect(estimate.mean.contains(truth))
    #expect(
      Validation.comparison(
        .sampling, "ten strata of known probability", "variance reduction: exact, estimated", expected: 98,
        found: estimate.gain,
        tolerance: 10, absolute: true))
  }

  @Test func `what cannot be estimated is refused`() throws {
    let (one, two) = (try Sample("x", [1]), try Sample("y", [1, 2]))
    #expect(throws: InvalidValue.self) { try StratifiedMean(probabilities: [0.5, 0.4]) }
    #expect(throws: InvalidValue.self) { try StratifiedMean(probabilities: [1, 0]) }
    #expect(try stratified([(0, 1), (0, 2), (1, 3)], [0.5, 0.5]).estimate() == nil)
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
