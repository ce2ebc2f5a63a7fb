import Demand
import Economics
import Foundation
import Randomness
import Serving
import Testing
import ValidationRecord

@testable import Experimentation

@Suite struct ForecastTests {
  private static func scenario(
    scaling: Scaling, shape: DayShape = .flat, fall: Double = 0.4, benefit: Double = 0
  ) -> Scenario {
    @ScenarioBuilder var scenario: Scenario {
      Horizon(from: .month(2026, 1), years: 3)
      Books(in: .cny, discounting: 0.1, ExchangeRate(USD(1), is: CNY(7)))
      Load("chat") { Requests(perDay: 1e6, shape: shape) }
      Fleet("GPUs", serves: "chat") {
        CapacityCurve.oneAtATime(ServiceTime(.exponential(mean: 2)), within: ServiceLevel(.wait, p95: .seconds(1)))
        scaling
        Rent(USD(10) / .gpuHour, falling: fall)
      }
      Cost("team", CNY(12e6) / .year)
      if benefit > 0 { Benefit("calls") { _ in CNY(benefit) } }
    }
    return scenario
  }

  private func run(_ scenario: Scenario) throws -> Forecast {
    try ForecastModel.run(scenario, streams: Streams(seed: 1, replication: 0))
  }

  @Test func `a flat load is served by the fleet that the capacity curve names, at the price of each month`() throws {
    let forecast = try run(Self.scenario(scaling: .aroundTheClock))
    let curve = CapacityCurve.oneAtATime(
      ServiceTime(.exponential(mean: 2)), within: ServiceLevel(.wait, p95: .seconds(1)))
    let gpus = Double(curve.replicas(for: 1e6 / 86_400))
    let record = forecast.fleet("GPUs")
    #expect(record.gpus.allSatisfy { $0 == gpus })
    for month in 0..<36 {
      let price = 10 * 7 * pow(0.6, Double(month) / 12)
      let hours = Double(24 * forecast.horizon.month(month).days)
      #expect(
        Validation.agreement(
          .forecastParts, "cost of compute in each of 36 months", with: "replicas of the curve × hours × falling rent",
          figures: 1, worst: abs(forecast.computeCost[month] / (gpus * hours * price) - 1), within: 1e-12))
      #expect(abs(forecast.cash.costs[month] - forecast.computeCost[month] - 1e6) < 1e-6)
    }
    // Busy servers over servers; a day's Poisson count differs by 0.1 %.
    #expect(
      Validation.comparison(
        .forecastParts, "a fleet around the clock", "utilisation: busy servers over servers, simulated",
        expected: 1e6 / 86_400 * 2 / gpus, found: record.utilisation[0], tolerance: 0.001, absolute: true))
  }

  /// A load that begins in a later month is the one that begins at once, over a horizon that begins then.
  @Test func `a load from a month on has no requests before, and its own years count from there`() throws {
    func scenario(from month: CalendarMonth, years: Int, after waiting: Int) -> Scenario {
      @ScenarioBuilder var scenario: Scenario {
        Horizon(from: month, years: years)
        Books(in: .cny, discounting: 0.1)
        Load("chat", from: waiting) {
          Requests(perDay: 1e6, shape: .flat, counts: .expected)
          Adoption(.bass(innovation: 0.03, imitation: 0.5), startingAt: 0.2)
          Usage(tokensPerRequest: .growing(0.3))
          Users(2e5)
          TokenLengths(input: .constant(100), output: .constant(10))
        }
        Benefit("calls") { CNY($0.requests("chat")) }
      }
      return scenario
    }
    // Day 1 of both is a Thursday or a Wednesday: the week is flat.
    let late = try run(scenario(from: .month(2026, 1), years: 2, after: 6))
    let early = try run(scenario(from: .month(2026, 7), years: 1, after: 0))
    #expect(late.requests("chat").prefix(6).allSatisfy { $0 == 0 })
    #expect(late.requests("chat")[6] > 31e6)
    for month in 0..<12 {
      #expect(abs(late.requests("chat")[6 + month] / early.requests("chat")[month] - 1) < 1e-12)
    }
    let refused = #expect(throws: InvalidValues.self) {
      try ValidationErrors.collecting { _ = scenario(from: .month(2026, 1), years: 1, after: -1) }
    }
    #expect("\(refused.map { "\($0)" } ?? "")".contains("a load begins in a month from 0 on"))
  }

  /// A fleet around the clock whose load grows or shrinks, with a share of it reserved from year to year.
  private static func reserving(_ share: Double, growth: Double) -> Scenario {
    @ScenarioBuilder var scenario: Scenario {
      Horizon(from: .month(2026, 1), years: 3)
      Books(in: .cny, discounting: 0.1, ExchangeRate(USD(1), is: CNY(7)))
      Load("chat") {
        Requests(perDay: 1e6, shape: .flat)
        Adoption(.exponential(growth: growth))
      }
      Fleet("GPUs", serves: "chat") {
        CapacityCurve.oneAtATime(ServiceTime(.exponential(mean: 2)), within: ServiceLevel(.wait, p95: .seconds(1)))
        Scaling.aroundTheClock
        Rent(USD(10) / .gpuHour, falling: 0.4).reserving(share, discount: 0.3, months: 12)
      }
    }
    return scenario
  }

  @Test(arguments: [(0.5, 0.4), (1, 0.4), (1, -0.5), (0.8, -0.6)])
  func
    `what is reserved is paid at the price of its term's first month, used or not, and the rest at that of each month`(
      share: Double, growth: Double
    ) throws
  {
    let (hourly, forecast) = (
      try run(Self.reserving(0, growth: growth)), try run(Self.reserving(share, growth: growth))
    )
    let gpus = hourly.fleet("GPUs").gpus
    #expect(growth > 0 ? gpus[35] > gpus[0] : gpus[11] < share * gpus[0])
    for month in 0..<36 {
      let hours = Double(24 * forecast.horizon.month(month).days)
      func price(_ month: Int) -> Double { 10 * 7 * pow(0.6, Double(month) / 12) }
      let term = month / 12 * 12
      let base = share * gpus[term]
      let expected = hours * (base * 0.7 * price(term) + max(gpus[month] - base, 0) * price(month))
      #expect(abs(forecast.computeCost[month] / expected - 1) < 1e-12)
      #expect(abs(forecast.fleet("GPUs").gpus[month] - max(gpus[month], base)) < 1e-9)
    }
  }

  @Test func `a fleet that follows its load has nothing to reserve`() {
    let words = refusal {
      Horizon(from: .month(2026, 1), years: 1)
      Books(in: .usd, discounting: 0.1)
      Load("chat") { Requests(perDay: 1e6, shape: .flat) }
      Fleet("GPUs", serves: "chat") {
        CapacityCurve.oneAtATime(ServiceTime(.exponential(mean: 2)), within: ServiceLevel(.wait, p95: .seconds(1)))
        Scaling.hourly
        Rent(USD(10) / .gpuHour).reserving(0.5, discount: 0.3)
      }
    }
    #expect(words.contains("only a fleet around the clock"))
    #expect(words.contains("ReservedGPUs"))
  }

  @Test func `each month has the requests of its days`() throws {
    let forecast = try run(Self.scenario(scaling: .hourly))
    for (month, requests) in forecast.requests("chat").enumerated() {
      let expected = 1e6 * Double(forecast.horizon.month(month).days)
      #expect(
        Validation.agreement(
          .forecastParts, "requests in each of 36 months, in Poisson standard deviations",
          with: "requests a day × days", figures: 1, worst: abs(requests - expected) / expected.squareRoot(), within: 6)
      )
    }
  }

  @Test func `the days of a week have their volumes, and a fleet around the clock stands for the busiest of its hours`()
    throws
  {
    let office = DayShape(hourly: (0..<24).map { 8...17 ~= $0 ? 1 : 0.1 })
    let week = WeekShape(weekday: office, weekend: .flat, weekendVolume: 0)
    @ScenarioBuilder var scenario: Scenario {
      Horizon(from: .month(2026, 1), months: 4)
      Books(in: .usd, discounting: 0.1)
      Load("chat") { Requests(perDay: 1e6, week: week) }
      Fleet("GPUs", serves: "chat") {
        CapacityCurve.oneAtATime(ServiceTime(.exponential(mean: 2)), within: ServiceLevel(.wait, p95: .seconds(1)))
        Scaling.aroundTheClock
        Rent(USD(10) / .gpuHour, falling: 0.4)
      }
    }
    let forecast = try run(scenario)
    // Of January to April 2026: days from Monday to Friday.
    for (month, workdays) in [22, 20, 22, 22].enumerated() {
      let expected = 1e6 * 7 / 5 * Double(workdays)
      #expect(abs(forecast.requests("chat")[month] - expected) < 6 * expected.squareRoot())
    }
    let curve = CapacityCurve.oneAtATime(
      ServiceTime(.exponential(mean: 2)), within: ServiceLevel(.wait, p95: .seconds(1)))
    #expect(forecast.fleet("GPUs").gpus[0] == Double(curve.replicas(for: 1e6 / 86_400 * week.peak)))
  }

  @Test func `a fleet that follows the hours costs less than one that stands for the peak`() throws {
    let shape = DayShape(hourly: (0..<24).map { $0 < 8 ? 0.2 : 1.4 })
    let standing = try run(Self.scenario(scaling: .aroundTheClock, shape: shape)).fleet("GPUs")
    let following = try run(Self.scenario(scaling: .hourly, shape: shape)).fleet("GPUs")
    #expect(following.gpus[0] < 0.8 * standing.gpus[0])
    #expect(abs(following.peakGPUs[0] - standing.peakGPUs[0]) <= 1)
    #expect(following.utilisation[0] > standing.utilisation[0])
  }

  @Test(arguments: [0.3, 0.4, 0.5])
  func `the inflection month is where the closed form has it`(fall: Double) throws {
    let without = try run(Self.scenario(scaling: .aroundTheClock, fall: fall))
    let rent = without.fleet("GPUs").gpus[0] * 24 * 70
    let benefit = 1e6 + rent * 31 * 0.5
    let forecast = try run(Self.scenario(scaling: .aroundTheClock, fall: fall, benefit: benefit))
    // From this month on, even 31 days of rent are half of the first month's.
    let exact = log(0.5) / log(1 - fall) * 12
    let month = try #require(forecast.cash.inflectionMonth)
    // A month m, from 1, has the price of m − 1 months after the start; short months may cross a little earlier.
    #expect(Double(month - 1) >= exact - 3 && Double(month - 1) < exact + 1)
    #expect(
      Validation.comparison(
        .forecastParts, "benefit of half the first rent, which falls by \(fall) a year",
        "inflection after months: closed form, simulated", expected: exact, found: Double(month - 1),
        tolerance: 3, absolute: true))
    #expect(forecast.cash.benefits[month - 1] >= forecast.cash.costs[month - 1])
    #expect(forecast.cash.benefits[month - 2] < forecast.cash.costs[month - 2])
  }

  @Test func `fleets rented along one uncertain index pay prices that move together, and each replication its own`()
    throws
  {
    let index = PriceIndex("hardware", .falling(0.4.perYear), .wandering(0.3))
    func prices(_ replication: Int) throws -> (Forecast.FleetRecord, Forecast.FleetRecord) {
      @ScenarioBuilder var scenario: Scenario {
        Horizon(from: .month(2026, 1), years: 1)
        Books(in: .usd, discounting: 0.1)
        Load("chat") { Requests(perDay: 1e4) }
        for (name, price) in [("old", 2.0), ("new", 10)] {
          Fleet(name, serves: "chat") {
            CapacityCurve.oneAtATime(ServiceTime(1), within: ServiceLevel(.wait, p95: .seconds(1)))
            Scaling.hourly
            Rent(USD(price) / .gpuHour, along: index)
          }
        }
      }
      let forecast = try ForecastModel.run(scenario, streams: Streams(seed: 1, replication: replication))
      return (forecast.fleet("old"), forecast.fleet("new"))
    }
    let (old, new) = try prices(0)
    #expect(old.price[0] == 2 && new.price[0] == 10)
    for month in 0..<12 { #expect(abs(new.price[month] / old.price[month] - 5) < 1e-12) }
    #expect(abs(old.price[11] - 2 * pow(0.6, 11.0 / 12)) > 1e-3)
    #expect(try prices(1).0.price != old.price)
  }

  @Test func `a scenario whose parts do not fit is refused with what is missing`() {
    func problem(@ScenarioBuilder _ scenario: () -> Scenario) -> String {
      do {
        _ = try run(scenario())
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(problem { Books(in: .cny, discounting: 0.1) }.contains("there is no Horizon"))
    #expect(problem { Horizon(from: .month(2026, 1), years: 1) }.contains("there are no Books"))
    #expect(
      problem {
        Horizon(from: .month(2026, 1), years: 1)
        Books(in: .cny, discounting: 0.1)
        Cost("licence", USD(1) / .month)
      }.contains("it is in USD and the books are in CNY, without an exchange rate"))
    #expect(
      problem {
        Horizon(from: .month(2026, 1), years: 1)
        Books(in: .usd, discounting: 0.1)
        Load("chat") { Requests(perDay: 1) }
        Fleet("GPUs", serves: "chta") {
          CapacityCurve.oneAtATime(ServiceTime(1), within: ServiceLevel(.wait, p95: .seconds(1)))
          Scaling.hourly
          Rent(USD(1) / .gpuHour)
        }
      }.contains("did you mean \"chat\"?"))
    #expect(
      problem {
        Horizon(from: .month(2026, 1), years: 1)
        Books(in: .usd, discounting: 0.1)
        Load("chat") { Requests(perDay: 1) }
        Load("chat") { Requests(perDay: 2) }
      }.contains("load \"chat\": there are two of that name"))
    #expect(
      problem {
        Horizon(from: .month(2026, 1), years: 1)
        Books(in: .usd, discounting: 0.1)
        Benefit("faster answers", drawsOn: "agents' hours") { _ in USD(1) }
        Benefit("fewer calls", drawsOn: "agents' hours") { _ in USD(1) }
      }.contains("benefits drawing on \"agents' hours\": it is counted twice"))
  }
}
