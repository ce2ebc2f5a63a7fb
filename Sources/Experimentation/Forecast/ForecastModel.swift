import Demand
import Economics
import EventSimulation
import Randomness
import Serving

/// Loads and fleets hour by hour, books month by month: one replication of a scenario on the event engine.
///
/// The clock counts hours. At one instant the month is closed before the day begins, and the day before its first hour.
struct ForecastModel: EventModel {
  enum Event {
    case monthEnds
    case dayBegins
    case hour
  }

  private static let priority: (month: Int16, day: Int16, hour: Int16) = (0, 1, 2)

  private struct LoadState {
    let load: Load
    let stream: RandomStream
    /// The requests of each day of the week, as a multiple of those of a mean day.
    let volumes: [Double]
    /// The share of its day's requests that each hour of the week brings.
    let hourlyShares: [Double]
    let variation: Distribution?
    var today = 0.0
    var month = 0.0
    var months: [Double] = []

    init(_ load: Load, streams: Streams) {
      self.load = load
      stream = streams.stream("\(load.name)/requests")
      volumes = Weekday.allCases.map(load.week.volume)
      hourlyShares = zip(Weekday.allCases, volumes).flatMap { day, volume in
        load.week.hours(of: day).map { volume > 0 ? $0 / volume / 24 : 0 }
      }
      variation = load.dailyVariation
    }
  }

  private struct FleetState {
    let fleet: Fleet
    let load: Int
    let currencyValue: Double
    let price: RealisedPrice
    // Taken out of the fleet, since each hour asks for them.
    let capacity: CapacityCurve
    let gpusPerReplica: Int
    let scaling: Scaling
    /// Replicas around the clock, this month, and the rate that they are for, in requests a second.
    var planned = 0
    var plannedRate = 0.0
    var gpuHours = 0.0
    var busyGPUHours = 0.0
    var peak = 0
    var hours = 0
    var overloaded = 0
    var record = Forecast.FleetRecord(
      gpus: [], peakGPUs: [], utilisation: [], overloadedHours: [], price: [], cost: [])

    init(_ fleet: Fleet, load: Int, currencyValue: Double, price: RealisedPrice) {
      self.fleet = fleet
      self.load = load
      self.currencyValue = currencyValue
      self.price = price
      capacity = fleet.capacity
      gpusPerReplica = fleet.gpusPerReplica
      scaling = fleet.scaling
    }
  }

  private let horizon: Horizon
  private let costs: [(cost: Cost, currencyValue: Double)]
  private let benefits: [(benefit: Benefit, currencyValue: Double)]
  private let books: Books
  private let investment: Double
  private var loads: [LoadState]
  private var fleets: [FleetState]
  private var month = 0
  private var day = 0
  private var hourOfWeek = 0
  private var monthlyCosts: [Double] = []
  private var monthlyBenefits: [Double] = []
  private var monthlyComputeCosts: [Double] = []

