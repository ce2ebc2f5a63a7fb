import Demand
import Economics

/// A number that is taken of every forecast: its name once, its value for each.
struct ForecastMeasure {
  let declaration: MeasureDeclaration
  let value: (ForecastFigures) -> Double?

  /// - `absence`: what it means that there is no value.
  init(
    _ name: String, _ unit: InputUnit, _ meaning: String, absence: Absence = .unknown, isDetail: Bool = false,
    sought: SoughtValue? = nil,
    _ value: @escaping (ForecastFigures) -> Double?
  ) {
    declaration = MeasureDeclaration(
      name: name, unit: unit, meaning: meaning, absence: absence, isDetail: isDetail, sought: sought)
    self.value = value
  }
}

/// A forecast, with what several measures of it have in common worked out once.
final class ForecastFigures {
  let scenario: Scenario
  let forecast: Forecast
  /// By ``BreakEven`` of the scenario.
  var breakEvens: [Double?] = []

  init(_ scenario: Scenario, _ forecast: Forecast) {
    self.scenario = scenario
    self.forecast = forecast
  }

  var cash: CashFlow { forecast.cash }

  /// Cumulative cash at its lowest, from time zero on.
  var lowestCash: Double { forecast.cumulativeCash.reduce(-cash.investment, min) }

  /// What lines have at time zero.
  func start(of lines: [Forecast.Line]) -> Double { lines.reduce(0) { $0 + $1.atStart } }

  /// A fraction a year.
  var discountRate: Double { forecast.books.discountRate }
  private(set) lazy var series = forecast.cash.series
  private(set) lazy var returns = series.ratesOfReturn
  private(set) lazy var requests = forecast.allRequests
  private(set) lazy var tokens = forecast.allTokens ?? []
  private(set) lazy var users = forecast.allUsers ?? []
  /// From when to when operating benefit covers operating cost.
  ///
  /// Where the scenario says when it operates, only those months count: before and after them nothing is covered.
  private(set) lazy var coverage: Coverage = {
    let (benefits, costs) = (forecast.operatingBenefit, forecast.operatingCost)
    let lives = scenario.operations.compactMap { located in
      located.part.start.map { ($0, $0 + located.part.life) }
    }
    guard let start = lives.map(\.0).min(), let end = lives.map(\.1).max() else {
      return Coverage(benefits: benefits, costs: costs)
    }
    let months = min(start, benefits.count)..<min(end, benefits.count)
    let coverage = Coverage(benefits: Array(benefits[months]), costs: Array(costs[months]))
      .beginning(after: months.lowerBound)
    return endsWithinHorizon ? coverage.atTheEnd : coverage
  }()
  /// Whether the scenario says when it operates, and that is over by the end of the horizon.
  private var endsWithinHorizon: Bool {
    let ends = scenario.operations.compactMap(\.part.end)
    return !ends.isEmpty && ends.allSatisfy { $0 <= forecast.horizon.months }
  }
  /// From when to when cumulative discounted cash is at least 0.
  private(set) lazy var payback: Coverage = {
    let payback = cash.payback(at: discountRate)
    return endsWithinHorizon ? payback.atTheEnd : payback
  }()
  /// What is spent on it in each month of cash, without the tax on profit: what a profit is made of is no cost of it.
  private(set) lazy var spending: [Double] = {
    guard forecast.hasTax, let tax = forecast.costs.last?.months else { return cash.costs }
    return zip(cash.costs, tax).map { $0 - $1 }
  }()
  /// Whether what is used is paid as it is used, so that there is no investment that a rate of return could be of: nothing is
  /// paid at the start, and cumulative cash is never short of a month's mean cost, which lies between the bills of a month
  /// and what it brings.
  var isPaidAsUsed: Bool {
    let paid = -costs.amounts.reduce(0, +)
    return cash.investment <= 0 && -lowestCash < paid / Double(forecast.horizon.months)
  }
  /// The rate of return of what is put in; `nil` where there is none, and where all is paid as it is used.
  ///
  /// What a tax office gives back of a loss is no return: a rate below 0 exists where there is one before the tax too.
  private(set) lazy var rateOfReturn: Double? = {
    guard !isPaidAsUsed, let rate = returns.ofInvestment else { return nil }
    guard rate < 0, forecast.hasTax, let tax = forecast.costs.last else { return rate }
    let beforeTax = CashFlow(
      investment: cash.investment - tax.atStart, benefits: cash.benefits,
      costs: zip(cash.costs, tax.months).map { $0 - $1 })
    return beforeTax.series.ratesOfReturn.ofInvestment == nil ? nil : rate
  }()
  /// The costs alone, as a flow, without the tax on profit.
  private(set) lazy var costs = CashFlow(
    investment: cash.investment - (forecast.hasTax ? forecast.costs.last?.atStart ?? 0 : 0),
    benefits: cash.costs.map { _ in 0 }, costs: spending
  ).series
}

/// What every forecast is measured by.
struct StandardMeasures {
  private let layout: ForecastLayout
  private let money: InputUnit

  init(_ layout: ForecastLayout) {
    self.layout = layout
    money = InputUnit(layout.currency.description)
  }

