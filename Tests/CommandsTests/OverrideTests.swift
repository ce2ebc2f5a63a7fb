import ArgumentParser
import Randomness
import Testing

@testable import Commands
@testable import Experimentation

/// `--set name=VALUE` and the other options of a run.
@Suite struct OverrideTests {
  private func distribution(of value: String, unit: InputUnit = .one) throws -> Distribution {
    let declaration = InputDeclaration(
      name: "x", meaning: "", unit: unit, distribution: .uniform(0, 1), stated: nil, source: .assumption("an example"))
    return try Override("x=" + value).distribution(for: declaration)
  }

  @Test(
    arguments: [
      ("0.4", "1", 0.4), ("-3", "1", -3), ("+2", "1", 2), ("1e3", "1", 1000), ("40 %", "1", 0.4), ("40%", "1", 0.4),
      ("40 %/year", "1/year", 0.4), ("40%/year", "1/year", 0.4), ("0.4 1/year", "1/year", 0.4),
      ("2 %/month", "1/month", 0.02), ("2 %", "1/month", 0.02), ("10 USD/GPU-hour", "USD/GPU-hour", 10),
      (" 7 ", "CNY/USD", 7),
      ("-5%", "1", -0.05), ("−5 %", "1", -0.05), ("40k", "requests/day", 40_000), ("40k/day", "requests/day", 40_000),
      ("1,000 requests per hour", "requests/day", 24_000), ("365.25 requests/year", "requests/day", 1),
      ("4 USD", "USD/conversation", 4), ("$4", "USD/conversation", 4), ("4$ per conversation", "USD/conversation", 4),
      ("USD 1.5M", "USD", 1.5e6), ("1.5 million dollars", "USD", 1.5e6), ("20万元", "CNY", 200_000),
      ("2.5 USD/h", "USD/GPU-hour", 2.5), ("$2.5 per GPU hour", "USD/GPU-hour", 2.5),
      ("0.5 USD per million tokens", "USD/Mtoken", 0.5), ("$0.5/1M tokens", "USD/Mtoken", 0.5),
      ("0.5 USD per 1k tokens", "USD/Mtoken", 500), ("0.5 USD/Mtok", "USD/Mtoken", 0.5),
      ("12k USD/month", "USD/year", 144_000), ("0.5 USD per token", "USD/Mtoken", 5e5),
      ("0.3 hours", "minutes", 18), ("18 min", "minutes", 18), ("1 year", "months", 12), ("2 weeks", "days", 14),
      ("90 s", "minutes", 1.5), ("250 ms", "s", 0.25), ("1.5 h", "hours", 1.5), ("6 months", "years", 0.5),
      ("730.5k a year", "documents/day", 2000), ("7 per week", "documents/day", 1), ("7 a week", "documents/day", 1),
      ("2 each day", "documents/day", 2), ("5 hours a week", "hours/week", 5), ("60 minutes a week", "hours/week", 1),
      ("12 USD a year", "USD/month", 1), ("40 % a year", "1/year", 0.4),
      ("600 000", "1", 600_000), ("600\u{202F}000 USD", "USD", 600_000), ("USD 1 600 000", "USD", 1.6e6),
      ("600'000", "1", 600_000), ("1’600’000.5 USD", "USD", 1_600_000.5),
      ("0.5 USD per 1 000 tokens", "USD/Mtoken", 500),
      ("8_000_000", "requests/day", 8e6), ("5e6 requests/day", "requests/day", 5e6), ("5 E", "E", 5),
      ("1.2 Mio. EUR", "EUR", 1.2e6), ("0.5 mio EUR", "EUR", 5e5), ("€3 Mrd.", "EUR", 3e9), ("5 Tsd. EUR", "EUR", 5000),
      ("2 FTE", "people", 2), ("3 persons", "people", 3), ("JP¥3000", "JPY", 3000), ("30 EUR/h", "EUR/person-hour", 30),
    ] as [(String, String, Double)])
  func `a number is taken with its unit`(_ text: String, _ unit: String, _ value: Double) throws {
    let distribution = try distribution(of: text, unit: InputUnit(unit))
    #expect(distribution.mean == value)
    #expect(distribution.variance == 0)
  }

