import Payoff

/// A studio lets models write its texts and make its pictures or clips, by API or on GPUs of its own.
///
/// `payoff run ContentGeneration --set pieces=300 --set pictures=4 --set "picturePrice=0.03 USD" --set hours=3
/// --set "hourOfPerson=45 EUR"`
@main
struct ContentGeneration: Experiment {
  static let question =
    "When do models that write texts and make pictures pay off in a studio, and who should serve them?"

  static let cases = [
    Case(
      "bull", "people only choose and correct, and few pictures are bought",
      ["saved": 0.6, "replaced": 0.85, "cashShare": 0.8, "attempts": 2]),
    Case(
      "bear", "much is made again, checked and bought all the same",
      ["saved": 0.15, "replaced": 0.35, "cashShare": 0.45, "attempts": 6, "wrong": 0.015]),
    Case(
      "small", "an agency with 15 pieces a day",
      ["pieces": 15, "integration": 40_000, "team": 60_000, "evaluation": 10_000, "engineers": 0.3]),
    Case(
      "large", "a publisher with 20 000 pieces a day",
      ["pieces": 20_000, "integration": 2e6, "team": 1.5e6, "evaluation": 500_000, "engineers": 3]),
    Case("videos", "clips of five seconds in place of pictures", ["medium": "videos"]),
  ]

  // Volume.

  @Uncertain(
    .between(200, 450), stated: 300, "pieces of content at the start", unit: "pieces/day",
    source: .assumption("set your own"))
  var pieces: Double

  @Uncertain(
    .uniform(0, 0.3), leftOut: 0, "growth of the pieces", unit: .perYear,
    source: .assumption("more channels, languages and versions"))
  var growth: Double

  @Uncertain(
    .between(2, 6), stated: 4, "pictures of a piece", unit: "pictures/piece", in: 0...1000,
    source: .assumption("one for each section"))
  var pictures: Double

  @Uncertain(
    .between(0.5, 2), stated: 1, "clips of a piece, where it has clips in place of pictures", unit: "clips/piece",
    in: 0...1000,
    source: .assumption("five seconds each"))
  var clips: Double

  @Uncertain(
    .between(2, 8), stated: 4, "pictures or clips made for one that is kept", in: 0...1000,
    source: .assumption("no study is known; tools offer four at a time"))
  var attempts: Double

  @Uncertain(
    .between(2000, 9000), stated: 4000, "tokens read for a draft", unit: "tokens/draft",
    source: .assumption("the brief, the style and the sources"))
  var tokensRead: Double

  @Uncertain(
    .between(800, 2500), stated: 1500, "tokens written for a draft", unit: "tokens/draft",
    source: .assumption("a page or two, and the texts that describe the pictures"))
  var tokensWritten: Double

  @Uncertain(
    .uniform(1.2, 4), stated: 2, "drafts written for one that is kept", in: 1...1000,
    source: .assumption("people ask for changes"))
  var drafts: Double

  @Uncertain(
    .uniform(3, 9), leftOut: 0.001, "months until all pieces are made in the new way", unit: "months",
    source: .assumption("format by format"))
  var rollout: Double

  // The APIs.

  @Uncertain(
    .between(0.5, 3), stated: 1, "price of input by API",
    source: .study("middle and large models: Gemini 3.8 Flash 0.75, GPT-6.1 Terra 1.00", date: "2026-10"))
  var inputPrice: Price<USDollar, PerMillionTokens>

  @Uncertain(
    .between(2.5, 15), stated: 5, "price of output by API",
    source: .study("middle and large models: Gemini 3.8 Flash 3.75, GPT-6.1 Terra 5.00", date: "2026-10"))
  var outputPrice: Price<USDollar, PerMillionTokens>

  @Uncertain(
    .between(0.02, 0.07), stated: 0.03, "price of a picture by API",
    source: .study(
      "Imagen 4 Fast 0.02, FLUX.2 pro 0.03, Imagen 4 0.04, GPT Image 2 medium 0.05 (awesomeagents.ai, "
        + "aiimagegenerationapi.com)", date: "2026-07"))
  var picturePrice: Price<USDollar, PerPicture>

