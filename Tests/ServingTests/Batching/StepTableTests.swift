import Demand
import Randomness
import Testing

@testable import Serving

/// Costs of steps as tables.
@Suite struct `Tables of step durations` {
  private func requests(_ random: RandomStream, _ count: Int) -> [RequestTrace.Request] {
    var now = 0.0
    return (0..<count).map { _ in
      now += random.exponential(mean: 0.05)
      return RequestTrace.Request(
        arrival: now, inputTokens: 1 + random.index(below: 700), outputTokens: 1 + random.index(below: 120))
    }
  }

  private func deployment(_ cost: StepCost, _ clock: StepClock, kvTokens: Int = 20_000) -> Deployment {
    Deployment(
      "table", cost, batching: .continuous(sequences: 24, tokensPerStep: 512), kvTokens: kvTokens, contextLength: 2000,
      clock: clock)
  }

  /// A table of a straight line.
  private func table(_ cost: StepCost, _ random: RandomStream) -> StepTable {
    func axis(_ most: Double, _ count: Int) -> [Double] {
      Array(Set([1, most] + (0..<count).map { _ in (1 + random.uniform() * (most - 1)).rounded() })).sorted()
    }
    func grid(_ tokens: [Double], _ sequences: [Double], _ value: (Double, Double) -> Double) -> StepTable.Grid {
      .init(
        tokens: tokens, sequences: sequences, milliseconds: tokens.map { row in sequences.map { value(row, $0) } })
    }
    return StepTable(
      prompts: grid(axis(512, 3), axis(24, 2)) { cost.milliseconds(promptTokens: $0, sequences: $1) },
      decoding: grid(axis(9000, 12), axis(24, 3)) { cost.milliseconds(context: $0, sequences: $1) },
      shared: cost.base)
  }

  @Test(arguments: StepClock.allCases)
  func `a table of a straight line serves as the line does`(clock: StepClock) {
    let random = RandomStream(seed: 3, replication: 0, name: "tables")
    var preempted = 0
    for number in 0..<30 {
      // Whole microseconds, so that rounding in the table cannot move the end of a step.
      func milliseconds(_ most: Int) -> Double { Double(random.index(below: most)) / 1000 }
      let cost = StepCost(
        base: 5 + milliseconds(5000), perPromptToken: milliseconds(60), perContextToken: milliseconds(3),
        perSequence: milliseconds(500))
      let requests = requests(random, 60)
      let kvTokens = number % 3 == 0 ? 3200 : 20_000
      let (run, line) = results(of: requests, on: deployment(cost, clock, kvTokens: kvTokens))
      let found = results(of: requests, on: deployment(StepCost(table(cost, random)), clock, kvTokens: kvTokens)).1
      preempted += run.preemptions
      for (one, other) in zip(line, found) {
        #expect(abs(one.endToEnd - other.endToEnd) <= 1e-6, "case \(number)")
        #expect(abs(one.timeToFirstToken - other.timeToFirstToken) <= 1e-6)
      }
    }
    #expect(preempted > 0)
  }

  @Test func `between the rows durations are interpolated, by hand`() {
    let table = StepTable(
      prompts: .init(tokens: [100, 300], sequences: [1], milliseconds: [[10], [30]]),
      decoding: .init(tokens: [100, 104, 200], sequences: [1, 3], milliseconds: [[4, 6], [8, 10], [20, 32]]), shared: 2)
    // Below the first row as at it, beyond the last as before it.
    #expect(table.milliseconds(promptTokens: 50, prompts: 1, context: 0, answers: 0) == 10)
    #expect(table.milliseconds(promptTokens: 200, prompts: 1, context: 0, answers: 0) == 20)
    #expect(table.milliseconds(promptTokens: 400, prompts: 1, context: 0, answers: 0) == 40)
    #expect(table.milliseconds(promptTokens: 0, prompts: 0, context: 102, answers: 2) == 7)
    #expect(table.milliseconds(promptTokens: 0, prompts: 0, context: 152, answers: 1) == 14)
    #expect(table.milliseconds(promptTokens: 0, prompts: 0, context: 296, answers: 1) == 32)
    #expect(table.milliseconds(promptTokens: 0, prompts: 0, context: 200, answers: 5) == 44)
    // Both kinds of work in a step: 20 + 7 − 2.
    #expect(table.milliseconds(promptTokens: 200, prompts: 1, context: 102, answers: 2) == 25)

    // A prompt of 100, then answers at contexts 101 to 106: 5, 6, 7, 8, 8.125, 8.25 ms.
    let alone = results(
      of: [RequestTrace.Request(arrival: 0, inputTokens: 100, outputTokens: 7)],
      on: deployment(StepCost(table), .nanoseconds)
    ).1
    #expect(alone[0].timeToFirstToken == 0.01 && alone[0].endToEnd == 0.052375)
    #expect(abs(StepCost(table).secondsAlone(inputTokens: 100, outputTokens: 7) - 0.052375) < 1e-15)
  }

  @Test func `the coefficients are those of the line a table is of`() {
    let cost = StepCost(base: 8, perPromptToken: 0.05, perContextToken: 2e-4, perSequence: 0.1)
    let found = StepCost(table(cost, RandomStream(seed: 4, replication: 0, name: "tables")))
    for (one, other) in [
      (found.base, cost.base), (found.perPromptToken, cost.perPromptToken),
      (found.perContextToken, cost.perContextToken), (found.perSequence, cost.perSequence),
    ] { #expect(abs(one / other - 1) < 1e-6) }
  }

  @Test func `a table that cannot be is rejected`() {
    func problem(_ make: () -> Void) -> String {
      do {
        try ValidationErrors.collecting(make)
        return ""
      } catch { return "\(error)" }
    }
    let good = StepTable.Grid(tokens: [1, 2], sequences: [1], milliseconds: [[1], [2]])
    #expect(problem { _ = StepTable(prompts: good, decoding: good, shared: 0.5) } == "")
    #expect(problem { _ = StepTable(prompts: good, decoding: good, shared: 1) }.contains("shared: 1"))
    #expect(
      problem { _ = StepTable.Grid(tokens: [2, 1], sequences: [1], milliseconds: [[1], [2]]) }.contains("they rise"))
    #expect(
      problem { _ = StepTable.Grid(tokens: [1, 2], sequences: [1], milliseconds: [[1]]) }.contains("for each of 2"))
    #expect(
      problem { _ = StepTable.Grid(tokens: [1], sequences: [1], milliseconds: [[0]]) }.contains("above 0"))
  }
}
