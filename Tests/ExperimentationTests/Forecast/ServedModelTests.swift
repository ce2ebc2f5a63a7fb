import Demand
import Economics
import Glibc
import Randomness
import Serving
import Testing

@testable import Experimentation

/// A model that is asked in proportion to the people who use it where the power is 1.
private struct Asked: Experiment {
  static let question = "From how many people on do GPUs of one's own cost less?"

  @Uncertain(.uniform(1000, 50_000), "people", unit: "people", source: .assumption("a test"))
  var people: Double
  @Uncertain(.uniform(1, 20), "price of a million tokens", source: .assumption("a test"))
  var price: Price<USDollar, PerMillionTokens>
  @Uncertain(1, "power of the people to which the requests rise", source: .assumption("a test"))
  var power: Double
  @Uncertain(0, "discount on the bill above 2,000 dollars a month", source: .assumption("a test"))
  var discount: Double
  @Choice("how break-evens are found")
  var way: Way = .quick

  enum Way: String, CaseIterable { case quick, full }

  var scenario: Scenario {
    let horizon = Horizon(from: .month(2027, 1), years: 3)
    let tokens = PriceIndex("API", .apiModel)
    let rents = PriceIndex("GPU rent", .gpuRent)
    horizon
    Books(in: .usd, discounting: 0.08, taxing: IncomeTax(rate: 0.25))
    tokens
    rents
    Load("requests") { Requests(perDay: people, counts: .expected) }
    ServedModel(
      "model", over: horizon, in: .usd, hosting: .api,
      requestsPerDay: { pow(people, power) * (1 + Double($0) / 50) },
      by: TokenPrices(
        input: price, output: 4 * price, volumeDiscounts: VolumeDiscounts((USD(2000) / .month, discount)), along: tokens
      ),
      on: GPUPrices(
        capacity: .oneAtATime(ServiceTime(0.1), within: ServiceLevel(.wait, p95: .seconds(1))), tokensPerRequest: 1375,
        busiest: 2, spares: 1, rent: USD(3) / .gpuHour, along: rents, reservedDiscount: 0.3, price: USD(40_000) / .gpu,
        losing: 0.35.perYear, maintenance: 0.05.perYear, electricity: USD(0.15) / .kilowattHour, engineers: 1,
        pay: USD(120_000) / .year),
      tokensIn: 3000, tokensOut: 500, growing: 0.1, volume: ($people, 100...1e9))
    if way == .full { WithoutShortcuts() }
  }
}

/// Takes the shortcuts from the break-evens before it.
private struct WithoutShortcuts: ScenarioPart {
  func add(to scenario: inout Scenario, at location: String) {
    scenario.breakEvens = scenario.breakEvens.map { Located($0.part.quicker(nil), $0.location) }
  }
}

@Suite struct `A model behind the limits of an API` {
  private func served(
    _ hosting: ServedModel.Hosting, _ limits: RateLimits,
    perDay: @escaping (Int) -> Double = { 1440 * (1 + Double($0)) }
  ) -> ServedModel {
    ServedModel(
      "model", over: Horizon(from: .month(2026, 1), months: 2), in: .usd, hosting: hosting,
      requestsPerDay: perDay,
      by: TokenPrices(input: USD(1) / .millionTokens, output: USD(4) / .millionTokens),
      on: GPUPrices(
        capacity: .oneAtATime(ServiceTime(0.1), within: ServiceLevel(.wait, p95: .seconds(1))), tokensPerRequest: 1375,
        busiest: 2, spares: 1, rent: USD(3) / .gpuHour, reservedDiscount: 0.3, price: USD(40_000) / .gpu,
        losing: 0.35.perYear, maintenance: 0.05.perYear, electricity: USD(0.15) / .kilowattHour, engineers: 1,
        pay: USD(120_000) / .year),
      tokensIn: 80, tokensOut: 20, within: limits)
  }

  /// A request a minute in January and two in February, twice as many in the busiest hour. A limit of one cuts a triangle of a
  /// quarter from the first month; from the second, in which it is half of the mean, 1 − (1/4)² − 1/2 · (1 − 1/4) = 0.5625.
  @Test func `loses what exceeds them in the busiest hours`() {
    for limits in [RateLimits(requestsPerMinute: 1), RateLimits(tokensPerMinute: 100)] {
      let model = served(.api, limits)
      #expect(abs(model.admittedShare(inMonth: 0) - 0.75) < 1e-12)
      #expect(abs(model.admittedShare(inMonth: 1) - 0.4375) < 1e-12)
      #expect(served(.rented, limits).admittedShare(inMonth: 1) == 1)
    }
    #expect(served(.api, RateLimits(requestsPerMinute: 4)).admittedShare(inMonth: 1) == 1)
    #expect(served(.api, .none).admittedShare(inMonth: 1) == 1)
  }

