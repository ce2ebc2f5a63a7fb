import Demand
import EventSimulation
import Foundation
import Randomness
import Testing
import ValidationRecord

/// What is drawn from a known load is fitted back, and what cannot be fitted is refused.
@Suite struct FittedLoadTests {
  private let lengths = TokenLengths(
    input: .lognormal(logMean: 6.5, logDeviation: 0.9), output: .exponential(mean: 200), rankCorrelation: 0.3)

  private func trace(
    of arrivals: some ArrivalProcess, count: Int, _ replication: Int = 0, every step: Double? = nil
  ) throws -> RequestTrace {
    var requests = DrawnRequests(
      arrivals, lengths: lengths, from: Streams(seed: 31, replication: replication), named: "drawn")
    return try RequestTrace(
      (0..<count).compactMap { _ in
        requests.nextRequest().map {
          var request = $0
          if let step { request.arrival = (request.arrival / step).rounded(.down) * step }
          return request
        }
      }, name: "drawn")
  }

  private func stream(_ replication: Int) -> RandomStream {
    Streams(seed: 30, replication: replication).stream("arrivals")
  }

  @Test(arguments: [
    ArrivalGaps.gamma(shape: 0.15), .gamma(shape: 0.6), .gamma(shape: 3), .weibull(shape: 0.5), .weibull(shape: 0.8),
  ])
  func `gaps at one rate are fitted back within their errors, and the rate is found to be one`(gaps: ArrivalGaps) throws
  {
    var (inside, rightFamily, oneRate) = (0, 0, 0)
    let shape = Double("\(gaps)".split(separator: " ").last.map { $0.dropLast() } ?? "") ?? .nan
    let isGamma = "\(gaps)".hasPrefix("gamma")
    for replication in 0..<12 {
      let load = try FittedLoad(
        to: trace(
          of: RenewalArrivals(.constant(5), gaps: gaps, from: stream(replication)), count: 3000, replication))
      let fit = try #require(load.recordedGaps)
      let estimate = isGamma ? fit.gamma.shape : fit.weibull.shape
      if abs(estimate.value - shape) < 3.29 * estimate.standardError { inside += 1 }
      if "\(load.gaps)".hasPrefix(isGamma ? "gamma" : "weibull") { rightFamily += 1 }
      if load.rates.count == 1 { oneRate += 1 }
    }
    // Intervals of 99.9 %: of 12, more than one miss has a chance below 1 in 10 000.
    #expect(
      Validation.coverage(
        .fits, "fit of \(gaps) to its own draws", "shape, 12 traces of 3000 requests", nominal: 0.999, held: inside,
        of: 12, allowed: 11 / 12.0...1))
    #expect(rightFamily >= 11)
    // Five halvings, each mistaken with a chance of 1 %: fewer than 8 of 12 have a chance below 1 in 1000.
    #expect(oneRate >= 8, "\(oneRate)")
  }

  @Test func `rates that change are found, and gaps once they are taken out`() throws {
    // Calm for ten minutes, busy for ten.
    let profile = RateProfile.rates([0: 2, 600: 9], every: 1200)
    for gaps in [ArrivalGaps.exponential, .gamma(shape: 0.5)] {
      var shapes: [Double] = []
      var errors: [Double] = []
      for replication in 0..<12 {
        let load = try FittedLoad(
          to: trace(of: RenewalArrivals(profile, gaps: gaps, from: stream(replication)), count: 8000, replication))
        #expect(load.rates.count > 1)
        let fit = try #require(load.relativeGaps)
        shapes.append(fit.gamma.shape.value)
        // The mean rate of each ten minutes, but for those at an edge of which a window lies.
        for block in 0..<2 {
          let truth = block % 2 == 0 ? 2.0 : 9
          let found = load.profile.expected(from: 600 * Double(block) + 60, to: 600 * Double(block) + 540) / 480
          errors.append((found / truth - 1) / (gaps.variation / (480 * truth).squareRoot()))
        }
        for row in load.dispersion { #expect(abs(row.fitted - row.trace) < 5 * row.fittedDeviation, "\(row)") }
      }
      let truth = 1 / (gaps.variation * gaps.variation)
      // What is left of the windows' chance in the rates makes the shape seem up to 3 % steadier.
      let found = Interval(shapes)
      #expect(abs(found.mean - truth) < found.halfWidth + 0.03 * truth, "\(found), not \(truth)")
      // Rates in their standard errors: of 24, none beyond 4.
      #expect(errors.allSatisfy { abs($0) < 4 }, "\(errors)")
    }
  }

  @Test func `lengths and their dependence are fitted back`() throws {
    var correlations: [Double] = []
    for replication in 0..<12 {
      let load = try FittedLoad(
        to: trace(of: RenewalArrivals.poisson(.constant(5), from: stream(replication)), count: 2000, replication))
      correlations.append(load.rankCorrelation)
      for p in [0.1, 0.5, 0.9] {
        // The table's own hundredth, and 4.5 standard errors of a share.
        let slack = 0.01 + 4.5 * (p * (1 - p) / 2000).squareRoot()
        #expect(abs(load.lengths.input.cumulative(at: lengths.input.quantile(p)) - p) < slack)
        #expect(abs(load.lengths.output.cumulative(at: lengths.output.quantile(p)) - p) < slack)
      }
      #expect(abs(load.input.logMean - 6.5) < 4.5 * 0.9 / 2000.0.squareRoot())
    }
    let found = Interval(correlations)
    #expect(found.holds(0.3) && found.halfWidth < 0.04, "\(found)")
  }

  @Test func `a load is fitted back from what was drawn from its fit`() throws {
    let first = try FittedLoad(
      to: trace(
        of: ModulatedArrivals(RateStates(rates: [2, 12], stays: [200, 60]), from: stream(0)), count: 20_000))
    var again = first.requests(from: Streams(seed: 40, replication: 0), named: "again", until: first.span)
    var requests: [InferenceRequest] = []
    while let request = again.nextRequest() { requests.append(request) }
    let second = try FittedLoad(to: RequestTrace(requests, name: "again"))
    for (one, other) in zip(first.dispersion, second.dispersion) {
      #expect(abs(other.trace - one.fitted) < 4 * one.fittedDeviation, "\(one) \(other)")
    }
    #expect(abs(second.meanRate / first.meanRate - 1) < 0.05)
    let (gaps, gapsAgain) = (try #require(first.relativeGaps), try #require(second.relativeGaps))
    #expect(abs(gaps.gamma.shape.value - gapsAgain.gamma.shape.value) < 0.05)
  }

  @Test func `a coarse clock is told from bursts`() throws {
    let load = try FittedLoad(
      to: trace(of: RenewalArrivals.poisson(.constant(6), from: stream(1)), count: 20_000, every: 2))
    #expect(load.clock.isCoarse && load.clock.resolution == 2 && load.gaps == .exponential)
    #expect(load.window == 20 && load.rates.count == 1)
    // A few ties are spread over the clock's step instead.
    let fine = try FittedLoad(
      to: trace(of: RenewalArrivals.poisson(.constant(6), from: stream(1)), count: 5000, every: 0.01))
    #expect(!fine.clock.isCoarse && fine.clock.tiedShare > 0.02)
    let shape = try #require(fine.recordedGaps).gamma.shape
    #expect(abs(shape.value - 1) < 0.05)
  }

  @Test func `a trace of days has the shape of a day`() throws {
    let day = DayShape(hourly: (0..<24).map { 1 + 0.8 * sin(Double($0) / 24 * 2 * .pi) })
    let load = try FittedLoad(
      to: trace(of: RenewalArrivals.poisson(.day(day, meanRate: 0.1), from: stream(2)), count: 26_000))
    let shape = try #require(load.dayShape)
    // An hour of three days holds at least 216 of them, known to 7 %; four of its errors.
    for hour in 0..<24 {
      let error = 1 / (3 * 360 * day.multipliers[hour]).squareRoot()
      #expect(abs(shape.multipliers[hour] / day.multipliers[hour] - 1) < 4 * error + 0.02, "hour \(hour)")
    }
    #expect(load.swiftLines.contains("shape: DayShape(hourly: ["))
    #expect(load.description.contains("Of the hours of the day"))
  }

  @Test func `what cannot be fitted is refused with file, line and column`() throws {
    func fit(_ requests: [(Double, Int, Int)]) -> String {
      problem {
        try FittedLoad(
          to: RequestTrace(
            requests.map { InferenceRequest(arrival: $0.0, inputTokens: $0.1, outputTokens: $0.2) }, name: "t.csv"))
      }
    }
    #expect(fit([(0, 5, 5)]) == "t.csv:2: the trace ends after 1 request, and a fit needs at least 20")
    #expect(
      fit(Array(repeating: (3, 5, 5), count: 30))
        == "t.csv:31: column arrival_s: all 30 requests arrive at 3 s, so they have no rate; times that differ were expected"
    )
    var requests = (0..<30).map { (Double($0), 5, 5) }
    requests[7].2 = 0
    #expect(
      fit(requests)
        == "t.csv:9: column output_tokens: expected at least 1 token and found 0: leave out failed requests")
    requests[7].2 = 5
    requests[3].1 = 0
    #expect(fit(requests).hasPrefix("t.csv:5: column input_tokens"))
  }

  @Test func `a trace of requests that are all alike is fitted`() throws {
    let load = try FittedLoad(
      to: RequestTrace(
        (0..<200).map { InferenceRequest(arrival: Double($0), inputTokens: 7, outputTokens: 3) }, name: "even"))
    #expect(load.rankCorrelation == 0 && load.lengths.input.mean == 7 && load.lengths.output.mean == 3)
    #expect("\(load.gaps)".hasSuffix("(shape: 1000)"))
    #expect(load.description.contains("steadier than Poisson"))
    #expect(load.rates.count == 1)
  }
}
