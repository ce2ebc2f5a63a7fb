import Demand
import Economics
import Randomness
import Serving
import Testing

@testable import Experimentation

@Suite struct `What a fleet serves in time` {
  private static let curve = CapacityCurve.oneAtATime(
    ServiceTime(.exponential(mean: 2)), within: ServiceLevel(.wait, p95: .seconds(1)))

  private func scenario(
    _ requests: Requests, _ scaling: Scaling = .aroundTheClock, attainment: Double = 0.99, boot: Duration = .zero,
    reliability: Reliability? = nil, growth: Double = 0, curve: CapacityCurve = curve, years: Int = 5
  ) -> Scenario {
    @ScenarioBuilder var scenario: Scenario {
      Horizon(from: .month(2026, 1), years: years)
      Books(in: .usd, discounting: 0.1)
      Load("chat") {
        requests
        Usage(tokensPerRequest: .growing(growth))
      }
      Fleet("GPUs", serves: "chat", attainment: attainment, boot: boot, reliability: reliability) {
        curve
        scaling
        Rent(USD(1) / .gpuHour)
      }
      Benefit("answers") { USD(0.01 * $0.served("chat")) }
    }
    return scenario
  }

  private let streams = Streams(seed: 3, replication: 0)

  /// Of 1826 days, 1 or 5 in 100 are busier than the fleet is planned for: 18 and 91, with standard deviations of 4 and 9.
  @Test(arguments: [(0.99, 3.0...36.0), (0.95, 55...130)])
  func `as many days are overloaded as the attainment leaves out`(attainment: Double, days: ClosedRange<Double>) throws
  {
    let forecast = try ForecastModel.run(
      scenario(Requests(perDay: 5e6, dayToDay: 0.25), attainment: attainment), streams: streams)
    let overloaded = forecast.fleet("GPUs").overloadedHours.reduce(0, +) / 60 * 1826
    #expect(days.contains(overloaded), "\(overloaded) days")
    // What is above the plan is a part of a busy day.
    let attained = forecast.fleet("GPUs").attained
    #expect(attained < 1 && 1 - attained < overloaded / 1826)
  }

  @Test func `of each hour so much is served as its replicas carry, and the benefit is of that`() throws {
    let scenario = scenario(Requests(perDay: 5e6, dayToDay: 0.25), attainment: 0.9, years: 1)
    let forecast = try ForecastModel.run(scenario, streams: streams)
    let hours = try #require(try ForecastModel.hours(of: scenario, streams: streams).first?.hours)
    let served = hours.reduce(0) { $0 + 3600 * min($1.rate, Self.curve.highestRate(of: $1.replicas)) }
    let all = hours.reduce(0) { $0 + 3600 * $1.rate }
    #expect(abs(forecast.served("chat").reduce(0, +) / served - 1) < 1e-9)
    #expect(abs(forecast.requests("chat").reduce(0, +) / all - 1) < 1e-9)
    #expect(abs(forecast.fleet("GPUs").attained - served / all) < 1e-9 && served < all)
    #expect(abs(forecast.benefit("answers").reduce(0, +) / (0.01 * served) - 1) < 1e-9)
  }

  @Test func `shares lie from 0 to 1 whatever happens at the same time`() throws {
    let stream = RandomStream(seed: 9, replication: 0, name: "fleets")
    for number in 0..<24 {
      let scaling = Scaling.allCases[number % Scaling.allCases.count]
      let frail = Reliability(
        hoursBetweenFailures: 50 + 5000 * stream.uniform(), repair: .seconds(3600 * (1 + 200 * stream.uniform())),
        spares: stream.uniform() < 0.5 ? 0 : 0.05)
      let scenario = scenario(
        Requests(perDay: 1e4 * (1 + 1000 * stream.uniform()), days: .serveGenLarge), scaling,
        attainment: 0.5 + 0.49 * stream.uniform(), boot: .seconds(3600 * stream.uniform()),
        reliability: number % 4 == 0 ? nil : frail, growth: stream.uniform(), years: 1)
      let forecast = try ForecastModel.run(scenario, streams: Streams(seed: 3, replication: number))
      let record = forecast.fleet("GPUs")
      #expect((record.overloadedHours + record.attainment).allSatisfy { (0...1).contains($0) }, "\(number)")
      #expect(zip(forecast.served("chat"), forecast.requests("chat")).allSatisfy { $0 <= $1 && $0 >= 0 })
    }
  }