  @Test(
    arguments: [
      ("uniform(0.2, 0.6)", Distribution.uniform(0.2, 0.6)), ("uniform(0.2, 0.6) 1/year", .uniform(0.2, 0.6)),
      ("triangular(1,2,5)1/year", .triangular(1, 2, 5)), ("5 to 50", .between(5, 50)),
      ("5 to 50 1/year", .between(5, 50)), ("30 % to 50 %", .between(0.3, 0.5)), ("30 to 50 %", .between(0.3, 0.5)),
      ("uniform(30 %, 50%)", .uniform(0.3, 0.5)), ("uniform(0,4; 0,9)", .uniform(0.4, 0.9)),
      ("triangular(0,1; 0,25; 1)", .triangular(0.1, 0.25, 1)), ("uniform(1 000,2'000)", .uniform(1000, 2000)),
      ("uniform(1.200,5; 2.000.000)", .uniform(1200.5, 2e6)), ("5 bis 50", .between(5, 50)),
      ("1 000 to 20 000", .between(1000, 20_000)),
    ] as [(String, Distribution)])
  func `a distribution is taken in the unit of the input`(_ text: String, _ expected: Distribution) throws {
    #expect(try distribution(of: text, unit: .perYear) == expected)
  }

  @Test(
    arguments: [
      ("uniform(1, 2) hours", .uniform(60, 120)),
      ("normal(mean: 0.5, deviation: 0.25) h", .normal(mean: 30, deviation: 15)),
      ("triangular(60, 90, 120) s", .triangular(1, 1.5, 2)), ("1 to 2 hours", .between(60, 120)),
      ("between(1, 2) hours", .between(60, 120)),
    ] as [(String, Distribution)])
  func `a distribution is taken in another unit where all of its parameters have it`(
    _ text: String, _ expected: Distribution
  ) throws {
    #expect(try distribution(of: text, unit: "minutes") == expected)
  }

  @Test(
    arguments: [
      ("3k/day to 9k/day", "documents/day", .between(3000, 9000)),
      ("7/week to 2/day", "documents/day", .between(1, 2)),
      ("uniform(7/week, 14/week)", "documents/day", .uniform(1, 2)),
      ("uniform(1 h, 2 h)", "minutes", .uniform(60, 120)), ("30 min to 1 h", "minutes", .between(30, 60)),
      ("uniform(90 s, 1 h)", "minutes", .uniform(1.5, 60)),
      ("normal(mean: 1 h, deviation: 15 min)", "minutes", .normal(mean: 60, deviation: 15)),
      ("gamma(shape: 2, scale: 3 h)", "minutes", .gamma(shape: 2, scale: 180)),
      ("gamma(mean: 3 h, variation: 50 %)", "minutes", .gamma(mean: 180, variation: 0.5)),
      ("uniform(30 EUR, 40 EUR)", "EUR/person-hour", .uniform(30, 40)),
      ("uniform(€30, €40)", "EUR/person-hour", .uniform(30, 40)),
      ("30 EUR to 40 EUR", "EUR/person-hour", .between(30, 40)), ("30 € to EUR 40", "EUR", .between(30, 40)),
      ("30 EUR to 40 EUR/h", "EUR/person-hour", .between(30, 40)),
      ("triangular(30 EUR, 35 EUR, 50 EUR)", "EUR/person-hour", .triangular(30, 35, 50)),
      ("triangular(0, 0.5 h, 1 h)", "minutes", .triangular(0, 30, 60)),
      ("uniform(30, 40 EUR)", "EUR", .uniform(30, 40)), ("40 EUR to 60 EUR/month", "EUR/year", .between(480, 720)),
      ("uniform(40 EUR, 60 EUR)/month", "EUR/year", .uniform(480, 720)),
      ("uniform(0,5 h; 1,5 h)", "minutes", .uniform(30, 90)),
      ("normal(50 %, 10 %)", "1", .normal(mean: 0.5, deviation: 0.1)),
      ("uniform(30 %/year, 50 %/year)", "1/year", .uniform(0.3, 0.5)),
      ("uniform(30 %, 50 %)/year", "1/year", .uniform(0.3, 0.5)),
      ("uniform(30 %, 50 %) 1/year", "1/year", .uniform(0.3, 0.5)), ("30 % to 50 %/year", "1/year", .between(0.3, 0.5)),
      ("truncated(normal(1 h, 15 min), 0, 2 h)", "minutes", .truncated(.normal(mean: 60, deviation: 15), to: 0...120)),
    ] as [(String, String, Distribution)])
  func `each number of a distribution may have a unit of its own`(
    _ text: String, _ unit: String, _ expected: Distribution
  ) throws {
    #expect(try distribution(of: text, unit: InputUnit(unit)) == expected)
  }