  @Uncertain(
    .between(0.25, 2), stated: 0.5, "price of a clip of five seconds by API", unit: "USD/clip", in: 0...1e6,
    source: .study(
      "a second of Runway Gen-4 Turbo 0.05, Sora 2 0.10, Wan 2.1 in 720p 0.25, Veo 3.1 0.20 to 0.40 (aibizhub.io, "
        + "abzglobal.net)", date: "2026-05"))
  var clipPrice: Double

  @Uncertain(
    .uniform(0, 0.3), leftOut: 0, "yearly fall of the price of pictures and clips by API",
    source: .assumption("no series is known; small versions of a model cost a third of it after a year"))
  var pictureFall: Rate<PerYear>

  @Uncertain(
    .uniform(0, 0.5), leftOut: 0, "share of the calls that can wait for a batch", in: 0...1,
    source: .assumption("what appears tomorrow"))
  var batchShare: Double

  @Uncertain(
    0.5, "discount on batches", in: 0...1, source: .study("half the price where a vendor offers them", date: "2026-07"))
  var batchDiscount: Double

  @Uncertain(
    10_000, "bill of a month by API above which the vendor takes less",
    source: .assumption("by contract; without a discount it changes nothing"))
  var discountedFrom: Price<USDollar, PerMonth>

  @Uncertain(0, "discount on the part of a month's bill above that", in: 0...1, source: .assumption("by contract"))
  var volumeDiscount: Double

  // GPUs.

  @Uncertain(
    .between(1.5, 6.5), stated: 6.46, "seconds of an H100 for a picture", unit: "s/picture", in: 0...1e6,
    source: .study(
      "SDXL 1.5 in 30 steps, FLUX.2 dev 5.3, FLUX.1 dev 6.5 in 28 steps (model cards, baseten.co)", date: "2026"))
  var secondsOfPicture: Double

  @Uncertain(
    .between(100, 251), stated: 195.13, "seconds of eight H100s for a clip", unit: "s/clip", in: 0...1e6,
    source: .study(
      "Wan 2.2 A14B in 720p: 251 as published, 195 with faster attention, 100 at best (morphic.com)", date: "2025-11"))
  var secondsOfClip: Double

  @Uncertain(.h100OnDemand, "rent of an H100")
  var rent: Price<USDollar, GPUHour>

  @Uncertain(
    CloudDiscount.reservedForAYear.value, "discount on GPUs reserved for a year", in: 0...1,
    source: .recorded(CloudDiscount.reservedForAYear))
  var reservedDiscount: Double

  @Uncertain(
    .between(30_000, 48_000), "price of an H100 with its share of server and network",
    source: .study("25 000 to 40 000 USD (neighborhoodsf.com), and a fifth for the server", date: "2026"))
  var gpuPrice: Price<USDollar, PerGPU>

  @Uncertain(
    .uniform(0.25, 0.45), "yearly loss of the resale price",
    source: .assumption("as rents fall, and a new generation comes"))
  var resaleLoss: Rate<PerYear>

  @Uncertain(
    .uniform(0.03, 0.08), "yearly maintenance of own GPUs, a share of their price",
    source: .assumption("a contract with the maker, and parts"))
  var maintenance: Rate<PerYear>

  @Uncertain(
    .between(0.12, 0.25), "price of a kilowatt-hour", source: .assumption("industry and data centres in Europe"))
  var electricity: Price<EuropeanEuro, PerKilowattHour>

  @Uncertain(
    .uniform(2.5, 5), "load of the busiest hour over that of the mean hour", in: 1...168,
    source: .assumption("people work by day, on five days of seven"))
  var busiest: Double

  @Uncertain(
    1, "replicas beyond those that the load needs", unit: "replicas", in: 0...100,
    source: .assumption("for failures and new versions"))
  var spares: Double

  @Uncertain(
    .uniform(0.3, 3), "engineers who run rented, reserved or own GPUs", unit: "people", in: 0...1000,
    source: .assumption("on call with others"))
  var engineers: Double

