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

  private let horizon: Horizon
  private var loads: [HourlyLoad]
  private var fleets: [HourlyFleet]
  private var books: MonthlyBooks
  private var month = 0
  private var day = 0
  private var hourOfWeek = 0

  /// - Throws: `InvalidValue` for a scenario whose parts do not fit together.
  init(_ scenario: Scenario, streams: Streams, keepingHours: Bool = false) throws(InvalidValue) {
    guard let horizon = scenario.horizon else {
      throw InvalidValue("scenario", "there is no Horizon", remedy: "say Horizon(from: .month(2026, 1), years: 5)")
    }
    guard let books = scenario.books else {
      throw InvalidValue("scenario", "there are no Books", remedy: "say Books(in: .cny, discounting: 0.10)")
    }
    self.horizon = horizon
    loads = scenario.loads.map { HourlyLoad($0, streams: streams) }
    fleets = []
    for fleet in scenario.fleets {
      guard let load = scenario.loads.firstIndex(where: { $0.name == fleet.load }) else {
        let names = scenario.loads.map(\.name)
        throw InvalidValue(
          "Fleet(\"\(fleet.name)\", serves: \"\(fleet.load)\")", "there is no load of that name",
          remedy: NearestName.suggestion(for: fleet.load, among: names).map { "did you mean \"\($0)\"?" })
      }
      let currencyValue = try books.worth(of: fleet.rent.currency, in: "the rent of fleet \"\(fleet.name)\"")
      let price = fleet.rent.price.realised(by: streams, months: horizon.months)
      fleets.append(
        HourlyFleet(
          fleet, load: load, currencyValue: currencyValue, price: price, streams: streams, keepingHours: keepingHours))
    }
    self.books = try MonthlyBooks(scenario, in: books)
    try Self.requireUniqueNames(scenario.loads.map(\.name), of: "load")
    try Self.requireUniqueNames(scenario.fleets.map(\.name), of: "fleet")
  }

  private static func requireUniqueNames(_ names: [String], of kind: String) throws(InvalidValue) {
    for (index, name) in names.enumerated() where names[..<index].contains(name) {
      throw InvalidValue("\(kind) \"\(name)\"", "there are two of that name")
    }
  }

  /// Runs the horizon to its end.
  static func run(_ scenario: Scenario, streams: Streams) throws(InvalidValue) -> Forecast {
    try end(of: scenario, streams: streams, keepingHours: false).forecast
  }

  /// The hours of each fleet: its work, in requests a second, and its replicas.
  static func hours(
    of scenario: Scenario, streams: Streams
  ) throws(InvalidValue) -> [(fleet: Fleet, hours: [(work: Double, replicas: Int)])] {
    try end(of: scenario, streams: streams, keepingHours: true).fleets.map { ($0.fleet, $0.log ?? []) }
  }

  private static func end(
    of scenario: Scenario, streams: Streams, keepingHours: Bool
  ) throws(InvalidValue) -> ForecastModel {
    var simulation = Simulation(try ForecastModel(scenario, streams: streams, keepingHours: keepingHours))
    simulation.model.planMonth()
    simulation.calendar.schedule(.dayBegins, at: 0, priority: priority.day)
    simulation.calendar.schedule(.hour, at: 0, priority: priority.hour)
    simulation.calendar.schedule(.monthEnds, at: simulation.model.hoursOfMonth, priority: priority.month)
    simulation.run()
    return simulation.model
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

  private mutating func planMonth() {
    let monthEnd = day + horizon.month(month).days
    for index in fleets.indices {
      let work = loads[fleets[index].load].peakWork(from: years(atDay: day), to: years(atDay: monthEnd))
      fleets[index].planMonth(for: work)
    }
  }

  private mutating func drawDay() {
    let weekday = horizon.start.firstWeekday.advanced(by: day).rawValue
    for index in loads.indices { loads[index].drawDay(after: years(atDay: day), weekday: weekday) }
    day += 1
    hourOfWeek = 24 * weekday
  }

  private mutating func serveHour() {
    for index in fleets.indices { fleets[index].serveHour(loads[fleets[index].load].work(inHour: hourOfWeek)) }
    hourOfWeek += 1
  }

  /// Enters the month that ends.
  private mutating func closeBooks() {
    var compute = 0.0
    for index in fleets.indices { compute += fleets[index].closeMonth(month).cost }
    var operations: [String: MonthOfOperation.LoadOfMonth] = [:]
    let days = Double(horizon.month(month).days)
    for index in loads.indices {
      let load = loads[index].load
      operations[load.name] = .init(
        requests: loads[index].closeMonth(), requestsAtStart: load.requestsPerDay(after: 0) * days)
    }
    books.close(MonthOfOperation(index: month, loads: operations), compute: compute)
    month += 1
  }

  private var forecast: Forecast {
    Forecast(
      horizon: horizon, books: books.books, cash: books.cash, computeCost: books.computeCosts,
      loads: loads.map { ($0.load.name, $0.months) }, fleets: fleets.map { ($0.fleet.name, $0.record) })
  }
}