  @Test func `the parts of a mixture are brought to the unit of the input, and its weights are not`() throws {
    let mixture = try distribution(of: "mixture(25 %: 2 h, 75 %: uniform(180 min, 4 h))", unit: "minutes")
    #expect(abs(mixture.mean - (0.25 * 120 + 0.75 * 210)) < 1e-9)
    #expect(mixture.quantile(0) == 120 && mixture.quantile(1) == 240)
  }

  @Test(arguments: [
    ("30k-45k USD", "USD/GPU", "hyphen could be a minus; write 30k to 45k USD"),
    ("30k-45k USD", "USD/GPU", "or uniform(30k USD, 45k USD)"), ("30%..50%", "1", "write 30% to 50%"),
    ("30-50%", "1", "write 30 to 50%"), ("€30 – €40", "EUR", "write €30 to €40"), ("1e-3-2e-3", "1", "1e-3 to 2e-3"),
    ("uniform(1, 2 h)", "minutes", "some of the numbers have a unit"),
    ("30 % to 50", "1", "some of the numbers have a unit"),
    ("uniform(1 h, 2 h) minutes", "minutes", "behind the parentheses too"),
    ("gamma(shape: 2 h, scale: 3 h)", "minutes", "2 is a plain number in this distribution, and cannot be in h"),
    ("uniform(30 %, 50 %)", "EUR", "the unit is %"), ("uniform(30 EUR, 40 h)", "EUR", "the unit is h"),
    ("30 EUR to 40 USD", "EUR", "no exchange rate between USD and EUR"),
    ("¥3000", "EUR/person-hour", "¥ can be yen or yuan; write JPY or CNY: 3000 JPY or 3000 CNY"),
    ("￥3,000/h", "EUR/person-hour", "3000 JPY/h or 3000 CNY/h"),
    ("0.5m", "EUR", "\"m\" can be read in two ways; write 0.5M for a million"),
    ("2b", "EUR", "write 2bn for a billion"),
    ("24m", "months", "write 24 months or 24 minutes"),
    ("2 FTE", "EUR/year", "their number times the cost of one"),
    ("1800 USD/month", "USD/GPU-hour", "a month has 730.5 hours: write 2.464 USD/GPU-hour"),
    ("60k EUR/year", "EUR/person-hour", "divide it by the hours that a person works in a year"),
    (
      "60k EUR/year", "EUR/hour",
      "write 6.845 EUR/hour if it is for all of them, or divide it by the hours that are worked"
    ),
    ("40 EUR/hour", "EUR/year", "for all 8766 of them it is 350640 EUR/year"),
  ])
  func `what may be meant in several ways is refused with how to write each`(
    _ text: String, _ unit: String, _ words: String
  ) throws {
    let error = try #require(throws: InvalidValue.self) { try distribution(of: text, unit: InputUnit(unit)) }
    #expect(error.description.contains(words), "\(error)")
    #expect(error.chinese != nil)
  }

  @Test func `the ends of an interval may be in two currencies between which there is a rate`() throws {
    var exchange = ExchangeTable.none
    exchange.note(InputUnit("USD/EUR"), 1.1)
    let declaration = InputDeclaration(
      name: "x", meaning: "", unit: "EUR/person-hour", distribution: 1, stated: nil, source: .assumption("an example"))
    let set = try Override("x=30 EUR to 44 USD").distribution(for: declaration, exchange: exchange)
    #expect(abs(set.quantile(0.05) - 30) < 1e-9 && abs(set.quantile(0.95) - 40) < 1e-9)
  }