  @Uncertain(.between(90_000, 140_000), "yearly cost of an engineer", source: .assumption("Western Europe"))
  var pay: Price<EuropeanEuro, PerYear>

  // People.

  @Uncertain(
    .between(1.5, 5), stated: 3, "hours of people for a piece before", unit: "hours/piece", in: 0...10_000,
    source: .assumption("writer, picture editor, layout"))
  var hours: Double

  @Uncertain(
    .triangular(0.05, 0.4, 0.7), "share of these hours that the models save", in: 0...1,
    source: .study(
      "texts take 40 % less in Noy and Zhang's experiment; no study of whole pieces is known", date: "2023-07"))
  var saved: Double

  @Uncertain(.between(35, 65), stated: 45, "cost of an hour of a person", source: .assumption("Western Europe"))
  var hourOfPerson: Price<EuropeanEuro, PerPersonHour>

  @Uncertain(
    .uniform(0.4, 0.9), "share of the saved labour cost that becomes cash", in: 0...1,
    source: .assumption("only part of the staff leaves or is not hired"))
  var cashShare: Double

  @Uncertain(
    .between(1, 12), stated: 4, "cost of a picture before, bought or taken",
    source: .assumption("stock pictures by subscription, and some by a photographer"))
  var pictureBefore: Price<EuropeanEuro, PerPicture>

  @Uncertain(
    .between(20, 200), stated: 60, "cost of a clip before, bought or filmed", unit: "EUR/clip", in: 0...1e9,
    source: .assumption("stock footage, and some by a crew"))
  var clipBefore: Double

  @Uncertain(
    .uniform(0.3, 0.9), "share of the pictures or clips that are no longer bought", in: 0...1,
    source: .assumption("people and places that are real are still photographed"))
  var replaced: Double

  // Quality.

  @Uncertain(
    .uniform(3, 12), leftOut: 0, "minutes in which a person checks a piece", unit: "minutes/piece", in: 0...10_000,
    source: .assumption("facts, rights and brand"))
  var checking: Double

  @Uncertain(
    .triangular(0, 0.004, 0.02), leftOut: 0, "share of the pieces that are published with an error", in: 0...1,
    source: .assumption("measure it on your own pieces"))
  var wrong: Double

  @Uncertain(
    .between(100, 2000), leftOut: 0, "cost of an error",
    source: .assumption("a correction, a complaint, sometimes a claim to a picture"))
  var costOfError: Price<EuropeanEuro, PerError>

  // What it takes.

  @Uncertain(
    .between(100_000, 500_000), "one-off integration",
    source: .assumption("the content system, templates, rights, and people who learn"))
  var integration: EUR

  @Uncertain(
    .between(120_000, 450_000), "team that keeps it up", source: .assumption("two to four people, part of their time"))
  var team: Price<EuropeanEuro, PerYear>

  @Uncertain(
    .between(30_000, 150_000), leftOut: 0, "evaluation and monitoring",
    source: .assumption("samples that are judged, and new models that are tried"))
  var evaluation: Price<EuropeanEuro, PerYear>

  // Money.

  @Uncertain(
    .uniform(0.02, 0.04), leftOut: 0, "yearly rise of wages", source: .assumption("the euro area from 2024 to 2026"))
  var wageRise: Rate<PerYear>

  @Uncertain(.uniform(0.07, 0.11), "discount rate", unit: .perYear, in: 0...1, source: .assumption("cost of capital"))
  var discountRate: Double

  @Uncertain(
    0.25, "income tax on profit", in: 0...1, source: .assumption("about the mean of Europe; a loss lowers other tax"))
  var taxRate: Double

  @Uncertain(
    .uniform(1.03, 1.18), stated: 1.1, "exchange rate, dollars for a euro", unit: "USD/EUR",
    source: .assumption("the range of 2023 to 2025"))
  var dollarsForEuro: Double

  @Uncertain(
    .uniform(1.2, 1.37), "exchange rate, dollars for a pound", unit: "USD/GBP",
    source: .assumption("the range of 2023 to 2025"))
  var dollarsForPound: Double