  @Test func `GPUs are as busy as in the month with the most load, though other months need as many`() throws {
    func busy(_ perDay: @escaping (Int) -> Double) throws -> Double? {
      @ScenarioBuilder var scenario: Scenario {
        Horizon(from: .month(2026, 1), months: 2)
        Books(in: .usd, discounting: 0.1)
        served(.rented, .none, perDay: perDay)
      }
      let found = try NamedEvaluation(scenario, streams: Streams(seed: 1, replication: 0)).measures
      return found.first { $0.declaration.name == "gpus_busy" }?.value
    }
    let full = try #require(try busy { _ in 2880 })
    #expect(full > 0)
    #expect(try busy { 1440 * Double(1 + $0) } == full)
    #expect(try busy { 1440 * Double(2 - $0) } == full)
  }

  /// A request a minute costs nothing by API beside a GPU with an engineer.
  @Test(arguments: ServedModel.Hosting.allCases)
  func `are why the cheapest API is not the cheapest`(_ hosting: ServedModel.Hosting) throws {
    // Of 31 days of 1440 requests and 28 of twice as many, 0.75 and 0.4375 are admitted.
    let admitted = (31 * 0.75 + 56 * 0.4375) / (31 + 56)
    for (perMinute, isCheapest, within) in [(4.0, 1.0, 1.0), (1, 0, admitted)] {
      @ScenarioBuilder var scenario: Scenario {
        Horizon(from: .month(2026, 1), months: 2)
        Books(in: .usd, discounting: 0.1)
        served(hosting, RateLimits(requestsPerMinute: perMinute))
      }
      let found = try NamedEvaluation(scenario, streams: Streams(seed: 1, replication: 0)).measures
      func value(_ name: String) throws -> Double {
        try #require(found.first { $0.declaration.name == name }?.value)
      }
      #expect(try value("cost_by_api") < value("cost_of_rented"))
      #expect(try value("cheapest_is_api") == isCheapest)
      let others = ["rented", "reserved", "own"]
      #expect(try others.reduce(0) { try $0 + value("cheapest_is_\($1)") } == 1 - isCheapest)
      #expect(abs(try value("within_api_limits") - within) < 1e-12)
    }
  }
}

@Suite struct `The volumes from which a model costs less on GPUs` {
  private func found(_ overrides: Override...) throws -> [[Double?]] {
    let plan = RunPlan(replications: 16, seed: 5, threads: 1, overrides: overrides)
    let replicator = Replicator(
      try ResolvedExperiment<Asked>(plan), plan: plan,
      rows: try MonteCarloRows(try ResolvedExperiment<Asked>(plan), plan: plan), count: 16)
    let schema = try replicator.schema()
    var records: [ReplicationRecord] = []
    try replicator.run(schema) { records += $0 }
    return ["rented_from", "reserved_from", "own_from"].map { name in
      let place = schema.measures.firstIndex { $0.name == name }
      return place.map { place in records.map { $0.measures[place] } } ?? []
    }
  }

  @Test(arguments: [("1", "0"), ("1.05", "0"), ("1", "0.3")])
  func `are those of the scenario evaluated again at each volume`(power: String, discount: String) throws {
    let (asked, granted) = (try Override("power=\(power)"), try Override("discount=\(discount)"))
    let quick = try found(asked, granted)
    let full = try found(asked, granted, Override("way=full"))
    var (known, same) = (0, 0)
    for (quick, full) in zip(quick.joined(), full.joined()) {
      guard let quick, let full else {
        #expect(quick == full)
        continue
      }
      known += 1
      // The finer steps of the quick way see more of the stretches in which the hosting is dearer again.
      #expect(quick >= full * (1 - 1e-9) && quick < full * 1.2)
      if abs(quick / full - 1) < 1e-9 { same += 1 }
    }
    #expect(known >= 16 && same >= (power == "1" ? known * 3 / 4 : known))
  }
}
