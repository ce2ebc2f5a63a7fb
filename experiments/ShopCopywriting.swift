import Payoff

/// Copywriters of a shop let a model draft their listings: five times as many, or a fifth of the hours.
@main
struct ShopCopywriting: Experiment {
  static let question =
    "What pays for a model that drafts listings: five times as many listings, or the hours that it saves?"

  static let cases = [
    Case("bull", "sales rise as the article says", ["uplift": 0.11, "margin": 0.14, "exposure": 4]),
    Case(
      "bear", "more listings bring what better descriptions brought",
      ["uplift": 0.0205, "margin": 0.06, "exposure": 16]),
  ]

  /// Who sells input tokens cheaply also sells output tokens cheaply.
  static let dependence = Dependence.gaussian(.rank("input", "output", 0.8))

  @Uncertain(100_000, "listings a day before", unit: "listings/day", source: .fact("F8"))
  var listings: Double

  @Uncertain(
    .uniform(2, 6), stated: 5, "speed-up of writing, with people who check drafts", source: .fact("F8", "5 times"))
  var faster: Double

  @Uncertain(
    .between(0.5, 2), "cost of writing a listing by hand", unit: "CNY/listing",
    source: .assumption("8 000 CNY a month, a listing from a template every few minutes"))
  var writing: Double

  @Uncertain(
    .uniform(0.3, 0.8), leftOut: 1, "share of the saved labour cost that becomes cash", in: 0...1,
    source: .assumption("only part of the staff leaves or is not hired"))
  var cashShare: Double

  @Uncertain(.between(2e9, 10e9), "sales of the shop", source: .assumption("tens of millions of listings a year"))
  var sales: Price<Renminbi, PerYear>

  @Uncertain(
    .triangular(0, FieldEvidence.productDescriptions.value, 0.12), stated: 0.12,
    "uplift of sales with five times as many listings", source: .recorded(FieldEvidence.productDescriptions))
  var uplift: Double

  @Uncertain(
    .uniform(0.05, 0.15), stated: 0.1, "contribution margin on a sale", in: 0...1, source: .assumption("retail"))
  var margin: Double

  @Uncertain(
    .between(3, 18), "months until shoppers see the new listings", unit: "months",
    source: .assumption("search engines and recommenders need time"))
  var exposure: Double

  @Uncertain(
    .between(0.10, 0.20), stated: 0.14, "price of a million input tokens",
    source: .study("small models: GPT-6 Luna, Claude Haiku 5.5, DeepSeek V4.1 Flash, GPT-5.6 Luna", date: "2026-10"))
  var input: Price<USDollar, PerMillionTokens>

  @Uncertain(
    .between(0.28, 1.2), stated: 0.28, "price of a million output tokens",
    source: .study("small models: GPT-6 Luna, Claude Haiku 5.5, DeepSeek V4.1 Flash, GPT-5.6 Luna", date: "2026-10"))
  var output: Price<USDollar, PerMillionTokens>

  @Uncertain(
    .uniform(0, 0.6), stated: 0, "share of the input that is in the cache, at a tenth of the price", in: 0...1,
    source: .assumption("instructions and the example are the same in every call"))
  var cachedShare: Double

  @Uncertain(
    .uniform(0, 0.9), stated: 0, "share of the drafts that can wait, at half the price", in: 0...1,
    source: .assumption("most listings are not urgent"))
  var batchShare: Double

  @Uncertain(
    .uniform(6.7, 7.4), stated: 7.2, "exchange rate, yuan per dollar", unit: "CNY/USD",
    source: .assumption("the range of 2023 to 2026; the article gives no exchange rate"))
  var yuanPerDollar: Double

  @Uncertain(
    .between(1e6, 6e6), "one-off integration with catalogue and review",
    source: .assumption("a few people for half a year"))
  var integration: CNY

  @Uncertain(
    .uniform(0.02, 0.15), leftOut: 0, "drafts that are written again, as a share", in: 0...1,
    source: .assumption("drafts that do not fit the product"))
  var retries: Double

  @Uncertain(
    .between(0.2e6, 1e6), leftOut: 0, "evaluation and monitoring of the drafts",
    source: .assumption("samples that are judged, and complaints that are followed up"))
  var evaluation: Price<Renminbi, PerYear>

