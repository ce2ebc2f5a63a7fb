import Demand
import Economics
import EventSimulation
import Randomness
import Serving

/// Loads, their parts and fleets hour by hour, books month by month: one replication of a scenario on the event engine.
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
  private var splits: [HourlySplit]
  /// The requests of the two parts of each split, by month.
  private var parts: [[(part: Double, rest: Double)]]
  /// Requests a second in this hour, of the loads and then of the two parts of each split.
  private var rates: [Double]
  private var fleets: [HourlyFleet]
  private var books: MonthlyBooks
  /// What the price indices of the scenario are as multiples of today, by month.
  private let indices: [(name: String, factors: [Double])]
  /// Hours that are alike and served together: those of a day where no fleet follows them and no load differs in them.
  private let hoursAtOnce: Double
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
    hoursAtOnce = Self.hoursAtOnce(scenario)
    loads = scenario.loads.map { HourlyLoad($0, streams: streams) }
    // What can be served, in the order of the rates.
    var names = scenario.loads.map(\.name)
    func position(of load: String, for part: String, _ location: String?) throws(InvalidValue) -> Int {
      if let position = names.firstIndex(of: load) { return position }
      throw InvalidValue(
        part, "there is no load of that name",
        remedy: NearestName.remedy(for: load, among: names, quoted: true), location: location)
    }
    splits = []
    for split in scenario.splits {
      let part = split.part
      let whole = try position(
        of: part.load, for: "Split(\"\(part.load)\", \"\(part.part)\", rest: \"\(part.rest)\")", split.location)
      splits.append(HourlySplit(part, whole: whole))
      names += [part.part, part.rest]
    }
    rates = Array(repeating: 0, count: names.count)
    parts = splits.map { _ in [] }
    fleets = []
    for (fleet, location) in zip(scenario.fleets, scenario.fleetLocations) {
      let load = try position(
        of: fleet.load, for: "Fleet(\"\(fleet.name)\", serves: \"\(fleet.load)\")", location)
      let currencyValue = try books.part.worth(
        of: fleet.rent.currency, in: "the rent of fleet \"\(fleet.name)\"", location)
      let price = fleet.rent.price.realised(by: streams, months: horizon.months)
      fleets.append(
        HourlyFleet(
          fleet, load: load, currencyValue: currencyValue, price: price, streams: streams, keepingHours: keepingHours))
    }
    self.books = try MonthlyBooks(scenario, in: books.part, over: horizon, streams: streams)
    indices = scenario.indices.map { ($0.name, $0.factors(by: streams, months: horizon.months)) }
    try Self.requireUniqueNames(names, of: "load")
    try Self.requireUniqueNames(scenario.fleets.map(\.name), of: "fleet")
    try Self.requireUniqueNames(scenario.indices.map(\.name), of: "price index")
    try requireSupplies(of: scenario.splits)
  }

  /// Refuses a split whose limit follows what is never delivered.
  private func requireSupplies(of located: [Located<Split>]) throws(InvalidValue) {
    let known = books.supplies.map(\.name)
    for (split, line) in zip(splits, located) {
      guard let supply = split.supply, !known.contains(supply) else { continue }
      throw InvalidValue(
        "Split(\"\(line.part.load)\", forEach: \"\(supply)\")", "nothing of that name is delivered",
        remedy: NearestName.remedy(
          for: supply, among: known, quoted: true, otherwise: "name OwnedHardware or ReservedGPUs of the scenario"),
        location: line.location)
    }
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
    if simulation.model.isHourly { simulation.calendar.schedule(.hour, at: 0, priority: priority.hour) }
    simulation.calendar.schedule(.monthEnds, at: simulation.model.hoursOfMonth, priority: priority.month)
    simulation.run()
    return simulation.model
  }

  mutating func handle(_ event: Event, _ calendar: inout EventCalendar<Event>) {
    switch event {
    case .hour:
      serveHour()
      calendar.schedule(.hour, after: hoursAtOnce, priority: Self.priority.hour)
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

  /// Whether anything depends on the hours of a day.
  private var isHourly: Bool { !fleets.isEmpty || splits.contains(where: \.isHourly) }

  private static func hoursAtOnce(_ scenario: Scenario) -> Double {
    let isFlat = scenario.loads.allSatisfy { load in
      Weekday.allCases.allSatisfy { day in Set(load.week.hours(of: day)).count == 1 }
    }
    return scenario.fleets.isEmpty && isFlat ? 24 : 1
  }

  private var hoursOfMonth: Double { Double(24 * horizon.month(month).days) }

  private func years(atDay day: Int) -> Double { Double(day) / 365.25 }

  private mutating func planMonth() {
    let monthEnd = day + horizon.month(month).days
    // The most work expected of each load and part, until the first hour overwrites it.
    for index in loads.indices {
      rates[index] = loads[index].peakWork(from: years(atDay: day), to: years(atDay: monthEnd))
    }
    for index in splits.indices {
      splits[index].planMonth(
        month, available: splits[index].supply.map { books.supply($0, inMonth: month) } ?? 0)
      enterParts(of: index, part: splits[index].part(of: rates[splits[index].whole]))
    }
    for index in fleets.indices { fleets[index].planMonth(for: rates[fleets[index].load]) }
  }

  private mutating func drawDay() {
    let weekday = horizon.start.firstWeekday.advanced(by: day).rawValue
    for index in loads.indices { loads[index].drawDay(after: years(atDay: day), weekday: weekday) }
    day += 1
    hourOfWeek = 24 * weekday
  }

  /// Enters what a split makes of the rate of its whole.
  private mutating func enterParts(of split: Int, part: Double) {
    let place = loads.count + 2 * split
    rates[place] = part
    rates[place + 1] = rates[splits[split].whole] - part
  }

  private mutating func serveHour() {
    defer { hourOfWeek += 1 }
    // Most scenarios have no parts, and hours are most of the work.
    if splits.isEmpty {
      for index in fleets.indices { fleets[index].serveHour(loads[fleets[index].load].work(inHour: hourOfWeek)) }
      return
    }
    for index in loads.indices { rates[index] = loads[index].work(inHour: hourOfWeek) }
    for index in splits.indices {
      enterParts(of: index, part: splits[index].serve(rates[splits[index].whole], hours: hoursAtOnce))
    }
    for index in fleets.indices { fleets[index].serveHour(rates[fleets[index].load]) }
  }

  /// Enters the month that ends.
  private mutating func closeBooks() {
    let days = Double(horizon.month(month).days)
    var compute = 0.0
    var usages: [MonthOfOperation.Usage] = []
    for index in fleets.indices {
      let ended = fleets[index].closeMonth(month)
      compute += ended.cost
      usages.append(
        .init(
          fleets[index].fleet.name, Quantity<GPUHour>(ended.gpuHours), busy: fleets[index].record.utilisation[month]))
    }
    var operations = loads.indices.map { index -> MonthOfOperation.LoadOfMonth in
      let atStart = loads[index].load.requestsPerDay(after: 0) * days
      let ended = loads[index].closeMonth()
      return .init(
        requests: ended.requests, requestsAtStart: atStart, tokensIn: ended.tokensIn, tokensOut: ended.tokensOut,
        users: ended.users)
    }
    for index in splits.indices {
      let whole = operations[splits[index].whole]
      let ended = splits[index].closeMonth(requests: whole.requests, seconds: 86_400 * days)
      operations += [whole.scaled(by: ended.share), whole.scaled(by: 1 - ended.share)]
      parts[index].append((operations[operations.count - 2].requests, operations[operations.count - 1].requests))
      guard let supply = splits[index].supply else { continue }
      let gpuHours = 24 * days * books.supply(supply, inMonth: month)
      usages.append(.init(supply, Quantity<GPUHour>(gpuHours), busy: ended.busy))
    }
    let names = loads.map(\.load.name) + splits.flatMap { [$0.split.part, $0.split.rest] }
    books.close(
      MonthOfOperation(
        index: month, loads: Dictionary(uniqueKeysWithValues: zip(names, operations)), usages: usages,
        supplies: books.supplies.map { .init($0, inMonth: month) }), compute: compute)
    month += 1
  }

  private var forecast: Forecast {
    var forecast = Forecast(
      horizon: horizon, books: books.books, cash: books.cash, computeCost: books.computeCosts,
      loads: loads.map { ($0.load.name, $0.months) }, fleets: fleets.map { ($0.fleet.name, $0.record) })
    for index in splits.indices {
      forecast.parts.append((splits[index].split.part, parts[index].map(\.part)))
      forecast.parts.append((splits[index].split.rest, parts[index].map(\.rest)))
    }
    forecast.enterRents()
    forecast.costs += books.costs
    forecast.benefits = books.gains
    forecast.indices = indices
    forecast.supplies = books.supplies
    return forecast
  }
}
