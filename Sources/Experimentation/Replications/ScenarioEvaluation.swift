import Demand
import Economics
import Randomness

/// What one evaluation of a scenario gave, with the names of everything in it.
struct ScenarioEvaluation {
  private(set) var measures: [(declaration: MeasureDeclaration, value: Double?)] = []
  private(set) var series: [(declaration: MeasureDeclaration, values: [Double])] = []
  private(set) var checks: [CheckDeclaration] = []
  private let horizon: Horizon?
  private let currency: CurrencyCode?

  /// Simulates a scenario with the streams of one replication.
  init(_ scenario: Scenario, streams: Streams) throws {
    horizon = scenario.horizon
    currency = scenario.books?.currency
    let isForecast =
      scenario.horizon != nil || scenario.books != nil || !scenario.loads.isEmpty || !scenario.fleets.isEmpty
      || !scenario.costs.isEmpty || !scenario.benefits.isEmpty || !scenario.investments.isEmpty
    if isForecast {
      let forecast = try ForecastModel.run(scenario, streams: streams)
      addStandardMeasures(of: forecast, hasBenefit: !scenario.benefits.isEmpty)
      addStandardSeries(of: forecast)
      for measure in scenario.measures { add(measure.name, measure.unit, "", measure.value(forecast)) }
      for check in scenario.checks {
        checks.append(
          CheckDeclaration(
            name: check.name, unit: check.unit, byHand: check.byHand, explanation: check.explanation,
            measure: measures.count))
        add("check: \(check.name)", check.unit, check.explanation, check.simulated(forecast))
      }
    } else if !scenario.measures.isEmpty || !scenario.checks.isEmpty {
      throw InvalidValue(
        "scenario", "a Measure and a Check look at a forecast, and there is none",
        remedy: "a Trial returns its measures itself")
    }
    for trial in scenario.trials {
      for outcome in try trial.run(streams) { add(outcome.name, outcome.unit, "", outcome.value) }
    }
    guard !measures.isEmpty else {
      throw InvalidValue("scenario", "it measures nothing", remedy: "add a Load and a Fleet, or a Trial")
    }
    for (index, measure) in measures.enumerated()
    where measures[..<index].contains(where: { $0.declaration.name == measure.declaration.name }) {
      throw InvalidValue("measure \"\(measure.declaration.name)\"", "there are two of that name")
    }
  }

  var schema: RunSchema {
    RunSchema(
      measures: measures.map(\.declaration), series: series.map(\.declaration), checks: checks, horizon: horizon,
      currency: currency)
  }

  private mutating func add(_ name: String, _ unit: InputUnit, _ meaning: String, _ value: Double?) {
    measures.append((MeasureDeclaration(name: name, unit: unit, meaning: meaning), value))
  }

  private mutating func addStandardMeasures(of forecast: Forecast, hasBenefit: Bool) {
    let money = InputUnit(forecast.books.currency.description)
    let rate = forecast.books.discountRate
    let cash = forecast.cash
    if hasBenefit {
      add(
        "inflection_month", "month", "from this month on, benefit stays above cost; empty: never within the horizon",
        cash.inflectionMonth.map(Double.init))
      add(
        "payback_month", "month", "from this month on, cumulative cash stays above 0; empty: never within the horizon",
        cash.paybackMonth.map(Double.init))
      add(
        "discounted_payback_month", "month",
        "from this month on, cumulative discounted cash stays above 0; empty: never within the horizon",
        cash.discountedPaybackMonth(at: rate).map(Double.init))
    }
    add("npv", money, "net present value at time zero, months discounted at their end", cash.netPresentValue(at: rate))
    add("cost_first_month", money, "all costs of the first month", cash.costs[0])
    if !forecast.fleets.isEmpty {
      add("gpus_first_month", "GPUs", "mean over the hours", forecast.fleets.reduce(0) { $0 + $1.record.gpus[0] })
      add(
        "peak_gpus_first_month", "GPUs", "in the largest hour",
        forecast.fleets.reduce(0) { $0 + $1.record.peakGPUs[0] })
      add(
        "overloaded_hours_first_month", .one,
        "share of hours whose load is above what the fleet's service level allows",
        forecast.fleets.map(\.record.overloadedHours[0]).max())
      add("compute_cost_first_month", money, "rent of the first month", forecast.computeCost[0])
    }
    guard !forecast.loads.isEmpty else { return }
    let requests = forecast.allRequests
    for year in 0..<(forecast.horizon.months / 12) {
      let months = (12 * year)..<(12 * year + 12)
      // A ratio of sums: the mean of monthly ratios would give a quiet month the weight of a busy one.
      let answered = requests[months].reduce(0, +)
      func perRequest(_ amounts: [Double]) -> Double? {
        answered > 0 ? amounts[months].reduce(0, +) / answered : nil
      }
      let unit = InputUnit("\(money)/request")
      add("unit_cost_year_\(year + 1)", unit, "all costs over requests of the year", perRequest(cash.costs))
      if !forecast.fleets.isEmpty {
        add(
          "unit_compute_cost_year_\(year + 1)", unit, "rent over requests of the year",
          perRequest(forecast.computeCost))
      }
    }
  }

  private mutating func addStandardSeries(of forecast: Forecast) {
    let money = InputUnit(forecast.books.currency.description)
    func add(_ name: String, _ unit: InputUnit, _ meaning: String, _ values: [Double]) {
      series.append((MeasureDeclaration(name: name, unit: unit, meaning: meaning), values))
    }
    func suffix(_ name: String, of count: Int) -> String { count > 1 ? " (\(name))" : "" }
    for load in forecast.loads {
      add("requests" + suffix(load.name, of: forecast.loads.count), "requests", "in the month", load.requests)
    }
    for (name, record) in forecast.fleets {
      let suffix = suffix(name, of: forecast.fleets.count)
      add("gpus" + suffix, "GPUs", "paid for, mean over the hours", record.gpus)
      add("peak_gpus" + suffix, "GPUs", "paid for in the largest hour", record.peakGPUs)
      add("utilisation" + suffix, .one, "busy share of the paid time", record.utilisation)
      add(
        "overloaded_hours" + suffix, .one, "share of hours above the service level's capacity", record.overloadedHours)
      add("gpu_price" + suffix, InputUnit("\(money)/GPU-hour"), "rent of a GPU-hour", record.price)
    }
    if !forecast.fleets.isEmpty { add("compute_cost", money, "rent of the month", forecast.computeCost) }
    add("cost", money, "all costs of the month", forecast.cash.costs)
    add("benefit", money, "all benefits of the month", forecast.cash.benefits)
    add("cash", money, "benefit less cost", forecast.cash.net)
    add("cumulative_cash", money, "from time zero to the month's end", forecast.cumulativeCash)
    if !forecast.loads.isEmpty {
      let requests = forecast.allRequests
      add(
        "unit_cost", InputUnit("\(money)/request"), "all costs over requests of the month",
        zip(forecast.cash.costs, requests).map { $1 > 0 ? $0 / $1 : 0 })
    }
  }
}
