import Demand
import Economics
import Randomness

/// What is shown of every forecast month by month.
extension ScenarioEvaluation {
  mutating func addStandardSeries(of forecast: Forecast) {
    let money = InputUnit(forecast.books.currency.description)
    addOperation(of: forecast, money)
    addSeries("cost", money, "all costs of the month", forecast.cash.costs)
    addSeries("benefit", money, "all benefits of the month", forecast.cash.benefits)
    addSeries("cash", money, "benefit less cost", forecast.cash.net)
    addSeries("cumulative_cash", money, "from time zero to the month's end", forecast.cumulativeCash)
    if !forecast.loads.isEmpty {
      addSeries(
        "unit_cost", InputUnit("\(money)/request"), "all costs over requests of the month",
        zip(forecast.cash.costs, forecast.allRequests).map { $1 > 0 ? $0 / $1 : 0 })
    }
    addSeries(
      "cumulative_discounted_cash", money, "from time zero to the month's end, each month at its worth today",
      forecast.cash.cumulativeDiscounted(at: forecast.books.discountRate))
    if let inflation = forecast.books.inflation {
      addSeries(
        "cumulative_real_cash", money, "from time zero to the month's end, in money of the start",
        forecast.cash.cumulativeDiscounted(at: inflation.rate.fraction))
    }
    // Together they are all costs and all benefits: what a stack is drawn of.
    for line in forecast.costs { addSeries("cost: \(line.name)", money, "of the month", line.months) }
    for line in forecast.benefits { addSeries("benefit: \(line.name)", money, "of the month", line.months) }
    for (name, factors) in forecast.indices {
      addSeries("price: \(name)", .one, "as a multiple of today", factors)
    }
  }

  /// What is known while one waits.
  mutating func addSignals(_ signals: [Signal], of forecast: Forecast) throws(InvalidValue) {
    for signal in signals {
      let months = signal.months(forecast)
      guard months.count == forecast.horizon.months else {
        throw InvalidValue(
          "Signal(\"\(signal.name)\")",
          "it has \(months.count) months and the horizon has \(forecast.horizon.months)",
          remedy: "give what is known at the beginning of each month")
      }
      addSeries(Self.signalPrefix + signal.name, signal.unit, "known at the beginning of the month", months)
    }
  }

  /// What the series of a signal begins with.
  static let signalPrefix = "signal: "

  private mutating func addOperation(of forecast: Forecast, _ money: InputUnit) {
    func suffix(_ name: String, of count: Int) -> String { count > 1 ? " (\(name))" : "" }
    for load in forecast.loads {
      addSeries(
        "requests" + suffix(load.name, of: forecast.loads.count), "requests", "in the month",
        load.months.map(\.requests))
    }
    for part in forecast.parts { addSeries("requests (\(part.name))", "requests", "in the month", part.requests) }
    for (name, record) in forecast.fleets {
      let suffix = suffix(name, of: forecast.fleets.count)
      addSeries("gpus" + suffix, "GPUs", "paid for, mean over the hours", record.gpus)
      addSeries("peak_gpus" + suffix, "GPUs", "paid for in the largest hour", record.peakGPUs)
      addSeries("utilisation" + suffix, .one, "busy share of the paid time", record.utilisation)
      addSeries(
        "overloaded_hours" + suffix, .one, "share of hours above the service level's capacity", record.overloadedHours)
      addSeries("gpu_price" + suffix, InputUnit("\(money)/GPU-hour"), "rent of a GPU-hour", record.price)
    }
    for supply in forecast.supplies { addSeries("available: \(supply.name)", .one, "in the month", supply.months) }
    if !forecast.fleets.isEmpty { addSeries("compute_cost", money, "rent of the month", forecast.computeCost) }
  }
}