  @Test(arguments: [
    "gamma(shape: 2, scale: 3) hours", "lognormal(logMean: 1, logDeviation: 2) hours",
    "mixture(1: 2, 1: uniform(3, 4)) hours",
  ])
  func `a distribution with parameters in other units is given in the unit of the input`(_ text: String) throws {
    let error = try #require(throws: InvalidValue.self) { try distribution(of: text, unit: "minutes") }
    #expect(error.description.contains("write its parameters in minutes"), "\(error)")
  }

  @Test(arguments: [
    ("3 hours", "requests/day", "write the value in requests/day"),
    ("3 requests", "months", "write the value in months"),
    ("10 CNY", "USD", "no exchange rate between CNY and USD"), ("40 %", "CNY/year", "write the value in CNY/year"),
    ("3 apples", "1", "plain number"), ("4 EUR", "USD/conversation", "no exchange rate between EUR and USD"),
    ("2 %/month", "1/year", "1/year"), ("¥4", "CNY", ""), ("4 ¥", "CNY", "JPY or CNY"),
    ("40k requests", "requests/day", ""),
    ("0,4", "1", "0.4, 8,000,000 or 8M"), ("600 0000", "1", ""), ("60 00", "1", ""),
    ("1.200,00", "1", "0.4, 8,000,000"), ("uniform(10, 30) %", "1", "fractions"), ("uniform(3)", "1", ""),
    ("ten", "1", ""),
    ("5 to 1", "1", ""), ("-5 to 50", "1", ""), ("inf", "1", "finite"), ("uniform(nan, 1)", "1", ""),
  ])
  func `a value that does not fit names the command line and the remedy`(
    _ text: String, _ unit: String, _ remedy: String
  ) throws {
    let error = try #require(throws: InvalidValue.self) { try distribution(of: text, unit: InputUnit(unit)) }
    #expect(error.subject == "--set x=\(text)")
    #expect(error.description.contains(remedy))
  }

  @Test(
    arguments: [
      ("4 EUR", "USD/conversation", 4.4), ("€4", "CNY/conversation", 4 * 1.1 * 7.2), ("11 USD", "EUR", 10),
      ("7.2 CNY/conversation", "USD/conversation", 1), ("1 EUR per 1k tokens", "USD/Mtoken", 1100),
    ] as [(String, String, Double)])
  func `an amount in another currency is taken at the exchange rates among the inputs, or through a third`(
    _ text: String, _ unit: String, _ value: Double
  ) throws {
    var exchange = ExchangeTable.none
    exchange.note(InputUnit("USD/EUR"), 1.1)
    exchange.note(InputUnit("CNY/USD"), 7.2)
    let declaration = InputDeclaration(
      name: "x", meaning: "", unit: InputUnit(unit), distribution: 1, stated: nil, source: .assumption("an example"))
    let set = try Override("x=" + text).distribution(for: declaration, exchange: exchange)
    #expect(abs(set.mean - value) < 1e-12 * value)
  }

  @Test(
    arguments: [
      (nil, "set on the command line"), ("mine.csv:7", "set in mine.csv"),
      ("my sheets/a:b.csv:12", "set in a:b.csv"),
    ] as [(String?, String)])
  func `a value says where it was set, without the folder of the sheet`(_ location: String?, _ text: String) {
    #expect(Override(name: "x", text: "1", origin: nil, note: "", location: location).whereSet == text)
  }

  @Test(arguments: ["", "=", "=3", "x", "x=", "x= "])
  func `an assignment without a name or a value is refused`(_ text: String) {
    #expect(throws: InvalidValue.self) { try Override(text) }
  }

  @Test func `a value may hold an equals sign and blanks around it`() throws {
    let override = try Override(" trace = a=b.csv ")
    #expect(override.name == "trace")
    #expect(override.text == "a=b.csv")
  }

  @Test func `options have their defaults, and a run plan what was set`() throws {
    let options = try ReplicatedOptions.parse([])
    #expect(try options.plan.replications == 1000)
    #expect(try options.plan.seed == 1)
    #expect(try options.plan.threads >= 1)
    let plan = try ReplicatedOptions.parse(["-r", "7", "--seed=0", "--threads", "3", "--set", "a=1", "--set", "b=2"])
      .plan
    #expect(plan.replications == 7)
    #expect(plan.seed == 0)
    #expect(plan.threads == 3)
    #expect(plan.overrides.map(\.name) == ["a", "b"])
  }
}
