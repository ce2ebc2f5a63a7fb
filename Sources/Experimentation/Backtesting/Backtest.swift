import Demand
package import Economics
import Glibc
import Randomness

/// A method of forecasting, run from past dates on what was known then and scored on what came.
///
/// A backtest is one type in one file; ``Backtests/all`` lists them.
package protocol Backtest: Sendable {
  /// The word by which it is called.
  var name: String { get }
  /// What is forecast.
  var title: Text { get }
  /// What a horizon counts: `months`.
  var horizonUnit: Text { get }
  /// The methods, the calibrated one first.
  var methods: [BacktestMethod] { get }
  /// The data in the product as CSV; `nil` where the data must be given.
  var recorded: (file: String, text: String)? { get }
  /// The columns of its data, as the guide says them.
  var format: String { get }

  /// Every case of the data.
  /// - Throws: ``DataFileError`` where the data does not fit.
  func cases(_ source: BacktestSource) throws -> [BacktestCase]

  /// What else the data says, as rows of a table; none for most.
  func findings(_ source: BacktestSource) throws -> [BacktestFinding]
}

extension Backtest {
  package func findings(_ source: BacktestSource) throws -> [BacktestFinding] { [] }

  /// The method that counts as the forecast of the product.
  package var calibrated: BacktestMethod { methods[0] }
}

/// Every backtest there is, in the order of the output.
package enum Backtests {
  package static let all: [any Backtest] = [
    RentBacktest(.index), RentBacktest(.listPrices), ModelPriceBacktest(.oneModel), ModelPriceBacktest(.tier),
    UserBacktest(), LoadBacktest(), AssistantBacktest(),
  ]
}

/// A way to forecast.
package struct BacktestMethod: Sendable, Hashable {
  /// What it is to the product.
  package enum Role: String, Sendable {
    /// The method of the product.
    case calibrated
    /// Another form of it.
    case alternative
    /// What was assumed before it was calibrated.
    case before
    /// What anybody would do without a model.
    case naive
  }

  package let name: String
  package let title: Text
  package let role: Role

  init(_ name: String, _ title: Text, _ role: Role) {
    self.name = name
    self.title = title
    self.role = role
  }

  /// The price of the day, which is the naive forecast that skill is measured against.
  package static var lastValueForecast: BacktestMethod { lastValue }

  static let lastValue = BacktestMethod("last-value", Text("last value", zh: "沿用最近值"), .naive)
  static let pooledFall = BacktestMethod(
    "pooled-fall", Text("fall of all series so far", zh: "全部序列的历史降幅"), .naive)
  static let constantFall = BacktestMethod(
    "fall-30-50", Text("fall of 30 to 50 % a year (F17)", zh: "每年下降 30%–50%（F17）"), .before)
}

/// Where the data of a backtest is, and which of its cases are scored.
package struct BacktestSource: Sendable {
  /// A file of one's own; `nil` for the data in the product.
  package var path: String?
  /// What the names of series must contain.
  package var filter: String?
  /// Dates to forecast from; by default the first day of each quarter.
  package var origins: [CalendarDay] = []
  /// Horizons; by default those of the backtest.
  package var horizons: [Int] = []
  /// The day until which the data was watched; by default its last.
  package var end: CalendarDay?

  package init() {}

  /// The table that is scored.
  func table(of backtest: some Backtest) throws -> DataTable {
    if let path { return try DataTable(contentsOf: path) }
    guard let recorded = backtest.recorded else {
      throw InvalidValue(
        backtest.name, "the product has no data of this kind", remedy: "give --data FILE with \(backtest.format)")
    }
    return try DataTable(csv: recorded.text, file: recorded.file)
  }

  /// The first days of quarters from two months after the first day on, or those that were asked for.
  ///
  /// Where earlier evidence counts, the quarters from the first day on, and the first month that begins after it.
  func quarters(of data: BacktestData, hasEarlierEvidence: Bool) -> [CalendarDay] {
    if !origins.isEmpty { return origins }
    let first = data.span.lowerBound.monthNumber + (data.span.lowerBound.day > 1 ? 1 : 0)
    let last = data.span.upperBound.monthNumber
    let start = hasEarlierEvidence ? first : data.span.lowerBound.monthNumber + 2
    guard start <= last else { return [] }
    return (start...last).filter { $0 % 3 == 0 || (hasEarlierEvidence && $0 == start) }.map { .first(ofMonth: $0) }
      .filter { hasEarlierEvidence || $0.number >= data.span.lowerBound.number + 59 }
  }
}

/// A forecast of one number from one date, by every method, and its scores.
package struct BacktestCase: Sendable {
  package let series: String
  /// What moves with it: the seller.
  let group: String
  /// The date from which it is forecast.
  package let origin: String
  package let horizon: Int
  /// By the name of the method.
  package let scores: [String: ForecastScore]
  /// The methods without doubt, whose bands say nothing.
  package let points: Set<String>

  init(
    _ series: String, group: String? = nil, origin: String, horizon: Int, observed: Double,
    _ forecasts: [String: PreparedForecast]
  ) {
    self.series = series
    self.group = group ?? series
    self.origin = origin
    self.horizon = horizon
    scores = forecasts.mapValues { $0.score(observed) }
    points = Set(forecasts.filter(\.value.isPoint).keys)
  }
}

/// A row of what a backtest finds beside its scores.
package struct BacktestFinding: Sendable {
  /// What is said, in words.
  package let what: String
  package let value: Double
  package let unit: String
}

extension LogChange {
  /// A constant fall, uniform between two fractions a year, over years; with a volatility, uniform too, where one is given.
  static func constantFall(
    _ falls: ClosedRange<Double>, volatility: ClosedRange<Double>? = nil, years: Double
  ) -> ForecastDistribution {
    func spread(_ range: ClosedRange<Double>, _ count: Int) -> [Double] {
      (1...count).map { range.lowerBound + (range.upperBound - range.lowerBound) * (Double($0) - 0.5) / Double(count) }
    }
    guard let volatility else {
      return .sample(spread(falls, 199).map { years * log1p(-$0) }.sorted())
    }
    return .change(
      LogChange(
        evenly: spread(falls, 40).flatMap { fall in
          spread(volatility, 15).map { (mean: years * log1p(-fall), deviation: $0 * years.squareRoot()) }
        }))
  }
}
