import Randomness
import Testing

@testable import Experimentation

@Suite struct `A run that stops by itself` {
  @Test func `is looked at after the minimum and then after each batch, nowhere else`() throws {
    let rule = try StoppingRule(.mean, .absolute(0.2), batch: 30, minimum: 50, cap: 500)
    let values = SyntheticData.normals(500, "looks")
    var ranges: [Range<Int>] = []
    let (sample, verdict) = try rule.run("x") {
      ranges.append($0)
      return Array(values[$0])
    }
    #expect(ranges[0] == 0..<50 && ranges.dropFirst().allSatisfy { $0.count == 30 })
    #expect(verdict.reason == .precise && !verdict.isCapped && verdict.estimate.halfWidth <= 0.2)
    // The batch before was too wide, and between two looks nothing stops.
    #expect(!rule.verdict(on: try Sample("x", Array(values.prefix(sample.count - 30)))).stops)
    let between = rule.verdict(on: try Sample("x", Array(values.prefix(sample.count + 1))))
    #expect(between.reason == .betweenLooks && !between.stops)
    #expect(rule.verdict(on: sample) == verdict)
  }

  @Test func `stops at its cap and says that it is too wide`() throws {
    let rule = try StoppingRule(.mean, .absolute(0.001), batch: 30, minimum: 50, cap: 95)
    let values = SyntheticData.normals(95, "cap")
    let (sample, verdict) = try rule.run("x") { Array(values[$0]) }
    #expect(sample.count == 95 && verdict.isCapped && verdict.reason == .tooWide && verdict.stops)
  }

  @Test func `does not stop because nothing has happened yet`() throws {
    // A loss of 1000 once in 400 replications, the first after 300.
    let values = (0..<2000).map { $0 % 400 == 300 ? -1000.0 : 1 }
    let mean = try StoppingRule(.mean, .absolute(5), batch: 50, minimum: 50, cap: 2000)
    #expect(mean.verdict(on: try Sample("x", Array(values.prefix(100)))).reason == .nothingHappened)
    #expect(try mean.run("x") { Array(values[$0]) }.sample.count > 300)
    let quantile = try StoppingRule(.quantile(0.1), .absolute(5), batch: 50, minimum: 50, cap: 2000)
    #expect(quantile.verdict(on: try Sample("x", Array(values.prefix(100)))).reason == .nothingHappened)
    let relative = try StoppingRule(.probability(above: 0), .relative(0.1), batch: 50, minimum: 50, cap: 200)
    let never = try relative.run("x") { $0.map { _ in -1 } }
    #expect(never.verdict.isCapped && never.verdict.reason == .nothingHappened)
  }

  /// What comes in 0.7 of the replications, in months that are even from 0 to 70, and never in the others: multiples of
  /// the golden ratio, of which any number are within two of what theory expects below each value.
  private func opening(_ replications: Range<Int>) -> [Double?] {
    replications.map { replication in
      let u = (Double(replication + 1) * 0.6180339887498949).truncatingRemainder(dividingBy: 1)
      return u <= 0.7 ? 100 * u : nil
    }
  }

  @Test func `the median of what may never come stops at its precision`() throws {
    let rule = try StoppingRule(.quantile(0.5), .absolute(4), batch: 100, minimum: 100, cap: 5000)
    let (sample, verdict) = try rule.run("month", absence: .laterThanAny, evaluate: opening)
    // Half of the interval is about 196 × (0.25 / n)^(1/2), which is 4 after 600 replications.
    #expect(verdict.reason == .precise && !verdict.isCapped && (500...700).contains(sample.count))
    #expect(abs(verdict.estimate.value - 50) < 1 && verdict.estimate.halfWidth <= 4)
    let relative = try StoppingRule(.quantile(0.9), .relative(0.5), batch: 100, minimum: 100, cap: 500)
    let never = try relative.run("month", absence: .laterThanAny, evaluate: opening).verdict
    #expect(never.isCapped && never.reason == .reachesNever && never.estimate.value == .infinity)
  }

