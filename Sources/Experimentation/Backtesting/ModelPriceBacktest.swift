import Demand
import Economics
import Glibc

/// API prices: the change of the blended price (0.8 of the input and 0.2 of the output price) after months.
struct ModelPriceBacktest: Backtest {
  /// What a buyer does.
  enum Kind {
    /// Stays with one model.
    case oneModel
    /// Moves to each successor of a class of models.
    case tier
  }

  let kind: Kind

  init(_ kind: Kind) { self.kind = kind }

  private static let listed = BacktestMethod(
    "listed", Text("steps at random times", zh: "价格在随机时点跳变"), .calibrated)
  private static let fall10to60 = BacktestMethod(
    "fall-10-60", Text("fall of 10 to 60 % a year", zh: "每年下降 10%–60%"), .before)
  private static let tenfold = BacktestMethod(
    "tenfold", Text("a tenth of the price each year", zh: "每年降至十分之一"), .naive)

  var name: String { kind == .oneModel ? "api-models" : "api-tiers" }
  var title: Text {
    kind == .oneModel
      ? Text("API price of one model", zh: "单一模型的 API 价格")
      : Text("API price of a class of models", zh: "同类模型的 API 价格")
  }
  var horizonUnit: Text { Text("months", zh: "个月") }
  var format: String { "date,series,value,unit, or date,series,input,output,unit" }
  var methods: [BacktestMethod] {
    [Self.listed, Self.fall10to60, .constantFall, .lastValue, .pooledFall, Self.tenfold]
  }

  var recorded: (file: String, text: String)? {
    kind == .oneModel
      ? ("api-models.csv", String(decoding: PackageResources.api_models_csv, as: UTF8.self))
      : ("api-tiers.csv", String(decoding: PackageResources.api_tiers_csv, as: UTF8.self))
  }

  private static let horizons = [3, 6, 9, 12, 18]
  private var prior: ModelPricePrior { kind == .oneModel ? .oneModel : .tier }
  private var earlier: ModelPriceEvidence { kind == .oneModel ? .earlierModels : .earlierTiers }

  func cases(_ source: BacktestSource) throws -> [BacktestCase] {
    let data = try BacktestData(source.table(of: self), filter: source.filter)
    let series = data.series.map { series in
      (
        name: series.name,
        prices: series.points.map { (time: $0.day.yearsSince2023, log: log($0.value)) }
      )
    }
    let end = (source.end ?? max(data.span.upperBound, kindEnd(source))).yearsSince2023 + 0.01
    let isLater = data.span.lowerBound >= ModelPriceEvidence.endOfEarlierPrices
    var cases: [BacktestCase] = []
    for origin in source.quarters(of: data, hasEarlierEvidence: isLater) {
      let now = origin.yearsSince2023
      let evidence =
        (isLater ? earlier : ModelPriceEvidence()) + ModelPriceEvidence(series.map(\.prices), through: now)
      let outlook = prior.estimate(evidence)
      for horizon in source.horizons.isEmpty ? Self.horizons : source.horizons {
        let years = Double(horizon) / 12
        guard now + years <= end else { continue }
        let pooled = evidence.years > 0.25 ? evidence.total / evidence.years : 0
        let forecasts: [String: PreparedForecast] = [
          Self.listed.name: PreparedForecast(.change(outlook.change(after: years))),
          Self.fall10to60.name: PreparedForecast(LogChange.constantFall(0.1...0.6, years: years)),
          BacktestMethod.constantFall.name: PreparedForecast(LogChange.constantFall(0.3...0.5, years: years)),
          BacktestMethod.lastValue.name: PreparedForecast(.point(0)),
          BacktestMethod.pooledFall.name: PreparedForecast(.point(pooled * years)),
          Self.tenfold.name: PreparedForecast(.point(-years * log(10))),
        ]
        for (name, prices) in series {
          guard let before = prices.last(where: { $0.time <= now + 1e-9 }),
            let after = prices.last(where: { $0.time <= now + years + 1e-9 })
          else { continue }
          let change = after.log - before.log
          cases.append(
            BacktestCase(
              name, origin: "\(origin)", horizon: horizon, observed: abs(change) < 1e-9 ? 0 : change, forecasts))
        }
      }
    }
    return cases
  }

  /// The day until which the data in the product was watched.
  private func kindEnd(_ source: BacktestSource) -> CalendarDay {
    source.path == nil ? .day(2025, 6, 23) : .day(1900, 1, 1)
  }
}

extension ModelPriceEvidence {
  /// The day from which on the earlier evidence counts for data that begins only then.
  static let endOfEarlierPrices = CalendarDay.day(2025, 6, 1)

  /// What the prices in the product show until 23 June 2025.
  static let earlierModels = ModelPriceEvidence(
    changes: 9, total: -3.038_576_431_486_621_5, sumOfSquares: 7.313_523_935_798_198, years: 29.889_117_043_121_14)
  static let earlierTiers = ModelPriceEvidence(
    changes: 17, total: -0.584_441_440_365_374_9, sumOfSquares: 10.060_573_000_789_361, years: 10.195_756_331_279_945)
}