  @Uncertain(
    .uniform(2, 9), leftOut: 0.001, "months until writers work in the new way", unit: "months",
    source: .assumption("somebody has to learn to edit instead of writing"))
  var learning: Double

  @Uncertain(
    .constant(ChineseRates.incomeTax.value), "income tax on profit", in: 0...1,
    source: .recorded(ChineseRates.incomeTax))
  var taxRate: Double

  @Uncertain(
    ChineseRates.consumerPrices.value, stated: 0, "yearly rise of consumer prices",
    source: .recorded(ChineseRates.consumerPrices))
  var inflation: Rate<PerYear>

  @Uncertain(
    ChineseRates.wages.value, leftOut: 0, "yearly rise of wages", source: .recorded(ChineseRates.wages))
  var wageRise: Rate<PerYear>

  @Choice("what the time saved is used for: more listings or fewer hours")
  var use: Use = .moreListings

  enum Use: String, CaseIterable {
    case moreListings = "more-listings"
    case fewerHours = "fewer-hours"
  }

  var scenario: Scenario {
    Horizon(from: .month(2026, 1), years: 4)
    Books(
      in: .cny, discounting: 0.10, inflation: inflation, taxing: .chinese(rate: taxRate),
      ExchangeRate(USD(1), is: CNY(yuanPerDollar)))
    let drafts = use == .moreListings ? faster * listings : listings
    let learnt = Ramp.linear(over: learning)
    Load("drafts") {
      Requests(perDay: drafts * (1 + retries))
      // A product's data and an example; a listing with title and points.
      TokenLengths(input: .lognormal(mean: 1500, deviation: 800), output: .lognormal(mean: 350, deviation: 150))
    }
    // Whichever model writes as well for less: the price of a fixed quality.
    TokenCalls(
      "calls", of: "drafts", input: input, output: output, cachedInput: 0.1 * input, along: .apiAtEqualQuality,
      cachedShare: cachedShare, discount: ModelPrice.batchShare * batchShare)
    Cost("evaluation", evaluation, growing: wageRise.fraction)
    Investment("integration", integration)
    // Hours spent on more listings are not saved: both benefits draw on the same hours.
    switch use {
    case .moreListings:
      let returns = DiminishingReturns(observed: 1 + uplift, at: 5)
      Benefit.salesUplift(
        "sales of more listings", sales: sales, exposed: { _ in 1 }, uplift: returns.factor(faster) - 1, margin: margin
      )
      .drawing(on: "writers' hours").ramping(.linear(over: exposure))
    case .fewerHours:
      Benefit("hours not written") { month in
        CNY(writing * month.requests("drafts") / (1 + retries) * (1 - 1 / faster) * cashShare)
      }
      .drawing(on: "writers' hours").ramping(learnt).growing(wageRise)
    }

    Measure("calls_of_a_listing", unit: "CNY/listing") {
      $0.cost("calls")[0] / $0.requests("drafts")[0] * (1 + retries)
    }
    Measure("benefit_of_a_year", unit: "CNY") { $0.cash.benefits.suffix(12).reduce(0, +) }
    Check(
      "elasticity of sales to listings", byHand: 0.070,
      "12 % more sales with five times as many listings: ln 1.12 / ln 5. No field experiment has measured listings: the "
        + "range of the uplift has its mode at the 2.05 % that product descriptions had, and ends at the article's 12 %.",
      of: "F8", isByConstruction: true
    ) { _ in DiminishingReturns(observed: 1 + uplift, at: 5).elasticity }
    Check(
      "listings of a day", unit: "listings/day", byHand: 500_000, "five times 100 000.", of: "F8",
      isByConstruction: true
    ) { _ in
      faster * listings
    }
  }

  static func answer(_ findings: Findings) -> String? {
    """
    Used for \(findings.option("use") == "more-listings" ? "more listings" : "fewer hours"), the model has a benefit of \
    \(findings["benefit_of_a_year"]) in its last year; its calls cost \(findings["calls_of_a_listing"]). The net present \
    value is above 0 in \(findings.percent(findings["npv"].shareAboveZero)) of simulated futures.
    """
  }
}