  var all: [ForecastMeasure] {
    turningPoints
      + [
        ForecastMeasure(
          "npv", money,
          "net present value at time zero\(layout.hasTax ? ", after tax on profit" : ""), months discounted at their end"
        ) { $0.cash.netPresentValue(at: $0.discountRate) }
      ] + attainment + [
        ForecastMeasure("cost_first_month", money, "all costs of the first month\(layout.butTax)") { $0.spending[0] }
      ] + beforeTax + funding + fleets + unitCosts + returns + ownership + unitEconomics
  }

  /// When it turns for good.
  private var turningPoints: [ForecastMeasure] {
    guard !layout.benefits.isEmpty else { return [] }
    return [
      ForecastMeasure(
        "inflection_month", "month",
        "from this month on, operating benefit covers operating cost, before tax, financing and capital; "
          + "empty: not until the end of the horizon",
        absence: .laterThanAny
      ) { $0.coverage.stayingMonth.map(Double.init) },
      ForecastMeasure(
        "covered_from_month", "month",
        "where benefit covers cost for a while and no longer at the end of the horizon: from this month on",
        absence: .doesNotExist, isDetail: true
      ) { $0.coverage.stretch.map { Double($0.from) } },
      ForecastMeasure(
        "covered_to_month", "month",
        "where benefit covers cost for a while and no longer at the end of the horizon: until this month",
        absence: .doesNotExist, isDetail: true
      ) { $0.coverage.stretch.map { Double($0.to) } },
      ForecastMeasure(
        "gap_closing", .one,
        "1 where benefit does not cover cost, and the gap closes so fast that it would be covered within another horizon",
        isDetail: true
      ) { $0.coverage == .notYet ? 1 : 0 },
      ForecastMeasure(
        "payback_month", "month", "from this month on, cumulative cash stays above 0; empty: never within the horizon",
        absence: .laterThanAny
      ) { $0.cash.paybackMonth.map(Double.init) },
      ForecastMeasure(
        "discounted_payback_month", "month",
        "from this month on, cumulative discounted cash stays above 0; empty: never within the horizon",
        absence: .laterThanAny
      ) { $0.payback.stayingMonth.map(Double.init) },
      ForecastMeasure(
        "paid_back_to_month", "month",
        "where cumulative discounted cash is above 0 for a while and no longer at the end of the horizon: until this month",
        absence: .doesNotExist, isDetail: true
      ) { $0.payback.stretch.map { Double($0.to) } },
      ForecastMeasure(
        "paying_back", .one,
        "1 where it is not paid back, and cumulative discounted cash rises so fast that it would be within another horizon",
        isDetail: true
      ) { $0.payback == .notYet ? 1 : 0 },
    ]
  }

  /// The same without the tax, where there is one.
  private var beforeTax: [ForecastMeasure] {
    guard layout.hasTax else { return [] }
    return [
      ForecastMeasure("npv_before_tax", money, "net present value at time zero without the tax on profit") { figures in
        let tax = figures.forecast.costs.last?.months ?? []
        return figures.cash.netPresentValue(at: figures.discountRate)
          + CashSeries(uncheckedMonthly: tax, timeZero: .spreadsheet).netPresentValue(at: figures.discountRate)
      }
    ]
  }

  /// What has to be put in before it carries itself.
  private var funding: [ForecastMeasure] {
    guard !layout.benefits.isEmpty else { return [] }
    return [
      ForecastMeasure(
        "peak_funding", money, "the most that has been put in and is not back: cumulative cash at its lowest"
      ) { max(0, -$0.lowestCash) },
      ForecastMeasure(
        "months_of_funding", "months", "months at whose end more has been put in than is back"
      ) { figures in Double(figures.forecast.cumulativeCash.count { $0 < 0 }) },
    ]
  }

  /// The share of the requests that is served within the service level, of each fleet and of all.
  private var attainment: [ForecastMeasure] {
    guard !layout.fleets.isEmpty else { return [] }
    let meaning = "share of the requests of all months that is served within the service level"
    let all = ForecastMeasure("attainment", .one, meaning) { figures in
      let fleets = figures.forecast.fleets
      let requests = fleets.reduce(0) { $0 + $1.requests.reduce(0, +) }
      return requests > 0 ? fleets.reduce(0) { $0 + $1.attained * $1.requests.reduce(0, +) } / requests : 1
    }
    guard layout.fleets.count > 1 else { return [all] }
    return [all]
      + layout.fleets.enumerated().map { place, name in
        ForecastMeasure("attainment (\(name))", .one, meaning) { $0.forecast.fleets[place].attained }
      }
  }

  private var fleets: [ForecastMeasure] {
    guard !layout.fleets.isEmpty else { return [] }
    return [
      ForecastMeasure("gpus_first_month", "GPUs", "mean over the hours") {
        $0.forecast.fleets.reduce(0) { $0 + $1.gpus[0] }
      },
      ForecastMeasure("peak_gpus_first_month", "GPUs", "in the largest hour") {
        $0.forecast.fleets.reduce(0) { $0 + $1.peakGPUs[0] }
      },
      ForecastMeasure(
        "overloaded_hours_first_month", .one,
        "share of the time in which the load is above what the fleet's service level allows"
      ) { $0.forecast.fleets.map(\.overloadedHours[0]).max() },
      ForecastMeasure("compute_cost_first_month", money, "rent of the first month") { $0.forecast.computeCost[0] },
    ]
  }

