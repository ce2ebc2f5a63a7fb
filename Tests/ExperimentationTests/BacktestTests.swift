import Demand
import Economics
import Foundation
import Randomness
import ReferenceData
import Testing
import ValidationRecord

@testable import Experimentation

/// Scores and means of backtests that a program in Python calculated with NumPy and SciPy.
private struct ScoreFigures: Decodable {
  struct Sample: Decodable {
    let samples: [Double]
    let observed: Double
    let crps_energy: Double
    let crps_fair: Double?
    let crps_from_order_statistics: Double
    let quantiles_type7: [String: Double]
    let pinball: [String: Double]
  }
  struct Normal: Decodable {
    let mean, sd, observed, crps, from_199_quantiles: Double
  }
  struct Means: Decodable {
    let data, method: String
    let n: Int
    let coverage_10_90, coverage_25_75, pinball_10, pinball_90, pinball_mean_of_7, crps, mean_band_width: Double
  }
  let scores: [Sample]
  let crps_normal: [Normal]
  let backtest_means: [Means]
}

@Suite struct BacktestTests {
  private let figures: ScoreFigures

  init() throws { figures = try ReferenceData.figures("backtests/outlooks.json") }

  // MARK: Scores

  @Test func `scores of samples are those of NumPy`() {
    var worst = 0.0
    for sample in figures.scores {
      let forecast = PreparedForecast(.sample(sample.samples.sorted())).score(sample.observed)
      worst = max(
        worst, abs(ForecastScore.crps(sample: sample.samples, observed: sample.observed) - sample.crps_energy))
      if let fair = sample.crps_fair {
        worst = max(
          worst, abs(ForecastScore.crps(sample: sample.samples, observed: sample.observed, isFair: true) - fair))
      }
      for (place, level) in ForecastScore.levels.enumerated() {
        let key = String(level)
        worst = max(worst, abs(forecast.quantiles[place] - (sample.quantiles_type7[key] ?? .infinity)))
        worst = max(worst, abs(forecast.pinballs[place] - (sample.pinball[key] ?? .infinity)))
      }
    }
    #expect(
      Validation.agreement(
        .backtests, "pinball losses and CRPS of samples", with: "NumPy", figures: 79, worst: worst, within: 1e-11))
  }

  @Test func `the CRPS of a sample is twice the mean pinball loss of its order statistics`() {
    for sample in figures.scores {
      let count = Double(sample.samples.count)
      let levels = sample.samples.indices.map { (Double($0) + 0.5) / count }
      let found = ForecastScore.crps(quantiles: sample.samples.sorted(), levels: levels, observed: sample.observed)
      #expect(abs(found - ForecastScore.crps(sample: sample.samples, observed: sample.observed)) < 1e-12)
    }
  }

  @Test func `the CRPS of a normal forecast is that of its closed form`() {
    for normal in figures.crps_normal {
      let w = (normal.observed - normal.mean) / normal.sd
      let density = exp(-w * w / 2) / (2 * Double.pi).squareRoot()
      let exact =
        normal.sd * (w * (2 * (erfc(-w / 2.0.squareRoot()) / 2) - 1) + 2 * density - 1 / Double.pi.squareRoot())
      let score = PreparedForecast(.change(LogChange(mean: normal.mean, deviation: normal.sd))).score(normal.observed)
      #expect(abs(exact - normal.crps) < 1e-11 && abs(score.crps - normal.from_199_quantiles) < 1e-8)
      #expect(abs(score.crps - exact) < 3e-4 * normal.sd)
    }
  }

  @Test func `a forecast that is right has the coverage it says, and a sharper or wider one a worse CRPS`() {
    // Outcomes from a normal distribution; forecasts with the right deviation, half of it, and twice.
    let stream = Streams(seed: 4, replication: 0).stream("outcomes")
    let outcomes = (0..<4000).map { _ in Distribution.normal(mean: 0.1, deviation: 0.3).draw(from: stream) }
    func scores(_ deviation: Double) -> (coverage: Double, crps: Double) {
      let forecast = PreparedForecast(.change(LogChange(mean: 0.1, deviation: deviation)))
      let scored = outcomes.map { forecast.score($0) }
      let count = Double(scored.count)
      return (Double(scored.count { $0.isCovered }) / count, scored.reduce(0) { $0 + $1.crps } / count)
    }
    #expect(abs(scores(0.3).coverage - 0.8) < 3.3 * (0.16 / 4000).squareRoot())
    #expect(scores(0.3).crps < scores(0.15).crps && scores(0.3).crps < scores(0.6).crps)
  }

  @Test func `a number with a probability of its own counts in part at each level that it spans`() {
    let forecast = PreparedForecast(.sample([-1, 0, 0, 1])).score(0)
    #expect(forecast.below == 0.25 && forecast.through == 0.75)
    #expect(forecast.reached(0.25) == 0 && forecast.reached(0.5) == 0.5 && forecast.reached(0.75) == 1)
  }

  // MARK: API prices

  private func summary(_ name: String, _ source: BacktestSource = BacktestSource()) throws -> BacktestSummary {
    let backtest = try #require(Backtests.all.first { $0.name == name })
    return BacktestSummary(try backtest.cases(source), methods: backtest.methods)
  }

  @Test(arguments: [("api-models", "API, one model"), ("api-tiers", "API, tier")])
  func `mean scores of API prices are those of the study`(name: String, data: String) throws {
    let names = [
      "listed": "listed", "fall-10-60": "today: fall 10-60 %", "fall-30-50": "today: fall 30-50 %",
      "last-value": "last value", "pooled-fall": "pooled fall so far", "tenfold": "falls 10x a year",
    ]
    let summary = try summary(name)
    for (method, theirs) in names {
      let row = try #require(summary.rows.first { $0.method.name == method && $0.horizon == nil })
      let expected = try #require(figures.backtest_means.first { $0.data == data && $0.method == theirs })
      #expect(row.cases == expected.n)
      let worst =
        [
          abs(row.coverage - expected.coverage_10_90), abs(row.coverageOfMiddleHalf - expected.coverage_25_75),
          abs(row.pinball10 - expected.pinball_10), abs(row.pinball90 - expected.pinball_90),
          abs(row.pinball - expected.pinball_mean_of_7), abs(row.crps - expected.crps),
          abs(row.width - expected.mean_band_width),
        ].max() ?? .infinity
      #expect(
        Validation.agreement(
          .backtests, "mean scores of backtests of API prices", with: "NumPy", figures: 7, worst: worst, within: 2e-4),
        "\(name) \(method): \(row)")
    }
  }

  @Test func `what earlier API prices say is what the data in the product says`() throws {
    for (file, earlier) in [("api-models", ModelPriceEvidence.earlierModels), ("api-tiers", .earlierTiers)] {
      let backtest = try #require(Backtests.all.first { $0.name == file })
      let data = try BacktestData(BacktestSource().table(of: backtest))
      let series = data.series.map { $0.points.map { (time: $0.day.yearsSince2023, log: log($0.value)) } }
      let evidence = ModelPriceEvidence(series, through: CalendarDay.day(2025, 6, 23).yearsSince2023)
      #expect(evidence.changes == earlier.changes && abs(evidence.total - earlier.total) < 1e-9)
      #expect(abs(evidence.sumOfSquares - earlier.sumOfSquares) < 1e-9 && abs(evidence.years - earlier.years) < 1e-9)
    }
  }

  // MARK: Rents

  private func cases(_ csv: String, _ name: String = "list-rents", _ change: (inout BacktestSource) -> Void = { _ in })
    throws -> [BacktestCase]
  {
    let path = FileManager.default.temporaryDirectory.appending(path: "backtest-\(UUID().uuidString).csv")
    try csv.write(to: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: path) }
    var source = BacktestSource()
    source.path = path.path(percentEncoded: false)
    change(&source)
    return try #require(Backtests.all.first { $0.name == name }).cases(source)
  }

  @Test func `a rent is forecast from what was known at the origin, and nothing later changes the forecast`() throws {
    let start = (0..<25).map { month in "\(2023 + month / 12)-\(month % 12 < 9 ? "0" : "")\(month % 12 + 1)" }
    func rows(_ prices: [Double]) -> String {
      "date,series,value,unit\n" + zip(start, prices).map { "\($0),X,\($1),USD/GPU-hour\n" }.joined()
    }
    let steady = (0..<25).map { $0 < 6 ? 4.0 : $0 < 15 ? 3.0 : 2.5 }
    let crash = (0..<25).map { $0 < 6 ? 4.0 : $0 < 15 ? 3.0 : 0.5 }
    let (one, other) = (try cases(rows(steady)), try cases(rows(crash)))
    func bands(_ cases: [BacktestCase]) -> [[Double]] {
      cases.filter { $0.origin == "2024-01-01" }.map { $0.scores["listed"]?.quantiles ?? [] }
    }
    #expect(!bands(one).isEmpty && bands(one) == bands(other))
    let crashed = other.first { $0.origin == "2024-01-01" && $0.horizon == 9 }
    #expect(abs((crashed?.scores["listed"]?.observed ?? 0) - log(0.5 / 3)) < 1e-12)
    #expect(crashed?.scores["listed"]?.isCovered == false)
    // The first origin is the first quarter that begins two months after the first price.
    #expect(one.first?.origin == "2023-04-01")
  }

  @Test func `prices by day count on the first of a month while they are ten weeks old, or were seen again unchanged`()
    throws
  {
    let text = """
      week,gpu,seller,value,unit
      2024-01-15,H100,a,4,USD/GPU-hour
      2024-05-06,H100,a,4,USD/GPU-hour
      2024-05-13,H100,a,3,USD/GPU-hour
      2024-10-07,H100,a,2,USD/GPU-hour
      """
    let data = try BacktestData(DataTable(csv: text, file: "weeks.csv"))
    #expect(data.series.map(\.name) == ["H100 a"] && data.series[0].group == "a")
    let months = data.series[0].monthlyLogarithms(through: .day(2025, 1, 1)).map {
      ($0.month - 12 * 2024 + 1, exp($0.log))
    }
    // February and March are within ten weeks; April and May were bridged by the same price; June and July follow the
    // change, August and September are too old.
    #expect(months.map(\.0) == [2, 3, 4, 5, 6, 7, 11, 12])
    #expect(months.map { $0.1.rounded() } == [4, 4, 4, 4, 3, 3, 2, 2])
  }

  @Test func `data that begins in July 2025 is forecast with what list rents showed before`() throws {
    let later = "date,series,value\n" + (7...12).map { "2025-\($0 < 10 ? "0" : "")\($0),X,3\n" }.joined()
    let earlier = later.replacing("2025", with: "2023")
    let with = try #require(try cases(later) { $0.horizons = [3] }.first)
    let without = try #require(
      try cases(earlier) {
        $0.horizons = [3]
        $0.origins = [.day(2023, 7, 1)]
      }.first)
    #expect(with.origin == "2025-07-01" && without.origin == "2023-07-01")
    // From a week in July on the first origin is August, then the quarters.
    let weeks = "week,series,value\n2025-07-07,X,3\n2025-10-06,X,3\n2026-01-05,X,3\n"
    #expect(try cases(weeks) { $0.horizons = [3] }.map(\.origin) == ["2025-08-01", "2025-10-01"])
    // The posterior of July 2025: drift −0.163 ± 0.102, volatility 0.288, 2.03 changes a year.
    let outlook = PriceOutlook(
      drift: -0.162_977_16, error: 0.102_170_39, volatility: 0.288_396_386,
      cycle: MarketCycle(mean: 0, deviation: 0.3, years: 1.5))
    let expected = outlook.listed(changesPerYear: 2.031_25, shape: 2).change(after: 0.25).quantile(0.05)
    #expect(abs((with.scores["listed"]?.quantiles[0] ?? 0) - expected) < 1e-6)
    #expect(with.scores["listed"]?.quantiles != without.scores["listed"]?.quantiles)
  }

  @Test func `the calibrated band of the rent index holds far more than the fall of 30 to 50 % a year`() throws {
    let summary = try summary("rent-index")
    let walk = try #require(summary.rows.first { $0.method.name == "walk" && $0.horizon == nil })
    let fall = try #require(summary.rows.first { $0.method.name == "fall-30-50" && $0.horizon == nil })
    #expect(walk.coverage > 0.8 && fall.coverage < 0.3 && walk.crps < fall.crps / 1.5)
  }

  @Test(arguments: ["rent-index", "api-models", "api-tiers", "chat-users", "service-load"])
  func `the band of a calibrated forecast holds about what it says`(name: String) throws {
    let backtest = try #require(Backtests.all.first { $0.name == name })
    let cases = try backtest.cases(BacktestSource())
    let held = cases.count { $0.scores[backtest.calibrated.name]?.isCovered == true }
    // Cases overlap and series move together: a standard error is 0.06 and more.
    #expect(
      Validation.coverage(
        .backtests, "band from the 10 to the 90 % quantile", backtest.title.english, nominal: 0.8, held: held,
        of: cases.count, allowed: 0.65...1))
  }

  // MARK: Users, load, a case

  @Test func `forecasts of users are those of the study`() throws {
    let backtest = try #require(Backtests.all.first { $0.name == "chat-users" })
    let cases = try backtest.cases(BacktestSource())
    #expect(cases.count == 15)
    // Origin, horizon, and the 10, 50 and 90 % quantiles in millions: by 65 536 Sobol points in NumPy.
    for (origin, horizon, expected) in [
      ("2023-11-01", 9, [175.9, 265.9, 426.8]), ("2023-11-01", 27, [418.8, 902.7, 2102]),
      ("2024-08-01", 12, [291.0, 447.3, 694.8]), ("2025-02-01", 12, [534.1, 818.2, 1260]),
    ] {
      let found = try #require(cases.first { $0.origin == origin && $0.horizon == horizon }?.scores["bass"]?.quantiles)
      for (place, level) in [(1, 10), (3, 50), (5, 90)] {
        #expect(
          Validation.comparison(
            .backtests, "users of a chat service from \(origin), \(horizon) months ahead",
            "\(level) % quantile of the forecast, millions", expected: expected[place / 2], found: exp(found[place]),
            tolerance: 0.02))
      }
    }
    #expect(cases.count { $0.scores["bass"]?.isCovered == true } == 14)
  }

  @Test func `seven days of a load forecast the next seven as the study has it`() throws {
    let summary = try summary("service-load")
    func coverage(_ method: String) -> Double {
      summary.rows.first { $0.method.name == method && $0.horizon == nil }?.coverage ?? -1
    }
    #expect(abs(coverage("profile") - 0.72) < 0.006 && abs(coverage("same-hour") - 0.35) < 0.006)
    let findings = try LoadBacktest().findings(BacktestSource())
    func value(_ what: String) -> Double { findings.first { $0.what == what }?.value ?? .nan }
    #expect(abs(value("busiest hour that came") - 358) < 1)
    #expect(abs(value("sized for the busiest hour seen: capacity") - 365) < 1)
    #expect(abs(value("sized for the median forecast of the busiest hour: capacity") / 495 - 1) < 0.03)
    #expect(value("sized for the busiest hour seen: hours within it") == 1)
    #expect(value("sized for 99 % of the hours as forecast: hours within it") == 1)
  }

  @Test func `the support assistant of a public case came within its band`() throws {
    let cases = try AssistantBacktest().cases(BacktestSource())
    func percentile(_ series: String) -> Double {
      cases.first { $0.series == series }?.scores["growth"]?.through ?? .nan
    }
    #expect(abs(percentile("work of agents") - 0.68) < 0.006 && abs(percentile("saving a year") - 0.82) < 0.006)
    #expect(cases.allSatisfy { $0.scores["growth"]?.isCovered == true && $0.horizon == 21 })
  }

  // MARK: Data

  @Test(arguments: [
    ("series,value\nX,1\n", "no column of dates"), ("date,value\n2024-01,1\n", "no column that names the series"),
    ("date,series\n2024-01,X\n", "no column value"), ("date,series,value\n2024-13,X,1\n", "2024-13"),
    ("date,series,value\n2024-02-30,X,1\n", "2024-02-30"),
    ("date,series,value\n2024-01,X,-1\n", "expected a number"), ("date,series,value\n2024-01,X,0\n", "above 0"),
    ("date,series,value\n2024-01,X,1\n2024-01,X,2\n", "two values on 2024-01-01"),
    ("date,series,value,unit\n2024-01,X,1,USD\n2024-02,X,2,CNY\n", "the unit of X is USD"),
    ("date,series,value\n", "there are no rows"),
  ])
  func `data that cannot be scored is rejected with its line and what was expected`(text: String, problem: String) {
    let error = #expect(throws: (any Error).self) { try BacktestData(DataTable(csv: text, file: "own.csv")) }
    #expect("\(error.map { "\($0)" } ?? "")".contains(problem), "\(error.map { "\($0)" } ?? "nothing")")
  }

  @Test func `prices of input and output are blended, and a filter takes the series that have a text`() throws {
    let text =
      "date,vendor,model,input,output\n2025-07-01,a,large,2,10\n2025-07-01,b,small,1,5\n2025-07-01,b,large free,0,0\n"
    let data = try BacktestData(DataTable(csv: text, file: "own.csv"), filter: "large")
    #expect(data.series.map(\.name) == ["a large"] && abs(data.series[0].points[0].value - 3.6) < 1e-12)
    #expect(throws: (any Error).self) { try BacktestData(DataTable(csv: text, file: "own.csv"), filter: "huge") }
  }
}
