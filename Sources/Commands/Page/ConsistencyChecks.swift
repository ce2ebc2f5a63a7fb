import Experimentation
import Glibc
import Results

/// What must hold within the tables of a run, whatever the experiment: sums that balance, shares that are shares.
struct ConsistencyChecks {
  /// A claim, what was found, and whether it holds.
  struct Check {
    let claim: String
    let value: String
    let holds: Bool
    let mark: String

    init(claim: String, value: String, holds: Bool) {
      self.claim = claim
      self.value = value
      self.holds = holds
      // The template sees what is stored.
      mark = holds ? "✓" : "✗"
    }
  }

  let checks: [Check]

  init(_ results: ResultSet, _ language: Language) {
    checks = [
      Self.balance(results, language), Self.accumulation(results, language), Self.utilisation(results, language),
      Self.distribution(results, language), Self.percentiles(results, language),
    ].compactMap(\.self)
  }

  /// Sums of the same terms in another order differ by this much of their size at most.
  private static let tolerance = 1e-9

  private static func means(_ series: String, _ results: ResultSet) -> [Double]? {
    guard let timeline = results[.timeline] else { return nil }
    let rows = timeline.rows(where: "measure", is: series)
    let values = rows.compactMap { timeline.number($0, "mean") }
    return values.isEmpty || values.count < rows.count ? nil : values
  }

  private static func text(_ worst: Double, _ language: Language) -> String {
    // One figure: it is rounding, or it is an error.
    let text = worst == 0 ? "0" : "10^\(Int(log10(worst).rounded(.up)))"
    return language(
      "differs by \(worst == 0 ? "" : "less than ")\(text) of its size", "相对差异\(worst == 0 ? "为 " : "小于 ")\(text)")
  }

  /// Benefit less cost is cash.
  private static func balance(_ results: ResultSet, _ language: Language) -> Check? {
    guard let cost = means("cost", results), let benefit = means("benefit", results), let cash = means("cash", results),
      cost.count == cash.count, benefit.count == cash.count
    else { return nil }
    let worst = cash.indices.reduce(0.0) { worst, month in
      let scale = max(abs(cost[month]), abs(benefit[month]), 1e-300)
      return max(worst, abs(benefit[month] - cost[month] - cash[month]) / scale)
    }
    return Check(
      claim: language(
        "In each month, benefit less cost equals cash, in one currency", "每月收益减成本等于现金流，且货币单位一致"),
      value: text(worst, language), holds: worst <= tolerance)
  }

  /// The cash of the months adds up.
  private static func accumulation(_ results: ResultSet, _ language: Language) -> Check? {
    guard let cash = means("cash", results), let total = means("cumulative_cash", results), cash.count == total.count,
      let last = total.last
    else { return nil }
    // From time zero on, which both have as month 0.
    let sum = cash.reduce(0, +)
    let scale = total.map(abs).max() ?? 1
    let worst = abs(sum - last) / max(scale, 1e-300)
    return Check(
      claim: language("Cash of time zero and of the months adds up to cumulative cash", "期初与逐月现金流之和等于累计现金"),
      value: text(worst, language), holds: worst <= tolerance)
  }

  /// No fleet has a utilisation above 100 %.
  private static func utilisation(_ results: ResultSet, _ language: Language) -> Check? {
    guard let timeline = results[.timeline] else { return nil }
    let names = timeline.distinct("measure").filter { $0 == "utilisation" || $0.hasPrefix("utilisation (") }
    let highest = names.flatMap { timeline.rows(where: "measure", is: $0) }.compactMap { timeline.number($0, "p95") }
      .max()
    guard let highest else { return nil }
    return Check(
      claim: language("No fleet has a utilisation above 100 %", "任何 GPU 集群的利用率均不超过 100 %"),
      value: language(
        "highest P95 of a month: \(NumberText.ratio(highest))", "各月 P95 的最高值：\(NumberText.ratio(highest, in: language))"
      ),
      holds: highest <= 1 && highest >= 0)
  }

  /// Every replication is in one interval, or has no value.
  private static func distribution(_ results: ResultSet, _ language: Language) -> Check? {
    guard let table = results[.distribution], let summary = results[.summary] else { return nil }
    var wrong = 0
    for row in summary.rows.indices {
      let rows = table.rows(where: "measure", is: summary.text(row, "measure"))
      let counted = rows.reduce(0) { $0 + (table.number($1, "replications") ?? 0) }
      if counted != summary.number(row, "n") { wrong += 1 }
    }
    return Check(
      claim: language(
        "Each replication with a value is counted exactly once in the distribution of each measure",
        "每次有取值的模拟在各指标分布中恰好计入一次"),
      value: language(
        "\(summary.rows.count - wrong) of \(summary.rows.count) measures",
        "\(summary.rows.count) 个指标中的 \(summary.rows.count - wrong) 个"),
      holds: wrong == 0)
  }

  /// Percentiles rise.
  private static func percentiles(_ results: ResultSet, _ language: Language) -> Check? {
    guard let summary = results[.summary] else { return nil }
    let names = ["min", "p05", "p10", "p25", "p50", "p75", "p90", "p95", "max"]
    let wrong = summary.rows.indices.count { row in
      let values = names.compactMap { summary.number(row, $0) }
      return zip(values, values.dropFirst()).contains { $0 > $1 }
    }
    return Check(
      claim: language("The percentiles of each measure increase", "各指标的百分位数依次递增"),
      value: language(
        "\(summary.rows.count - wrong) of \(summary.rows.count) measures",
        "\(summary.rows.count) 个指标中的 \(summary.rows.count - wrong) 个"),
      holds: wrong == 0)
  }
}
