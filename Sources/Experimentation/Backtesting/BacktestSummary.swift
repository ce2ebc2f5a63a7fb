import Glibc
import Randomness

/// The scores of a backtest by method and horizon.
package struct BacktestSummary: Sendable {
  /// The mean scores of a method over cases.
  package struct Row: Sendable {
    package let method: BacktestMethod
    /// `nil` for all horizons.
    package let horizon: Int?
    package let cases: Int
    /// Whether the method doubts anything.
    package let hasBand: Bool
    /// The share of cases in the band from the 10 to the 90 % quantile, ends included.
    package let coverage: Double
    /// Its standard error, which counts cases of one seller or of one origin as one; `nil` for a method without doubt,
    /// and where every case or none is in the band.
    package let coverageError: Double?
    package let coverageOfMiddleHalf: Double
    package let pinball10: Double
    package let pinball90: Double
    package let pinball: Double
    package let crps: Double
    /// The share by which the CRPS is below that of the last value; `nil` where that is 0.
    package let skill: Double?
    package let width: Double
  }

  /// The share of cases that came at or below the quantile of a level.
  package struct Reliability: Sendable {
    package let method: BacktestMethod
    package let level: Double
    package let share: Double
  }

  /// All horizons first, then each.
  package let rows: [Row]
  package let reliability: [Reliability]

  package init(_ cases: [BacktestCase], methods: [BacktestMethod]) {
    let horizons = Set(cases.map(\.horizon)).sorted()
    rows = methods.flatMap { method in
      ([nil] + (horizons.count > 1 ? horizons.map { $0 } : []))
        .compactMap { horizon in
          Self.row(method, horizon, horizon == nil ? cases : cases.filter { $0.horizon == horizon })
        }
    }
    reliability = methods.flatMap { method -> [Reliability] in
      let scored = cases.filter { !$0.points.contains(method.name) }.compactMap { $0.scores[method.name] }
      guard !scored.isEmpty else { return [] }
      return (1...19).map { step in
        let level = Double(step) / 20
        return Reliability(
          method: method, level: level, share: scored.reduce(0) { $0 + $1.reached(level) } / Double(scored.count))
      }
    }
  }

  /// The row of all horizons.
  package func overall(_ method: BacktestMethod) -> Row? {
    rows.first { $0.method.name == method.name && $0.horizon == nil }
  }

  private static func row(_ method: BacktestMethod, _ horizon: Int?, _ cases: [BacktestCase]) -> Row? {
    let scored = cases.compactMap { one in one.scores[method.name].map { (one, $0) } }
    guard !scored.isEmpty else { return nil }
    func mean(_ value: (ForecastScore) -> Double) -> Double {
      scored.reduce(0) { $0 + value($1.1) } / Double(scored.count)
    }
    let isPoint = scored.allSatisfy { $0.0.points.contains(method.name) }
    let last = cases.compactMap { $0.scores[BacktestMethod.lastValue.name]?.crps }.reduce(0, +) / Double(cases.count)
    let crps = mean(\.crps)
    return Row(
      method: method, horizon: horizon, cases: scored.count, hasBand: !isPoint, coverage: mean { $0.isCovered ? 1 : 0 },
      coverageError: isPoint ? nil : error(scored.map { ($0.0, $0.1.isCovered ? 1 : 0) }),
      coverageOfMiddleHalf: mean { $0.isInMiddleHalf ? 1 : 0 }, pinball10: mean { $0.pinballs[1] },
      pinball90: mean { $0.pinballs[5] }, pinball: mean { $0.pinballs.reduce(0, +) / 7 }, crps: crps,
      skill: last > 0 ? 1 - crps / last : nil, width: mean(\.width))
  }

  /// The standard error of a mean: whole sellers, and whole origins, drawn again; the larger of the two deviations.
  private static func error(_ values: [(BacktestCase, Double)]) -> Double? {
    func deviation(_ key: (BacktestCase) -> String) -> Double? {
      let groups = Dictionary(grouping: values) { key($0.0) }.sorted { $0.key < $1.key }
        .map { (sum: $0.value.reduce(0) { $0 + $1.1 }, count: Double($0.value.count)) }
      guard groups.count > 1 else { return nil }
      let stream = Streams(seed: 1, replication: 0).stream("backtest/bootstrap")
      let means = (0..<1000).map { _ in
        var (sum, count) = (0.0, 0.0)
        for _ in groups {
          let group = groups[min(Int(stream.uniform() * Double(groups.count)), groups.count - 1)]
          sum += group.sum
          count += group.count
        }
        return sum / count
      }
      let mean = means.reduce(0, +) / 1000
      return (means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 999).squareRoot()
    }
    let error = [deviation(\.group), deviation(\.origin)].compactMap(\.self).max()
    return error == 0 ? nil : error
  }
}