  @Test func `a day around the clock is served to the bit as hour after hour is, with failures and without`() throws {
    let stream = Streams(seed: 8, replication: 0).stream("fleets")
    for number in 0..<12 {
      let frail = Reliability(
        hoursBetweenFailures: 50 + 5000 * stream.uniform(), repair: .seconds(3600 * (1 + 200 * stream.uniform())),
        spares: number % 2 == 0 ? 0 : 0.05)
      let scenario = scenario(
        Requests(perDay: 1e4 * (1 + 1000 * stream.uniform()), days: .serveGenLarge),
        attainment: 0.5 + 0.49 * stream.uniform(), reliability: number % 4 == 0 ? nil : frail,
        growth: stream.uniform(), years: 1)
      let streams = Streams(seed: 4, replication: number)
      let forecast = try ForecastModel.run(scenario, streams: streams)
      let record = forecast.fleet("GPUs")
      // Where hours are kept they are served one by one.
      var hours = try ForecastModel.hours(of: scenario, streams: streams)[0].hours[...]
      for month in 0..<12 {
        let count = 24 * forecast.horizon.month(month).days
        var (gpus, requests, served) = (0.0, 0.0, 0.0)
        for hour in hours.prefix(count) {
          gpus += hour.cost
          requests += hour.rate
          served += hour.served * hour.rate
        }
        hours = hours.dropFirst(count)
        let spares = number % 4 == 0 ? 0 : frail.spares
        #expect(record.gpus[month] == gpus * (1 + spares) / Double(count))
        #expect(record.requests[month] == 3600 * requests)
        #expect(record.attainment[month] == min(served / requests, 1))
      }
      #expect(hours.isEmpty)
    }
  }

  @Test func `with measured days a fleet is planned for their hours`() throws {
    let days = MeasuredDays.serveGenLarge
    let forecast = try ForecastModel.run(scenario(Requests(perDay: 5e6, days: days)), streams: streams)
    let planned = Self.curve.replicas(for: 5e6 / 86_400 * days.multiple(for: 0.99))
    #expect(forecast.fleet("GPUs").gpus[7] == Double(planned))
    // Each hour of a day has the chance of 1 in 100, and the hours of a day go together.
    #expect((0.003...0.02).contains(forecast.fleet("GPUs").overloadedHours.reduce(0, +) / 60))
  }

  @Test func `where longer requests miss the level on any fleet nothing is served in time, and the fleet keeps up`()
    throws
  {
    let endToEnd = CapacityCurve.oneAtATime(
      ServiceTime(.uniform(1, 2)), within: ServiceLevel(.endToEnd, p95: .seconds(6)))
    let forecast = try ForecastModel.run(
      scenario(Requests(perDay: 1e6), growth: 1, curve: endToEnd), streams: streams)
    let record = forecast.fleet("GPUs")
    // After two years requests take four times as long, up to 8 s.
    #expect(record.attainment[2] == 1 && record.attainment[30] == 0 && forecast.served("chat")[30] == 0)
    let busy = 1e6 / 86_400 * 1.5 * 8
    #expect(abs(record.gpus[36] / busy - 1) < 0.1)
  }

  @Test func `the rate that a share of the hours stays below is a quantile of hours and days together`() {
    let flat = Load("chat") { Requests(perDay: 1, dayToDay: 0.25) }
    let quantile = Distribution.gamma(mean: 1, variation: 0.25).quantile(0.99)
    #expect(abs(PlannedHour.multiple(flat, 0.99) / quantile - 1) < 1e-4)
    // Without variation it is the busiest hour.
    let shape = DayShape(hourly: Array(repeating: 1, count: 20) + [2, 3, 4, 5])
    #expect(PlannedHour.multiple(Load("chat") { Requests(perDay: 1, shape: shape) }, 0.9) == shape.peak)
    // Drawn hours: the share below it is the one asked for.
    let varied = Load("chat") { Requests(perDay: 1, shape: shape, dayToDay: 0.3) }
    let multiple = PlannedHour.multiple(varied, 0.98)
    let stream = RandomStream(seed: 1, replication: 0, name: "days")
    var below = 0
    for number in 0..<48_000 {
      let day = Distribution.gamma(mean: 1, variation: 0.3).draw(from: stream)
      if day * shape.multipliers[number % 24] <= multiple { below += 1 }
    }
    #expect(abs(Double(below) / 48_000 - 0.98) < 0.004)
  }

  @Test func `an attainment is a share`() {
    for attainment in [0, 1, 99] {
      #expect(throws: InvalidValues.self) {
        try ValidationErrors.collecting { _ = scenario(Requests(perDay: 1), attainment: Double(attainment)) }
      }
    }
  }
}
