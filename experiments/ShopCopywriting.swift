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
    Case(
      "pictures", "a model makes two pictures for each listing, on rented H100s",
      ["picturesOfListing": 2, "pictureMaker": "rented"]),
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

  @Uncertain(
    0, "generated pictures of a listing", unit: "pictures/listing", in: 0...100,
    source: .assumption("none in the article; with them the product stands on another ground, or is seen in use"))
  var picturesOfListing: Double

  @Uncertain(
    .between(1.2, 4), "pictures made for one that is kept", in: 0...1000,
    source: .assumption("no study is known; the product has to look as it is"))
  var attempts: Double

  @Uncertain(
    .between(0.02, 0.07), "price of a picture by API",
    source: .study(
      "Imagen 4 Fast 0.02, FLUX.2 pro 0.03, Imagen 4 0.04, GPT Image 2 medium 0.05 (awesomeagents.ai, "
        + "aiimagegenerationapi.com)", date: "2026-07"))
  var picturePrice: Price<USDollar, PerPicture>

  @Uncertain(
    .between(1.5, 6.5), "seconds of an H100 for a picture", unit: "s/picture", in: 0...1e6,
    source: .study(
      "SDXL 1.5 in 30 steps, FLUX.2 dev 5.3, FLUX.1 dev 6.5 in 28 steps (model cards, baseten.co)", date: "2026"))
  var secondsOfPicture: Double

  @Uncertain(.h100OnDemand, "rent of an H100")
  var rent: Price<USDollar, GPUHour>

  @Uncertain(
    .between(0.3, 5), "cost of a picture before, made by people", unit: "CNY/picture", in: 0...1e6,
    source: .assumption("cutting out and retouching, by a service"))
  var pictureBefore: Double

  @Uncertain(
    .uniform(0.2, 0.8), "share of these pictures that people no longer make", in: 0...1,
    source: .assumption("what is worn or touched is still photographed"))
  var picturesReplaced: Double

  @Choice("who makes the pictures, where there are any")
  var pictureMaker: PictureMaker = .api

  enum PictureMaker: String, CaseIterable {
    /// By the picture.
    case api
    /// On H100s by the hour.
    case rented
  }

  @Choice("what the time saved is used for: more listings or fewer hours")
  var use: Use = .moreListings

  enum Use: String, CaseIterable {
    case moreListings = "more-listings"
    case fewerHours = "fewer-hours"
  }

  var scenario: Scenario {
    let horizon = Horizon(from: .month(2026, 1), years: 4)
    let days = { (month: MonthOfOperation) in Double(horizon.month(month.index).days) }
    let drafts = use == .moreListings ? faster * listings : listings
    let learnt = Ramp.linear(over: learning)
    let made = picturesOfListing * attempts

    horizon
    Books(
      in: .cny, discounting: 0.10, inflation: inflation, taxing: .chinese(rate: taxRate),
      ExchangeRate(USD(1), is: CNY(yuanPerDollar)))
    Load("drafts") {
      Requests(perDay: drafts * (1 + retries))
      // A product's data and an example; a listing with title and points.
      TokenLengths(input: .lognormal(mean: 1500, deviation: 800), output: .lognormal(mean: 350, deviation: 150))
    }
    // Whichever model writes as well for less: the price of a fixed quality.
    TokenCalls(
      "calls", of: "drafts", input: input, output: output, cachedInput: 0.1 * input, along: .apiAtEqualQuality,
      cachedShare: cachedShare, discount: ModelPrice.batchShare * batchShare)
    if picturesOfListing > 0 {
      switch pictureMaker {
      case .api:
        Metered("pictures", picturePrice) { Quantity($0.requests("drafts") / (1 + retries) * made) }
      case .rented:
        // They can wait, so that the GPUs work around the clock at the load of the mean hour.
        let curve = CapacityCurve.pictures(
          Deployment(.flux1Dev, on: "h100"), within: ServiceLevel(.endToEnd, p95: .seconds(600)))
        let replicas = curve.replicas(for: drafts * made / 86_400 * secondsOfPicture / curve.secondsPerRequest)
        Metered("GPUs for pictures", rent) { Quantity(Double(24 * replicas) * days($0)) }
      }
      Benefit("pictures that people do not make") { month in
        CNY(pictureBefore * days(month) * listings * picturesOfListing * picturesReplaced * cashShare)
      }
      .ramping(learnt).growing(wageRise)
    }
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
    Measure("pictures_of_a_listing", unit: "CNY/listing") { forecast in
      guard picturesOfListing > 0 else { return 0 }
      let line = pictureMaker == .api ? "pictures" : "GPUs for pictures"
      return forecast.cost(line)[0] / forecast.requests("drafts")[0] * (1 + retries)
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
    "generated pictures of a listing": "每条文案的生成图片数",
    "none in the article; with them the product stands on another ground, or is seen in use": "文中未提；可更换背景或展示使用场景",
    "pictures made for one that is kept": "每采用一张所生成的图片数",
    "no study is known; the product has to look as it is": "未见研究；商品须与实物一致",
    "price of a picture by API": "API 单张图片价格",
    "Imagen 4 Fast 0.02, FLUX.2 pro 0.03, Imagen 4 0.04, GPT Image 2 medium 0.05 (awesomeagents.ai, aiimagegenerationapi.com)":
      "Imagen 4 Fast 0.02，FLUX.2 pro 0.03，Imagen 4 0.04，GPT Image 2 中档 0.05",
    "seconds of an H100 for a picture": "一块 H100 生成一张图片的秒数",
    "SDXL 1.5 in 30 steps, FLUX.2 dev 5.3, FLUX.1 dev 6.5 in 28 steps (model cards, baseten.co)":
      "SDXL（30 步）1.5，FLUX.2 dev 5.3，FLUX.1 dev（28 步）6.5（模型卡、baseten.co）",
    "rent of an H100": "H100 租金",
    "16 sellers, 2.58 to 6.16, median 3.64 (renshuBTC/compute-screener); Lambda 3.99":
      "16 家供应商，2.58–6.16，中位数 3.64（renshuBTC/compute-screener）；Lambda 3.99",
    "cost of a picture before, made by people": "此前人工制作一张图片的成本",
    "cutting out and retouching, by a service": "由服务商抠图与修图",
    "share of these pictures that people no longer make": "不再人工制作的图片占比",
    "what is worn or touched is still photographed": "穿戴与触感类商品仍需拍摄",
    "who makes the pictures, where there are any": "图片由谁生成（如有）",
    "api": "API", "rented": "租用 GPU",
    "pictures": "图片", "GPUs for pictures": "图片用 GPU", "pictures that people do not make": "减少的人工制图",
    "pictures_of_a_listing": "每条文案的图片成本",
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
