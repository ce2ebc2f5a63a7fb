import Testing

@testable import Randomness

struct RefusalTests {
  /// What a factory refuses, and a part of what it says.
  private static let refused: [(message: String, make: @Sendable () -> Distribution)] = [
    ("inf: a finite number was expected", { .constant(.infinity) }),
    (
      "uniform(0.5, 0.3): the low end 0.5 is above the high end 0.3; swap them: uniform(0.3, 0.5)",
      { .uniform(0.5, 0.3) }
    ),
    ("low and high are both 2; the low end must be below the high end; a value without spread", { .uniform(2, 2) }),
    ("low is nan; a finite number was expected", { .uniform(.nan, 2) }),
    ("low is 0; a number above 0 was expected; for values around 0 write uniform(0, 2)", { .loguniform(0, 2) }),
    ("deviation is -2; a number above 0 was expected; write deviation: 2", { .normal(mean: 1, deviation: -2) }),
    (
      "deviation is 0; a number above 0 was expected; a value without spread is the number itself, 1",
      { .normal(mean: 1, deviation: 0) }
    ),
    ("mean is inf", { .normal(mean: .infinity, deviation: 1) }),
    ("logDeviation is -1", { .lognormal(logMean: 0, logDeviation: -1) }),
    ("mean is -1; a number above 0 was expected", { .lognormal(mean: -1, deviation: 1) }),
    ("swap them: between(5, 50)", { .between(50, 5) }),
    ("low is -5; a number above 0 was expected", { .between(-5, 50) }),
    ("the order is low, mode, high: triangular(1, 2, 5)", { .triangular(2, 1, 5) }),
    ("the most likely value 90 is not between", { .pert(10, 90, 80) }),
    ("mean is 0; a number above 0 was expected", { .exponential(mean: 0) }),
    ("stages is 0; a whole number from 1 was expected", { .erlang(stages: 0, mean: 1) }),
    ("shape is -1", { .gamma(shape: -1, scale: 1) }),
    ("variation is 0", { .gamma(mean: 1, variation: 0) }),
    ("freedom is 0", { .chiSquared(freedom: 0) }),
    ("scale is 0", { .weibull(scale: 0, shape: 1) }),
    ("shape is nan", { .pareto(scale: 1, shape: .nan) }),
    ("alpha is 0", { .beta(0, 1) }),
    ("the low end 3 is above the high end 1", { .beta(1, 1, low: 3, high: 1) }),
    ("freedom is 0.1; at least 0.2 was expected", { .studentT(freedom: 0.1) }),
    ("scale is 0", { .cauchy(location: 0, scale: 0) }),
    ("scale is -1", { .laplace(location: 0, scale: -1) }),
    ("scale is -1", { .logistic(location: 0, scale: -1) }),
    ("location is nan", { .gumbel(location: .nan, scale: 1) }),
    ("bernoulli(30): probability is 30; a probability is from 0 to 1; for 30 % write 0.3", { .bernoulli(30) }),
    ("probability is -0.1; a probability is from 0 to 1", { .binomial(trials: 3, probability: -0.1) }),
    ("trials is -3; a whole number from 1 was expected", { .binomial(trials: -3, probability: 0.1) }),
    ("trials is 3000000000; counts go to 1000000000", { .binomial(trials: 3_000_000_000, probability: 0.1) }),
    (
      "probability is 0; a probability is above 0 and at most 1",
      { .negativeBinomial(successes: 1, probability: 0) }
    ),
    ("probability is nan", { .geometric(probability: .nan) }),
    ("mean is -1; a number from 0 was expected", { .poisson(mean: -1) }),
    ("mean is 1e+18; counts go to 1000000000; a count so large is nearly normal", { .poisson(mean: 1e18) }),
    ("marked is 12, more than the population of 10", { .hypergeometric(population: 10, marked: 12, drawn: 1) }),
    ("discrete(): the list is empty", { .discrete([]) }),
    ("the weight of 1 is -1; a number from 0 was expected", { .discrete([(1, -1)]) }),
    ("the weights add up to 0", { .discrete([(1, 0), (2, 0)]) }),
    ("the value nan is not a finite number", { .discrete([(.nan, 1)]) }),
    ("a table of at least two quantiles was expected", { .empirical(quantiles: [(0, 1)]) }),
    ("the value falls from 5 to 3 between the probabilities 0 and 1", { .empirical(quantiles: [(0, 5), (1, 3)]) }),
    (
      "the probability 0.5 follows 0.5",
      { .empirical(quantiles: [(0, 1), (0.5, 2), (0.5, 3), (1, 4)]) }
    ),
    ("add the quantile at 0, the least value", { .empirical(quantiles: [(0.05, 1), (1, 3)]) }),
    ("add the quantile at 1, the greatest value", { .empirical(quantiles: [(0, 1), (0.95, 3)]) }),
    ("the probability 1.5 is not from 0 to 1", { .empirical(quantiles: [(0, 1), (1.5, 3)]) }),
    ("nothing of uniform(0, 1) lies between 2 and 3", { .truncated(.uniform(0, 1), to: 2...3) }),
    ("nothing of poisson(mean: 3) lies between 2.2 and 2.8", { .truncated(.poisson(mean: 3), to: 2.2...2.8) }),
    ("at least 1 % was expected; half of it lies below 0", { .truncated(.normal(mean: 0, deviation: 1), to: 4...9) }),
    ("the low end 2 is not below the high end 2", { .truncated(.normal(mean: 0, deviation: 1), to: 2...2) }),
    ("mixture(): the list is empty", { .mixture([]) }),
    ("the weight of uniform(0, 1) is -2", { .mixture([(-2, .uniform(0, 1))]) }),
  ]

