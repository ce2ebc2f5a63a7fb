import EventSimulation
import Randomness
import Testing

@Suite struct RateClockTests {
  private let stream = RandomStream(seed: 8, replication: 0, name: "clock")

  /// Rates of which some are 0, at times that rise, with and without an end.
  private func randomProfile(repeats: Bool) -> RateProfile {
    var time = 0.0
    var rates: [(from: Double, rate: Double)] = []
    for index in 0..<(1 + stream.index(below: 6)) {
      rates.append((time, index == 0 || stream.uniform() < 0.6 ? 3 * stream.uniform() + 0.1 : 0))
      time += stream.exponential(mean: 2)
    }
    return .rates(rates, every: repeats ? time + 0.5 : nil)
  }

  @Test func `the arrivals expected up to where a clock stands are those that it was moved on by`() {
    for trial in 0..<400 {
      let profile = randomProfile(repeats: trial % 2 == 0)
      var clock = RateClock(profile)
      var sum = 0.0
      for _ in 0..<50 {
        let area = stream.exponential(mean: 1.5)
        let before = clock.time
        let time = clock.advance(expecting: area)
        #expect(time >= before && time == clock.time)
        guard time < .infinity else {
          #expect(profile.expected(from: 0, to: 1e6) <= sum + area)
          break
        }
        sum += area
        #expect(abs(profile.expected(from: 0, to: time) - sum) < 1e-9 * sum)
      }
    }
  }

  @Test func `a clock that is stopped on its way gets to the same place`() {
    for trial in 0..<400 {
      let profile = randomProfile(repeats: trial % 2 == 0)
      var whole = RateClock(profile)
      var stopped = whole
      var limit = 0.0
      for _ in 0..<20 {
        let area = stream.exponential(mean: 1.5)
        let time = whole.advance(expecting: area)
        guard time < .infinity else { break }
        var rest = area
        repeat {
          if stopped.time >= limit { limit += stream.exponential(mean: 1) }
          rest = stopped.advance(expecting: rest, until: limit)
          #expect(rest == 0 || stopped.time == limit)
        } while rest > 0
        #expect(abs(stopped.time - time) < 1e-9 * time)
      }
    }
  }

  @Test func `a clock may begin anywhere, and skip over time`() {
    let profile = RateProfile.rates([0: 1, 10: 0, 20: 4], every: 30)
    #expect(profile.meanRate == 50 / 30.0)
    #expect(profile.rate(at: 65) == 1 && profile.rate(at: 75) == 0 && profile.rate(at: 89) == 4)
    #expect(abs(profile.expected(from: 5, to: 85) - (2 * 50 + 30 - 5)) < 1e-12)
    #expect(profile.scaled(by: 2).rate(at: 25) == 8)
    for start in [0.0, 12, 30, 61.5, 89] {
      var begun = RateClock(profile, at: start)
      var skipped = RateClock(profile)
      skipped.skip(to: start)
      #expect(begun.time == start && skipped.time == start && begun.rate == skipped.rate)
      #expect(abs(begun.advance(expecting: 7) - skipped.advance(expecting: 7)) < 1e-12)
    }
    var ended = RateClock(.rates([0: 1, 10: 0]))
    #expect(!ended.hasEnded && ended.advance(expecting: 11) == .infinity)
    #expect(ended.advance(expecting: 1) == .infinity)
  }
}
