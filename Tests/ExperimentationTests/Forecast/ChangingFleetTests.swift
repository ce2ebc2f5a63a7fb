import Demand
import Economics
import Randomness
import Serving
import Testing

@testable import Experimentation

@Suite struct `A fleet of a forecast that changes` {
  /// A day of twelve quiet and twelve busy hours, with four times the load.
  private static let shape = DayShape(hourly: Array(repeating: 0.4, count: 12) + Array(repeating: 1.6, count: 12))
  private static let perDay = 1e7
  private static let curve = CapacityCurve.oneAtATime(
    ServiceTime(.exponential(mean: 2)), within: ServiceLevel(.wait, p95: .seconds(1)))

  private func run(
    _ scaling: Scaling, boot: Duration = .zero, reliability: Reliability? = nil, usage: Usage = .constant,
    years: Int = 1
  ) throws -> Forecast {
    @ScenarioBuilder var scenario: Scenario {
      Horizon(from: .month(2026, 1), years: years)
      Books(in: .usd, discounting: 0.1)
      Load("chat") {
        Requests(perDay: Self.perDay, shape: Self.shape)
        usage
      }
      Fleet("GPUs", serves: "chat", boot: boot, reliability: reliability) {
        Self.curve
        scaling
        Rent(USD(1) / .gpuHour)
      }
    }
    return try ForecastModel.run(scenario, streams: Streams(seed: 2, replication: 0))
  }

  /// The replicas that an hour needs, by hand.
  private func needed(_ multiple: Double) -> Double {
    Double(Self.curve.replicas(for: Self.perDay / 86_400 * multiple))
  }

  @Test func `each hour what it needs costs the mean of day and night, and the boots`() throws {
    let record = try run(.hourly, boot: .seconds(600)).fleet("GPUs")
    let (night, day) = (needed(0.4), needed(1.6))
    // Ten minutes of the difference, once a day.
    let expected = (night + day) / 2 + (day - night) / 6 / 24
    #expect(abs(record.gpus[5] / expected - 1) < 0.003)
    #expect(record.overloadedHours.allSatisfy { $0 == 0 })
  }

  @Test func `the rule of idleness keeps three tenths idle by day and by night, and is late each morning`() throws {
    let record = try run(.onIdleness, boot: .seconds(600)).fleet("GPUs")
    // The busy ones over 0.7, as long as that is more than the level needs. What is saved in the five minutes before the
    // morning is measured is paid for in those after the evening.
    func idling(_ multiple: Double) -> Double {
      max((Self.perDay / 86_400 * multiple * 2 / 0.7).rounded(.up), needed(multiple))
    }
    let expected = (idling(0.4) + idling(1.6)) / 2
    #expect(abs(record.gpus[5] / expected - 1) < 0.001, "\(record.gpus[5]), by hand \(expected)")
    // Five minutes to measure it and ten to boot, of the 1440 of a day.
    #expect(abs(record.overloadedHours[5] - 15.0 / 1440) < 0.002)
  }

  @Test func `around the clock is the busiest hour's`() throws {
    #expect(try run(.aroundTheClock).fleet("GPUs").gpus[5] == needed(1.6))
  }

  @Test func `failures take replicas away as often, and for as long, as they are said to`() {
    let reliability = Reliability(hoursBetweenFailures: 1000, repair: .seconds(3600 * 50))
    var failed = FailedReplicas(
      reliability, gpusPerReplica: 2, named: "test", streams: Streams(seed: 1, replication: 0))
    var missing = 0.0
    let hours = 40_000
    for _ in 0..<hours { missing += Double(failed.missing(of: 100)) }
    // 200 GPUs fail once in five hours, and each is away for 50: ten on average, and Poisson. Over 40 000 hours the mean is
    // known to some 0.07 × 10 / √… = 0.11; the interval is 99.9 %.
    #expect(abs(missing / Double(hours) - 10) < 0.4)
  }

  @Test func `spares and the fleet's own reserve stand in for what has failed, and are paid for`() throws {
    let frail = Reliability(hoursBetweenFailures: 2000, repair: .seconds(3600 * 96))
    let spared = Reliability(hoursBetweenFailures: 2000, repair: .seconds(3600 * 96), spares: 0.1)
    let (without, with) = (try run(.aroundTheClock, reliability: frail), try run(.aroundTheClock, reliability: spared))
    // One in twenty is away on average; a tenth standing by is enough nearly always, and the reserve is what is not exceeded
    // in 99 hours of 100.
    let base = needed(1.6)
    let reserve = Distribution.poisson(mean: base * 96 / 2000).quantile(0.99)
    #expect(without.fleet("GPUs").gpus[3] == base + reserve)
    #expect(with.fleet("GPUs").gpus[3] == 1.1 * base)
    for forecast in [without, with] {
      #expect(forecast.fleet("GPUs").overloadedHours.reduce(0, +) / 12 < 0.03)
      #expect(forecast.fleet("GPUs").attained > 0.995)
    }
  }

  @Test func `longer requests need more GPUs for as many requests`() throws {
    let growing = try run(.hourly, usage: Usage(tokensPerRequest: .growing(1)), years: 2)
    let constant = try run(.hourly, years: 2)
    let ratio = growing.fleet("GPUs").gpus[12] / constant.fleet("GPUs").gpus[12]
    // After a year twice the work; a larger fleet needs a little less margin.
    #expect(ratio > 1.95 && ratio < 2.15, "\(ratio)")
    #expect(growing.requests("chat")[12] == constant.requests("chat")[12])
  }

  @Test func `what cannot be meant is refused`() {
    for make in [
      { Reliability(hoursBetweenFailures: 0, repair: .zero) },
      { Reliability(hoursBetweenFailures: 1, repair: .zero, spares: -1) },
    ] {
      #expect(throws: InvalidValues.self) { try ValidationErrors.collecting { _ = make() } }
    }
    #expect(throws: InvalidValues.self) {
      try ValidationErrors.collecting {
        _ = Fleet("GPUs", serves: "chat", boot: .seconds(7200)) {
          Self.curve
          Scaling.hourly
          Rent(USD(1) / .gpuHour)
        }
      }
    }
  }
}