  private var unitCosts: [ForecastMeasure] {
    guard layout.loads > 0 else { return [] }
    let years = layout.horizon.months / 12
    let unit = InputUnit("\(money)/request")
    return (0..<years).flatMap { year in
      let isBetween = year > 0 && year < years - 1
      let months = (12 * year)..<(12 * year + 12)
      // A ratio of sums: the mean of monthly ratios would give a quiet month the weight of a busy one.
      func perRequest(_ amounts: [Double], _ requests: [Double]) -> Double? {
        let answered = requests[months].reduce(0, +)
        return answered > 0 ? amounts[months].reduce(0, +) / answered : nil
      }
      let all = ForecastMeasure(
        "unit_cost_year_\(year + 1)", unit, "all costs over requests of the year\(layout.butTax)",
        absence: .doesNotExist,
        isDetail: isBetween
      ) { perRequest($0.spending, $0.requests) }
      guard !layout.fleets.isEmpty else { return [all] }
      let compute = ForecastMeasure(
        "unit_compute_cost_year_\(year + 1)", unit, "rent over requests of the year", absence: .doesNotExist,
        isDetail: isBetween
      ) { perRequest($0.forecast.computeCost, $0.requests) }
      return [all, compute]
    }
  }

  private var returns: [ForecastMeasure] {
    guard !layout.benefits.isEmpty else { return [] }
    let real = ForecastMeasure(
      "irr_real", .perYear, "the same in goods instead of money", absence: .doesNotExist, isDetail: true
    ) { figures in
      figures.forecast.books.inflation.flatMap { inflation in
        figures.rateOfReturn.map { inflation.real($0.perYear).fraction }
      }
    }
    return [
      ForecastMeasure(
        "irr", .perYear,
        "internal rate of return, at which the net present value falls to 0; empty where there is none, or more than one from "
          + "0 on, and where nothing is paid at the start and never as much as a month's mean cost put in",
        absence: .doesNotExist
      ) { $0.rateOfReturn }
    ] + (layout.hasInflation ? [real] : []) + [
      ForecastMeasure("irr_roots", .one, "internal rates of return that there are", isDetail: true) {
        Double($0.returns.all.count)
      },
      ForecastMeasure(
        "mirr", .perYear,
        "rate of return if money is borrowed and lent at the discount rate; empty where nothing comes in",
        absence: .doesNotExist, isDetail: true
      ) { $0.series.modifiedRateOfReturn(financing: $0.discountRate, reinvesting: $0.discountRate) },
      ForecastMeasure(
        "profitability_index", .one, "worth of all that follows over what is spent at the start; empty without that",
        absence: .doesNotExist, isDetail: true
      ) { $0.series.profitabilityIndex(at: $0.discountRate) },
    ]
  }

  /// What it costs from its beginning to its end, at its worth today.
  private var ownership: [ForecastMeasure] {
    [
      ForecastMeasure(
        "total_cost", money,
        "of ownership: all costs of the horizon at their worth today, less what is sold\(layout.butTax)"
      ) { -$0.costs.netPresentValue(at: $0.discountRate) },
      ForecastMeasure(
        "equivalent_annual_cost", InputUnit("\(money)/year"), "the equal amount a year that is worth as much"
      ) { -$0.costs.equivalentAnnualAmount(at: $0.discountRate) },
    ]
  }

  /// Ratios of sums over the whole horizon.
  private var unitEconomics: [ForecastMeasure] {
    guard layout.loads > 0 else { return [] }
    func of(_ what: String, _ unit: String, _ units: @escaping (ForecastFigures) -> [Double]) -> [ForecastMeasure] {
      func economics(_ figures: ForecastFigures) -> UnitEconomics {
        UnitEconomics(
          units: units(figures), revenue: figures.cash.benefits, variableCost: figures.spending,
          fixedCost: [figures.cash.investment])
      }
      let cost = ForecastMeasure(
        "cost_per_\(what)", InputUnit("\(money)/\(unit)"),
        "all costs over all of them, investment included\(layout.butTax)",
        absence: .doesNotExist
      ) { economics($0).costPerUnit }
      guard !layout.benefits.isEmpty else { return [cost] }
      let benefit = ForecastMeasure(
        "benefit_per_\(what)", InputUnit("\(money)/\(unit)"), "all benefits over all of them", absence: .doesNotExist
      ) { economics($0).revenuePerUnit }
      return [cost, benefit]
    }
    return of("request", "request") { $0.requests }
      + (layout.tellsTokens ? of("million_tokens", "Mtoken") { $0.tokens.map { $0 / 1e6 } } : [])
      + (layout.tellsUsers ? of("user_month", "user-month") { $0.users } : [])
  }
}
