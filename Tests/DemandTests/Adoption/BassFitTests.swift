import Foundation
import Randomness
import ReferenceData
import SwiftCSV
import Testing
import ValidationRecord

@testable import Demand

@Suite struct BassFitTests {
  /// How far apart two numbers are, relative to the second.
  private func distance(_ found: Double, _ expected: Double) -> Double { abs(found / expected - 1) }

  /// Whether a figure of a fit is the peer's, and a row of the validation table that has the name of the test.
  private func agree(
    _ peer: String, _ found: Double, _ expected: Double, _ bound: Double, _ test: String = #function
  ) -> Bool {
    Validation.agreement(
      .adoption, Validation.claim(test), with: peer, figures: 1, worst: distance(found, expected), within: bound)
  }

  private struct Numbers: Decodable {
    let p: Double, q: Double, m: Double
  }

  @Test func `the fit to ten years of video recorders is the published one`() throws {
    struct Published: Decodable {
      let sales: [Double], fit: Numbers, se: Numbers, residual_standard_error: Double
    }
    let published = try ReferenceData.figures("adoption/bass_published.json", as: Published.self)
    let fit = try BassFit(to: AdoptionSeries(adopters: published.sales, in: .year, name: "VCR"), by: .rateAtEnd)
    #expect(agree("R 4.2.2, as published", fit.market.value, published.fit.m, 1e-5))
    #expect(agree("R 4.2.2, as published", fit.innovation.value, published.fit.p, 1e-5))
    #expect(agree("R 4.2.2, as published", fit.imitation.value, published.fit.q, 1e-5))
    #expect(agree("R 4.2.2, as published", fit.market.standardError, published.se.m, 1e-4))
    #expect(agree("R 4.2.2, as published", fit.innovation.standardError, published.se.p, 1e-4))
    #expect(agree("R 4.2.2, as published", fit.imitation.standardError, published.se.q, 1e-4))
    #expect(agree("R 4.2.2, as published", fit.residualStandardError, published.residual_standard_error, 1e-5))
    // As R printed it: M = 6.80e4 (3.13e3), P = 6.59e-3 (1.43e-3), Q = 6.38e-1 (4.14e-2), 727 on 7 degrees of freedom.
    #expect(abs(fit.market.value - 68_000) < 50 && abs(fit.market.standardError - 3130) < 5)
    #expect(fit.degreesOfFreedom == 7 && Int(fit.residualStandardError) == 727)
    // The year of the peak, by the estimates: ln(q/p)/(p + q).
    #expect(
      agree(
        "R 4.2.2, as published", fit.peak.period, log(0.6380912654706001 / 0.006593959421340414) / 0.6446852248919405,
        1e-6))
  }

  @Test func `least squares and Bass's regression agree with the reference`() throws {
    struct Fits: Decodable {
      let nls: Numbers, nls_se: Numbers, ols_abc: [Double], ols: Numbers
    }
    let expected = try ReferenceData.figures("adoption/bass_fit.json", as: Fits.self)
    let adopters = try ReferenceData.table("adoption/bass_fit.csv").numbers("adopters")
    // The file is read as it stands: its column of times is called t.
    let series = try AdoptionSeries(contentsOf: ReferenceData.path("adoption/bass_fit.csv"))
    #expect(series.adopters == adopters && series.period == .period)

    let fit = try BassFit(to: series)
    #expect(agree("SciPy 1.17.1", fit.market.value, expected.nls.m, 1e-5))
    #expect(agree("SciPy 1.17.1", fit.innovation.value, expected.nls.p, 1e-5))
    #expect(agree("SciPy 1.17.1", fit.imitation.value, expected.nls.q, 1e-5))
    #expect(agree("SciPy 1.17.1", fit.market.standardError, expected.nls_se.m, 1e-4))
    #expect(agree("SciPy 1.17.1", fit.innovation.standardError, expected.nls_se.p, 1e-4))
    #expect(agree("SciPy 1.17.1", fit.imitation.standardError, expected.nls_se.q, 1e-4))

    let regression = try BassRegression(series)
    for (found, value) in zip(regression.coefficients, expected.ols_abc) {
      #expect(agree("SciPy 1.17.1", found, value, 1e-9))
    }
    let ols = try BassFit(to: series, by: .regression)
    #expect(agree("SciPy 1.17.1", ols.market.value, expected.ols.m, 1e-9))
    #expect(agree("SciPy 1.17.1", ols.innovation.value, expected.ols.p, 1e-9))
    #expect(agree("SciPy 1.17.1", ols.imitation.value, expected.ols.q, 1e-9))
  }

  /// Sales by a curve with errors of 5 units.
  private func drawn(_ replication: Int, periods: Int = 16) throws -> AdoptionSeries {
    let bass = BassDiffusion(innovation: 0.015, imitation: 0.42)
    let stream = RandomStream(seed: 8, replication: replication, name: "sales")
    let errors = Distribution.normal(mean: 0, deviation: 5)
    return try AdoptionSeries(
      adopters: (1...periods).map {
        5000 * (bass.share(at: Double($0)) - bass.share(at: Double($0 - 1))) + errors.draw(from: stream)
      }, in: .month, name: "drawn")
  }

  @Test func `a fit finds the curve that the sales were drawn from, and knows how near it comes`() throws {
    var inside = [0, 0, 0]
    for replication in 0..<200 {
      let fit = try BassFit(to: drawn(replication))
      let quantile = Distribution.studentT(freedom: 13).quantile(0.975)
      for (index, (estimate, truth)) in [
        (fit.market, 5000), (fit.innovation, 0.015), (fit.imitation, 0.42),
      ].enumerated() where abs(estimate.value - truth) < quantile * estimate.standardError { inside[index] += 1 }
    }
    // 95 % intervals: of 200 of them 179 to 198 hold the truth, with 99.9 % chance for each parameter.
    for (parameter, count) in zip(["market", "innovation", "imitation"], inside) {
      #expect(
        Validation.coverage(
          .coverage, "least squares of Bass's curve", "\(parameter), 16 months of sales", held: count, of: 200,
          allowed: 0.895...0.99), "\(inside)")
    }
  }

  @Test func `slopes are those of the curve, in every form`() throws {
    let series = try drawn(0)
    for form in [BassFit.Form.perPeriod, .rateAtEnd, .cumulative] {
      let fit = try BassFit(to: series, by: form)
      // At the least of the squares none of the three can be changed for the better.
      func squares(_ m: Double, _ p: Double, _ q: Double) -> Double {
        let bass = BassDiffusion(innovation: p, imitation: q)
        let observed = form == .cumulative ? series.cumulative : series.adopters
        return observed.enumerated().reduce(0) { sum, row in
          let t = Double(row.offset + 1)
          let said =
            switch form {
            case .rateAtEnd: m * bass.density(at: t)
            case .cumulative: m * bass.share(at: t)
            default: m * (bass.share(at: t) - bass.share(at: t - 1))
            }
          return sum + (row.element - said) * (row.element - said)
        }
      }
      let (m, p, q) = (fit.market.value, fit.innovation.value, fit.imitation.value)
      let least = squares(m, p, q)
      #expect(abs(fit.residualStandardError - (least / 13).squareRoot()) < 1e-9 * fit.residualStandardError)
      for step in [1e-4, -1e-4] {
        #expect(squares(m * (1 + step), p, q) > least)
        #expect(squares(m, p * (1 + step), q) > least)
        #expect(squares(m, p, q * (1 + step)) > least)
      }
      let observed = form == .cumulative ? series.cumulative : series.adopters
      #expect(distance(fit.fitted.reduce(0, +), observed.reduce(0, +)) < 0.1)
    }
  }

  @Test func `a fit becomes a curve in years, that goes on from what was reached`() throws {
    let fit = try BassFit(to: drawn(1))
    let curve = try fit.yearlyCurve
    #expect(abs(curve.share(after: 1, from: 0) - fit.cumulative(at: 12) / fit.market.value) < 1e-12)
    #expect(Adoption(curve, startingAt: fit.shareReached).factor(after: 0.5) > 1)
    let unknown = try BassFit(to: AdoptionSeries(adopters: drawn(1).adopters, name: "drawn"))
    #expect(problem { try unknown.yearlyCurve }.contains("drawn:1: column t: the length of a period is not given"))
  }

  @Test func `a fit tells in words, as Swift and as CSV what it found`() throws {
    let fit = try BassFit(to: drawn(1))
    #expect(fit.description.hasPrefix("16 months of adopters, "))
    #expect(fit.description.contains("least squares on the adopters of each period: market "))
    #expect(fit.description.contains("The fastest growth was in month "))
    let curve = try fit.yearlyCurve
    let numbers = fit.swiftLines.matches(of: /(?:innovation|imitation|startingAt): ([0-9.]+)/).compactMap {
      Double($0.1)
    }
    #expect(numbers.count == 3)
    #expect("\(curve)".hasPrefix("bass(innovation: "))
    #expect(distance(numbers[0], 12 * fit.innovation.value) < 1e-5 && distance(numbers[2], fit.shareReached) < 1e-5)
    let table = try CSV<Named>(string: fit.csv)
    #expect(table.rows.map { Double($0["fitted"] ?? "") } == fit.fitted)
    // Seven months do not say where it ends, and the fit says so.
    let early = try BassFit(to: AdoptionSeries(adopters: drawn(1).adopters.dropLast(9), in: .month, name: "early"))
    #expect(early.peak.period > 7)
    #expect(early.description.contains("The fastest growth is still to come"))
    #expect(early.description.contains("A series like this says little about the size of the market"))
  }

  @Test func `a series may be cumulative, and says how long its periods are`() throws {
    let new = try AdoptionSeries(csv: "quarter,adopters\n3,1\n4,2\n5,4\n6,3\n7,1\n", file: "a.csv")
    let sums = try AdoptionSeries(csv: "note,cumulative,quarter\na,1,1\nb,3,2\nc,7,3\nd,10,4\ne,11,5\n", file: "b.csv")
    #expect(new.adopters == sums.adopters && new.period == .quarter && new.period.perYear == 4)
    #expect(new.cumulative == [1, 3, 7, 10, 11])
  }

  @Test func `what no curve can be fitted to is told with file, line and column`() throws {
    func read(_ csv: String) -> String { problem { try AdoptionSeries(csv: csv, file: "users.csv") } }
    #expect(read("year,adopters\n1,1\n3,2\n").hasPrefix("users.csv:3: column year: 3 comes after 1"))
    #expect(
      read("year,adopters\n1,1\n2,few\n")
        == "users.csv:3: column adopters: expected a number of adopters, at least 0, and found \"few\"")
    #expect(read("year,adopters\n1,1\n2,-1\n").hasPrefix("users.csv:3: column adopters"))
    #expect(read("year,cumulative\n1,5\n2,4\n").contains("users.csv:3: column cumulative: 4 comes after 5"))
    #expect(read("when,adopters\n1,1\n").contains("there is no column of times; one is called year, quarter"))
    #expect(read("year,users\n1,1\n").contains("users.csv:1: there is no column adopters"))
    #expect(read("year,adopters\n1,1\n2,2\n3,1\n").contains("holds 3 periods"))
    #expect(read("year,adopters\n1,0\n2,0\n3,0\n4,0\n5,0\n").contains("nobody adopted"))
    #expect(read("").contains("is empty"))
    #expect(read("month,year,adopters\n1,1,2\n").contains("the columns year and month both are times"))
    #expect(
      read("month,adopters,cumulative\n1,2,2\n2,3,5\n3,4,10\n4,1,11\n5,1,12\n")
        == "users.csv:4: column cumulative: 10 is not the sum of the adopters up to here, 9; keep the column that is right"
    )
    // What came before the first row is in the sums too.
    #expect(read("month,adopters,cumulative\n1,2,7\n2,3,10\n3,4,14\n4,1,15\n5,1,16\n") == "")
    #expect(read("t,adopters\n1,1e-300\n2,2e-300\n3,1e-300\n4,0\n5,0\n").contains("count them in another unit"))
    #expect(read("t,adopters\n1,1e300\n2,2e300\n3,1e300\n4,0\n5,0\n").contains("count them in another unit"))

    func fit(_ adopters: [Double], _ form: BassFit.Form = .perPeriod) -> String {
      problem { try BassFit(to: AdoptionSeries(adopters: adopters, name: "made"), by: form) }
    }
    // Growth without an end in sight, and the regression of it.
    #expect(fit([1, 2, 4, 8, 16, 32, 64]).contains("made: no Bass curve fits"))
    for periods in 5...12 {
      #expect(fit((0..<periods).map { Double(1 << $0) }).contains("made: no Bass curve fits"))
      #expect(fit(Array(repeating: 10, count: periods)).contains("made: no Bass curve fits"))
    }
    #expect(fit([1, 2, 4, 8, 16, 32, 64], .regression).contains("does not rise and come down to 0 again"))
  }
}
