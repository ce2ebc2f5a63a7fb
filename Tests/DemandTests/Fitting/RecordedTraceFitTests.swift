import Demand
import EventSimulation
import Foundation
import Randomness
import ReferenceData
import SwiftCSV
import Testing
import ValidationRecord

/// The fit to an hour of recorded conversations, against figures that SciPy 1.17.1 gives for the same file.
@Suite(.needs(.azureConversation))
struct RecordedTraceFitTests {
  private static let load = Result {
    try FittedLoad(to: RequestTrace(contentsOf: RecordedTrace.azureConversation.path))
  }

  /// Whether a figure of a fit is SciPy's, and a row of the validation table that has the name of the test.
  private func agree(_ found: Double, _ expected: Double, _ bound: Double, _ test: String = #function) -> Bool {
    Validation.agreement(
      .fits, Validation.claim(test), with: "SciPy 1.17.1", figures: 1, worst: abs(found - expected), within: bound,
      .recordedTrace)
  }

  private func azure() throws -> FittedLoad { try Self.load.get() }

  @Test func `gaps as recorded have the published shapes, likelihoods and distances`() throws {
    let gaps = try #require(try azure().recordedGaps)
    #expect(gaps.count == 19_365 && agree(gaps.variation, 1.0941699818437756, 1e-9))
    #expect(agree(gaps.gamma.shape.value, 0.8709678036714789, 1e-8))
    #expect(agree(gaps.weibull.shape.value, 0.9215725703028808, 1e-8))
    #expect(agree(gaps.exponential.logLikelihood, 13_753.26474210244, 1e-6))
    #expect(agree(gaps.gamma.logLikelihood, 13_880.225731129216, 1e-6))
    #expect(agree(gaps.weibull.logLikelihood, 13_863.85153677209, 1e-6))
    #expect(agree(gaps.exponential.distance, 0.02167477330221884, 1e-9))
    #expect(agree(gaps.gamma.distance, 0.01690048041550679, 1e-8))
    #expect(agree(gaps.weibull.distance, 0.016601479979598655, 1e-8))
    #expect("\(gaps.best)" == "gamma(shape: 0.87097)")
  }

  @Test func `lengths have the published lognormal fits, and their tables the means of the trace`() throws {
    let load = try azure()
    #expect(agree(load.input.logMean, 6.633312928174552, 1e-9))
    #expect(agree(load.input.logDeviation, 0.985154270093309, 1e-9))
    #expect(agree(load.output.logMean, 5.018996887187218, 1e-9))
    #expect(agree(load.output.logDeviation, 0.8590092837592839, 1e-9))
    #expect(agree(load.rankCorrelation, 0.07275089359754287, 5e-5))
    #expect(load.input.median == 1020 && load.input.p99 == 4142 && load.output.median == 129 && load.output.p99 == 601)
    for (fit, distribution) in [(load.input, load.lengths.input), (load.output, load.lengths.output)] {
      #expect(fit.table.count < 40)
      #expect(abs(distribution.mean / fit.mean - 1) < 0.01)
      #expect(abs(distribution.variance.squareRoot() / (fit.mean * fit.variation) - 1) < 0.02)
    }
  }

