import Demand
import Economics
import EventSimulation
import Randomness
import Serving

/// Loads, their parts and fleets hour by hour, books month by month: one replication of a scenario on the event engine.
///
/// The clock counts hours. Nothing that happens within a month depends on anything but its days, so that a month is one event:
/// it draws and serves its days in their order, and closes the books.
struct ForecastModel: EventModel {
  enum Event {
    case monthEnds
  }

  private let layout: ForecastLayout
  private var loads: [HourlyLoad]
  private var splits: [HourlySplit]
  /// The requests of the flows that are parts, by month.
  private var parts: [[Double]]
  /// Requests a second in the hours of this day, by flow and then by hour.
  private var rates: [Double]
  /// How many times as long requests are as at the start, by flow.
  private var growths: [Double]
  /// The share of the requests of each hour of this day that is served within the level, by flow and then by hour.
  private var shares: [Double]
  /// This month's requests and those of them that are served within the level, by flow, as sums of hourly rates.
  private var arrived: [Double]
  private var served: [Double]
  /// The requests served within the level by month, by flow.
  private var servedMonths: [[Double]]
  private var fleets: [HourlyFleet]
  private var books: MonthlyBooks
  /// What the price indices of the scenario are as multiples of today, by month.
  private let indices: [[Double]]
  /// The hours of a day that are served one by one: 1 where all are alike, because no fleet follows them and no load differs
  /// in them.
  private let hours: Int
  /// Whether anything depends on the hours of a day.
  private let isHourly: Bool
  private let firstWeekday: Int
  private var month = 0
  private var day = 0

  private var horizon: Horizon { layout.horizon }

  /// - `layout`: of a scenario with the same lines.
  /// - `courses`: those that are known.
  /// - Throws: `InvalidValue` for a part in a currency without an exchange rate, and as ``MonthlyBooks`` does.
  init(
    _ scenario: Scenario, _ layout: ForecastLayout, streams: Streams, courses: KnownCourses,
    keepingHours: Bool = false
  ) throws(InvalidValue) {
    guard let books = scenario.books?.part else { preconditionFailure("a layout is of a scenario with books") }
    self.layout = layout
    let months = layout.horizon.months
    hours = Self.areAlike(scenario) ? 1 : 24
    firstWeekday = layout.horizon.start.firstWeekday.rawValue
    let days = layout.horizon.days
    loads = scenario.loads.enumerated().map { place, located in
      HourlyLoad(
        located.part, courses.course(of: located.part, at: place, days: days), in: layout.horizon,
        streams: streams)
    }
    splits = scenario.splits.indices.map {
      HourlySplit(
        scenario.splits[$0].part, whole: layout.wholes[$0], supply: layout.limits[$0], streams: streams, months: months)
    }
    rates = Array(repeating: 0, count: layout.flows.count * hours)
    growths = Array(repeating: 1, count: layout.flows.count)
    shares = Array(repeating: 1, count: layout.flows.count * hours)
    arrived = Array(repeating: 0, count: layout.flows.count)
    served = arrived
    servedMonths = Array(repeating: [], count: layout.flows.count)
    parts = Array(repeating: [], count: layout.flows.count - layout.loads)
    fleets = []
    isHourly = !scenario.fleets.isEmpty || splits.contains(where: \.isHourly)
    for (place, located) in scenario.fleets.enumerated() {
      let fleet = located.part
      let currencyValue = try books.worth(
        of: fleet.rent.currency, in: "the rent of fleet \"\(fleet.name)\"", located.location)
      let price = fleet.rent.price.realised(by: streams, months: months)
      fleets.append(
        HourlyFleet(
          fleet, load: layout.flowsOfFleets[place], currencyValue: currencyValue, price: price, streams: streams,
          keepingHours: keepingHours))
    }
    self.books = try MonthlyBooks(scenario, in: books, layout, streams: streams)
    indices = scenario.indices.map { $0.part.factors(by: streams, months: months) }
  }

  /// Runs the horizon to its end.
  static func run(
    _ scenario: Scenario, _ layout: ForecastLayout, streams: Streams, courses: KnownCourses = KnownCourses()
  ) throws(InvalidValue) -> Forecast {
    try end(of: scenario, layout, streams: streams, courses: courses, keepingHours: false).forecast
  }

  /// The hours of each fleet, and those that it was planned for where it does not follow them.
  static func hours(
    of scenario: Scenario, streams: Streams
  ) throws(InvalidValue) -> [(fleet: Fleet, hours: [FleetHours.Hour], plans: [FleetHours.Hour])] {
    let layout = try ForecastLayout(scenario, streams: streams)
    return try end(of: scenario, layout, streams: streams, courses: KnownCourses(), keepingHours: true).fleets.map {
      ($0.fleet, $0.log ?? [], $0.plans)
    }
  }

  private static func end(
    of scenario: Scenario, _ layout: ForecastLayout, streams: Streams, courses: KnownCourses, keepingHours: Bool
  ) throws(InvalidValue) -> ForecastModel {
    var simulation = Simulation(
      try ForecastModel(scenario, layout, streams: streams, courses: courses, keepingHours: keepingHours))
    simulation.calendar.schedule(.monthEnds, at: simulation.model.hoursOfMonth)
    simulation.run()
    return simulation.model
  }

  mutating func handle(_ event: Event, _ calendar: inout EventCalendar<Event>) {
    switch event {
    case .monthEnds:
      planMonth()
      for _ in 0..<horizon.month(month).days {
        drawDay()
        if isHourly { serveDay() }
        day += 1
      }
      closeBooks()
      if month < horizon.months { calendar.schedule(.monthEnds, after: hoursOfMonth) }
    }
  }

