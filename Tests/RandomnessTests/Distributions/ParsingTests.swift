import Testing

@testable import Randomness

struct ParsingTests {
  @Test func `every family has an example, so that the tests of all distributions reach it`() {
    for family in DistributionRegistry.families {
      #expect(Examples.all.contains { type(of: $0.family) == family }, "\(family)")
    }
  }

  @Test(arguments: Examples.all)
  func `the description of a distribution reads back as the same`(distribution: Distribution) throws {
    #expect(try Distribution(parsing: distribution.description) == distribution)
  }

  @Test(arguments: [
    ("uniform(0.2, 0.6)", Distribution.uniform(0.2, 0.6)),
    ("uniform(high: 0.6, low: 0.2)", .uniform(0.2, 0.6)),
    (" .triangular( 1,2 , 5 ) ", .triangular(1, 2, 5)),
    ("5 to 50", .between(5, 50)),
    ("between(5, 50)", .between(5, 50)),
    ("8e6 to 1.4e+7", .between(8e6, 1.4e7)),
    ("1_000", 1000),
    ("-3.5", -3.5),
    ("normal(1, 2)", .normal(mean: 1, deviation: 2)),
    ("normal(mean: 1, deviation: 2)", .normal(mean: 1, deviation: 2)),
    ("lognormal(mean: 100, deviation: 60)", .lognormal(mean: 100, deviation: 60)),
    ("gamma(variation: 0.5, mean: 3)", .gamma(mean: 3, variation: 0.5)),
    ("beta(2, 5)", .beta(2, 5)),
    ("beta(2, 5, low: 1, high: 3)", .beta(2, 5, low: 1, high: 3)),
    ("studentT(5)", .studentT(freedom: 5)),
    ("poisson(7.5)", .poisson(mean: 7.5)),
    ("erlang(3, 6)", .erlang(stages: 3, mean: 6)),
    ("discrete(1: 0.5, 2: 0.5)", .discrete([(1, 0.5), (2, 0.5)])),
    ("empirical(0: 1, 0.5: 10, 1: 100)", .empirical(quantiles: [(0, 1), (0.5, 10), (1, 100)])),
    ("truncated(normal(0, 1), 0, inf)", .truncated(.normal(mean: 0, deviation: 1), to: 0 ... .infinity)),
    ("truncated(normal(0, 1), low: -inf, high: 0)", .truncated(.normal(mean: 0, deviation: 1), to: -.infinity...0)),
    ("mixture(0.3: 0, 0.7: 5 to 50)", .mixture([(0.3, 0), (0.7, .between(5, 50))])),
  ])
  func `distributions are read as they are written`(text: String, expected: Distribution) throws {
    #expect(try Distribution(parsing: text) == expected)
  }

  @Test func `descriptions use the shortest numbers and the labels of the field`() {
    #expect(Distribution.uniform(0.2, 0.6).description == "uniform(0.2, 0.6)")
    #expect(Distribution.between(5, 50).description == "5 to 50")
    #expect(Distribution.normal(mean: 1, deviation: 2).description == "normal(mean: 1, deviation: 2)")
    #expect(Distribution.between(8e6, 1e22).description == "8000000 to 1e+22")
    #expect(Distribution.constant(0.1).description == "0.1")
    #expect(Distribution.mixture([(0.3, 0), (0.7, .between(5, 50))]).description == "mixture(0.3: 0, 0.7: 5 to 50)")
  }

  @Test func `random numbers survive the text`() throws {
    let stream = Streams(seed: 4, replication: 0).stream("text")
    for _ in 0..<2_000 {
      let (mean, deviation) = (
        Distribution.cauchy(location: 0, scale: 1e3).draw(from: stream),
        Distribution.loguniform(1e-3, 1e30).draw(from: stream)
      )
      let distribution = Distribution.normal(mean: mean, deviation: deviation)
      #expect(try Distribution(parsing: distribution.description) == distribution)
    }
  }

  @Test(arguments: [
    ("", "\"\": a number or a distribution was expected"),
    ("unifrm(1, 2)", "no distribution is called \"unifrm\"; did you mean uniform(low:, high:)?"),
    ("mixtur(1: 2)", "did you mean mixture(weight: distribution, …)?"),
    ("lognormal(1, 2)", "lognormal has two forms, so its parameters need their labels"),
    ("gamma(1, 2)", "write gamma(shape:, scale:) or gamma(mean:, variation:)"),
    ("normal(mean: 1, deviaton: 2)", "normal has no parameter \"deviaton\"; did you mean \"deviation\"?"),
    ("normal(1)", "the parameters of normal do not fit; write normal(mean:, deviation:)"),
    ("normal(1, mean: 2)", "the parameters of normal do not fit"),
    ("uniform(1, 2", "the closing \")\" is missing"),
    ("uniform(1 2)", "\",\" or \")\" was expected before \"2)\""),
    ("uniform(1, 2) x", "\"x\" follows a complete distribution"),
    ("5 to", "a number was expected after \"to\""),
    ("50 to 5", "between(50, 5): the low end 50 is above the high end 5; swap them: between(5, 50)"),
    ("uniform", "\"uniform\" is neither a number nor a distribution with its parameters; write uniform(low:, high:)"),
    ("uniform(normal(1, 2), 3)", "a parameter of uniform is a distribution; a number was expected"),
    ("nan", "nan: a finite number was expected"),
    ("1e999", "inf: a finite number was expected"),
    ("&", "\"&\" is not a distribution"),
    ("discrete(1, 2)", "an entry is not a pair of numbers; write discrete(value: weight, …)"),
    ("mixture(uniform(0, 1))", "a part of the mixture has no weight; write mixture(weight: distribution, …)"),
    ("truncated(normal(0, 1), 3)", "write truncated(distribution, low, high)"),
    ("erlang(2.5, 1)", "stages is 2.5; a whole number was expected"),
    ("binomial(0, 0.5)", "trials is 0; a whole number from 1 was expected"),
    ("uniform(0.5, 0.3)", "uniform(0.5, 0.3): the low end 0.5 is above the high end 0.3; swap them: uniform(0.3, 0.5)"),
  ])
  func `text that can't be meant is refused with what was expected`(text: String, message: String) throws {
    let error = try #require(throws: InvalidValue.self) { try Distribution(parsing: text) }
    #expect(error.description.contains(message), "\(error)")
  }
}