extension ShopCopywriting {
  static let chinese: Translation = [
    question: "用模型起草商品文案，靠五倍的文案数量还是靠节省的工时收回成本？",
    "income tax on profit": "企业所得税税率", "yearly rise of consumer prices": "居民消费价格年涨幅",
    "yearly rise of wages": "工资年涨幅",
    "drafts that are written again, as a share": "需重写的草稿占比", "drafts that do not fit the product": "与商品不符的草稿",
    "evaluation and monitoring of the drafts": "草稿评测与监控",
    "samples that are judged, and complaints that are followed up": "抽样评审与投诉跟进",
    "months until writers work in the new way": "文案人员适应新工作方式所需月数",
    "somebody has to learn to edit instead of writing": "需要学会编辑而非撰写",
    "the example and the rules are the same for every listing": "各文案的示例与规则相同",
    "evaluation": "评测",
    "listings a day before": "原每天文案数量",
    "speed-up of writing, with people who check drafts": "撰写提速倍数（含人工复核）",
    "5 times": "5 倍",
    "cost of writing a listing by hand": "人工撰写一条文案的成本",
    "8 000 CNY a month, a listing from a template every few minutes": "月薪 8000 元，按模板每几分钟一条",
    "share of the saved labour cost that becomes cash": "节省的人工成本中可变现的比例",
    "only part of the staff leaves or is not hired": "仅部分人员离职或不再招聘",
    "sales of the shop": "商城销售额",
    "tens of millions of listings a year": "每年数千万条文案",
    "uplift of sales with five times as many listings": "文案增至五倍时的销售提升",
    "Fang et al., field experiment in cross-border retail: 2.05 % of sales a consumer by product descriptions (0.44 to 3.66 %)":
      "Fang 等，跨境零售现场实验：商品描述使人均销售额提升 2.05%（0.44%–3.66%）",
    "contribution margin on a sale": "销售边际贡献率",
    "retail": "零售业水平",
    "months until shoppers see the new listings": "新文案触达消费者所需月数",
    "search engines and recommenders need time": "搜索引擎与推荐系统需要时间",
    "price of a million input tokens": "每百万输入词元价格",
    "price of a million output tokens": "每百万输出词元价格",
    "small models: GPT-6 Luna, Claude Haiku 5.5, DeepSeek V4.1 Flash, GPT-5.6 Luna":
      "小模型：GPT-6 Luna、Claude Haiku 5.5、DeepSeek V4.1 Flash、GPT-5.6 Luna",
    "share of the input that is in the cache, at a tenth of the price": "命中缓存的输入占比（价格为十分之一）",
    "instructions and the example are the same in every call": "每次调用的指令与示例相同",
    "share of the drafts that can wait, at half the price": "可批量处理的草稿占比（半价）",
    "most listings are not urgent": "多数文案并不紧急",
    "exchange rate, yuan per dollar": "人民币兑美元汇率",
    "the range of 2023 to 2026; the article gives no exchange rate": "2023–2026 年的区间；文中未给出汇率",
    "one-off integration with catalogue and review": "与商品目录及审核系统的一次性集成费用",
    "a few people for half a year": "数人半年",
    "what the time saved is used for: more listings or fewer hours": "节省时间的用途：更多文案或更少工时",
    "more-listings": "增加文案",
    "fewer-hours": "减少工时",
    "drafts": "草稿",
    "calls": "模型调用",
    "integration": "集成",
    "sales of more listings": "文案增加带来的销售",
    "hours not written": "节省的撰写工时",
    "CNY/listing": "元/条文案",
    "listings/day": "条文案/天",
    "calls_of_a_listing": "每条文案的调用成本",
    "benefit_of_a_year": "最后一年收益",
    "elasticity of sales to listings": "销售对文案数量的弹性",
    "12 % more sales with five times as many listings: ln 1.12 / ln 5. No field experiment has measured listings: the range of the uplift has its mode at the 2.05 % that product descriptions had, and ends at the article's 12 %.":
      "文案五倍、销售增长 12%：ln 1.12 / ln 5。",
    "listings of a day": "每天文案数量",
    "five times 100 000.": "10 万条的五倍。",
  ]

  static func chineseAnswer(_ findings: Findings) -> String? {
    """
    用于\(findings.option("use"))时，最后一年收益为 \(findings["benefit_of_a_year"])，调用成本为 \(findings["calls_of_a_listing"])；\
    \(findings.percent(findings["npv"].shareAboveZero)) 的模拟情形净现值高于 0。
    """
  }
}