  @Test func `counts of the trace have the published dispersion, and those of the load have it at every time scale`()
    throws
  {
    let load = try azure()
    #expect(load.dispersion.map(\.seconds) == [1, 2, 5, 10, 20, 30, 60, 120, 300])
    let second = try #require(load.dispersion.first { $0.seconds == 1 })
    let minute = try #require(load.dispersion.first { $0.seconds == 60 })
    #expect(agree(second.trace, 1.3851418849785946, 1e-9) && agree(minute.trace, 16.128259128235047, 1e-9))
    for row in load.dispersion {
      #expect(
        Validation.comparison(
          .fits, "load of an hour of recorded conversations", "dispersion of counts in \(Int(row.seconds)) s",
          expected: row.trace, found: row.fitted, tolerance: 0.05, .recordedTrace), "\(row)")
      #expect(abs(row.fitted - row.trace) < 2 * row.fittedDeviation, "\(row)")
    }
    // Not so an hour without its rates: a renewal process of the gaps as recorded has 1.2 at every scale.
    #expect(minute.trace > 10)
  }

  @Test func `requests drawn from the load are as many and as long as those of the trace`() throws {
    let load = try azure()
    let rounded = load.profile.expected(from: 0, to: load.span)
    #expect(abs(rounded / Double(load.count - 1) - 1) < 1e-5)
    let draws = (0..<10).map { replication -> (count: Double, input: Double, output: Double) in
      var requests = load.requests(
        from: Streams(seed: 3, replication: replication), named: "chat", until: load.span)
      var (count, input, output) = (0.0, 0.0, 0.0)
      while let request = requests.nextRequest() {
        count += 1
        input += Double(request.inputTokens)
        output += Double(request.outputTokens)
      }
      return (count, input / count, output / count)
    }
    let (count, input, output) = (
      Interval(draws.map(\.count)), Interval(draws.map(\.input)), Interval(draws.map(\.output))
    )
    #expect(count.holds(Double(load.count - 1)) && count.sharpness < 0.02, "\(count)")
    #expect(input.holds(load.lengths.input.mean) && input.sharpness < 0.02, "\(input)")
    #expect(output.holds(load.lengths.output.mean) && output.sharpness < 0.02, "\(output)")
  }

  @Test func `a load tells in words what was found`() throws {
    let text = try azure().description
    #expect(text.hasPrefix("19366 requests in 58 min 22 s, 5.53 a second, from "))
    #expect(text.contains("Rate: 175 windows of 20 s, from "))
    #expect(text.contains("burstier than Poisson"))
    #expect(text.contains("the shapes are 0.871 (gamma) and 0.9216 (Weibull)"))
    #expect(text.contains("exponential 0.02167, gamma 0.0169, Weibull 0.0166."))
    #expect(text.contains("1 min: 16.13 ("))
  }

  @Test func `tables and document hold the fit in full`() throws {
    let load = try azure()
    let tables = Dictionary(uniqueKeysWithValues: load.tables.map { ($0.name, $0.csv) })
    let rates = try CSV<Named>(string: #require(tables["rates.csv"]))
    #expect(rates.rows.map { Double($0["from_s"] ?? "") } == load.rates.map(\.from))
    #expect(rates.rows.map { Double($0["rate_per_s"] ?? "") } == load.rates.map(\.rate))
    let gaps = try CSV<Named>(string: #require(tables["gaps.csv"]))
    #expect(gaps.rows.count == 6 && gaps.rows[1]["family"] == "gamma")
    #expect(Double(gaps.rows[1]["shape"] ?? "") == load.recordedGaps?.gamma.shape.value)
    let dispersion = try CSV<Named>(string: #require(tables["dispersion.csv"]))
    #expect(dispersion.rows.map { Double($0["trace"] ?? "") } == load.dispersion.map(\.trace))
    let lengths = try CSV<Named>(string: #require(tables["lengths.csv"]))
    #expect(lengths.rows.count == load.input.table.count + load.output.table.count)

    let json = try JSONSerialization.jsonObject(with: Data(load.json().utf8)) as? [String: Any]
    let document = try #require(json)
    #expect(document["requests"] as? Int == 19_366 && document["gaps"] as? String == "\(load.gaps)")
    #expect((document["rates"] as? [[String: Double]])?.map { $0["rate_per_s"] } == load.rates.map { $0.rate })
    let recorded = try #require(document["recorded_gaps"] as? [String: Any])
    #expect((recorded["families"] as? [[String: Any]])?.count == 3)
  }

  @Test func `lines to paste hold every rate, every quantile and the gaps, on lines of the width of the others`() throws
  {
    let load = try azure()
    let lines = load.swiftLines.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 120 })
    // Numbers in the order in which they stand.
    let numbers = lines.dropFirst().joined(separator: " ").matches(of: /[0-9.]*[0-9](?:e-?[0-9]+)?/).compactMap {
      Double($0.output)
    }
    var expected = load.input.table.flatMap { [$0.probability, $0.tokens] }
    expected += load.output.table.flatMap { [$0.probability, $0.tokens] } + [load.rankCorrelation]
    expected += load.rates.flatMap { [$0.from, $0.rate] } + [load.span]
    #expect(numbers.count == expected.count + 1)
    #expect(Array(numbers.dropLast()) == expected)
    #expect(load.swiftLines.contains("RenewalArrivals(profile, gaps: .\(load.gaps), from: "))
  }

  @Test(.needs(.mooncakeConversation))
  func `a clock of three seconds is noticed, and what it hides is not made up`() throws {
    let load = try FittedLoad(to: RequestTrace(contentsOf: RecordedTrace.mooncakeConversation.path))
    #expect(load.clock.isCoarse && abs(load.clock.resolution - 3) < 1e-4)
    #expect(load.recordedGaps == nil && load.relativeGaps == nil && load.gaps == .exponential)
    #expect(abs(load.window - 30) < 1e-4)
    #expect(load.description.contains("90.2 % of the gaps between requests are 0"))
    for row in load.dispersion where row.seconds >= 60 {
      #expect(abs(row.fitted - row.trace) < 3 * row.fittedDeviation, "\(row)")
    }
    #expect(load.tables[1].csv == "gaps,family,shape,shape_error,log_likelihood,ks_distance\r\n")
    #expect(abs(load.lengths.input.mean / load.input.mean - 1) < 0.01)
  }
}
