import ReferenceData
import Testing
import ValidationRecord

@testable import Randomness

/// Against mpmath with 50 digits, for parameters from 1e-9 to 1e12: `Tests/ReferenceData/generate/extremes.py`.
struct ExtremeParameterTests {
  /// A distribution and a value of it, with the probabilities on both sides.
  private struct Row {
    let distribution: Distribution
    let value: Double
    let cumulative: Double
    let exceeding: Double
    let density: Double
  }

  private static func rows() throws -> [Row] {
    var known: [String: Distribution] = [:]
    return try ReferenceData.table("distributions/extremes.csv").rows.map { cells in
      let text = "\(cells[0])(\(cells[1...3].filter { !$0.isEmpty }.joined(separator: ", ")))"
      let distribution = try known[text] ?? Distribution(parsing: text)
      known[text] = distribution
      let numbers = cells[4...].compactMap { Double($0) }
      try #require(numbers.count == 4)
      return Row(
        distribution: distribution, value: numbers[0], cumulative: numbers[1], exceeding: numbers[2],
        density: numbers[3])
    }
  }

  @Test func `cumulative functions, densities and quantiles of extreme parameters agree with mpmath to 1e-9`() throws {
    var worst: [String: (error: Double, place: String)] = [:]
    let rows = try Self.rows()
    for row in rows {
      let (distribution, x) = (row.distribution, row.value)
      // Of the smaller tail, beside the last digit that 1 − p has.
      let tail = min(row.cumulative, row.exceeding)
      let rounding = row.cumulative < 0.5 ? 0 : 0x1p-52
      let found = [
        "cumulative": max(abs(distribution.cumulative(at: x) - row.cumulative) - rounding, 0) / tail,
        "density": abs(distribution.density(at: x) - row.density) / max(row.density, .leastNormalMagnitude),
        "quantile": quantileError(row),
      ]
      for (function, error) in found where error > worst[function]?.error ?? -1 {
        worst[function] = (error, "\(distribution) at \(x)")
      }
    }
    for (function, (error, place)) in worst {
      #expect(
        Validation.agreement(
          .distributions, "\(function) with parameters from 1e-9 to 1e12", with: "mpmath 1.4.1", figures: rows.count,
          worst: error, within: 1e-9), "\(place)")
    }
  }

  /// How far the quantile is from the value, beyond what the last digit of the probability makes of it.
  private func quantileError(_ row: Row) -> Double {
    let p = row.cumulative
    let found = row.distribution.quantile(p)
    let digit = p < 0.5 ? p.ulp : 0x1p-52
    let slack = row.density > 0 ? digit / row.density : 0
    return max(abs(found - row.value) - slack, 0) / max(abs(row.value), row.distribution.isDiscrete ? 1 : 0)
  }

  @Test func `quantiles of extreme parameters rise with the probability`() throws {
    var last: [Distribution: (p: Double, quantile: Double)] = [:]
    for row in try Self.rows().sorted(by: { $0.cumulative < $1.cumulative }) {
      let quantile = row.distribution.quantile(row.cumulative)
      if let before = last[row.distribution], before.p < row.cumulative {
        #expect(quantile >= before.quantile, "\(row.distribution) at \(row.cumulative)")
      }
      last[row.distribution] = (row.cumulative, quantile)
    }
  }

  @Test(arguments: [
    ("beta(7, 1.7e308)", "1e-290 and more was expected"),
    ("beta(1e6, 1e300)", "1e-290 and more was expected"),
    ("gumbel(0, 5e-324)", "1e-290 and more was expected"),
    ("exponential(mean: 5e-324)", "1e-290 and more was expected"),
    ("weibull(scale: 1.7e308, shape: 1e300)", "in the twelfth digit and beyond"),
    ("mixture(1: 0, 1: weibull(scale: 1.7e308, shape: 0.5))", "beyond the greatest number"),
  ])
  func `distributions whose values are no numbers, or all one, are rejected with a remedy`(
    text: String, message: String
  ) throws {
    let error = try #require(throws: InvalidValue.self) { try Distribution(parsing: text) }
    #expect(error.problem.contains(message), "\(error)")
    #expect(error.remedy != nil)
  }

  @Test func `values near the greatest number are right`() throws {
    let wide = try Distribution(parsing: "empirical(0: 100, 1: 1.7e308)")
    #expect(wide.quantile(0.5) == 8.5e307 && wide.mean == 8.5e307)
    // F(x) = 1 − (b − x)² / ((b − a) (b − m)), with a and m beyond the digits of b.
    let slope = try Distribution(parsing: "triangular(1, 9e15, 1e100)")
    #expect(abs(slope.quantile(0.75) / 5e99 - 1) < 1e-12)
    #expect(abs(slope.cumulative(at: 5e99) - 0.75) < 1e-12)
    #expect(abs(slope.mean / (1e100 / 3) - 1) < 1e-12)
    #expect(abs(slope.variance / (1e200 / 18) - 1) < 1e-12)
    let stages = try Distribution(parsing: "truncated(erlang(1e6, 2), -1, 2)")
    #expect(stages.quantile(1) == 2 && stages.quantile(0.5) < 2)
    // Half a normal distribution of deviation 0.002: mean 2 − 0.002 √(2/π), to the skewness of the stages.
    #expect(abs(stages.mean - (2 - 0.002 * 0.797_884_560_802_865)) < 1e-6)
    #expect(abs(stages.variance / (4e-6 * (1 - 2 / Double.pi)) - 1) < 1e-2)
  }

  @Test func `a law has the same quantiles however it is written`() throws {
    let stream = Streams(seed: 5, replication: 0).stream("ties")
    for step in 1..<1_000 {
      let q = step < 100 ? Double(step) / 100 : stream.uniformOpen()
      let forms: [Distribution] = [
        .bernoulli(q), .discrete([(0, 1 - q), (1, q)]), .binomial(trials: 1, probability: q),
        .mixture([(1 - q, .constant(0)), (q, .constant(1))]),
        .hypergeometric(population: 1_000, marked: step, drawn: 1),
      ]
      for p in [q, 1 - q, 0.1, 0.5, 0.9, stream.uniformOpen()] {
        for form in forms.dropFirst().prefix(3) {
          #expect(form.quantile(p) == forms[0].quantile(p), "\(form) at \(p)")
        }
      }
      let share = Double(step) / 1_000
      #expect(forms[4].quantile(1 - share) == 0 && forms[4].quantile(1 - share + 1e-9) == 1)
    }
  }

  @Test(arguments: Examples.counts)
  func `the quantile of the probability of at most a count is that count`(distribution: Distribution) {
    check(distribution)
  }

  @Test func `the quantile of the probability of at most a count is that count, for random parameters`() {
    let stream = Streams(seed: 79, replication: 0).stream("parameters")
    for _ in 0..<40 {
      let probability = stream.uniformOpen()
      let mean = Distribution.loguniform(0.01, 1e8).draw(from: stream)
      let trials = 1 + Int(Distribution.loguniform(1, 1e8).draw(from: stream))
      for distribution: Distribution in [
        .bernoulli(probability), .binomial(trials: trials, probability: probability), .poisson(mean: mean),
        .geometric(probability: probability), .negativeBinomial(successes: mean / 1_000, probability: probability),
        .hypergeometric(population: trials + 10, marked: trials / 3, drawn: trials / 2),
        .truncated(.poisson(mean: mean), to: 0...(mean + 1)),
      ] { check(distribution) }
    }
  }

  private func check(_ distribution: Distribution) {
    for p in [1e-6, 0.001, 0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98, 0.999] {
      let count = distribution.quantile(p)
      // Rounding can't tell a count from the next whose probability is less than that of the last digits.
      guard distribution.density(at: count) > 1e-9 else { continue }
      #expect(distribution.quantile(distribution.cumulative(at: count)) == count, "\(distribution) at \(count)")
    }
  }
}
