import Demand
import Foundation
import Randomness
import Testing

@testable import Economics

@Suite struct PricePathTests {
  private let streams = Streams(seed: 3, replication: 5)

  private func months(_ index: PriceIndex, _ count: Int = 61, _ streams: Streams? = nil) -> [Double] {
    PricePath(today: 1, along: index).realised(by: streams ?? self.streams, months: count).months
  }

  @Test(arguments: [(0.3, 23.320298518496777), (0.4, 16.282985386280686), (0.5, 12.0)])
  func `a fall of 30, 40 and 50 % a year halves a price in 23.3, 16.3 and 12.0 months`(fall: Double, halving: Double) {
    #expect(near(PricePath.halvingMonths(falling: fall.perYear), halving))
    #expect(near(PricePath(today: 1, falling: fall).price(after: halving / 12), 0.5, within: 1e-12))
    #expect(PricePath.halvingMonths(falling: 0.perYear) == nil)
  }

  @Test func `learning from volume that grows exponentially is an exponential fall`() {
    // Sahal 1979. Volume growing by 41.4 % a year doubles in two years.
    let law = WrightLaw(learningRate: 0.19)
    let growth = (2.0.squareRoot() - 1).perYear
    let learnt = months(PriceIndex("learnt", .learning(law, with: .growing(by: growth))))
    let falling = months(PriceIndex("falling", .falling(law.fall(withVolumeGrowing: growth))))
    for (one, other) in zip(learnt, falling) { #expect(abs(one / other - 1) < 1e-13) }
    #expect(near(law.fall(withVolumeGrowing: growth).fraction, 1 - 0.81.squareRoot()))
  }

  @Test func `volume is the integral of production, in closed form and month by month`() {
    let closed = CumulativeVolume.producing(aYear: 30, growing: 0.5.perYear, after: 100)
    // A sum over a thousand slices of each year.
    var made = 100.0
    for slice in 0..<3000 { made += 30.0 / 1000 * pow(1.5, (Double(slice) + 0.5) / 1000) }
    #expect(near(closed.ratio(after: 3), made / 100, within: 1e-6))
    #expect(near(CumulativeVolume.producing(aYear: 30, growing: 0.perYear, after: 100).ratio(after: 2), 1.6))
    let monthly = CumulativeVolume.made(inMonths: [10, 20, 30], after: 100)
    #expect(near(monthly.ratio(after: 2.0 / 12), 1.3) && near(monthly.ratio(after: 2.5 / 12), 1.45))
    #expect(near(monthly.ratio(after: 9), 1.6) && monthly.ratio(after: 0) == 1)
  }

  @Test func `movements are equal when their laws are, and only then`() {
    let movements: [PriceMovement] = [
      .falling(0.3.perYear), .falling(0.4.perYear), .wandering(0.3), .wandering(0.3, estimatedOver: 8),
      .reverting(0.3, halfLife: 1), .shocks(perYear: 1, factor: .uniform(0.5, 0.8)),
      .step(PriceStep("cut", month: 6, factor: 0.8)),
      .learning(WrightLaw(learningRate: 0.2), with: .growing(by: 0.3.perYear)),
      .recorded(.h100OnDemand, from: .month(2024, 1)), .drifting(-0.1, error: 0.1),
      .listed(.gpuListRent), .listed(.apiModel),
    ]
    for (one, movement) in movements.enumerated() {
      for (other, second) in movements.enumerated() { #expect((movement == second) == (one == other)) }
    }
    #expect(Set(movements + movements).count == movements.count)
  }

  @Test func `what an index can have once is refused twice, in the words of the movement`() {
    for (movements, problem) in [
      ([.wandering(0.1), .wandering(0.2)] as [PriceMovement], "a price wanders once"),
      ([.reverting(0.1, halfLife: 1), .reverting(0.2, halfLife: 2)], "one deviation that reverts"),
      (
        [.step(PriceStep("cut", month: 6, factor: 0.8)), .step(PriceStep("cut", month: 9, factor: 0.8))],
        "two steps called \"cut\""
      ),
    ] {
      #expect(refusal { _ = PriceIndex("rent", movements) }?.contains(problem) ?? false)
    }
    #expect(
      refusal { _ = PriceIndex("rent", .shocks(perYear: 1, factor: 0.9), .shocks(perYear: 2, factor: 0.8)) } == nil)
  }

  @Test func `a month beyond a realised price is refused, with what there is`() {
    let price = PricePath(today: 1, falling: 0.3).realised(by: streams, months: 12)
    #expect(refusal { _ = price.price(inMonth: 11) } == nil)
    let refused = refusal { _ = price.price(inMonth: 12) }
    #expect(refused?.contains("PricePathTests.swift:") ?? false)
    #expect(refused?.contains("price(inMonth: 12): the price was realised for the months 0 to 11") ?? false)
  }

  @Test func `nothing else that is drawn changes a path, nor does the horizon`() {
    let hardware = PriceIndex(
      "hardware", .falling(0.4.perYear), .wandering(0.3, estimatedOver: 6),
      .step(PriceStep("next", month: .uniform(6, 30), factor: .uniform(0.6, 0.9))),
      .shocks(perYear: 1, factor: .between(0.8, 1.5), halfLife: 1))
    let alone = months(hardware)
    #expect(months(hardware, 24) == Array(alone.prefix(24)))
    #expect(months(hardware, 1) == [1])
    // In company, as long as it comes first, and whatever stands behind it.
    let software = PriceIndex("software", .wandering(0.5), .shocks(perYear: 3, factor: .uniform(1, 2)))
    let prices = Prices(hardware, software, correlations: [("hardware", "software", 0.9)])
    #expect(months(prices["hardware"]) == alone)
    #expect(months(prices["software"]) != months(software))
    #expect(months(Prices(software, hardware)["hardware"]) == alone)
    // Another name, another path; another replication too.
    #expect(months(PriceIndex("memory", hardware.movements)) != alone)
    #expect(months(hardware, 61, Streams(seed: 3, replication: 6)) != alone)
  }

  @Test func `two prices along one index move together`() {
    let index = PriceIndex("hardware", .wandering(0.3))
    let one = PricePath(today: 10, along: index).realised(by: streams, months: 24)
    let other = PricePath(today: 2, along: index).realised(by: streams, months: 24)
    for month in 0..<24 { #expect(abs(one.price(inMonth: month) / other.price(inMonth: month) - 5) < 1e-12) }
  }

  @Test func `without volatility there is no chance, and the path is the median`() {
    let index = PriceIndex(
      "hardware", .falling(0.4.perYear), .wandering(0, estimatedOver: 3), .reverting(0, halfLife: 1, startingAt: 1.3),
      .shocks(perYear: 0, factor: .uniform(1, 2)), .step(PriceStep("next", month: 12.5, factor: 0.7, over: 6)))
    #expect(!index.hasChance)
    let path = PricePath(today: 4, along: index)
    for (month, price) in path.realised(by: streams, months: 61).months.enumerated() {
      #expect(abs(price / path.price(after: Double(month) / 12) - 1) < 1e-14)
    }
    // Correlations with it may stay where they are: a sweep through a volatility of 0 is not an error.
    #expect(
      refusal {
        _ = Prices(
          PriceIndex("a", .wandering(0)), PriceIndex("b", .wandering(0.1)), correlations: [("a", "b", 0.5)])
      } == nil)
  }

  @Test func `antithetic replications lie on the other side of the median`() {
    let index = PriceIndex("hardware", .falling(0.4.perYear), .wandering(0.3, estimatedOver: 6))
    let up = months(index, 61, Streams(seed: 3, replication: 5, sampling: .inverse))
    let down = months(index, 61, Streams(seed: 3, replication: 5, sampling: .antithetic))
    for month in 0..<61 {
      let median = index.factor(after: Double(month) / 12)
      #expect(abs(up[month] * down[month] / (median * median) - 1) < 1e-9)
    }
  }

  @Test func `a step comes in the first month that begins at it, at once or over months`() {
    let atOnce = months(PriceIndex("a", .step(PriceStep("next", month: 3, factor: 0.5))), 6)
    #expect(atOnce == [1, 1, 1, 0.5, 0.5, 0.5])
    #expect(months(PriceIndex("a", .step(0.5, inMonth: 3)), 6) == atOnce)
    let (negative, before) = (
      refusal { _ = PriceIndex("a", .step(-0.5, inMonth: 3)) }, refusal { _ = PriceIndex("a", .step(0.5, inMonth: -3)) }
    )
    #expect(negative?.contains("a fall by 40 % is 0.6") == true)
    #expect(before?.contains("months count from the start") == true)
    let late = months(PriceIndex("a", .step(PriceStep("next", month: 3.2, factor: 0.5))), 6)
    #expect(late == [1, 1, 1, 1, 0.5, 0.5])
    let slow = months(PriceIndex("a", .step(PriceStep("next", month: 1, factor: 0.25, over: 2))), 5)
    for (found, expected) in zip(slow, [1, 1, 0.5, 0.25, 0.25]) { #expect(near(found, expected)) }
  }

  @Test func `the rent of an H100 fell by a quarter a year like for like, and contracts rose by 38 % in five months`() {
    let onDemand = PriceHistory.h100OnDemand
    let years = 16.0 / 12
    let fall = 1 - pow(onDemand.price(in: .month(2025, 7)) / onDemand.price(in: .month(2024, 3)), 1 / years)
    // Mixed with contracts, the figures of 2023 and 2026 would say 36.8 %.
    #expect(near(fall, 0.248, within: 0.0005) && near(1 - pow(2.35 / 8, 12.0 / 32), 0.368, within: 0.0005))
    let start = CalendarMonth.month(2025, 10)
    let recorded = PricePath(today: 1.70, along: PriceIndex("H100", .recorded(.h100Contract, from: start)))
      .realised(by: streams, months: 12)
    for point in PriceHistory.h100Contract.points {
      #expect(near(recorded.price(inMonth: Int((12 * point.month.years(from: start)).rounded())), point.price.value))
    }
    #expect(near(recorded.price(inMonth: 5) / recorded.price(inMonth: 0), 1.38, within: 0.005))
    #expect(near(recorded.price(inMonth: 11), 2.65))
    let steps = PriceIndex(
      "H100", .step(PriceStep("demand", month: 0, factor: .constant(2.35 / 1.70), over: 5)),
      .step(PriceStep("more demand", month: 5, factor: .constant(2.65 / 2.35), over: 3)))
    for (found, expected) in zip(months(steps, 12), recorded.months) { #expect(near(1.70 * found, expected)) }
  }

  @Test func `a fall with shocks can do what the rent of the H100 did`() {
    // Within a year down to 57 %, and from there up by 38 % within five months: at least one future in a thousand.
    let index = PriceIndex(
      "H100", .falling(0.4.perYear), .wandering(0.25), .shocks(perYear: 0.5, factor: .triangular(1.1, 1.3, 2)))
    let found = (0..<2000).count { replication in
      let path = months(index, 61, Streams(seed: 9, replication: replication))
      return (12..<56).contains { path[$0] < 0.57 * path[$0 - 12] && path[$0 + 5] > 1.38 * path[$0] }
    }
    #expect(found > 2)
    let smooth = months(PriceIndex("H100", .falling(0.4.perYear)))
    #expect(!(12..<56).contains { smooth[$0 + 5] > smooth[$0] })
  }

  @Test func `a history gives its price between its points, and a trend that goes on`() throws {
    let history = PriceHistory(
      "tokens", source: "own invoices",
      [
        (.month(2024, 1), USD(8) / .millionTokens), (.month(2024, 7), USD(4) / .millionTokens),
        (.month(2025, 1), USD(2) / .millionTokens),
      ])
    #expect(near(history.price(in: .month(2024, 4)), 32.0.squareRoot()))
    #expect(history.price(in: .month(2020, 1)) == 8 && history.price(in: .month(2030, 1)) == 2)
    #expect(history.unit == "USD/Mtoken")
    let trend = PriceTrend(of: history)
    #expect(near(trend.fall.fraction, 0.75) && near(trend.volatility, 0) && trend.years == 1)
    let h100 = PriceTrend(of: .h100OnDemand)
    #expect(near(h100.drift, log(72.8 / 100) / (22.0 / 12)) && near(h100.fall.fraction, 0.159, within: 0.0005))
    #expect(PriceIndex("hardware", continuing: h100).hasChance)
  }

  @Test func `a fit needs volumes that differ and numbers above 0`() throws {
    #expect(throws: InvalidValue.self) { try WrightFit(volumes: [1, 1], costs: [2, 3]) }
    #expect(throws: InvalidValue.self) { try WrightFit(volumes: [1, 2], costs: [2, 0]) }
    #expect(throws: InvalidValue.self) { try WrightFit(volumes: [1, 2], costs: [2]) }
    #expect(throws: InvalidValue.self) { try PriceTrend(years: [0, 0], prices: [1, 2]) }
    #expect(throws: InvalidValue.self) { try PriceTrend(years: [0, 1], prices: [1, -2]) }
    let exact = try WrightFit(volumes: [1, 2, 4], costs: [10, 8, 6.4])
    #expect(near(exact.law.learningRate, 0.2) && near(exact.determination, 1) && near(exact.standardError, 0))
  }

  @Test func `what cannot be a price path is refused where it is written`() {
    func complaint(_ index: @autoclosure () -> PriceIndex) -> String { refusal { _ = index() } ?? "nothing" }
    #expect(complaint(PriceIndex("a", .falling(40.perYear))).contains("30 % a year is 0.30"))
    #expect(complaint(PriceIndex("a", .falling(1.perYear))).contains("PricePathTests.swift"))
    #expect(complaint(PriceIndex("a", .wandering(-0.1))).contains("about 25 % a year is 0.25"))
    #expect(complaint(PriceIndex("a", .wandering(0.1, estimatedOver: 0))).contains("above 0 years"))
    #expect(complaint(PriceIndex("a", .reverting(0.1, halfLife: 0))).contains("a half-life and a start are above 0"))
    #expect(complaint(PriceIndex("a", .shocks(perYear: -1, factor: 2))).contains("at least 0"))
    #expect(complaint(PriceIndex("a", .shocks(perYear: 1, factor: .uniform(-1, 2)))).contains("is above 0"))
    #expect(complaint(PriceIndex("a", .step(PriceStep("x", month: 1, factor: 0)))).contains("a fall by 30 % is 0.7"))
    #expect(complaint(PriceIndex("", .wandering(0.1))).contains("a name that keys its draws"))
    #expect(complaint(PriceIndex("a", .wandering(0.1), .wandering(0.1))).contains("wanders once"))
    #expect(
      complaint(
        PriceIndex("a", .step(PriceStep("x", month: 1, factor: 2)), .step(PriceStep("x", month: 2, factor: 2)))
      ).contains("two steps called \"x\""))
    #expect(
      complaint(PriceIndex("a", .learning(WrightLaw(learningRate: 1), with: .growing(by: 0.perYear)))) != "nothing")
    #expect(refusal { _ = CumulativeVolume.growing(by: (-0.1).perYear) } != nil)
    #expect(refusal { _ = CumulativeVolume.producing(aYear: 1, growing: 0.perYear, after: 0) } != nil)
    #expect(refusal { _ = CumulativeVolume.made(inMonths: [-1], after: 1) } != nil)
    #expect(refusal { _ = PriceHistory("x", source: "y", [(.month(2024, 1), USD(1) / .token)]) } != nil)
  }

  @Test func `correlations that cannot hold together, or of nothing, are refused with what is wrong`() {
    let (a, b, c) = (
      PriceIndex("a", .wandering(0.1)), PriceIndex("b", .wandering(0.1)), PriceIndex("c", .wandering(0.1))
    )
    func complaint(_ correlations: [(String, String, Double)], _ indices: PriceIndex...) -> String {
      refusal {
        _ =
          indices.count == 2
          ? Prices(indices[0], indices[1], correlations: correlations)
          : Prices(indices[0], indices[1], indices[2], correlations: correlations)
      } ?? "nothing"
    }
    #expect(complaint([("a", "b", 0.9), ("b", "c", 0.9), ("a", "c", -0.9)], a, b, c).contains("cannot hold together"))
    let walk = PriceIndex("hardware", .wandering(0.1))
    #expect(complaint([("hardwear", "b", 0.5)], walk, b).contains("did you mean \"hardware\"?"))
    #expect(complaint([("a", "b", 1.5)], a, b).contains("from -1 to 1"))
    #expect(complaint([("a", "b", 0.5)], a, PriceIndex("b", .falling(0.1.perYear))).contains("no innovations"))
    #expect(complaint([], a, a) != "nothing")
    #expect((refusal { _ = Prices(walk, b)["hardwares"] } ?? "").contains("did you mean \"hardware\"?"))
    #expect(complaint([("a", "b", 1)], a, b) == "nothing")
  }
}
