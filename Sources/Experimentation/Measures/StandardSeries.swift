import Demand
import Economics
import Randomness

/// What is kept of every month of a forecast: its name once, its months for each.
struct ForecastSeries {
  let declaration: MeasureDeclaration
  let months: (ForecastFigures) -> [Double]
  /// What it is at time zero, of a series that has a month 0.
  let start: ((ForecastFigures) -> Double)?

  init(
    _ name: String, _ unit: InputUnit, _ meaning: String, start: ((ForecastFigures) -> Double)? = nil,
    _ months: @escaping (ForecastFigures) -> [Double]
  ) {
    declaration = MeasureDeclaration(name: name, unit: unit, meaning: meaning)
    self.months = months
    self.start = start
  }

  /// What the series of an indicator begins with.
  static let indicatorPrefix = "indicator: "
}

/// What is shown of every forecast month by month.
struct StandardSeries {
  private let layout: ForecastLayout
  private let money: InputUnit

  init(_ layout: ForecastLayout) {
    self.layout = layout
    money = InputUnit(layout.currency.description)
  }

  var all: [ForecastSeries] { operation + cash + lines }

  private var operation: [ForecastSeries] {
    func suffix(_ name: String, of count: Int) -> String { count > 1 ? " (\(name))" : "" }
    var all = layout.flows.indices.map { flow in
      let name = layout.flows[flow]
      guard flow < layout.loads else {
        return ForecastSeries("requests (\(name))", "requests", "in the month") {
          $0.forecast.parts[flow - $0.forecast.layout.loads]
        }
      }
      return ForecastSeries("requests" + suffix(name, of: layout.loads), "requests", "in the month") {
        $0.forecast.loads[flow].map(\.requests)
      }
    }
    for (place, name) in layout.fleets.enumerated() {
      let suffix = suffix(name, of: layout.fleets.count)
      func add(_ what: String, _ unit: InputUnit, _ meaning: String, _ column: KeyPath<Forecast.FleetRecord, [Double]>)
      {
        all.append(ForecastSeries(what + suffix, unit, meaning) { $0.forecast.fleets[place][keyPath: column] })
      }
      add("gpus", "GPUs", "paid for, mean over the hours", \.gpus)
      add("peak_gpus", "GPUs", "paid for in the largest hour", \.peakGPUs)
      add("utilisation", .one, "busy share of the paid time", \.utilisation)
      add("attainment", .one, "share of the requests that is served within the service level", \.attainment)
      add("overloaded_hours", .one, "share of hours above the service level's capacity", \.overloadedHours)
      add("gpu_price", InputUnit("\(money)/GPU-hour"), "rent of a GPU-hour", \.price)
    }
    for (place, name) in layout.supplies.enumerated() {
      all.append(ForecastSeries("available: \(name)", .one, "in the month") { $0.forecast.supplies[place].months })
    }
    if !layout.fleets.isEmpty {
      all.append(ForecastSeries("compute_cost", money, "rent of the month") { $0.forecast.computeCost })
    }
    return all
  }

  private var cash: [ForecastSeries] {
    var all = [
      ForecastSeries("cost", money, "all costs of the month", start: { $0.start(of: $0.forecast.costs) }) {
        $0.cash.costs
      },
      ForecastSeries("benefit", money, "all benefits of the month", start: { $0.start(of: $0.forecast.benefits) }) {
        $0.cash.benefits
      },
      ForecastSeries("cash", money, "benefit less cost", start: { -$0.cash.investment }) { $0.cash.net },
      ForecastSeries(
        "operating_cost", money, "what recurs, by the month that it is for: before tax, financing and capital"
      ) { $0.forecast.operatingCost },
      ForecastSeries("operating_benefit", money, "what recurs, by the month that it is for") {
        $0.forecast.operatingBenefit
      },
      ForecastSeries(
        "cumulative_cash", money, "from time zero to the month's end", start: { -$0.cash.investment }
      ) { $0.forecast.cumulativeCash },
    ]
    if layout.loads > 0 {
      all.append(
        ForecastSeries(
          "unit_cost", InputUnit("\(money)/request"),
          "all costs over requests of the month\(layout.butTax)"
        ) { zip($0.spending, $0.requests).map { $1 > 0 ? $0 / $1 : 0 } })
    }
    all.append(
      ForecastSeries(
        "cumulative_discounted_cash", money, "from time zero to the month's end, each month at its worth today",
        start: { -$0.cash.investment }
      ) { $0.cash.cumulativeDiscounted(at: $0.discountRate) })
    if layout.hasInflation {
      all.append(
        ForecastSeries(
          "cumulative_real_cash", money, "from time zero to the month's end, in money of the start",
          start: { -$0.cash.investment }
        ) {
          $0.cash.cumulativeDiscounted(at: $0.forecast.books.inflation?.rate.fraction ?? 0)
        })
    }
    return all
  }

  /// Together they are all costs and all benefits: what a stack is drawn of.
  private var lines: [ForecastSeries] {
    layout.costs.enumerated().map { place, name in
      ForecastSeries("cost: \(name)", money, "of the month", start: { $0.forecast.costs[place].atStart }) {
        $0.forecast.costs[place].months
      }
    }
      + layout.benefits.enumerated().map { place, name in
        ForecastSeries("benefit: \(name)", money, "of the month", start: { $0.forecast.benefits[place].atStart }) {
          $0.forecast.benefits[place].months
        }
      }
      + layout.indices.enumerated().map { place, name in
        ForecastSeries("price: \(name)", .one, "as a multiple of today") { $0.forecast.indices[place] }
      }
  }
}