  /// - Throws: `InvalidValue` for a scenario whose parts do not fit together.
  init(_ scenario: Scenario, streams: Streams) throws(InvalidValue) {
    guard let horizon = scenario.horizon else {
      throw InvalidValue("scenario", "there is no Horizon", remedy: "say Horizon(from: .month(2026, 1), years: 5)")
    }
    guard let books = scenario.books else {
      throw InvalidValue("scenario", "there are no Books", remedy: "say Books(in: .cny, discounting: 0.10)")
    }
    func value(of currency: CurrencyCode, in part: String) throws(InvalidValue) -> Double {
      guard let value = books.value(of: currency) else {
        throw InvalidValue(
          part, "it is in \(currency) and the books are in \(books.currency), without an exchange rate",
          remedy: "add ExchangeRate(\(currency)(1), is: \(books.currency)(…)) to Books")
      }
      return value
    }
    self.horizon = horizon
    self.books = books
    loads = scenario.loads.map { LoadState($0, streams: streams) }
    fleets = []
    for fleet in scenario.fleets {
      guard let load = scenario.loads.firstIndex(where: { $0.name == fleet.load }) else {
        let names = scenario.loads.map(\.name)
        throw InvalidValue(
          "Fleet(\"\(fleet.name)\", serves: \"\(fleet.load)\")", "there is no load of that name",
          remedy: NearestName.suggestion(for: fleet.load, among: names).map { "did you mean \"\($0)\"?" })
      }
      let currencyValue = try value(of: fleet.rent.currency, in: "the rent of fleet \"\(fleet.name)\"")
      let price = fleet.rent.price.realised(by: streams, months: horizon.months)
      fleets.append(FleetState(fleet, load: load, currencyValue: currencyValue, price: price))
    }
    var costs: [(Cost, Double)] = []
    for cost in scenario.costs { costs.append((cost, try value(of: cost.currency, in: "cost \"\(cost.name)\""))) }
    self.costs = costs
    var benefits: [(Benefit, Double)] = []
    for benefit in scenario.benefits {
      benefits.append((benefit, try value(of: benefit.currency, in: "benefit \"\(benefit.name)\"")))
    }
    self.benefits = benefits
    var investment = 0.0
    for part in scenario.investments {
      investment += part.amount * (try value(of: part.currency, in: "investment \"\(part.name)\""))
    }
    self.investment = investment
    try Self.requireUniqueNames(scenario.loads.map(\.name), of: "load")
    try Self.requireUniqueNames(scenario.fleets.map(\.name), of: "fleet")
    try BenefitOverlap.requireNone(among: scenario.benefits)
  }

  private static func requireUniqueNames(_ names: [String], of kind: String) throws(InvalidValue) {
    for (index, name) in names.enumerated() where names[..<index].contains(name) {
      throw InvalidValue("\(kind) \"\(name)\"", "there are two of that name")
    }
  }

  /// Runs the horizon to its end.
  static func run(_ scenario: Scenario, streams: Streams) throws(InvalidValue) -> Forecast {
    var simulation = Simulation(try ForecastModel(scenario, streams: streams))
    simulation.model.planMonth()
    simulation.calendar.schedule(.dayBegins, at: 0, priority: priority.day)
    simulation.calendar.schedule(.hour, at: 0, priority: priority.hour)
    simulation.calendar.schedule(.monthEnds, at: simulation.model.hoursOfMonth, priority: priority.month)
    simulation.run()
    return simulation.model.forecast
  }

  mutating func handle(_ event: Event, _ calendar: inout EventCalendar<Event>) {
    switch event {
    case .hour:
      serveHour()
      calendar.schedule(.hour, after: 1, priority: Self.priority.hour)
    case .dayBegins:
      drawDay()
      calendar.schedule(.dayBegins, after: 24, priority: Self.priority.day)
    case .monthEnds:
      closeBooks()
      guard month < horizon.months else {
        calendar.removeAll()
        return
      }
      planMonth()
      calendar.schedule(.monthEnds, after: hoursOfMonth, priority: Self.priority.month)
    }
  }

  private var hoursOfMonth: Double { Double(24 * horizon.month(month).days) }

  private func years(atDay day: Int) -> Double { Double(day) / 365.25 }

  /// Sizes the fleets that run around the clock for the busiest hour expected in the month.
  private mutating func planMonth() {
    let monthEnd = day + horizon.month(month).days
    for index in fleets.indices where fleets[index].fleet.scaling == .aroundTheClock {
      let load = loads[fleets[index].load].load
      let perDay = max(
        load.requestsPerDay(after: years(atDay: day)), load.requestsPerDay(after: years(atDay: monthEnd)))
      fleets[index].plannedRate = perDay / 86_400 * load.week.peak * (1 + fleets[index].fleet.headroom)
      fleets[index].planned = fleets[index].capacity.replicas(for: fleets[index].plannedRate)
    }
  }