  /// Whether the hours of a day are alike.
  private static func areAlike(_ scenario: Scenario) -> Bool {
    scenario.fleets.isEmpty
      && scenario.loads.allSatisfy { load in
        Weekday.allCases.allSatisfy { day in Set(load.part.week.hours(of: day)).count == 1 }
      }
  }

  private var hoursOfMonth: Double { Double(24 * horizon.month(month).days) }

  private mutating func planMonth() {
    let ends = [day, day + horizon.month(month).days]
    for index in splits.indices {
      splits[index].planMonth(
        month, available: splits[index].supply.map { books.supplies[$0].months[month] } ?? 0)
    }
    for index in fleets.indices {
      // The busy hour of each load and part at the beginning and at the end, until the first hour overwrites it.
      let busyHours = ends.map { day -> (rate: Double, growth: Double) in
        for load in loads.indices {
          (rates[load * hours], growths[load]) = loads[load].planned(for: fleets[index].fleet.attainment, onDay: day)
        }
        for split in splits.indices {
          let (whole, part) = (splits[split].whole, loads.count + 2 * split)
          let parts = splits[split].parts(of: rates[whole * hours], growth: growths[whole])
          (rates[part * hours], rates[(part + 1) * hours]) = (parts.part, parts.rest)
          (growths[part], growths[part + 1]) = (growths[whole], growths[whole])
        }
        return (rates[fleets[index].load * hours], growths[fleets[index].load])
      }
      fleets[index].planMonth(for: busyHours)
    }
  }

  private mutating func drawDay() {
    let weekday = (firstWeekday + day) % 7
    for index in loads.indices {
      loads[index].drawDay(day, weekday: weekday, into: &rates, at: index * hours..<(index + 1) * hours)
      growths[index] = loads[index].growth
    }
  }

  /// Serves the hours of the day.
  ///
  /// Each split and fleet goes through all of them before the next does, because none depends on a later hour of another.
  private mutating func serveDay() {
    let (hours, first) = (hours, loads.count)
    for index in splits.indices {
      let (whole, part) = (splits[index].whole, first + 2 * index)
      let growth = growths[whole]
      (growths[part], growths[part + 1]) = (growth, growth)
      for hour in 0..<hours {
        let parts = splits[index].parts(of: rates[whole * hours + hour], growth: growth)
        rates[part * hours + hour] = parts.part
        rates[(part + 1) * hours + hour] = parts.rest
        splits[index].take(parts.taken, growth: growth, hours: 24 / Double(hours))
      }
    }
    // Without fleets all is served, as `closeBooks` has it where nothing was counted.
    guard !fleets.isEmpty else { return }
    shares.withUnsafeMutableBufferPointer { $0.update(repeating: 1) }
    for index in fleets.indices {
      let flow = fleets[index].load
      // Of several fleets on the same requests, the one that serves the least of them decides.
      fleets[index].serveDay(
        rates, growth: growths[flow], at: flow * hours..<(flow + 1) * hours, lowering: &shares)
    }
    // What is split is served by its parts.
    for index in splits.indices.reversed() {
      let (whole, part) = (splits[index].whole * hours, (first + 2 * index) * hours)
      for hour in 0..<hours where rates[whole + hour] > 0 {
        let served = shares[part + hour] * rates[part + hour] + shares[part + hours + hour] * rates[part + hours + hour]
        shares[whole + hour] = min(shares[whole + hour], served / rates[whole + hour])
      }
    }
    for flow in arrived.indices {
      var (come, met) = (arrived[flow], served[flow])
      for place in flow * hours..<(flow + 1) * hours {
        come += rates[place]
        met += shares[place] * rates[place]
      }
      (arrived[flow], served[flow]) = (come, met)
    }
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
      let atStart = loads[index].requestsAtStart * days
      let ended = loads[index].closeMonth()
      return .init(
        requests: ended.requests, requestsAtStart: atStart, tokensIn: ended.tokensIn, tokensOut: ended.tokensOut,
        users: ended.users)
    }
    for index in splits.indices {
      let whole = operations[splits[index].whole]
      let ended = splits[index].closeMonth(requests: whole.requests, seconds: 86_400 * days)
      operations += [whole.scaled(by: ended.share), whole.scaled(by: 1 - ended.share)]
      guard let supply = splits[index].supply.map({ books.supplies[$0] }) else { continue }
      usages.append(.init(supply.name, Quantity<GPUHour>(24 * days * supply.months[month]), busy: ended.busy))
    }
    for index in parts.indices { parts[index].append(operations[loads.count + index].requests) }
    for index in operations.indices {
      let share = arrived[index] > 0 ? min(served[index] / arrived[index], 1) : 1
      operations[index].served = share * operations[index].requests
      servedMonths[index].append(operations[index].served)
      (arrived[index], served[index]) = (0, 0)
    }
    books.close(
      MonthOfOperation(
        index: month, names: layout.flows, loads: operations, usages: usages, supplies: books.supplies),
      compute: compute)
    month += 1
  }

  private var forecast: Forecast {
    Forecast(
      layout, books, loads: loads.map(\.months), parts: parts, served: servedMonths, fleets: fleets.map(\.record),
      indices: indices)
  }
}

/// The courses of the loads of a scenario: those of the replication before are taken where they have not changed.
final class KnownCourses {
  private var courses: [LoadCourse?] = []

  /// The course of a load through so many days.
  ///
  /// - `place`: of the load in the scenario.
  func course(of load: Load, at place: Int, days: Int) -> LoadCourse {
    while courses.count <= place { courses.append(nil) }
    if let known = courses[place], known.describes(load, days: days) { return known }
    let course = load.course(days: days)
    courses[place] = course
    return course
  }
}
