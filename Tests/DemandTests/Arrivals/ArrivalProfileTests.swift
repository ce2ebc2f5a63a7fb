import Demand
import EventSimulation
import Foundation
import Randomness
import Testing

/// Every process follows the rates that it is given, from the first moment to the last.
@Suite struct ArrivalProfileTests {
  private let shape = DayShape(hourly: (0..<24).map { 1 + sin(Double($0) / 4) })

  @Test func `arrivals never fall into an hour without any`() {
    var rates = Array(repeating: 1.0, count: 24)
    rates[3] = 0
    let profile = RateProfile.day(DayShape(hourly: rates), meanRate: 0.01)
    let streams = Streams(seed: 2, replication: 0)
    func expectGap(in arrivals: some ArrivalProcess) {
      var arrivals = arrivals
      var last = 0.0
      for _ in 0..<5000 {
        let time = arrivals.next() ?? 0
        #expect(Int(time / 3600) % 24 != 3 && time >= last)
        last = time
      }
    }
    expectGap(in: RenewalArrivals.poisson(profile, from: streams.stream("a")))
    expectGap(in: RenewalArrivals(profile, gaps: .weibull(shape: 0.4), from: streams.stream("b")))
    expectGap(
      in: ModulatedArrivals(
        .onOff(rate: 1, on: 5000, off: 900), following: profile, from: streams.stream("c")))
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

  @Test(arguments: ["gamma", "weibull", "states", "hawkes"])
  func `bursty arrivals have the profile's mean count in every hour, the first as the others`(process: String) {
    let profile = RateProfile.day(shape, meanRate: 0.05)
    let states = RateStates(rates: [1, 8], stays: [3000, 400]).relative
    var hours = Array(repeating: [Double](), count: 24)
    func count(_ arrivals: some ArrivalProcess) {
      var arrivals = arrivals
      var counts = Array(repeating: 0.0, count: 24)
      while let time = arrivals.next(), time < 86_400 { counts[Int(time / 3600)] += 1 }
      for hour in 0..<24 { hours[hour].append(counts[hour]) }
    }
    for replication in 0..<150 {
      let stream = Streams(seed: 11, replication: replication).stream(process)
      switch process {
      case "gamma": count(RenewalArrivals.gamma(profile, variation: 3, from: stream))
      case "weibull": count(RenewalArrivals.weibull(profile, variation: 3, from: stream))
      case "states": count(ModulatedArrivals(states, following: profile, from: stream))
      default: count(HawkesArrivals(profile, branching: 0.6, meanDelay: 20, from: stream))
      }
    }
    for hour in 0..<24 {
      let expected = profile.expected(from: Double(hour) * 3600, to: Double(hour + 1) * 3600)
      let found = Interval(hours[hour])
      // What an arrival brings on comes 20 s / (1 - 0.6) later on average, so an hour has a little of the hour before.
      let slack = process == "hawkes" ? 0.003 * expected : 0
      #expect(abs(found.mean - expected) < found.halfWidth + slack, "hour \(hour): \(found), not \(expected)")
    }
  }

  @Test(arguments: [ArrivalGaps.gamma(shape: 0.1), .weibull(shape: 0.3), .gamma(shape: 4)])
  func `the start is a moment like any other, so arrivals come at their rate from the first moment on`(
    gaps: ArrivalGaps
  ) {
    let counts = (0..<5000).map { replication in
      var arrivals = RenewalArrivals(
        .constant(1), gaps: gaps, from: RandomStream(seed: 5, replication: replication, name: "start"))
      var count = 0.0
      while let time = arrivals.next(), time < 0.5 { count += 1 }
      return count
    }
    let found = Interval(counts)
    #expect(found.holds(0.5), "\(found)")
    #expect(found.halfWidth < 0.2)
  }

  @Test func `arrivals end where the rates end`() {
    let profile = RateProfile.rates([0: 1, 100: 0])
    func expectEnd(of arrivals: some ArrivalProcess) {
      var arrivals = arrivals
      var count = 0
      while let time = arrivals.next() {
        #expect(time <= 100)
        count += 1
      }
      #expect((40...160).contains(count))
      #expect(arrivals.next() == nil)
    }
    let streams = Streams(seed: 6, replication: 0)
    expectEnd(of: RenewalArrivals.poisson(profile, from: streams.stream("poisson")))
    expectEnd(of: RenewalArrivals(profile, gaps: .gamma(shape: 0.5), from: streams.stream("gamma")))
    expectEnd(
      of: ModulatedArrivals(
        RateStates(rates: [0, 2], stays: [3, 3]), following: profile, from: streams.stream("states")))
    // What arrivals bring on comes after them: a rate that ends leaves its last followers.
    var hawkes = HawkesArrivals(profile, branching: 0.5, meanDelay: 1, from: streams.stream("hawkes"))
    var count = 0
    while let time = hawkes.next(), time < 200 { count += 1 }
    #expect((40...160).contains(count) && hawkes.next() == nil)
  }

  @Test func `gaps are told by their shape or by their variation`() {
    for variation in [0.5, 1, 2.5, 12] {
      #expect(abs(ArrivalGaps.gamma(variation: variation).variation / variation - 1) < 1e-9)
      #expect(abs(ArrivalGaps.weibull(variation: variation).variation / variation - 1) < 1e-9)
      #expect(abs(ArrivalGaps.weibull(variation: variation).distribution.mean - 1) < 1e-9)
    }
    #expect(abs(ArrivalGaps.weibull(shape: 1).variation - 1) < 1e-12)
    #expect("\(ArrivalGaps.gamma(shape: 0.871))" == "gamma(shape: 0.871)")
  }

  @Test func `what no arrivals can have is refused with its place and what would be right`() {
    let stream = RandomStream(seed: 1, replication: 0, name: "refused")
    let gaps = refused { _ = ArrivalGaps.gamma(shape: -1) }
    #expect(gaps.hasPrefix("ArrivalProfileTests.swift:"))
    #expect(
      gaps.hasSuffix(
        "gaps: gamma(shape: -1): the shape of gaps lies from 0.001 to 1000; the nearest is shape 0.001"))
    for bad in [0, -1, .nan, .infinity] {
      #expect(refused { _ = ArrivalGaps.gamma(variation: bad) } != "")
      #expect(refused { _ = ArrivalGaps.weibull(variation: bad) } != "")
      #expect(refused { _ = ArrivalGaps.weibull(shape: bad) } != "")
      #expect(refused { _ = RateStates.onOff(rate: 1, on: bad, off: 1) } != "")
      #expect(refused { _ = HawkesArrivals(.constant(1), branching: 0.5, meanDelay: bad, from: stream) } != "")
    }
    #expect(
      refused { _ = HawkesArrivals(.constant(1), branching: 1, meanDelay: 3, from: stream) }
        .contains("makes the arrivals grow without bound; branching lies below 1"))
    #expect(refused { _ = RateStates(rates: [3], stays: [1]) }.contains("use RenewalArrivals.poisson"))
    #expect(refused { _ = RateStates(rates: [0, 0], stays: [1, 1]) }.contains("no state has arrivals"))
    #expect(refused { _ = RateStates(rates: [1, -2], stays: [1, 1]) }.contains("the rate of state 1 is -2"))
    #expect(refused { _ = RateStates(rates: [1, 2], transitions: [[0, 1]]) }.contains("2 rows of 2 transitions"))
    #expect(
      refused { _ = RateStates(rates: [1, 2], transitions: [[0, 1], [0, 0]]) }
        .contains("state 0 cannot be reached from state 1"))
  }
}