  @Test func `an interval that ends in never goes on until both of its ends are numbers`() throws {
    let width = StoppingRule.Precision.absolute(20)
    let short = try StoppingRule(.quantile(0.66), width, batch: 100, minimum: 100, cap: 200)
    let capped = try short.run("month", absence: .laterThanAny, evaluate: opening).verdict
    #expect(capped.isCapped && capped.reason == .reachesNever)
    #expect(capped.estimate.value.isFinite && capped.estimate.high == .infinity)
    // The upper end is about 66 + 196 × (0.66 × 0.34 / n)^(1/2), which is below 70 from 540 replications on, and with what
    // ranks are rounded from 700 on at the latest.
    let long = try StoppingRule(.quantile(0.66), width, batch: 100, minimum: 100, cap: 10_000)
    let (sample, verdict) = try long.run("month", absence: .laterThanAny, evaluate: opening)
    #expect(verdict.reason == .precise && (500...700).contains(sample.count))
    #expect(verdict.estimate.isBounded && abs(verdict.estimate.value - 66) < 1)
  }

  @Test func `a median that is the same wherever it comes is precise, and one that never comes is never`() throws {
    let rule = try StoppingRule(.quantile(0.5), .absolute(1), batch: 100, minimum: 100, cap: 300)
    let some = try rule.run("month", absence: .laterThanAny) { $0.map { $0 % 10 == 0 ? nil : 7 } }.verdict
    #expect(some.reason == .precise && some.estimate.value == 7 && some.estimate.high == 7)
    let none = try rule.run("month", absence: .laterThanAny) { $0.map { _ in nil } }.verdict
    #expect(none.isCapped && none.reason == .reachesNever)
  }

  @Test(arguments: [-1.0, 1.0])
  func `a probability of 0 or 1 is precise when its exact bound is`(value: Double) throws {
    let rule = try StoppingRule(.probability(above: 0), .absolute(0.02), batch: 10, minimum: 10, cap: 10_000)
    let (sample, verdict) = try rule.run("x") { $0.map { _ in value } }
    // 1 - 0.025^(1/n) <= 0.02 from n = 183 on; the looks are at tens.
    #expect(sample.count == 190 && verdict.reason == .precise && !verdict.isCapped)
    #expect(verdict.estimate.low == 0 || verdict.estimate.high == 1)
  }

  @Test func `a relative precision is stricter than its share, and never met by a mean of 0`() throws {
    let rule = try StoppingRule(.mean, .relative(0.1), batch: 20, minimum: 20, cap: 3000)
    let values = SyntheticData.exponentials(3000, "relative")
    let estimate = try rule.run("x") { Array(values[$0]) }.verdict.estimate
    #expect(estimate.halfWidth <= 0.1 / 1.1 * estimate.value)
    let centred = try rule.run("x") { $0.map { $0 % 2 == 0 ? 1 : -1 } }
    #expect(centred.verdict.isCapped && centred.verdict.reason == .tooWide)
  }

  @Test func `what cannot be meant is refused`() {
    #expect(throws: InvalidValue.self) { try StoppingRule(.mean, .absolute(0)) }
    #expect(throws: InvalidValue.self) { try StoppingRule(.mean, .relative(.nan)) }
    #expect(throws: InvalidValue.self) { try StoppingRule(.mean, .absolute(1), batch: 0) }
    #expect(throws: InvalidValue.self) { try StoppingRule(.mean, .absolute(1), minimum: 1) }
    #expect(throws: InvalidValue.self) { try StoppingRule(.mean, .absolute(1), minimum: 100, cap: 50) }
    #expect(throws: InvalidValue.self) { try StoppingRule(.quantile(1), .absolute(1)) }
    let missing = #expect(throws: InvalidValue.self) {
      try StoppingRule(.mean, .absolute(1)).run("month") { $0.map { $0 % 2 == 0 ? 1 : nil } }
    }
    #expect(missing?.description.contains("month: 100 of 200 replications have no value") == true)
    #expect(throws: InvalidValue.self) {
      try StoppingRule(.mean, .absolute(1)).run("month", absence: .laterThanAny) { $0.map { $0 % 2 == 0 ? 1 : nil } }
    }
  }
}
