import CGSL
import Demand
import Economics
import Glibc
import Randomness

/// The load of a service by hour: a profile of the hours, an effect of the day and one of the hour, fitted to the first
/// days and scored on the others.
struct LoadBacktest: Backtest {
  private static let profile = BacktestMethod(
    "profile", Text("profile of the hours, days that differ", zh: "小时曲线与日间差异"), .calibrated)
  private static let meanDay = BacktestMethod(
    "mean-day", Text("mean day, without doubt", zh: "平均日曲线（无不确定性）"), .before)
  private static let sameHour = BacktestMethod(
    "same-hour", Text("the same hour of the days seen", zh: "已观测各日的同一小时"), .naive)

  private static let lastDay = BacktestMethod(
    BacktestMethod.lastValue.name, Text("the last day", zh: "沿用最近一天"), .naive)

  var name: String { "service-load" }
  var title: Text { Text("load of a service by hour", zh: "服务的每小时负载") }
  var horizonUnit: Text { Text("days", zh: "天") }
  var format: String { "day,hour,value,unit, with every hour from 0 to 23 of at least four days" }
  var methods: [BacktestMethod] {
    [Self.profile, Self.meanDay, Self.lastDay, Self.sameHour]
  }

  var recorded: (file: String, text: String)? {
    ("service-load.csv", String(decoding: PackageResources.service_load_csv, as: UTF8.self))
  }

  /// A fitted load, of logarithms of hourly rates.
  struct Fit {
    let mean: Double
    /// By hour, around the mean.
    let profile: [Double]
    let dayVariance: Double
    let hourVariance: Double
    let freedom: Double
    let days: Int

    // What the spread of days and of hours is before any is seen, and how much that counts.
    private static let (dayDeviation, dayWeight, hourDeviation, hourWeight) = (0.35, 10.0, 0.12, 60.0)

    init(_ days: [[Double]]) {
      let count = Double(days.count)
      let means = days.map { $0.reduce(0, +) / 24 }
      let mean = means.reduce(0, +) / count
      let profile = (0..<24).map { hour in days.reduce(0) { $0 + $1[hour] } / count - mean }
      var squares = 0.0
      for (day, average) in zip(days, means) {
        for hour in 0..<24 { squares += pow(day[hour] - average - profile[hour], 2) }
      }
      let spread = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      hourVariance =
        (Self.hourWeight * Self.hourDeviation * Self.hourDeviation + squares) / (Self.hourWeight + (count - 1) * 23)
      dayVariance =
        (Self.dayWeight * Self.dayDeviation * Self.dayDeviation + spread) / (Self.dayWeight + count - 1)
      freedom = Self.dayWeight + count - 1
      self.mean = mean
      self.profile = profile
      self.days = days.count
    }

    /// The scale of one hour of a new day.
    var scale: Double { ((dayVariance + hourVariance) * (1 + 1 / Double(days))).squareRoot() }

    /// The logarithm of the least rate that the forecast has in at most a share of the hours of a new day.
    func capacity(attainment: Double) -> Double {
      func held(_ rate: Double) -> Double {
        profile.reduce(0) { $0 + gsl_cdf_tdist_P((rate - mean - $1) / scale, freedom) } / 24
      }
      var (low, high) = (mean - 10, mean + 10)
      while high - low > 1e-9 {
        let middle = (low + high) / 2
        if held(middle) < attainment { low = middle } else { high = middle }
      }
      return high
    }

    /// The logarithm of the busiest hour of so many new days, drawn so many times, in rising order.
    func busiestHours(ofDays ahead: Int, draws: Int) -> [Double] {
      let (share, seed) = (1 + 1 / Double(days), Streams(seed: 1, replication: 0))
      let (dayStream, hourStream) = (seed.stream("backtest/load/days"), seed.stream("backtest/load/hours"))
      let day = Distribution.studentT(freedom: freedom)
      let hour = Distribution.normal(mean: 0, deviation: (hourVariance * share).squareRoot())
      return (0..<draws).map { _ in
        (0..<ahead).reduce(-Double.infinity) { busiest, _ in
          let level = mean + (dayVariance * share).squareRoot() * day.draw(from: dayStream)
          return (0..<24).reduce(busiest) { max($0, level + profile[$1] + hour.draw(from: hourStream)) }
        }
      }.sorted()
    }
  }