  @Test(arguments: refused.indices)
  func `parameters that can't be meant are refused with their value, what was expected and the remedy`(index: Int) {
    let (message, make) = Self.refused[index]
    let refusals = #expect(throws: InvalidValues.self) {
      try ValidationErrors.collecting {
        // What comes instead is a number that nothing trips over.
        #expect(make() == 1)
      }
    }
    #expect(refusals?.values.count == 1)
    #expect(refusals?.description.contains(message) == true, "\(refusals?.description ?? "nothing was refused")")
  }

  @Test func `a refusal names file and line`() {
    // Apart from the expectation, whose expansion has lines of its own.
    func refuse() throws { _ = try ValidationErrors.collecting { Distribution.normal(mean: 0, deviation: -1) } }
    let line: UInt = #line - 1
    let refusals = #expect(throws: InvalidValues.self) { try refuse() }
    #expect(refusals?.values.first?.location == "RefusalTests.swift:\(line)")
    #expect(refusals?.description.hasPrefix("RefusalTests.swift:\(line): normal(mean: 0, deviation: -1): ") == true)
  }

  @Test func `all refusals are named, in the order in which they were met`() {
    let refusals = #expect(throws: InvalidValues.self) {
      try ValidationErrors.collecting { [Distribution.uniform(3, 1), .poisson(mean: -1), .uniform(0, 1)] }
    }
    #expect(refusals?.values.map(\.subject) == ["uniform(3, 1)", "poisson(mean: -1)"])
  }

  @Test func `what is meant is not refused`() throws {
    let made = try ValidationErrors.collecting { Distribution.uniform(1, 3) }
    #expect(made.description == "uniform(1, 3)")
  }

  @Test func `a refused value outside an experiment stops the program with its message`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Distribution.uniform(3, 1)
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("swap them: uniform(1, 3)"))
  }

  @Test(
    arguments: [
      ("UserExperiment/Mine.swift:3", "Mine.swift:3"), ("Mine.swift:3", "Mine.swift:3"), ("data/x.csv:7", "x.csv:7"),
      ("Results/x.csv:7", "x.csv:7"), ("Economics/CashSeries.swift:12", nil), ("Experimentation/Any.swift:1", nil),
    ] as [(String, String?)])
  func `a place is one where the user can write something else`(_ location: String, _ shown: String?) {
    #expect(InvalidValue("a value", "is wrong", location: location).location == shown)
  }
}