  private mutating func drawDay() {
    let weekday = horizon.start.firstWeekday.advanced(by: day).rawValue
    for index in loads.indices {
      let expected = loads[index].load.requestsPerDay(after: years(atDay: day)) * loads[index].volumes[weekday]
      let factor = loads[index].variation?.draw(from: loads[index].stream) ?? 1
      let mean = expected * factor
      loads[index].today = mean > 0 ? Self.requests(expecting: mean).draw(from: loads[index].stream).rounded() : 0
      loads[index].month += loads[index].today
    }
    day += 1
    hourOfWeek = 24 * weekday
  }

  /// Requests arrive one by one; beyond a thousand million a day their number is normal for all that can be told.
  private static func requests(expecting mean: Double) -> Distribution {
    mean < 1e9 ? .poisson(mean: mean) : .normal(mean: mean, deviation: mean.squareRoot())
  }

  private mutating func serveHour() {
    for index in fleets.indices {
      let load = fleets[index].load
      let rate = loads[load].today * loads[load].hourlyShares[hourOfWeek] / 3600
      var paid = fleets[index].planned
      if fleets[index].scaling == .hourly {
        paid = fleets[index].capacity.replicas(for: rate)
      } else if rate > fleets[index].plannedRate, fleets[index].capacity.replicas(for: rate) > paid {
        fleets[index].overloaded += 1
      }
      let gpus = paid * fleets[index].gpusPerReplica
      fleets[index].gpuHours += Double(gpus)
      let busy = fleets[index].capacity.busyReplicas(at: rate, of: paid)
      fleets[index].busyGPUHours += busy * Double(fleets[index].gpusPerReplica)
      fleets[index].peak = max(fleets[index].peak, gpus)
      fleets[index].hours += 1
    }
    hourOfWeek += 1
  }

  /// Enters the month that ends: rents at the price of its beginning, costs, benefits.
  private mutating func closeBooks() {
    let years = Double(month) / 12
    var compute = 0.0
    for index in fleets.indices { compute += closeFleet(index) }
    var operations: [String: MonthOfOperation.LoadOfMonth] = [:]
    for index in loads.indices {
      let days = Double(horizon.month(month).days)
      operations[loads[index].load.name] = .init(
        requests: loads[index].month, requestsAtStart: loads[index].load.requestsPerDay(after: 0) * days)
      loads[index].months.append(loads[index].month)
      loads[index].month = 0
    }
    let operation = MonthOfOperation(index: month, loads: operations)
    monthlyComputeCosts.append(compute)
    monthlyCosts.append(compute + costs.reduce(0) { $0 + $1.cost.amount(after: years) * $1.currencyValue })
    monthlyBenefits.append(benefits.reduce(0) { $0 + $1.benefit.amount(in: operation) * $1.currencyValue })
    month += 1
  }

  /// Enters a fleet's month and returns its rent.
  private mutating func closeFleet(_ index: Int) -> Double {
    let state = fleets[index]
    let price = state.price.price(inMonth: month) * state.currencyValue
    let cost = state.gpuHours * price
    let hours = Double(state.hours)
    fleets[index].record.gpus.append(state.gpuHours / hours)
    fleets[index].record.peakGPUs.append(Double(state.peak))
    fleets[index].record.utilisation.append(state.gpuHours > 0 ? state.busyGPUHours / state.gpuHours : 0)
    fleets[index].record.overloadedHours.append(Double(state.overloaded) / hours)
    fleets[index].record.price.append(price)
    fleets[index].record.cost.append(cost)
    fleets[index].gpuHours = 0
    fleets[index].busyGPUHours = 0
    fleets[index].peak = 0
    fleets[index].hours = 0
    fleets[index].overloaded = 0
    return cost
  }

  private var forecast: Forecast {
    Forecast(
      horizon: horizon, books: books,
      cash: CashFlow(investment: investment, benefits: monthlyBenefits, costs: monthlyCosts),
      computeCost: monthlyComputeCosts, loads: loads.map { ($0.load.name, $0.months) },
      fleets: fleets.map { ($0.fleet.name, $0.record) })
  }
}
