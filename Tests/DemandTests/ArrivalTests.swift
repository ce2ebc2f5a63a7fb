import Demand
import EventSimulation
import Foundation
import Randomness
import Testing

@Suite struct ArrivalTests {
  private let shape = DayShape(hourly: (0..<24).map { 1 + sin(Double($0) / 4) })

  @Test func `arrivals never fall into an hour without any`() {
    var rates = Array(repeating: 1.0, count: 24)
    rates[3] = 0
    var arrivals = RenewalArrivals.poisson(
      .day(DayShape(hourly: rates), meanRate: 0.01), from: RandomStream(seed: 2, replication: 0, name: "gap"))
    for _ in 0..<5000 {
      let time = arrivals.next() ?? 0
      #expect(Int(time / 3600) % 24 != 3)
    }
  }

  @Test func `non-homogeneous Poisson arrivals have the profile's counts, as a chi-squared test finds`() {
    var counts = Array(repeating: 0.0, count: 24)
    var arrivals = RenewalArrivals.poisson(
      .day(shape, meanRate: 0.05), from: RandomStream(seed: 3, replication: 0, name: "poisson"))
    let days = 20.0
    while let time = arrivals.next(), time < days * 86_400 { counts[Int(time / 3600) % 24] += 1 }
    var statistic = 0.0
    for hour in 0..<24 {
      let expected = shape.multipliers[hour] * 0.05 * 3600 * days
      statistic += (counts[hour] - expected) * (counts[hour] - expected) / expected
    }
    // Independent Poisson counts: chi-squared with 24 degrees of freedom, 99.9 % below 51.2.
    #expect(statistic < 51.2)
    #expect(statistic > 8)
  }

  @Test(arguments: [0.5, 1.0, 3.0])
  func `gamma gaps have the variation that was asked for`(variation: Double) {
    var arrivals = RenewalArrivals.gamma(
      .constant(2), variation: variation,
      from: RandomStream(seed: 4, replication: 0, name: "gamma"))
    var (last, sum, squares) = (0.0, 0.0, 0.0)
    let count = 40_000.0
    for _ in 0..<Int(count) {
      let time = arrivals.next() ?? 0
      sum += time - last
      squares += (time - last) * (time - last)
      last = time
    }
    let mean = sum / count
    let found = (squares / count - mean * mean).squareRoot() / mean
    // Five standard errors of the mean; the variation's own error is below 4 % at variation 3.
    #expect(abs(mean - 0.5) < 5 * 0.5 * variation / count.squareRoot())
    #expect(abs(found - variation) < 0.04 * variation)
  }

  @Test func `the counts of gamma arrivals are as dispersed as renewal theory says`() {
    // Over long windows the index of dispersion of a renewal process tends to the squared variation of its gaps.
    var arrivals = RenewalArrivals.gamma(
      .constant(1), variation: 2,
      from: RandomStream(seed: 5, replication: 0, name: "dispersion"))
    var counts = Array(repeating: 0.0, count: 1500)
    while let time = arrivals.next(), time < 200 * 1500 { counts[Int(time / 200)] += 1 }
    let mean = counts.reduce(0, +) / 1500
    let variance = counts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 1499
    // The relative error of a variance from 1500 windows is 3.7 %.
    #expect(abs(variance / mean - 4) < 4 * 0.15)
  }

  @Test func `arrivals end where the rates end`() {
    var arrivals = RenewalArrivals.poisson(
      .rates([0: 1, 100: 0]), from: RandomStream(seed: 6, replication: 0, name: "end"))
    var count = 0
    while let time = arrivals.next() {
      #expect(time <= 100)
      count += 1
    }
    #expect((60...140).contains(count))
    #expect(arrivals.next() == nil)
  }
}
