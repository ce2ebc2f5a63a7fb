import Demand
import Foundation
import Randomness
import ReferenceData
import Testing
import ValidationRecord

@testable import Economics

/// Laws and estimates that a program in Python calculated with SciPy; logarithms are natural.
private struct OutlookFigures: Decodable {
  struct Law: Decodable {
    struct Score: Decodable {
      let observed: Double
      let crps: Double
    }
    struct Probability: Decodable {
      let value: Double
      let cdf: Double
    }
    let form: String
    let drift, drift_sd, cycle, cycle_years, volatility, years, mean, sd, unchanged: Double
    let rate, shape: Double?
    let quantiles: [String: Double]
    let crps_of: [Score]
    let cdf_of: [Probability]

    var change: LogChange {
      let outlook = PriceOutlook(
        drift: drift, error: drift_sd, volatility: volatility,
        cycle: MarketCycle(mean: 0, deviation: cycle * cycle_years, years: cycle_years))
      guard let rate, let shape else { return outlook.change(after: years) }
      return outlook.listed(changesPerYear: rate, shape: shape).change(after: years)
    }
  }

  struct Toy: Decodable {
    struct Known: Decodable {
      let total, years, calendar: Double
      let D, dt: [Double]
      let changes: Int
    }
    let series: [String: [String: Double]]
    let origin_month: Int
    let known: Known
    let estimate: Estimate
    let law_1_year: [String: Double]
  }

  struct Estimate: Decodable {
    let drift, drift_sd, volatility, rate: Double
    let dhat, raw: Double?
  }

  struct Origin: Decodable {
    struct Known: Decodable {
      let total, years, calendar: Double
      let D, changes: Int
    }
    let origin: String
    let known: Known
    let estimate: Estimate
  }

  let laws: [Law]
  let toy_history: Toy
  let estimates_rents: [Origin]
}

@Suite struct PriceOutlookTests {
  private let figures: OutlookFigures

  init() throws { figures = try ReferenceData.figures("backtests/outlooks.json") }

  @Test func `distributions of a market price and of a list price agree with SciPy`() {
    var (moments, probabilities, quantiles) = (WorstError(), WorstError(), WorstError())
    for law in figures.laws {
      let change = law.change
      moments.note(change.mean, law.mean, scale: 1)
      moments.note(change.standardDeviation, law.sd, scale: 1)
      moments.note(change.unchanged, law.unchanged, scale: 1)
      for probability in law.cdf_of {
        probabilities.note(change.cumulative(at: probability.value), probability.cdf, scale: 1)
      }
      for (level, quantile) in law.quantiles {
        quantiles.note(change.quantile(Double(level) ?? .nan), quantile, scale: 1)
      }
    }
    // The figures are written with nine digits, the quantiles with seven.
    #expect(moments.count == 72 && moments.agrees(.prices, "moments of price outlooks", with: "SciPy", within: 1e-9))
    #expect(probabilities.agrees(.prices, "probabilities of price outlooks", with: "SciPy", within: 1e-9))
    #expect(quantiles.agrees(.prices, "quantiles of price outlooks", with: "SciPy", within: 1e-7))
  }

  private var toySeries: [[(month: Int, log: Double)]] {
    figures.toy_history.series.sorted { $0.key < $1.key }.map { _, prices in
      prices.map { (month: Int($0.key) ?? -1, log: log($0.value)) }.sorted { $0.month < $1.month }
    }
  }

  @Test func `what histories say is what a peer sums from them`() {
    let (toy, evidence) = (figures.toy_history, ListPriceEvidence(toySeries, through: figures.toy_history.origin_month))
    var worst = WorstError()
    worst.note(evidence.total, toy.known.total, scale: 1)
    worst.note(evidence.years, toy.known.years)
    worst.note(Double(toy.origin_month - (evidence.firstMonth ?? -1)) / 12, toy.known.calendar)
    worst.note(evidence.sumOfTimes, toy.known.dt.reduce(0, +))
    worst.note(evidence.sumOfSquares, toy.known.D.reduce(0) { $0 + $1 * $1 })
    #expect(evidence.changes == toy.known.changes && evidence.moves == toy.known.D.count)
    let estimate = ListPricePrior.gpuRents.estimate(evidence, in: toy.origin_month)
    note(estimate, toy.estimate, &worst)
    for (level, quantile) in toy.law_1_year {
      worst.note(estimate.listed.change(after: 1).quantile(Double(level) ?? .nan), quantile, scale: 10)
    }
    #expect(worst.agrees(.prices, "estimates of list prices", with: "NumPy", within: 1e-8))
  }