  @Uncertain(
    .uniform(130, 160), "exchange rate, yen for a dollar", unit: "JPY/USD",
    source: .assumption("the range of 2023 to 2025"))
  var yenForDollar: Double

  @Uncertain(
    .uniform(6.7, 7.4), "exchange rate, yuan for a dollar", unit: "CNY/USD",
    source: .assumption("the range of 2023 to 2026"))
  var yuanForDollar: Double

  // Decisions.

  @Choice("what a piece has beside its text")
  var medium: Medium = .pictures

  @Choice("who serves the model that makes pictures or clips; texts are written by API")
  var hosting: ServedModel.Hosting = .api

  @Choice("how the prices of APIs and GPUs move: as the market's may, or not at all")
  var prices: PriceMovements = .market

  @Setting("pictures that a GPU makes together", in: 1...16)
  var batch = "1"

  @Setting("currency of the books", oneOf: ["EUR", "USD", "GBP", "JPY", "CNY"])
  var currency = "EUR"

  @Setting("months of the forecast", in: 12...60, unit: "months")
  var months = "36"

  @Setting("months within which it is to pay off", in: 1...60, unit: "months")
  var within = "24"

  @Setting("year in which it begins, in January", in: 2020...2050)
  var year = "2027"

  enum Medium: String, CaseIterable { case pictures, videos }

  enum PriceMovements: String, CaseIterable { case market, constant }

  var scenario: Scenario {
    let horizon = Horizon(from: .month(Int(year) ?? 2027, 1), months: Int(months) ?? 36)
    let code = CurrencyCode(currency)
    let moves = prices == .market
    let tokenPrice = moves ? PriceIndex("API", .apiModel) : PriceIndex("API")
    let itemPrice =
      moves ? PriceIndex("pictures by API", .falling(pictureFall)) : PriceIndex("pictures by API")
    let gpuRent = moves ? PriceIndex("GPU rent", .gpuRent) : PriceIndex("GPU rent")
    let wages = PriceIndex("wages", .falling((0 - wageRise.fraction).perYear))
    let rolledOut = Ramp.linear(over: rollout)
    let made = { (month: MonthOfOperation) in
      month.requests("pieces") * rolledOut.share(after: Double(month.index) + 1)
    }
    let items = medium == .pictures ? pictures : clips
    let price = medium == .pictures ? picturePrice : Price(amount: clipPrice)
    let before = medium == .pictures ? pictureBefore : Price(amount: clipBefore)

    horizon
    Books(
      in: code, discounting: discountRate, taxing: IncomeTax(rate: taxRate, losses: .setOffElsewhere, paid: .quarterly),
      ExchangeRate(EUR(1), is: USD(dollarsForEuro)), ExchangeRate(GBP(1), is: USD(dollarsForPound)),
      ExchangeRate(USD(1), is: JPY(yenForDollar)), ExchangeRate(USD(1), is: CNY(yuanForDollar)))
    tokenPrice
    itemPrice
    gpuRent
    Load("pieces") {
      Requests(perDay: pieces, counts: .expected)
      Adoption(.exponential(growth: growth))
    }
    TokenCalls(
      "texts", input: inputPrice, output: outputPrice, along: tokenPrice, discount: batchShare * batchDiscount,
      tokensIn: { Quantity(made($0) * drafts * tokensRead) }, tokensOut: { Quantity(made($0) * drafts * tokensWritten) }
    )
    ServedModel(
      medium.rawValue, over: horizon, in: code, hosting: hosting,
      requestsPerDay: { month in
        pieces * growth.perYear.factor(after: (Double(month) + 0.5) / 12) * rolledOut.share(after: Double(month) + 1)
          * items * attempts
      },
      by: TokenPrices(
        picture: price, batchShare: batchShare, batchDiscount: batchDiscount,
        volumeDiscounts: VolumeDiscounts((discountedFrom, volumeDiscount)), along: itemPrice),
      on: GPUPrices(
        capacity: capacity.slower(by: slowness), tokensPerRequest: 1, busiest: busiest, spares: Int(spares.rounded()),
        rent: rent,
        along: gpuRent, reservedDiscount: reservedDiscount, price: gpuPrice, losing: resaleLoss,
        maintenance: maintenance, electricity: electricity, engineers: engineers, pay: pay, payRise: wageRise),
      tokensIn: 0, tokensOut: 1, volume: ($pieces, 1...1e8))
    Investment("integration", integration)
    Cost("team", team, growing: wageRise.fraction)
    Cost("evaluation", evaluation, growing: wageRise.fraction)
    Metered("checking", hourOfPerson, along: wages) { Quantity(made($0) * checking / 60) }
    Metered("errors", costOfError) { Quantity(made($0) * wrong) }
    Benefit.timeSaved(
      "hours of people", items: made, hoursBefore: hours, hoursAfter: hours * (1 - saved), cost: hourOfPerson,
      becomingCash: cashShare
    )
    .growing(wageRise)
    Benefit("pictures that are not bought") { before.times(made($0) * items * replaced) }

    PaidBackInTime(within: Int(within) ?? 24, of: horizon)
    Measure("piece_by_api", unit: InputUnit("\(code)/piece")) { forecast in
      let text = drafts * (tokensRead * inputPrice.amount + tokensWritten * outputPrice.amount) / 1e6
      let dollars = (text + items * attempts * price.amount) * (1 - batchShare * batchDiscount)
      return dollars * (forecast.books.value(of: .usd) ?? 1)
    }
    BreakEven("pays_off_from", of: $pieces, within: 0.1...1e6)
  }

