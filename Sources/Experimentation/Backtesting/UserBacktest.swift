import CGSL
import Demand
import Economics
import Glibc
import Randomness

/// Users of a new service by Bass's curve: from each point, what comes at the later ones.
///
/// The prior is wide. The points so far weigh its curves, by the level of the first and by the growth between points; the
/// forecast goes on from the last point, with a random walk around the curve.
struct UserBacktest: Backtest {
  private static let bass = BacktestMethod(
    "bass", Text("Bass's curve with a random walk", zh: "Bass 曲线加随机游走"), .calibrated)
  private static let usualBass = BacktestMethod(
    "bass-usual", Text("Bass's curve with p = 0.03 and q = 0.38", zh: "Bass 曲线，p = 0.03、q = 0.38"), .before)
  private static let growth = BacktestMethod(
    "own-growth", Text("growth so far", zh: "沿用历史增速"), .naive)

  var name: String { "chat-users" }
  var title: Text { Text("users of a chat service", zh: "聊天服务用户数") }
  var horizonUnit: Text { Text("months", zh: "个月") }
  var format: String { "date,series,value,unit, with a first row of value 0 on the day of the launch" }
  var methods: [BacktestMethod] { [Self.bass, Self.usualBass, .lastValue, Self.growth] }

  var recorded: (file: String, text: String)? {
    ("chat-users.csv", String(decoding: PackageResources.chat_users_csv, as: UTF8.self))
  }

  // The spread of the level of the first point, of the walk in a year, and of one observation, in logarithms.
  private static let (levelError, walk, observationError) = (0.30, 0.30, 0.05)
  private static let curves = 8192

  /// The logarithm of the users of each curve of the prior at times after the launch.
  private static func priorCurves(at times: [Double]) throws -> [[Double]] {
    let points = try SobolPoints(inputs: ["market", "innovation", "imitation"], scrambling: .none)
    return (0..<curves).map { row in
      let z = points.numbers(of: row).map { gsl_cdf_ugaussian_Pinv(min(max($0, 0.5 / Double(curves)), 1 - 1e-9)) }
      let (p, q) = (exp(log(0.015) + 0.7 * z[1]), exp(log(0.8) + 0.5 * z[2]))
      return times.map { time in
        let passed = exp(-(p + q) * time)
        return log(1500) + 0.8 * z[0] + log((1 - passed) / (1 + q / p * passed))
      }
    }
  }

  func cases(_ source: BacktestSource) throws -> [BacktestCase] {
    let table = try source.table(of: self)
    let data = try BacktestData(table, filter: source.filter, launches: true)
    return try data.series.flatMap { series in
      guard let launch = series.points.first, launch.value == 0, series.points.count >= 3,
        series.points.dropFirst().allSatisfy({ $0.value > 0 })
      else {
        throw DataFileError(
          file: table.file,
          "\(series.name): expected a first row with value 0 on the day of the launch, and at least two later values above 0"
        )
      }
      return try cases(
        series.name, days: series.points.dropFirst().map(\.day),
        times: series.points.dropFirst().map { Double($0.day.number - launch.day.number) / 365.25 },
        values: series.points.dropFirst().map { log($0.value) }, source)
    }
  }

  private func cases(
    _ name: String, days: [CalendarDay], times: [Double], values: [Double], _ source: BacktestSource
  ) throws -> [BacktestCase] {
    let curves = try Self.priorCurves(at: times)
    let noise = 2 * Self.observationError * Self.observationError
    let spread = (0..<8).map { gsl_cdf_ugaussian_Pinv((Double($0) + 0.5) / 8) }
    var cases: [BacktestCase] = []
    for known in 1..<times.count {
      let now = known - 1
      let fits = curves.map { curve in
        var fit = -0.5 * pow((curve[0] - values[0]) / Self.levelError, 2)
        for point in 1..<max(known, 1) where known > 1 {
          let variance = Self.walk * Self.walk * (times[point] - times[point - 1]) + noise
          fit -= 0.5 * pow(curve[point] - curve[point - 1] - values[point] + values[point - 1], 2) / variance
        }
        return fit
      }
      let best = fits.max() ?? 0
      let weights = fits.map { exp($0 - best) }
      for later in known..<times.count {
        let ahead = times[later] - times[now]
        let deviation = (Self.walk * Self.walk * ahead + noise).squareRoot()
        var sample: [(value: Double, weight: Double)] = []
        for (curve, weight) in zip(curves, weights) where weight > 1e-6 {
          for z in spread { sample.append((values[now] + curve[later] - curve[now] + deviation * z, weight)) }
        }
        sample.sort { $0.value < $1.value }
        let growth = now > 0 ? (values[now] - values[0]) / (times[now] - times[0]) : 0
        func usual(_ time: Double) -> Double {
          let passed = exp(-0.41 * time)
          return log((1 - passed) / (1 + 0.38 / 0.03 * passed))
        }
        cases.append(
          BacktestCase(
            name, origin: "\(days[now])", horizon: Int((12 * ahead).rounded()), observed: values[later],
            [
              Self.bass.name: PreparedForecast(.weighted(sample)),
              Self.usualBass.name: PreparedForecast(.point(values[now] + usual(times[later]) - usual(times[now]))),
              BacktestMethod.lastValue.name: PreparedForecast(.point(values[now])),
              Self.growth.name: PreparedForecast(.point(values[now] + growth * ahead)),
            ]))
      }
    }
    return cases
  }
}
