import Demand
import Economics
import Glibc

/// Rents of GPUs: the change of the rent after months, from what all series showed until then.
struct RentBacktest: Backtest {
  /// What the series are.
  enum Kind {
    /// Indices over sellers, which move a little every month.
    case index
    /// Prices as sellers print them, which stay for months.
    case listPrices
  }

  let kind: Kind

  init(_ kind: Kind) { self.kind = kind }

  private static let walk = BacktestMethod(
    "walk", Text("uncertain drift, cycle and random walk", zh: "不确定漂移、周期与随机游走"), .calibrated)
  private static let listed = BacktestMethod(
    "listed", Text("uncertain drift and cycle, steps at random times", zh: "不确定漂移与周期，价格在随机时点跳变"), .calibrated)
  private static let ownFall = BacktestMethod(
    "own-fall", Text("fall of the series so far", zh: "该序列的历史降幅"), .naive)
  private static let noisyFall = BacktestMethod(
    "fall-30-50-volatile", Text("that fall with a volatility of 0.2 to 0.5", zh: "同上降幅，波动率 0.2–0.5"), .before)

  var name: String { kind == .index ? "rent-index" : "list-rents" }
  var title: Text {
    kind == .index
      ? Text("rent of a GPU, index over sellers", zh: "GPU 租金（多家供应商指数）")
      : Text("list rent of a GPU at one seller", zh: "单家供应商的 GPU 标价租金")
  }
  var horizonUnit: Text { Text("months", zh: "个月") }
  var format: String { "date,series,value,unit" }

  var methods: [BacktestMethod] {
    let forms =
      kind == .index
      ? [Self.walk]
      : [Self.listed, BacktestMethod(Self.walk.name, Self.walk.title, .alternative)]
    return forms + [.constantFall, Self.noisyFall, .lastValue, Self.ownFall, .pooledFall]
  }

  var recorded: (file: String, text: String)? {
    kind == .index ? ("rent-index.csv", String(decoding: PackageResources.rent_index_csv, as: UTF8.self)) : nil
  }

  private static let horizons = [3, 6, 9, 12, 18, 24]

  func cases(_ source: BacktestSource) throws -> [BacktestCase] {
    let data = try BacktestData(source.table(of: self), filter: source.filter)
    let series = data.series.map {
      (name: $0.name, group: $0.group, prices: $0.monthlyLogarithms(through: data.span.upperBound))
    }
    let earlier =
      data.span.lowerBound >= ListPriceEvidence.endOfEarlierRents ? ListPriceEvidence.earlierRents : nil
    var cases: [BacktestCase] = []
    for origin in source.quarters(of: data, hasEarlierEvidence: earlier != nil) {
      let start = origin.monthNumber
      let evidence =
        (earlier ?? ListPriceEvidence()) + ListPriceEvidence(series.map(\.prices), through: start)
      let estimate = ListPricePrior.gpuRents.estimate(evidence, in: start)
      for horizon in source.horizons.isEmpty ? Self.horizons : source.horizons {
        let years = Double(horizon) / 12
        let known = series.compactMap { series -> (name: String, group: String, change: Double, own: Double)? in
          guard let now = series.prices.first(where: { $0.month == start }),
            let then = series.prices.first(where: { $0.month == start + horizon }), let first = series.prices.first
          else { return nil }
          let past = Double(start - first.month) / 12
          return (series.name, series.group, then.log - now.log, past >= 0.25 ? (now.log - first.log) / past : 0)
        }
        guard !known.isEmpty else { continue }
        var forecasts: [String: PreparedForecast] = [
          Self.walk.name: PreparedForecast(.change(estimate.outlook.change(after: years))),
          BacktestMethod.constantFall.name: PreparedForecast(LogChange.constantFall(0.3...0.5, years: years)),
          Self.noisyFall.name: PreparedForecast(
            LogChange.constantFall(0.3...0.5, volatility: 0.2...0.5, years: years)),
          BacktestMethod.lastValue.name: PreparedForecast(.point(0)),
          BacktestMethod.pooledFall.name: PreparedForecast(.point((evidence.drift ?? 0) * years)),
        ]
        if kind == .listPrices {
          forecasts[Self.listed.name] = PreparedForecast(.change(estimate.listed.change(after: years)))
        }
        for (name, group, change, own) in known {
          forecasts[Self.ownFall.name] = PreparedForecast(.point(own * years))
          cases.append(
            BacktestCase(
              name, group: group, origin: "\(origin)", horizon: horizon,
              observed: abs(change) < 1e-9 ? 0 : change, forecasts))
        }
      }
    }
    return cases
  }
}

extension ListPriceEvidence {
  /// The month after which ``earlierRents`` counts for data that begins then or later.
  static let endOfEarlierRents = CalendarDay.day(2025, 6, 1)

  /// What list rents of H100, A100 and H200 at 15 sellers showed from February 2023 to July 2025.
  ///
  /// For data that begins only then; the prices themselves are not part of the product.
  static let earlierRents: ListPriceEvidence = {
    var evidence = ListPriceEvidence()
    evidence.total = -4.356_552_554_072_657
    evidence.years = 26
    evidence.firstMonth = 12 * 2023 + 1
    evidence.changes = 53
    evidence.moves = 92
    evidence.sumOfTimes = 24.25
    evidence.sumOfSquares = 1.800_497_615_142_045_8
    evidence.sumOfProducts = -1.425_976_872_836_935
    evidence.sumOfSquaredTimes = 7.006_944_444_444_444
    return evidence
  }()
}