  static func answer(_ findings: Findings) -> String? {
    func share(_ measure: String) -> String { findings.percent(findings[measure].mean ?? 0) }
    return """
      It has paid off after \(findings.option("within")) months in \(share("paid_back_in_time")) of the futures. Its net present \
      value over the horizon is above 0 \(findings["pays_off_from"].onwards). The calls of a piece, with all that is not kept, \
      cost \(findings["piece_by_api"]) by API. Making the \(findings.option("medium")) over the horizon costs, at \
      present value, \
      \(findings["cost_by_api"]) by API, \(findings["cost_of_rented"]) on rented, \(findings["cost_of_reserved"]) on \
      reserved and \(findings["cost_of_own"]) on own H100s with their engineers; the API is the cheapest in \
      \(share("cheapest_is_api")). For serving alone, whatever the pieces are worth, rented GPUs cost less than the API \
      \(findings["rented_from"].onwards), reserved ones \(findings["reserved_from"].onwards) and own ones \
      \(findings["own_from"].onwards).
      """
  }

  static func chineseAnswer(_ findings: Findings) -> String? {
    func share(_ measure: String) -> String { findings.percent(findings[measure].mean ?? 0) }
    return """
      \(share("paid_back_in_time")) 的情形在 \(findings.option("within")) 个月内回本。期限内净现值为正的规模：\
      \(findings["pays_off_from"].onwards)。按 API 计，每篇内容的调用费用（含未采用部分）为 \(findings["piece_by_api"])。期限内\(findings.option("medium"))生成的成本：\
      API \(findings["cost_by_api"])，租用 H100 \(findings["cost_of_rented"])，按年预留 \(findings["cost_of_reserved"])，自购 \
      \(findings["cost_of_own"])（含工程师）；\(share("cheapest_is_api")) 的情形 API 最便宜。仅就模型服务而言，费用低于 API 的\
      规模：租用 GPU \(findings["rented_from"].onwards)，按年预留 \(findings["reserved_from"].onwards)，自购 \
      \(findings["own_from"].onwards)。
      """
  }

  // MARK: Servers

  /// Of pictures by FLUX.1 dev on an H100, or of clips by Wan 2.2 on eight.
  private var capacity: CapacityCurve {
    switch medium {
    case .pictures:
      .pictures(
        Deployment(.flux1Dev, on: "h100", batch: Int(batch) ?? 1),
        within: ServiceLevel(.endToEnd, p95: .seconds(60)))
    case .videos:
      .pictures(Deployment(.wan22, on: "h100", gpus: 8), within: ServiceLevel(.endToEnd, p95: .seconds(1200)))
    }
  }

