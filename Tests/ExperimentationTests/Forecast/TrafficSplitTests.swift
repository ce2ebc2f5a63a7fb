import Demand
import Economics
import Randomness
import Serving
import Testing

@testable import Experimentation

/// Loads in parts: by layer, while they move, and up to what hardware carries.
@Suite struct TrafficSplitTests {
  private let horizon = Horizon(from: .month(2026, 1), years: 2)
  /// Requests a day; hours are alike, so that every hour has the rate of its day.
  private static let perDay = 864_000.0

  private func run(_ split: TrafficSplit, shape: DayShape = .flat, hardware: OwnedHardware? = nil) throws -> Forecast {
    try forecast {
      horizon
      Books(in: .usd, discounting: 0.1)
      Load("chat") { Requests(perDay: Self.perDay, shape: shape) }
      split
      if let hardware { hardware }
      Metered("ours", USD(1) / .call) { $0.calls("ours") }
      Metered("theirs", USD(1) / .call) { $0.calls("theirs") }
    }
  }

  private func isWhole(_ forecast: Forecast) -> Bool {
    (0..<24).allSatisfy { month in
      let sum = forecast.requests("ours")[month] + forecast.requests("theirs")[month]
      return abs(sum / forecast.requests("chat")[month] - 1) < 1e-12
        && abs(forecast.cost("ours")[month] - forecast.requests("ours")[month]) < 1e-6
        && abs(forecast.cost("theirs")[month] - forecast.requests("theirs")[month]) < 1e-6
    }
  }

  @Test func `the parts of a load are all of it, by share, while it moves, and beyond a limit`() throws {
    let shared = try run(TrafficSplit("chat", "ours", share: 0.8, rest: "theirs"))
    #expect(isWhole(shared))
    #expect(abs(shared.requests("ours")[5] / shared.requests("chat")[5] - 0.8) < 1e-12)

    let moving = try run(TrafficSplit("chat", "ours", moving: .linear(from: 12, over: 4), rest: "theirs"))
    #expect(isWhole(moving))
    for (month, share) in [(11, 0.0), (12, 0), (13, 0.25), (15, 0.75), (16, 1), (23, 1)] {
      #expect(abs(moving.requests("ours")[month] / moving.requests("chat")[month] - share) < 1e-12)
    }

    // 10 requests a second on average, of which 4 are served by ourselves.
    let limited = try run(TrafficSplit("chat", "ours", upTo: 4, rest: "theirs"))
    #expect(isWhole(limited))
    for month in 0..<24 {
      let seconds = 86_400 * Double(horizon.month(month).days)
      #expect(abs(limited.requests("ours")[month] / (4 * seconds) - 1) < 1e-12)
    }
  }

  @Test func `spilling over follows the hours: a limit at the mean lets the busy half spill`() throws {
    // Half of the day at 0.5 times the mean, half at 1.5 times: of a mean of 10, a limit of 10 takes 5 and 10.
    let shape = DayShape(hourly: (0..<24).map { $0 < 12 ? 0.5 : 1.5 })
    let forecast = try run(TrafficSplit("chat", "ours", upTo: 10, rest: "theirs"), shape: shape)
    #expect(isWhole(forecast))
    for month in 0..<24 {
      let share = forecast.requests("ours")[month] / forecast.requests("chat")[month]
      // Days differ by Poisson's 0.1 %.
      #expect(abs(share - 0.75) < 0.002)
    }
  }

  @Test func `hardware carries nothing before it comes and after it is sold, and says how busy it was`() throws {
    let hardware = OwnedHardware(
      "H100s", 2, USD(1) / .gpu, deliveredAfter: .uniform(2, 5), life: 12, losingValue: 0.3.perYear)
    let delivered = hardware.deliveryMonth(by: Streams(seed: 1, replication: 0))
    #expect((3...5).contains(delivered))
    let forecast = try forecast {
      horizon
      Books(in: .usd, discounting: 0.1)
      Load("chat") { Requests(perDay: Self.perDay) }
      hardware
      TrafficSplit("chat", "ours", upTo: 10, forEach: "H100s", rest: "theirs")
      Energy("power", USD(1) / .kilowattHour, effectiveness: 1) { month in
        PowerDraw(idle: 0, busy: 1000).energy(
          of: month.used("H100s", .gpuHour), busy: month.utilisation("H100s"))
      }
    }
    for month in 0..<24 {
      let isThere = delivered..<(delivered + 12) ~= month
      let share = forecast.requests("ours")[month] / forecast.requests("chat")[month]
      #expect(abs(share - (isThere ? 1 : 0)) < 1e-12)
      // 20 requests a second can be carried and 10 come: half of two GPUs' hours are busy.
      let hours = Double(24 * horizon.month(month).days)
      #expect(abs(forecast.cost("power")[month] - (isThere ? hours : 0)) < 0.01 * hours)
    }
  }

  @Test func `a part is served by a fleet that is sized for it, and can be split again`() throws {
    let service = ServiceTime(.exponential(mean: 2))
    let level = ServiceLevel(.wait, p95: .seconds(1))
    let forecast = try forecast {
      horizon
      Books(in: .usd, discounting: 0.1)
      Load("chat") { Requests(perDay: Self.perDay) }
      TrafficSplit("chat", "simple", share: 0.75, rest: "hard")
      TrafficSplit("hard", "hardest", share: 0.2, rest: "others")
      Fleet("GPUs", serves: "simple") {
        CapacityCurve.oneAtATime(service, within: level)
        Scaling.aroundTheClock
        Rent(USD(1) / .gpuHour)
      }
    }
    let gpus = CapacityCurve.oneAtATime(service, within: level).replicas(for: 7.5)
    #expect(forecast.fleet("GPUs").gpus.allSatisfy { $0 == Double(gpus) })
    #expect(abs(forecast.requests("hardest")[3] / forecast.requests("chat")[3] - 0.05) < 1e-12)
  }

  @Test func `a split of what is not there, or along what never comes, is refused with what there is`() {
    func problem(_ split: TrafficSplit) -> String {
      refusal {
        horizon
        Books(in: .usd, discounting: 0.1)
        Load("chat") { Requests(perDay: 1) }
        OwnedHardware("H100s", 2, USD(1) / .gpu, life: 12, losingValue: 0.3.perYear)
        split
      }
    }
    #expect(problem(TrafficSplit("chta", "a", share: 0.5, rest: "b")).contains("did you mean \"chat\"?"))
    #expect(problem(TrafficSplit("chat", "a", upTo: 1, forEach: "H10s", rest: "b")).contains("did you mean \"H100s\"?"))
    #expect(problem(TrafficSplit("chat", "a", share: 0.5, rest: "chat")).contains("there are two of that name"))
    #expect(
      refusal {
        horizon
        Books(in: .usd, discounting: 0.1)
        Load("chat") { Requests(perDay: 1) }
        TrafficSplit("chat", "a", share: 80, rest: "b")
      }.contains("share: 80.0: a share lies between 0 and 1"))
  }
}