  private func note(
    _ estimate: ListPriceEstimate, _ expected: OutlookFigures.Estimate, _ worst: inout WorstError
  ) {
    worst.note(estimate.outlook.drift, expected.drift)
    worst.note(estimate.outlook.driftError, expected.drift_sd)
    worst.note(estimate.outlook.volatility, expected.volatility)
    worst.note(estimate.changesPerYear, expected.rate)
  }

  @Test func `estimates at eleven dates follow from the sums known then`() throws {
    var worst = WorstError()
    for origin in figures.estimates_rents {
      let month = 12 * 10_000
      var evidence = ListPriceEvidence()
      evidence.total = origin.known.total
      evidence.years = origin.known.years
      evidence.firstMonth =
        origin.known.years > 0 ? month - Int((12 * origin.known.calendar).rounded()) : nil
      evidence.changes = origin.known.changes
      evidence.moves = origin.known.D
      // The peer gives the raw variance, not the sums: moves of zero around the drift, and one that holds it all.
      if let raw = origin.estimate.raw, let drift = origin.estimate.dhat, origin.known.D > 0 {
        evidence.sumOfTimes = 1
        evidence.sumOfSquaredTimes = 1
        evidence.sumOfProducts = drift
        evidence.sumOfSquares = raw * raw + drift * drift
      }
      note(ListPricePrior.gpuRents.estimate(evidence, in: month), origin.estimate, &worst)
    }
    #expect(
      worst.count == 44 && worst.agrees(.prices, "estimates of GPU rents at eleven dates", with: "NumPy", within: 1e-8))
  }

  @Test func `sums of two samples are the sums of both`() {
    let series = toySeries
    let all = ListPriceEvidence(series, through: 12)
    let parts = ListPriceEvidence([series[0]], through: 12) + ListPriceEvidence([series[1]], through: 12)
    #expect(parts.changes == all.changes && parts.firstMonth == all.firstMonth && parts.moves == all.moves)
    #expect(near(parts.total, all.total) && near(parts.sumOfSquares, all.sumOfSquares))
    #expect(near(parts.sumOfProducts, all.sumOfProducts) && near(parts.sumOfSquaredTimes, all.sumOfSquaredTimes))
  }

  @Test func `changes of API prices are estimated as a peer does without a change seen`() {
    // Nothing was seen in 0.34770705 years; SciPy's quantiles a year on.
    var evidence = ModelPriceEvidence()
    evidence.years = 0.34770705
    let outlook = ModelPricePrior.oneModel.estimate(evidence)
    #expect(near(outlook.changesPerYear, 0.425947522, within: 1e-9))
    #expect(near(outlook.error, 0.494974747, within: 1e-9) && near(outlook.deviation, 0.7))
    let change = outlook.change(after: 1)
    #expect(near(change.quantile(0.05), -1.54266, within: 1e-6) && near(change.quantile(0.1), -0.9348683, within: 1e-6))
    #expect(change.quantile(0.5) == 0 && near(change.quantile(0.95), 0.4571825, within: 1e-6))
  }

  private func logarithms(_ index: PriceIndex, month: Int, replications: Int = 4000) -> [Double] {
    (0..<replications).map { replication in
      log(
        PricePath(today: 1, along: index).realised(by: Streams(seed: 17, replication: replication), months: month + 1)
          .months[month])
    }
  }

  @Test(arguments: [6, 18, 60]) func `paths of the rent of a GPU have the distribution of its outlook`(month: Int) {
    let values = logarithms(.gpuRent, month: month)
    let change = PriceOutlook.gpuRent.change(after: Double(month) / 12)
    let moments = Moments(values)
    #expect(
      Validation.estimate(
        .priceChance, "rent of a GPU", "mean of the logarithm in month \(month)", expected: change.mean,
        found: moments.mean, halfWidth: moments.meanDistance))
    #expect(moments.agrees(variance: change.standardDeviation * change.standardDeviation))
  }

  @Test(arguments: [6, 12, 18]) func `paths of a list price have the distribution of its outlook, steps and all`(
    month: Int
  ) {
    let outlook = PriceOutlook.gpuRent.listed(changesPerYear: 2, shape: 2)
    let values = logarithms(PriceIndex("list rent", outlook), month: month)
    let change = outlook.change(after: Double(month) / 12)
    let moments = Moments(values)
    #expect(moments.agrees(mean: change.mean))
    #expect(moments.agrees(variance: change.standardDeviation * change.standardDeviation))
    let still = Double(values.count { $0 == 0 }) / Double(values.count)
    #expect(
      Validation.estimate(
        .priceChance, "list rent of a GPU", "share unchanged in month \(month)", expected: change.unchanged,
        found: still, halfWidth: 3.2905 * (still * (1 - still) / Double(values.count)).squareRoot()))
    for level in [0.1, 0.25, 0.75, 0.9] {
      let share = Double(values.count { $0 <= change.quantile(level) }) / Double(values.count)
      #expect(abs(share - change.cumulative(at: change.quantile(level))) < 0.025)
    }
  }

  @Test func `bands of the rent of a GPU are those that its documentation states`() {
    for (years, band) in [(1.0, [0.51, 0.83, 1.35]), (3, [0.26, 0.63, 1.55]), (5, [0.15, 0.50, 1.67])] {
      let change = PriceOutlook.gpuRent.change(after: years)
      for (level, expected) in zip([0.1, 0.5, 0.9], band) {
        #expect(near(exp(change.quantile(level)), expected, within: 0.0051))
      }
    }
  }

  @Test func `the work of a GPU falls by 30 to 50 % a year only with software and generations`() {
    // The median over three years, as a fall a year.
    func fall(_ index: PriceIndex) -> Double { 1 - pow(index.factor(after: 3), 1.0 / 3) }
    #expect(near(fall(.gpuRent), 0.14, within: 0.01))
    #expect(near(fall(.gpuWork), 0.30, within: 0.01))
    // At the median the second generation only begins after three years.
    #expect(near(fall(.gpuWorkAcrossGenerations), 0.376, within: 0.005))
  }

  @Test func `an uncertain drift is drawn once, and slows down where it is said to`() {
    let index = PriceIndex("quality", .drifting(-1.2, error: 0.6, slowingTo: 0.5, after: 3))
    #expect(near(index.factor(after: 5), exp(-1.2 * 4)))
    let moments = Moments(logarithms(index, month: 60))
    #expect(moments.agrees(mean: -4.8) && moments.agrees(variance: 2.4 * 2.4))
    #expect(refusal { _ = PriceMovement.drifting(.nan, error: 1) } != nil)
    #expect(refusal { _ = PriceMovement.drifting(-1, error: -1) } != nil)
  }

  @Test func `an outlook that cannot be is rejected where it is written`() {
    let rejected = refusal { _ = PriceOutlook(drift: -0.1, error: -1, volatility: 0.3) }
    #expect(rejected?.contains("PriceOutlookTests.swift:") ?? false)
    #expect(refusal { _ = MarketCycle(mean: 0, deviation: -1, years: 1) } != nil)
    #expect(
      refusal {
        _ = ListPriceOutlook(changesPerYear: 0, shape: 1, meanChange: 0, error: 0, deviation: 1)
      } != nil)
  }

  @Test func `market prices have their median and their spread between the quantiles stated`() {
    for price in MarketPrice.gpuRents {
      let distribution = price.distribution
      #expect(near(distribution.quantile(0.5) / price.median, 1, within: 1e-3))
      #expect(
        near(log(distribution.quantile(0.9) / distribution.quantile(0.1)), log(price.high / price.low), within: 2e-3))
      #expect(price.low < price.median && price.median < price.high && !price.source.isEmpty)
    }
    #expect(Set(MarketPrice.gpuRents.map(\.name)).count == MarketPrice.gpuRents.count)
    for model in ModelPrice.autumn2026 { #expect((model.cachedInput ?? 0) < model.input && model.input < model.output) }
  }
}

extension PriceOutlookTests {
  @Test func `where nothing is uncertain an index follows its median`() {
    for index in [PriceIndex.gpuRent, .gpuWork, .apiAtEqualQuality, .apiModel] {
      let months = PriceIndex.$followsMedians.withValue(true) {
        PricePath(today: 1, along: index).realised(by: Streams(seed: 1, replication: 0), months: 37).months
      }
      for (month, price) in months.enumerated() { #expect(price == index.factor(after: Double(month) / 12)) }
      #expect(
        months != PricePath(today: 1, along: index).realised(by: Streams(seed: 1, replication: 0), months: 37).months)
    }
  }
}
