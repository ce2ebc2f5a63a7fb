import Payoff

/// Copywriters of a shop let a model draft their listings: five times as many, or a fifth of the hours.
@main
struct ShopCopywriting: Experiment {
  static let question = "Do five times as many listings pay for the model that drafts them, or the hours that it saves?"

  @Uncertain(100_000, "listings before", unit: "listings/day", source: .fact("F8"))
  var listings: Double

  @Uncertain(
    .uniform(2, 6), stated: 5, "times as fast, with people looking over drafts", source: .fact("F8", "5 times"))
  var faster: Double

  @Uncertain(
    .between(0.5, 2), "writing a listing by hand", unit: "CNY/listing",
    source: .assumption("8 000 CNY a month, a listing of a template every few minutes"))
  var writing: Double

  @Uncertain(
    .uniform(0.3, 0.8), stated: 1, "share of the hours saved that becomes cash",
    source: .assumption("people leave or are not hired only in part"))
  var cashShare: Double

  @Uncertain(.between(2e9, 10e9), "sales of the shop", source: .assumption("tens of millions of listings a year"))
  var sales: Price<Renminbi, PerYear>

  @Uncertain(
    FieldEvidence.salesUplift.value, stated: 0.12, "uplift of sales by five times the listings",
    source: .recorded(FieldEvidence.salesUplift))
  var uplift: Double

  @Uncertain(.uniform(0.05, 0.15), stated: 0.1, "contribution margin on a sale", source: .assumption("retail"))
  var margin: Double

  @Uncertain(
    .between(3, 18), "months until shoppers meet the new listings", unit: "months",
    source: .assumption("search engines and recommenders take their time"))
  var exposure: Double

  @Uncertain(
    0.28, "a million tokens of what the model reads", source: .study("DeepSeek-V3.2, by deploybase.ai", date: "2026-03")
  )
  var input: Price<USDollar, PerMillionTokens>

  @Uncertain(0.42, "a million tokens of a draft", source: .study("DeepSeek-V3.2, by deploybase.ai", date: "2026-03"))
  var output: Price<USDollar, PerMillionTokens>

  @Uncertain(
    .uniform(0.3, 0.9), stated: 0, "fall of the price of tokens",
    source: .study("a16z: ten times a year at equal quality; list prices of one model fall less", date: "2024-11"))
  var fall: Rate<PerYear>

  @Uncertain(7.2, "yuan for a dollar", unit: "CNY/USD", source: .assumption("the article gives no rate"))
  var yuanPerDollar: Double

  @Uncertain(
    .between(1e6, 6e6), "integration with catalogue and review, once", source: .assumption("a few people, half a year"))
  var integration: CNY

  @Choice("what the speed is used for: it cannot be used twice")
  var use: Use = .moreListings

  enum Use: String, CaseIterable {
    case moreListings = "more-listings"
    case fewerHours = "fewer-hours"
  }

  var scenario: Scenario {
    Horizon(from: .month(2026, 1), years: 4)
    Books(in: .cny, discounting: 0.10, ExchangeRate(USD(1), is: CNY(yuanPerDollar)))
    let drafts = use == .moreListings ? faster * listings : listings
    Load("drafts") {
      Requests(perDay: drafts)
      // A product's data and an example; a listing with title and points.
      TokenLengths(input: .lognormal(mean: 1500, deviation: 800), output: .lognormal(mean: 350, deviation: 150))
    }
    TokenCalls("calls", of: "drafts", input: input, output: output, along: PriceIndex("tokens", .falling(fall)))
    Investment("integration", integration)
    // Hours that write more listings are not saved: both draw on the same.
    switch use {
    case .moreListings:
      let returns = DiminishingReturns(observed: 1 + uplift, at: 5)
      Benefit.salesUplift(
        "sales of more listings", sales: sales, exposed: { _ in 1 }, uplift: returns.factor(faster) - 1, margin: margin
      )
      .drawing(on: "writers' hours").ramping(.linear(over: exposure))
    case .fewerHours:
      Benefit("hours not written") { month in
        CNY(writing * month.requests("drafts") * (1 - 1 / faster) * cashShare)
      }
      .drawing(on: "writers' hours")
    }

    Measure("calls_of_a_listing", unit: "CNY/listing") { $0.cost("calls")[0] / $0.requests("drafts")[0] }
    Measure("benefit_of_a_year", unit: "CNY") { $0.cash.benefits.suffix(12).reduce(0, +) }
    Check(
      "elasticity of sales to listings", byHand: 0.070, "12 % more sales of five times the listings: ln 1.12 / ln 5.",
      of: "F8"
    ) { _ in DiminishingReturns(observed: 1 + uplift, at: 5).elasticity }
    Check("listings of a day", unit: "listings/day", byHand: 500_000, "five times 100 000.", of: "F8") { _ in
      faster * listings
    }
  }

  static func answer(_ findings: Findings) -> String? {
    """
    Used for \(findings.option("use") == "more-listings" ? "more listings" : "fewer hours"), the model brings \
    \(findings["benefit_of_a_year"]) in its last year for calls of \(findings["calls_of_a_listing"]), and its net present \
    value is above 0 in \(findings.percent(findings["npv"].shareAboveZero)) of the futures.
    """
  }
}
