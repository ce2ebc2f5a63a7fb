import Demand
import Economics
import Foundation
import Randomness
import Serving
import Testing

@testable import Experimentation

/// Expenses as lines of a scenario: hardware, energy, calls, data, people, training, a move.
@Suite struct ExpenseLineTests {
  private let horizon = Horizon(from: .month(2026, 1), years: 3)

  private func near(_ a: Double, _ b: Double, within tolerance: Double = 1e-9) -> Bool {
    abs(a - b) <= tolerance * max(abs(a), abs(b), 1)
  }

  private static let staff = Staff(
    "engineers", 3, CNY(1e6) / .year, growing: 0.06.perYear, from: 2, hiredAfter: .uniform(1, 6), hiringCost: 0.2)

  private static let hardware = OwnedHardware(
    "H100s", 8, USD(30_000) / .gpu, deliveredAfter: .uniform(2, 5), life: 24, losingValue: 0.35.perYear)

  @ScenarioBuilder private var scenario: Scenario {
    horizon
    Books(in: .cny, discounting: 0.1, ExchangeRate(USD(1), is: CNY(7)))
    Load("chat") {
      Requests(perDay: 1e5)
      Usage(tokensPerRequest: .growing(0.5))
      TokenLengths(input: .constant(1000), output: .exponential(mean: 200))
    }
    Self.staff
    Self.hardware
    TokenCalls("answers", of: "chat", input: USD(1) / .millionTokens, output: USD(10) / .millionTokens)
    Metered("calls", CNY(0.01) / .call) { $0.calls("chat") }
    TrainingRun("tuning", gpus: 16, hours: 40, USD(2) / .gpuHour, from: 2, every: 12)
    DataCorpus("records", Quantity<PerRecord>(1e5), annotating: CNY(2) / .record, in: 1)
    ReservedGPUs("base", 2, USD(3) / .gpuHour, discount: 0.35, months: 12)
    Investment("integration", CNY(4e5))
    Cost("licence", CNY(1200) / .year)
    Benefit("sales") { _ in CNY(1e6) }
  }

  @Test func `every expense is entered by month in the currency of the books, and together they are all costs`() throws
  {
    let forecast = try ForecastModel.run(scenario, streams: Streams(seed: 1, replication: 0))
    let streams = Streams(seed: 1, replication: 0)
    let days = (0..<36).map { Double(horizon.month($0).days) }

    let arrivals = Self.staff.arrivals(by: streams)
    for month in 0..<36 {
      let present = Double(arrivals.count { $0 <= month })
      #expect(forecast.available("engineers")[month] == present)
      let hired = Double(arrivals.count { $0 == month })
      let pay: Double = 1e6 / 12 * pow(1.06, Double(month) / 12)
      let expected: Double = pay * (present + 2.4 * hired)
      #expect(near(forecast.cost("engineers")[month], expected))
    }
    let delivered = Self.hardware.deliveryMonth(by: streams)
    #expect(
      forecast.available("H100s").enumerated().allSatisfy { month, gpus in
        gpus == (delivered..<(delivered + 24) ~= month ? 8 : 0)
      })
    let price = 7.0 * 240_000
    let resale: Double = price * pow(0.65, 2)
    #expect(near(forecast.cost("H100s")[delivered + 23], -resale))
    #expect(near(forecast.cash.investment, price + 4e5))

    for month in 0..<36 {
      let requests = forecast.requests("chat")[month]
      #expect(near(forecast.cost("calls")[month], 0.01 * requests))
      // Tokens follow the days: the month's mean growth, within what a month grows by.
      let growth: Double = pow(1.5, (Double(month) + 0.5) / 12)
      let atStart: Double = 7 * requests * 3000 / 1e6
      #expect(near(forecast.cost("answers")[month] / atStart, growth, within: 0.01))
      let hourly: Double = 7 * 2 * 0.65 * 3
      #expect(near(forecast.cost("base")[month], hourly * 24 * days[month]))
    }
    #expect(forecast.cost("tuning").enumerated().allSatisfy { $1 == ([2, 14, 26].contains($0) ? 7 * 1280 : 0) })
    #expect(forecast.cost("records").enumerated().allSatisfy { $1 == ($0 == 1 ? 200_000 : 0) })