  /// The time of a picture or clip over that which the capacity is for.
  private var slowness: Double { medium == .pictures ? secondsOfPicture / 6.46 : secondsOfClip / 195.13 }
}

extension ContentGeneration {
  static let chinese: Translation = [
    "small": "小型", "large": "大型",
    question: "内容工作室以模型撰写文字、生成图片，何时能够回本？应由谁提供服务？",
    "pieces of content at the start": "期初内容量", "set your own": "请填入自己的数字",
    "growth of the pieces": "内容量年增长率", "more channels, languages and versions": "渠道、语种与版本增多",
    "pictures of a piece": "每篇内容的图片数", "one for each section": "每节一张",
    "clips of a piece, where it has clips in place of pictures": "每篇内容的视频段数（以视频代替图片时）",
    "five seconds each": "每段五秒",
    "pictures or clips made for one that is kept": "每采用一张（段）所生成的数量",
    "no study is known; tools offer four at a time": "未见研究；工具通常一次给出四张",
    "tokens read for a draft": "每稿读取的词元数", "the brief, the style and the sources": "任务书、风格与素材",
    "tokens written for a draft": "每稿撰写的词元数",
    "a page or two, and the texts that describe the pictures": "一两页文字及图片描述",
    "drafts written for one that is kept": "每采用一稿所撰写的稿数", "people ask for changes": "人员要求修改",
    "months until all pieces are made in the new way": "全部内容改用新方式所需月数", "format by format": "逐类上线",
    "price of input by API": "API 输入价格", "price of output by API": "API 输出价格",
    "middle and large models: Gemini 3.8 Flash 0.75, GPT-6.1 Terra 1.00":
      "中大型模型：Gemini 3.8 Flash 0.75，GPT-6.1 Terra 1.00",
    "middle and large models: Gemini 3.8 Flash 3.75, GPT-6.1 Terra 5.00":
      "中大型模型：Gemini 3.8 Flash 3.75，GPT-6.1 Terra 5.00",
    "price of a picture by API": "API 单张图片价格",
    "Imagen 4 Fast 0.02, FLUX.2 pro 0.03, Imagen 4 0.04, GPT Image 2 medium 0.05 (awesomeagents.ai, aiimagegenerationapi.com)":
      "Imagen 4 Fast 0.02，FLUX.2 pro 0.03，Imagen 4 0.04，GPT Image 2 中档 0.05",
    "price of a clip of five seconds by API": "API 五秒视频价格",
    "a second of Runway Gen-4 Turbo 0.05, Sora 2 0.10, Wan 2.1 in 720p 0.25, Veo 3.1 0.20 to 0.40 (aibizhub.io, abzglobal.net)":
      "每秒：Runway Gen-4 Turbo 0.05，Sora 2 0.10，Wan 2.1（720p）0.25，Veo 3.1 0.20–0.40",
    "yearly fall of the price of pictures and clips by API": "API 图片与视频价格的年降幅",
    "no series is known; small versions of a model cost a third of it after a year": "未见价格序列；一年后小型版本约为原价三分之一",
    "share of the calls that can wait for a batch": "可批量处理的调用占比", "what appears tomorrow": "次日发布的内容",
    "discount on batches": "批量处理的折扣", "half the price where a vendor offers them": "供应商提供时为半价",
    "bill of a month by API above which the vendor takes less": "超过此金额的月度 API 账单可享折扣",
    "by contract; without a discount it changes nothing": "按合同约定；没有折扣时不起作用",
    "discount on the part of a month's bill above that": "超出部分的折扣", "by contract": "按合同约定",
    "seconds of an H100 for a picture": "一块 H100 生成一张图片的秒数",
    "SDXL 1.5 in 30 steps, FLUX.2 dev 5.3, FLUX.1 dev 6.5 in 28 steps (model cards, baseten.co)":
      "SDXL（30 步）1.5，FLUX.2 dev 5.3，FLUX.1 dev（28 步）6.5（模型卡、baseten.co）",
    "seconds of eight H100s for a clip": "八块 H100 生成一段视频的秒数",
    "Wan 2.2 A14B in 720p: 251 as published, 195 with faster attention, 100 at best (morphic.com)":
      "Wan 2.2 A14B（720p）：发布版 251，更快的注意力 195，最优 100（morphic.com）",
    "rent of an H100": "H100 租金",
    "16 sellers, 2.58 to 6.16, median 3.64 (renshuBTC/compute-screener); Lambda 3.99":
      "16 家供应商，2.58–6.16，中位数 3.64（renshuBTC/compute-screener）；Lambda 3.99",
    "discount on GPUs reserved for a year": "按年预留 GPU 的折扣",
    "an H100 for a year 2.7, on demand 3.6 (SemiAnalysis, compute-screener); 35 to 40 % at large clouds (digiterialabs.com)":
      "H100 按年 2.7、按需 3.6（每小时美元，SemiAnalysis、compute-screener）；大型云厂商 35%–40%（digiterialabs.com）",
    "price of an H100 with its share of server and network": "一块 H100 的价格（含服务器与网络分摊）",
    "25 000 to 40 000 USD (neighborhoodsf.com), and a fifth for the server":
      "25 000–40 000 美元（neighborhoodsf.com），服务器另计五分之一",
    "yearly loss of the resale price": "转售价年降幅", "as rents fall, and a new generation comes": "随租金下降及新一代产品上市",
    "yearly maintenance of own GPUs, a share of their price": "自购 GPU 年维护费占价格比例",
    "a contract with the maker, and parts": "厂商维保合同与备件",
    "price of a kilowatt-hour": "电价", "industry and data centres in Europe": "欧洲工业与数据中心",
    "load of the busiest hour over that of the mean hour": "最忙小时负载与平均小时之比",
    "people work by day, on five days of seven": "人员在白天工作，每周五天",
    "replicas beyond those that the load needs": "超出负载所需的副本数", "for failures and new versions": "用于故障与版本更新",
    "engineers who run rented, reserved or own GPUs": "运维租用、预留或自购 GPU 的工程师", "on call with others": "与他人轮流值守",
    "yearly cost of an engineer": "工程师年成本", "Western Europe": "西欧",
    "hours of people for a piece before": "此前每篇内容的人工小时数", "writer, picture editor, layout": "撰稿、图片编辑、排版",
    "share of these hours that the models save": "模型节省的工时占比",
    "texts take 40 % less in Noy and Zhang's experiment; no study of whole pieces is known":
      "Noy 与 Zhang 的实验中撰写用时减少 40%；未见针对整篇内容的研究",
    "cost of an hour of a person": "人员每小时成本",
    "share of the saved labour cost that becomes cash": "节省的人工成本中可变现的比例",
    "only part of the staff leaves or is not hired": "仅部分人员离职或不再招聘",
    "cost of a picture before, bought or taken": "此前购买或拍摄一张图片的成本",
    "stock pictures by subscription, and some by a photographer": "订阅图库，部分由摄影师拍摄",
    "cost of a clip before, bought or filmed": "此前购买或拍摄一段视频的成本",
    "stock footage, and some by a crew": "素材库，部分由摄制组拍摄",
    "share of the pictures or clips that are no longer bought": "不再购买的图片或视频占比",
    "people and places that are real are still photographed": "真实人物与地点仍需拍摄",
    "minutes in which a person checks a piece": "人工审核每篇内容的分钟数", "facts, rights and brand": "事实、版权与品牌",
    "share of the pieces that are published with an error": "带差错发布的内容占比",
    "measure it on your own pieces": "请以自己的内容实测",
    "cost of an error": "单个差错的成本",
    "a correction, a complaint, sometimes a claim to a picture": "更正、投诉，有时为图片索赔",
    "one-off integration": "一次性集成费用",
    "the content system, templates, rights, and people who learn": "内容系统、模板、版权与人员培训",
    "team that keeps it up": "维护团队", "two to four people, part of their time": "2–4 人的部分工时",
    "evaluation and monitoring": "评测与监控", "samples that are judged, and new models that are tried": "抽样评审与新模型试用",
    "yearly rise of wages": "工资年涨幅", "the euro area from 2024 to 2026": "2024–2026 年欧元区",
    "discount rate": "折现率", "cost of capital": "资本成本", "income tax on profit": "企业所得税税率",
    "about the mean of Europe; a loss lowers other tax": "约为欧洲平均水平；亏损可抵减其他利润的所得税",
    "exchange rate, dollars for a euro": "欧元兑美元汇率", "exchange rate, dollars for a pound": "英镑兑美元汇率",
    "exchange rate, yen for a dollar": "美元兑日元汇率", "exchange rate, yuan for a dollar": "美元兑人民币汇率",
    "the range of 2023 to 2025": "2023–2025 年的区间", "the range of 2023 to 2026": "2023–2026 年的区间",
    "what a piece has beside its text": "文字之外的内容形式",
    "who serves the model that makes pictures or clips; texts are written by API": "图片或视频模型由谁提供服务（文字由 API 撰写）",
    "how the prices of APIs and GPUs move: as the market's may, or not at all": "API 与 GPU 价格走势：随市场变动或保持不变",
    "api": "API", "rented": "租用 GPU", "reserved": "按年预留 GPU", "own": "自购 GPU",
    "market": "随市场变动", "constant": "保持不变",
    "pictures that a GPU makes together": "GPU 每批生成的图片数",
    "currency of the books": "记账货币", "months of the forecast": "预测月数",
    "months within which it is to pay off": "要求回本的月数",
    "year in which it begins, in January": "开始年份（一月）",
    "pieces": "内容", "texts": "文字", "pictures": "图片", "videos": "视频", "integration": "系统集成", "team": "维护团队",
    "evaluation": "评测", "checking": "人工审核", "errors": "差错", "hours of people": "节省的人工小时",
    "pictures that are not bought": "不再购买的图片或视频", "pictures by API": "API 图片价格",
    "pictures: calls": "图片：调用", "pictures: rented GPUs": "图片：租用 GPU", "pictures: own GPUs": "图片：自购 GPU",
    "pictures: power": "图片：电费", "pictures: engineers": "图片：工程师",
    "pictures: reserved GPUs, year 1": "图片：预留 GPU，第 1 年", "pictures: reserved GPUs, year 2": "图片：预留 GPU，第 2 年",
    "pictures: reserved GPUs, year 3": "图片：预留 GPU，第 3 年", "pictures: reserved GPUs, year 4": "图片：预留 GPU，第 4 年",
    "pictures: reserved GPUs, year 5": "图片：预留 GPU，第 5 年",
    "videos: calls": "视频：调用", "videos: rented GPUs": "视频：租用 GPU", "videos: own GPUs": "视频：自购 GPU",
    "videos: power": "视频：电费", "videos: engineers": "视频：工程师",
    "videos: reserved GPUs, year 1": "视频：预留 GPU，第 1 年", "videos: reserved GPUs, year 2": "视频：预留 GPU，第 2 年",
    "videos: reserved GPUs, year 3": "视频：预留 GPU，第 3 年", "videos: reserved GPUs, year 4": "视频：预留 GPU，第 4 年",
    "videos: reserved GPUs, year 5": "视频：预留 GPU，第 5 年",
    "paid_back_in_time": "在要求的月数内回本", "service_level_held": "服务水平可达", "piece_by_api": "每篇内容的 API 费用",
    "pays_off_from": "净现值转正的内容量", "cost_by_api": "API 成本", "cost_of_rented": "租用 GPU 成本",
    "cost_of_reserved": "预留 GPU 成本", "cost_of_own": "自购 GPU 成本", "cheapest_is_api": "API 最便宜",
    "cheapest_is_rented": "租用最便宜", "cheapest_is_reserved": "预留最便宜", "cheapest_is_own": "自购最便宜",
    "gpus_needed": "所需 GPU", "gpus_busy": "GPU 利用率", "rented_from": "租用成本低于 API 的内容量",
    "reserved_from": "预留成本低于 API 的内容量", "own_from": "自购成本低于 API 的内容量",
  ]
}
