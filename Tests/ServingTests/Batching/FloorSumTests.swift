import Randomness
import Testing

@testable import Serving

@Suite struct `Sums of truncated steps` {
  @Test func `a floor sum is the sum of the floors`() {
    let random = RandomStream(seed: 1, replication: 0, name: "floor sums")
    for _ in 0..<2000 {
      let count = UInt64(random.index(below: 60))
      let divisor = UInt64(1 + random.index(below: random.uniform() < 0.5 ? 10 : 1 << 40))
      let slope = UInt64(random.index(below: random.uniform() < 0.5 ? 20 : 1 << 42))
      let offset = UInt64(random.index(below: random.uniform() < 0.5 ? 20 : 1 << 42))
      let direct = (0..<count).reduce(UInt64(0)) { $0 + (slope * $1 + offset) / divisor }
      #expect(FloorSum.sum(count: count, slope: slope, offset: offset, divisor: divisor) == direct)
    }
  }

  @Test(arguments: StepClock.allCases)
  func `the step that ends from a time on is the first that does`(clock: StepClock) {
    let random = RandomStream(seed: 2, replication: 0, name: "runs")
    for _ in 0..<3000 {
      let cost = StepCost(
        base: 10 * random.uniform(), perPromptToken: 0,
        perContextToken: random.index(below: 2) == 0 ? 0 : 1e-3 * random.uniform(),
        perSequence: 0.002 + 0.1 * random.uniform())
      let times = StepTimes(cost, clock)
      let run = times.run(
        from: Double(random.index(below: 1000)), context: random.index(below: 100_000),
        sequences: 1 + random.index(below: 300))
      let limit = 1 + random.index(below: 4000)
      // Times between the ends, at one of them, and beyond the last.
      let step = 1 + random.index(below: limit + 2)
      let time =
        random.index(below: 2) == 0
        ? run.end(of: step) : run.end(of: step) - (run.end(of: step) - run.end(of: step - 1)) * random.uniform()
      let found = run.step(endingFrom: time, atMost: limit)
      #expect(found == min(step, limit))
      #expect(found == limit || run.end(of: found) >= time)
      #expect(found == 1 || run.end(of: found - 1) < time)
    }
  }

  @Test func `a run of whole microseconds ends where its truncated steps add up to`() {
    let random = RandomStream(seed: 3, replication: 0, name: "runs")
    for _ in 0..<200 {
      let times = StepTimes(
        StepCost(
          base: 10 * random.uniform(), perPromptToken: 0, perContextToken: 1e-3 * random.uniform(),
          perSequence: 0.01 + 0.1 * random.uniform()), .microseconds)
      let (context, sequences) = (random.index(below: 100_000), 1 + random.index(below: 300))
      let run = times.run(from: 5, context: context, sequences: sequences)
      var now = 5.0
      for step in 0..<300 {
        now += times.step(
          promptTokens: 0, promptPairs: 0, context: context + step * sequences, prompts: 0, answers: sequences)
        #expect(run.end(of: step + 1) == now)
      }
    }
  }

  @Test func `decimals that add up to whole microseconds are not truncated to less`() {
    for thousandths in 1...3000 {
      // In milliseconds with six decimals; ten sequences make whole microseconds of them.
      let cost = StepCost(base: 1, perPromptToken: 0, perContextToken: 0, perSequence: Double(thousandths * 100) / 1e6)
      let times = StepTimes(cost, .microseconds)
      #expect(
        times.step(promptTokens: 0, promptPairs: 0, context: 0, prompts: 0, answers: 10) == Double(1000 + thousandths))
    }
  }
}
