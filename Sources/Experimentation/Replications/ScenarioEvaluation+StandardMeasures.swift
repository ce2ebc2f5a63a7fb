import Demand
import Economics

/// What every forecast is measured by.
extension ScenarioEvaluation {
  mutating func addStandardMeasures(of forecast: Forecast) {
    let money = InputUnit(forecast.books.currency.description)
    addTurningPoints(of: forecast)
    add(
      "npv", money, "net present value at time zero, months discounted at their end",
      forecast.cash.netPresentValue(at: forecast.books.discountRate))
    add("cost_first_month", money, "all costs of the first month", forecast.cash.costs[0])
    addFleets(of: forecast, money)
    addUnitCosts(of: forecast, money)
    addReturns(of: forecast)
    addOwnership(of: forecast, money)
    addUnitEconomics(of: forecast, money)
  }

  /// When it turns for good.
  private mutating func addTurningPoints(of forecast: Forecast) {
    guard !forecast.benefits.isEmpty else { return }
    let cash = forecast.cash
    add(
      "inflection_month", "month", "from this month on, benefit stays above cost; empty: never within the horizon",
      cash.inflectionMonth.map(Double.init))
    add(
      "payback_month", "month", "from this month on, cumulative cash stays above 0; empty: never within the horizon",
      cash.paybackMonth.map(Double.init))
    add(
      "discounted_payback_month", "month",
      "from this month on, cumulative discounted cash stays above 0; empty: never within the horizon",
      cash.discountedPaybackMonth(at: forecast.books.discountRate).map(Double.init))
  }

  private mutating func addFleets(of forecast: Forecast, _ money: InputUnit) {
    guard !forecast.fleets.isEmpty else { return }
    add("gpus_first_month", "GPUs", "mean over the hours", forecast.fleets.reduce(0) { $0 + $1.record.gpus[0] })
    add(
      "peak_gpus_first_month", "GPUs", "in the largest hour", forecast.fleets.reduce(0) { $0 + $1.record.peakGPUs[0] })
    add(
      "overloaded_hours_first_month", .one, "share of hours whose load is above what the fleet's service level allows",
      forecast.fleets.map(\.record.overloadedHours[0]).max())
    add("compute_cost_first_month", money, "rent of the first month", forecast.computeCost[0])
  }

  private mutating func addUnitCosts(of forecast: Forecast, _ money: InputUnit) {
    guard !forecast.loads.isEmpty else { return }
    let requests = forecast.allRequests
    let years = forecast.horizon.months / 12
    for year in 0..<years {
      let isBetween = year > 0 && year < years - 1
      let months = (12 * year)..<(12 * year + 12)
      // A ratio of sums: the mean of monthly ratios would give a quiet month the weight of a busy one.
      let answered = requests[months].reduce(0, +)
      func perRequest(_ amounts: [Double]) -> Double? {
        answered > 0 ? amounts[months].reduce(0, +) / answered : nil
      }
      let unit = InputUnit("\(money)/request")
      add(
        "unit_cost_year_\(year + 1)", unit, "all costs over requests of the year", perRequest(forecast.cash.costs),
        isDetail: isBetween)
      if !forecast.fleets.isEmpty {
        add(
          "unit_compute_cost_year_\(year + 1)", unit, "rent over requests of the year",
          perRequest(forecast.computeCost), isDetail: isBetween)
      }
    }
  }

  private mutating func addReturns(of forecast: Forecast) {
    guard !forecast.benefits.isEmpty else { return }
    let rate = forecast.books.discountRate
    let series = forecast.cash.series
    let returns = series.ratesOfReturn
    add(
      "irr", .perYear, "internal rate of return; empty where there is none, or more than one", returns.only,
      isEvent: false)
    if let inflation = forecast.books.inflation {
      add(
        "irr_real", .perYear, "the same in goods instead of money",
        returns.only.map { inflation.real($0.perYear).fraction },
        isEvent: false)
    }
    add(
      "irr_roots", .one, "internal rates of return that there are", Double(returns.all.count),
      isDetail: true)
    add(
      "mirr", .perYear,
      "rate of return if money is borrowed and lent at the discount rate; empty where nothing comes in",
      series.modifiedRateOfReturn(financing: rate, reinvesting: rate), isEvent: false,
      isDetail: true)
    add(
      "profitability_index", .one, "worth of all that follows over what is spent at the start; empty without that",
      series.profitabilityIndex(at: rate), isEvent: false)
  }

  /// What it costs from its beginning to its end, at its worth today.
  private mutating func addOwnership(of forecast: Forecast, _ money: InputUnit) {
    let cash = forecast.cash
    let costs = CashFlow(
      investment: cash.investment, benefits: cash.costs.map { _ in 0 }, costs: cash.costs
    ).series
    let rate = forecast.books.discountRate
    add(
      "total_cost", money, "of ownership: all costs of the horizon at their worth today, less what is sold",
      -costs.netPresentValue(at: rate))
    add(
      "equivalent_annual_cost", InputUnit("\(money)/year"), "the equal amount a year that is worth as much",
      -costs.equivalentAnnualAmount(at: rate))
  }

  /// Ratios of sums over the whole horizon.
  private mutating func addUnitEconomics(of forecast: Forecast, _ money: InputUnit) {
    guard !forecast.loads.isEmpty else { return }
    let cash = forecast.cash
    func add(_ what: String, of unit: String, _ units: [Double]) {
      let economics = UnitEconomics(
        units: units, revenue: cash.benefits, variableCost: cash.costs, fixedCost: [cash.investment])
      self.add(
        "cost_per_\(what)", InputUnit("\(money)/\(unit)"), "all costs over all of them, investment included",
        economics.costPerUnit, isEvent: false)
      guard !forecast.benefits.isEmpty else { return }
      self.add(
        "benefit_per_\(what)", InputUnit("\(money)/\(unit)"), "all benefits over all of them",
        economics.revenuePerUnit, isEvent: false)
    }
    add("request", of: "request", forecast.allRequests)
    if let tokens = forecast.allTokens { add("million_tokens", of: "Mtoken", tokens.map { $0 / 1e6 }) }
    if let users = forecast.allUsers { add("user_month", of: "user-month", users) }
  }
}