  /// The logarithms of the days' hours.
  private func days(_ source: BacktestSource) throws -> [[Double]] {
    let table = try source.table(of: self)
    let (day, hour) = (try table.requiredColumn("day"), try table.requiredColumn("hour"))
    let value = try table.requiredColumn("value")
    var hours: [Int: [Int: Double]] = [:]
    for row in 0..<table.count {
      let (day, hour) = (try day.count(row, "the number of a day"), try hour.count(row, "an hour from 0 to 23"))
      guard hour < 24 else {
        throw table.error(row: row, column: "hour", "expected an hour from 0 to 23 and found \(hour)")
      }
      let rate = try value.number(row, "a rate above 0", from: 0)
      guard rate > 0 else { throw table.error(row: row, column: "value", "expected a rate above 0") }
      guard hours[day, default: [:]].updateValue(log(rate), forKey: hour) == nil else {
        throw table.error(row: row, column: "hour", "day \(day) has hour \(hour) twice")
      }
    }
    let sorted = hours.sorted { $0.key < $1.key }
    if let (day, _) = sorted.first(where: { $0.value.count < 24 }) {
      throw DataFileError(file: table.file, "day \(day) has \(hours[day]?.count ?? 0) hours; 24 were expected")
    }
    guard sorted.count >= 4 else {
      throw DataFileError(file: table.file, "has \(sorted.count) days; at least 4 were expected, half of them to fit")
    }
    return sorted.map { day in (0..<24).map { day.value[$0] ?? 0 } }
  }

  func cases(_ source: BacktestSource) throws -> [BacktestCase] {
    let days = try days(source)
    let seen = Array(days.prefix(days.count / 2))
    let fit = Fit(seen)
    var cases: [BacktestCase] = []
    for hour in 0..<24 {
      let middle = fit.mean + fit.profile[hour]
      let forecasts: [String: PreparedForecast] = [
        Self.profile.name: PreparedForecast(.studentT(location: middle, scale: fit.scale, freedom: fit.freedom)),
        Self.meanDay.name: PreparedForecast(.point(middle)),
        BacktestMethod.lastValue.name: PreparedForecast(.point(seen[seen.count - 1][hour])),
        Self.sameHour.name: PreparedForecast(.sample(seen.map { $0[hour] }.sorted())),
      ]
      for ahead in 1...(days.count - seen.count) {
        cases.append(
          BacktestCase(
            "hour \(hour)", origin: "day \(seen.count)", horizon: ahead, observed: days[seen.count + ahead - 1][hour],
            forecasts))
      }
    }
    return cases.sorted { $0.horizon < $1.horizon }
  }

  /// Fleets that are sized on the first days, and what they hold of the others.
  func findings(_ source: BacktestSource) throws -> [BacktestFinding] {
    let days = try days(source)
    let seen = Array(days.prefix(days.count / 2))
    let later = days.dropFirst(seen.count).flatMap(\.self).map { exp($0) }
    let fit = Fit(seen)
    let busiest = fit.busiestHours(ofDays: days.count - seen.count, draws: 4000)
    let sizes = [
      ("sized for the busiest hour seen", seen.flatMap(\.self).max() ?? 0),
      ("sized for 99 % of the hours as forecast", fit.capacity(attainment: 0.99)),
      ("sized for the median forecast of the busiest hour", QuantileType.linear.quantile(0.5, ofSorted: busiest)),
      ("sized for its 90 % quantile", QuantileType.linear.quantile(0.9, ofSorted: busiest)),
    ]
    let requests = later.reduce(0, +)
    var findings = [
      BacktestFinding(what: "busiest hour that came", value: later.max() ?? 0, unit: "requests/s")
    ]
    for (what, log) in sizes {
      let capacity = exp(log)
      let held = later.filter { $0 <= capacity }
      findings += [
        BacktestFinding(what: "\(what): capacity", value: capacity, unit: "requests/s"),
        BacktestFinding(
          what: "\(what): hours within it", value: Double(held.count) / Double(later.count), unit: "1"),
        BacktestFinding(what: "\(what): requests in those hours", value: held.reduce(0, +) / requests, unit: "1"),
      ]
    }
    return findings
  }
}