    let names = ["engineers", "H100s", "answers", "calls", "tuning", "records", "base", "integration", "licence"]
    for month in 0..<36 {
      let sum = names.reduce(0) { $0 + forecast.cost($1)[month] }
      #expect(near(forecast.cash.costs[month], sum))
      #expect(forecast.cash.benefits[month] == 1e6)
    }
  }

  @Test func `rents, calls and hardware along one index move together`() throws {
    let forecast = try forecast(replication: 3) {
      horizon
      Books(in: .usd, discounting: 0.1)
      let prices = Prices(
        PriceIndex("hardware", .falling(0.4.perYear), .wandering(0.3)), PriceIndex("interfaces", .falling(0.6.perYear)))
      prices
      Load("chat") { Requests(perDay: 1e4) }
      Fleet("GPUs", serves: "chat") {
        CapacityCurve.oneAtATime(ServiceTime(1), within: ServiceLevel(.wait, p95: .seconds(1)))
        Scaling.hourly
        Rent(USD(2) / .gpuHour, along: prices["hardware"])
      }
      Metered("bandwidth", USD(3) / .gigabyte, along: prices["hardware"]) { _ in Quantity(1) }
      Metered("calls", USD(1) / .call, along: prices["interfaces"]) { _ in Quantity(1) }
    }
    for month in 0..<36 {
      let hardware = forecast.price("hardware")[month]
      #expect(near(forecast.fleet("GPUs").price[month], 2 * hardware))
      #expect(near(forecast.cost("bandwidth")[month], 3 * hardware))
      #expect(near(forecast.cost("calls")[month], pow(0.4, Double(month) / 12)))
    }
    #expect(abs(forecast.price("hardware")[30] - pow(0.6, 2.5)) > 1e-3)
    #expect(forecast.cost("rent of GPUs") == forecast.computeCost)
  }

  @Test func `what is not paid any more is a benefit, so that the net is what a change brings`() throws {
    let calls = Metered("calls", CNY(0.10) / .call) { $0.calls("chat") }
    let forecast = try forecast {
      horizon
      Books(in: .cny, discounting: 0.1)
      Load("chat") { Requests(perDay: 1e5) }
      Avoided(calls)
      Avoided(Investment("a licence", CNY(5e5)))
      Metered("own", CNY(0.02) / .call) { $0.calls("chat") }
      Investment("servers", CNY(2e6))
    }
    for month in 0..<36 { #expect(near(forecast.cash.net[month], 0.08 * forecast.requests("chat")[month])) }
    #expect(forecast.benefit("calls") == forecast.cash.benefits)
    #expect(forecast.cash.investment == 1.5e6)
  }

  @Test func `tax falls on profit after depreciation, and shows among the costs`() throws {
    func run(_ tax: IncomeTax?) throws -> Forecast {
      try forecast {
        Horizon(from: .month(2026, 1), years: 2)
        Books(in: .cny, discounting: 0.1, taxing: tax)
        DataCorpus("corpus", Quantity<PerRecord>(24), buying: CNY(1000) / .record, depreciatedOver: 24)
        Benefit("sales") { _ in CNY(3000) }
      }
    }
    let (before, after) = (try run(nil), try run(IncomeTax(rate: 0.25)))
    // A year brings 36 000 and is charged 12 000.
    for month in 0..<24 {
      let tax = month % 12 == 11 ? 0.25 * 24_000 : 0
      #expect(near(after.cost("tax on profit")[month], tax))
      #expect(near(after.cash.costs[month], before.cash.costs[month] + tax))
    }
  }

  @Test
  func `amounts in money of the start are worth as much at the real rate as they are at the nominal in the books`()
    throws
  {
    let forecast = try forecast {
      horizon
      Books(in: .cny, discounting: 0.10, inflation: 0.03.perYear, amounts: .real)
      Investment("set-up", CNY(1e6))
      Cost("team", CNY(120_000) / .year)
      Benefit("sales") { _ in CNY(50_000) }
    }
    #expect(near(forecast.cost("team")[11], 10_000 * 1.03))
    let real = CashFlow(
      investment: 1e6, benefits: Array(repeating: 50_000, count: 36), costs: Array(repeating: 10_000, count: 36))
    #expect(near(forecast.cash.netPresentValue(at: 0.10), real.netPresentValue(at: 1.10 / 1.03 - 1)))
  }

  @Test func `a benefit that waits for people begins when the last of them has come`() throws {
    let forecast = try forecast {
      horizon
      Books(in: .cny, discounting: 0.1)
      Self.staff
      Benefit("claims") { _ in CNY(900) }.ramping(.linear(over: 3), onceThere: "engineers")
    }
    let last = try #require(Self.staff.arrivals(by: Streams(seed: 1, replication: 0)).max())
    for (month, amount) in forecast.benefit("claims").enumerated() {
      #expect(near(amount, 900 * min(max(Double(month - last) / 3, 0), 1)))
    }
  }

  @Test func `a scenario of money alone is not walked through by the hour, and a measure tells a user's cost`() throws {
    let forecast = try forecast {
      horizon
      Books(in: .cny, discounting: 0.1)
      Load("chat") {
        Requests(perDay: 3e4)
        Users(1e4)
        Adoption(.exponential(growth: 0.5))
      }
      Cost("team", CNY(1.2e6) / .year)
    }
    let users = try #require(forecast.allUsers)
    #expect(near(users[12], 1e4 * pow(1.5, 12.5 / 12), within: 0.01))
    let evaluation = try NamedEvaluation(
      scenario {
        horizon
        Books(in: .cny, discounting: 0.1)
        Load("chat") {
          Requests(perDay: 3e4)
          Users(1e4)
        }
        Cost("team", CNY(1.2e6) / .year)
      }, streams: Streams(seed: 1, replication: 0))
    let measure = try #require(evaluation.measures.first { $0.declaration.name == "cost_per_user_month" })
    #expect(near(try #require(measure.value), 10))
    #expect(!evaluation.measures.contains { $0.declaration.name == "cost_per_million_tokens" })
  }

  @Test func `hardware is depreciated in the currency of its price, whatever the currency of the books`() throws {
    func taxes(_ hardware: OwnedHardware) throws -> [Double] {
      try forecast {
        horizon
        Books(in: .usd, discounting: 0.1, taxing: IncomeTax(rate: 0.25), ExchangeRate(USD(1), is: CNY(7)))
        hardware
        Benefit("sales") { _ in USD(50_000) }
      }.cost("tax on profit")
    }
    let dollars = try taxes(
      OwnedHardware("H100s", 8, USD(30_000) / .gpu, life: 24, losingValue: 0.35.perYear))
    let yuan = try taxes(OwnedHardware("H100s", 8, CNY(210_000) / .gpu, life: 24, losingValue: 0.35.perYear))
    // 120 000 a year of depreciation are deducted from 600 000 of sales.
    #expect(near(dollars[11], 0.25 * (600_000 - 120_000)))
    #expect(zip(dollars, yuan).allSatisfy { near($0, $1) })
  }

  @Test func `of two benefits that draw on the same hours the second is an error at its line, whatever its name`() {
    let line = UInt(#line) + 5
    let twice = refusal {
      horizon
      Books(in: .cny, discounting: 0.1)
      Benefit("sales of hours") { _ in CNY(1) }
      Benefit("hours") { _ in CNY(1) }.drawing(on: "hours", share: 0.7)
      Benefit("hours sold") { _ in CNY(1) }.drawing(on: "hours", share: 0.7)
    }
    #expect(twice.hasPrefix("ExpenseLineTests.swift:\(line + 1): "), "\(twice)")
  }

  private func scenario(@ScenarioBuilder _ scenario: () -> Scenario) -> Scenario { scenario() }

  @Test func `parts that do not fit are refused at their own line`() throws {
    let line = UInt(#line) + 4
    let two = refusal {
      horizon
      Books(in: .cny, discounting: 0.1)
      Cost("team", CNY(1) / .month)
      Staff("team", 1, CNY(1) / .month)
    }
    #expect(two.contains("cost \"team\": there are two of that name"))
    #expect(two.hasPrefix("ExpenseLineTests.swift:\(line + 1): "), "\(two)")
    let foreign = refusal {
      horizon
      Books(in: .cny, discounting: 0.1)
      Avoided(Metered("calls", USD(1) / .call) { _ in Quantity(1) })
    }
    #expect(foreign.contains("avoided cost \"calls\": it is in USD and the books are in CNY"))
    #expect(foreign.contains("ExpenseLineTests.swift:") && foreign.contains("add ExchangeRate(USD(1), is: CNY("))
    let twice = refusal {
      horizon
      Books(in: .cny, discounting: 0.1)
      Benefit("fewer calls") { _ in CNY(1) }
      Benefit("fewer calls") { _ in CNY(1) }
    }
    #expect(twice.contains("benefit \"fewer calls\": there are two of that name"))
    let short = refusal {
      Horizon(from: .month(2026, 1), years: 1)
      Books(in: .usd, discounting: 0.1)
      OwnedHardware("H100s", 8, USD(1) / .gpu, life: 36, losingValue: 0.1.perYear)
    }
    #expect(short.contains("the horizon of 12 months ends before the hardware is written off"))
    let late = refusal {
      Horizon(from: .month(2026, 1), years: 1)
      Books(in: .usd, discounting: 0.1)
      OwnedHardware(
        "H100s", 8, USD(1) / .gpu, orderedIn: 10, deliveredAfter: .uniform(3, 6), life: 12, losingValue: 0.1.perYear)
    }
    #expect(late.contains("nothing of an order in month 10 can come within the 12 months"))
    let unknown = refusal {
      horizon
      Books(in: .cny, discounting: 0.1)
      Load("chat") { Requests(perDay: 1) }
      TokenCalls("calls", of: "chat", input: CNY(1) / .millionTokens, output: CNY(1) / .millionTokens)
    }
    #expect(unknown.contains("tokensIn(\"chat\"): the load does not tell; say how long its requests are"))
    let people = refusal {
      horizon
      Books(in: .cny, discounting: 0.1)
      Self.staff
      Benefit("claims") { CNY($0.available("engineer")) }
    }
    #expect(people.contains("did you mean \"engineers\"?"))
    #expect(
      refusal {
        horizon
        Books(in: .cny, discounting: 0.1, amounts: .real)
      }.contains("add inflation: 0.02.perYear"))
    #expect(
      refusal {
        horizon
        Books(in: .cny, discounting: 0.1, inflation: 0.02.perYear, amounts: .real, taxing: IncomeTax(rate: 0.2))
      }.contains("assets are depreciated at the nominal price"))
  }
}
