import Payoff

/// A company lets a model answer its customers before its agents do: by API, or on GPUs of its own.
///
/// Everything is an input, so that a case of one's own needs no Swift:
/// `payoff run SupportAssistant --set conversations=40k --set tokens=1800 --set inputPrice=0.5 --set outputPrice=1.5
/// --set costOfConversation=4 --set rent=2.5`
@main
struct SupportAssistant: Experiment {
  static let question = "When does an assistant for customers pay off, and who should serve its model?"

  static let cases = [
    Case(
      "bull", "many conversations need nobody, and they grow",
      ["resolved": 0.4, "cashShare": 0.8, "growth": 0.15, "rollout": 4, "wrong": 0.005]),
    Case(
      "bear", "few conversations need nobody, and many answers are wrong",
      ["resolved": 0.1, "cashShare": 0.45, "growth": 0, "rollout": 9, "wrong": 0.03, "costOfError": 40]),
    Case(
      "small", "a medium-sized firm with 1 000 conversations a day",
      ["conversations": 1000, "integration": 150_000, "team": 100_000, "evaluation": 30_000, "engineers": 0.5]),
    Case(
      "large", "a group of companies with half a million conversations a day",
      ["conversations": 500_000, "integration": 3e6, "team": 2e6, "evaluation": 1e6, "engineers": 2]),
  ]

  // Volume.

  @Uncertain(
    .between(30_000, 53_000), stated: 40_000, "conversations at the start", unit: "conversations/day",
    source: .assumption("set your own"))
  var conversations: Double

  @Uncertain(
    .uniform(-0.05, 0.2), leftOut: 0, "growth of the conversations", unit: .perYear,
    source: .assumption("customers, and questions that were not worth a call"))
  var growth: Double

  @Uncertain(
    .between(1200, 2700), stated: 1800, "tokens of a conversation, in and out", unit: "tokens/conversation",
    source: .assumption("some turns with their history; Azure's conversations have 1 375 tokens a request"))
  var tokens: Double

  @Uncertain(
    .uniform(0.1, 0.3), "share of the tokens that the model writes", in: 0...1,
    source: .assumption("15 % in Azure's conversations"))
  var outputShare: Double

  @Uncertain(
    .uniform(0, 0.25), leftOut: 0, "growth of the tokens of a conversation", unit: .perYear,
    source: .assumption("longer histories, more documents, answers with reasoning"))
  var tokenGrowth: Double

  @Uncertain(
    .uniform(3, 9), leftOut: 0.001, "months until all conversations begin with the assistant", unit: "months",
    source: .assumption("group by group"))
  var rollout: Double

  // The API.

  @Uncertain(
    .between(0.25, 1), stated: 0.5, "price of input by API",
    source: .study(
      "small and middle models: GPT-5.6 Luna 0.20, Gemini 3.8 Flash 0.75, GPT-6.1 Terra 1.00", date: "2026-10"))
  var inputPrice: Price<USDollar, PerMillionTokens>

  @Uncertain(
    .between(0.9, 4), stated: 1.5, "price of output by API",
    source: .study(
      "small and middle models: GPT-5.6 Luna 1.20, Gemini 3.8 Flash 3.75, GPT-6.1 Terra 5.00", date: "2026-10"))
  var outputPrice: Price<USDollar, PerMillionTokens>

  @Uncertain(
    .uniform(0, 0.5), leftOut: 0, "share of the input that is found in the vendor's cache", in: 0...1,
    source: .assumption("instructions and histories come again"))
  var cachedShare: Double

  @Uncertain(
    0.9, "discount on cached input", in: 0...1,
    source: .study("a tenth of the price at OpenAI, Anthropic and Google", date: "2026-10"))
  var cachedDiscount: Double

  @Uncertain(
    .uniform(0, 0.2), leftOut: 0, "share of the requests that can wait for a batch", in: 0...1,
    source: .assumption("summaries and quality control"))
  var batchShare: Double

  @Uncertain(
    0.5, "discount on batches", in: 0...1, source: .study("half the price where a vendor offers them", date: "2026-10"))
  var batchDiscount: Double

  @Uncertain(
    10_000, "bill of a month by API above which the vendor takes less",
    source: .assumption("by contract; without a discount it changes nothing"))
  var discountedFrom: Price<USDollar, PerMonth>

  @Uncertain(0, "discount on the part of a month's bill above that", in: 0...1, source: .assumption("by contract"))
  var volumeDiscount: Double

  @Uncertain(
    4000, "requests a minute that the API admits", unit: "requests/minute", in: 1...1e9,
    source: .study("Claude Haiku 4.5 in usage tier 4; higher limits by contract", date: "2025-11"))
  var apiRequests: Double

  @Uncertain(
    4.8e6, "tokens a minute that the API admits, in and out", unit: "tokens/minute", in: 1000...1e13,
    source: .study("Claude Haiku 4.5 in usage tier 4: 4 M in and 0.8 M out", date: "2025-11"))
  var apiTokens: Double

  // GPUs.

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
    .uniform(1.8, 3.2), "load of the busiest hour over that of the mean hour", in: 1...24,
    source: .assumption("customers sleep at night; ServeGen's largest service has 1.7"))
  var busiest: Double

  /// Of the model that is served by default; another takes the same quantile of its own error.
  @Uncertain(
    slownessOf: OwnModel.qwen32B.deployment,
    "factor by which the steps of 32B are slower than measured; other models are as far out in their own error")
  var slowness: Double

  @Uncertain(
    1, "replicas beyond those that the load needs", unit: "replicas", in: 0...100,
    source: .assumption("for failures and new versions"))
  var spares: Double

  @Uncertain(
    .uniform(0.5, 2), "engineers who run rented, reserved or own GPUs", unit: "people", in: 0...1000,
    source: .assumption("on call with others"))
  var engineers: Double

  @Uncertain(.between(90_000, 140_000), "yearly cost of an engineer", source: .assumption("Western Europe"))
  var pay: Price<EuropeanEuro, PerYear>

  // People.

  @Uncertain(
    .between(3, 5.3), stated: 4, "a conversation handled by an agent",
    source: .assumption("six to ten minutes of an agent"))
  var costOfConversation: Price<EuropeanEuro, PerConversation>

  @Uncertain(
    .triangular(0.05, 0.2, 0.5), "share of conversations that no longer need an agent", in: 0...1,
    source: .assumption("Klarna says two thirds of its chats, 2024, and hired people again for hard cases in 2025"))
  var resolved: Double

  @Uncertain(
    0, "share of an agent's time saved on the other conversations", in: 0...1,
    source: .study("not assumed; 15 % more issues an hour in Brynjolfsson, Li and Raymond", date: "2025-02"))
  var assistance: Double

  @Uncertain(
    .uniform(0.4, 0.9), "share of the saved labour cost that becomes cash", in: 0...1,
    source: .assumption("only part of the staff leaves or is not hired"))
  var cashShare: Double

  // Quality.

  @Uncertain(
    .uniform(0.01, 0.06), leftOut: 0, "conversations that are repeated, as a share", in: 0...1,
    source: .assumption("time-outs, and questions that are asked again"))
  var retries: Double

  @Uncertain(
    .uniform(0.005, 0.03), leftOut: 0, "share of the assistant's conversations that an agent reads", in: 0...1,
    source: .assumption("quality control, as of people's calls"))
  var reviewed: Double

  @Uncertain(
    .triangular(0, 0.01, 0.04), leftOut: 0, "share of resolved conversations with a wrong answer", in: 0...1,
    source: .assumption("measure it on your own conversations"))
  var wrong: Double

  @Uncertain(
    .between(5, 60), leftOut: 0, "cost of a wrong answer",
    source: .assumption("a complaint, a refund, sometimes a customer"))
  var costOfError: Price<EuropeanEuro, PerError>

  // What it takes.

  @Uncertain(
    .between(300_000, 1.2e6), "one-off integration",
    source: .assumption("half a year to a year of a team, and licences"))
  var integration: EUR

  @Uncertain(
    .between(300_000, 900_000), "team that keeps it up", source: .assumption("four to eight people, part of their time")
  )
  var team: Price<EuropeanEuro, PerYear>

  @Uncertain(
    .between(100_000, 400_000), leftOut: 0, "evaluation and monitoring",
    source: .assumption("test sets, dashboards, on-call"))
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

  @Choice("who serves the model")
  var hosting: ServedModel.Hosting = .api

  @Choice("the model that rented, reserved or own H100s serve")
  var model: OwnModel = .qwen32B

  @Choice("how the prices of tokens and GPUs move: as the market's may, or not at all")
  var prices: PriceMovements = .market

  @Setting("currency of the books", oneOf: ["EUR", "USD", "GBP", "JPY", "CNY"])
  var currency = "EUR"

  @Setting("months of the forecast", in: 12...60, unit: "months")
  var months = "36"

  @Setting("months within which it is to pay off", in: 1...60, unit: "months")
  var within = "24"

  @Setting("year in which it begins, in January", in: 2020...2050)
  var year = "2027"

  enum PriceMovements: String, CaseIterable { case market, constant }

  var scenario: Scenario {
    let horizon = Horizon(from: .month(Int(year) ?? 2027, 1), months: Int(months) ?? 36)
    let code = CurrencyCode(currency)
    let (tokenPrice, gpuRent) =
      prices == .market
      ? (PriceIndex("API", .apiModel), PriceIndex("GPU rent", .gpuRent)) : (PriceIndex("API"), PriceIndex("GPU rent"))
    let wages = PriceIndex("wages", .falling((0 - wageRise.fraction).perYear))
    let rolledOut = Ramp.linear(over: rollout)
    let reached = { (month: Int) in rolledOut.share(after: Double(month) + 1) }
    let served = { (month: Int) in
      conversations * growth.perYear.factor(after: (Double(month) + 0.5) / 12) * reached(month) * (1 + retries)
    }

    let service = ServedModel(
      "model", over: horizon, in: code, hosting: hosting, requestsPerDay: served,
      by: TokenPrices(
        input: inputPrice, output: outputPrice, cachedShare: cachedShare, cachedDiscount: cachedDiscount,
        batchShare: batchShare, batchDiscount: batchDiscount,
        volumeDiscounts: VolumeDiscounts((discountedFrom, volumeDiscount)), along: tokenPrice),
      on: GPUPrices(
        capacity: model.capacity.slower(
          by: model.deployment.slowness(asFarOutAs: slowness, of: OwnModel.qwen32B.deployment)),
        tokensPerRequest: 1375,
        busiest: busiest, spares: Int(spares.rounded()),
        rent: rent, along: gpuRent, reservedDiscount: reservedDiscount, price: gpuPrice, losing: resaleLoss,
        maintenance: maintenance, electricity: electricity, engineers: engineers, pay: pay, payRise: wageRise),
      tokensIn: tokens * (1 - outputShare), tokensOut: tokens * outputShare, growing: tokenGrowth,
      within: RateLimits(requestsPerMinute: apiRequests, tokensPerMinute: apiTokens),
      volume: ($conversations, 1000...1e9))
    // Conversations that the API refuses go to an agent, as before.
    let assisted = { (month: MonthOfOperation) in
      month.requests("conversations") * reached(month.index) * service.admittedShare(inMonth: month.index)
    }

    horizon
    Books(
      in: code, discounting: discountRate, taxing: IncomeTax(rate: taxRate, losses: .setOffElsewhere, paid: .quarterly),
      ExchangeRate(EUR(1), is: USD(dollarsForEuro)), ExchangeRate(GBP(1), is: USD(dollarsForPound)),
      ExchangeRate(USD(1), is: JPY(yenForDollar)), ExchangeRate(USD(1), is: CNY(yuanForDollar)))
    tokenPrice
    gpuRent
    Load("conversations") {
      // The chance of single conversations is nothing beside the range of their number.
      Requests(perDay: conversations, counts: .expected)
      Adoption(.exponential(growth: growth))
    }
    service
    Investment("integration", integration)
    Cost("team", team, growing: wageRise.fraction)
    Cost("evaluation", evaluation, growing: wageRise.fraction)
    Metered("review", costOfConversation, along: wages) { Quantity(assisted($0) * reviewed) }
    Metered("wrong answers", costOfError, along: wages) { Quantity(assisted($0) * resolved * wrong) }
    Benefit.labourSaved(
      "conversations without an agent", conversations: assisted, resolved: resolved, cost: costOfConversation,
      becomingCash: cashShare
    )
    .growing(wageRise)
    Benefit("agents' time on the others") {
      costOfConversation.times(assisted($0) * (1 - resolved) * assistance * cashShare)
    }
    .growing(wageRise)

    PaidBackInTime(within: Int(within) ?? 24, of: horizon)
    Measure("tokens_of_conversation_by_api", unit: InputUnit("\(code)/conversation")) { forecast in
      let input = inputPrice.amount * (1 - outputShare) * (1 - cachedShare * cachedDiscount)
      let dollars = tokens / 1e6 * (input + outputPrice.amount * outputShare) * (1 - batchShare * batchDiscount)
      return dollars * (forecast.books.value(of: .usd) ?? 1)
    }
    BreakEven("pays_off_from", of: $conversations, within: 10...100e6)
  }

  static func answer(_ findings: Findings) -> String? {
    func share(_ measure: String) -> String { findings.percent(findings[measure].mean ?? 0) }
    return """
      It has paid off after \(findings.option("within")) months in \(share("paid_back_in_time")) of the futures. Its net present \
      value over the horizon is above 0 \(findings["pays_off_from"].onwards), with the same team and integration. The tokens of \
      a conversation cost \(findings["tokens_of_conversation_by_api"]) by API. Serving the model over the horizon costs, at \
      present value, \(findings["cost_by_api"]) by API, \(findings["cost_of_rented"]) on rented, \(findings["cost_of_reserved"]) on \
      reserved and \(findings["cost_of_own"]) on own H100s with their engineers; the API is the cheapest in \
      \(share("cheapest_is_api")). For serving alone, whatever the assistant saves, rented GPUs cost less than the API \
      \(findings["rented_from"].onwards), reserved ones \(findings["reserved_from"].onwards) and own ones \
      \(findings["own_from"].onwards).
      """
        + refused(
          findings, isByAPI: findings.option("hosting") == "api", "The API's limits refuse",
          "of the conversations; agents handle those.",
          "The API's limits would refuse", "of the conversations, so it is never the cheapest where they do.")
  }

  static func chineseAnswer(_ findings: Findings) -> String? {
    func share(_ measure: String) -> String { findings.percent(findings[measure].mean ?? 0) }
    return """
      \(share("paid_back_in_time")) 的情形在 \(findings.option("within")) 个月内回本。期限内净现值为正的规模：\
      \(findings["pays_off_from"].onwards)。按 API 计，每次会话的词元费用为 \(findings["tokens_of_conversation_by_api"])。期限内模型服务的成本现值：API \
      \(findings["cost_by_api"])，租用 H100 \(findings["cost_of_rented"])，按年预留 \(findings["cost_of_reserved"])，自购 \
      \(findings["cost_of_own"])（含工程师）；\(share("cheapest_is_api")) 的情形 API 最便宜。仅就模型服务而言，费用低于 API 的\
      规模：租用 GPU \(findings["rented_from"].onwards)，按年预留 \(findings["reserved_from"].onwards)，自购 \
      \(findings["own_from"].onwards)。
      """
        + refused(
          findings, isByAPI: findings.option("hosting") == chinese["api"], "API 限额拒绝的会话占", "，由人工处理。",
          "若用 API，限额会拒绝", "的会话，此时不计入最便宜。")
  }

  /// What the limits of the API refuse, or would refuse if it were chosen; nothing where they refuse nothing.
  private static func refused(
    _ findings: Findings, isByAPI: Bool, _ before: String, _ after: String, _ otherwiseBefore: String,
    _ otherwiseAfter: String
  ) -> String {
    let lost = 1 - (findings["within_api_limits"].mean ?? 1)
    guard lost >= 0.0005 else { return "" }
    let share = findings.percent(lost)
    return isByAPI
      ? " \(before) \(share) \(after)" : " \(otherwiseBefore) \(share) \(otherwiseAfter)"
  }
}

/// Models on the fewest H100s that hold them.
enum OwnModel: String, CaseIterable {
  case llama8B = "8B"
  case qwen32B = "32B"
  case llama70B = "70B"

  var deployment: Deployment {
    switch self {
    case .llama8B: Deployment(.llama8B, on: .h100)
    case .qwen32B: Deployment(.qwen32B, on: .h100, precision: .fp8)
    case .llama70B: Deployment(.llama70B, on: .h100, gpus: 2, precision: .fp8)
    }
  }

  /// Of requests of 1 375 tokens.
  var capacity: CapacityCurve {
    .batching(
      deployment, lengths: .azureConversation, within: ServiceLevel(.timeToFirstToken, p95: .seconds(2)),
      ServiceLevel(.timePerOutputToken, p95: .milliseconds(50)))
  }
}

extension SupportAssistant {
  static let chinese: Translation = [
    "small": "小型", "large": "大型",
    question: "客服助手何时能够回本？其模型应由谁提供服务？",
    "conversations at the start": "期初会话量", "set your own": "请填入自己的数字",
    "growth of the conversations": "会话量年增长率",
    "customers, and questions that were not worth a call": "客户增加，以及原本不值得致电的问题",
    "tokens of a conversation, in and out": "每次会话的词元数（输入与输出）",
    "some turns with their history; Azure's conversations have 1 375 tokens a request":
      "数轮对话及其历史；Azure 会话每次请求 1375 个词元",
    "share of the tokens that the model writes": "模型输出的词元占比", "15 % in Azure's conversations": "Azure 会话中为 15%",
    "growth of the tokens of a conversation": "每次会话词元数的年增长率",
    "longer histories, more documents, answers with reasoning": "对话历史更长、引用文档更多、回答含推理过程",
    "months until all conversations begin with the assistant": "全部会话由助手接入所需月数", "group by group": "分批上线",
    "price of input by API": "API 输入价格", "price of output by API": "API 输出价格",
    "small and middle models: GPT-5.6 Luna 0.20, Gemini 3.8 Flash 0.75, GPT-6.1 Terra 1.00":
      "中小模型：GPT-5.6 Luna 0.20，Gemini 3.8 Flash 0.75，GPT-6.1 Terra 1.00",
    "small and middle models: GPT-5.6 Luna 1.20, Gemini 3.8 Flash 3.75, GPT-6.1 Terra 5.00":
      "中小模型：GPT-5.6 Luna 1.20，Gemini 3.8 Flash 3.75，GPT-6.1 Terra 5.00",
    "share of the input that is found in the vendor's cache": "命中供应商缓存的输入占比",
    "instructions and histories come again": "指令与历史会重复出现",
    "discount on cached input": "缓存输入的折扣",
    "a tenth of the price at OpenAI, Anthropic and Google": "OpenAI、Anthropic 与 Google 为原价的十分之一",
    "share of the requests that can wait for a batch": "可批量处理的请求占比", "summaries and quality control": "摘要与质量检查",
    "discount on batches": "批量处理的折扣", "half the price where a vendor offers them": "供应商提供时为半价",
    "bill of a month by API above which the vendor takes less": "超过此金额的月度 API 账单可享折扣",
    "by contract; without a discount it changes nothing": "按合同约定；没有折扣时不起作用",
    "discount on the part of a month's bill above that": "超出部分的折扣", "by contract": "按合同约定",
    "requests a minute that the API admits": "API 每分钟允许的请求数",
    "Claude Haiku 4.5 in usage tier 4; higher limits by contract": "Claude Haiku 4.5 用量等级 4；合同可提高限额",
    "tokens a minute that the API admits, in and out": "API 每分钟允许的词元数（输入与输出）",
    "Claude Haiku 4.5 in usage tier 4: 4 M in and 0.8 M out": "Claude Haiku 4.5 用量等级 4：输入 400 万、输出 80 万",
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
    "customers sleep at night; ServeGen's largest service has 1.7": "客户夜间休息；ServeGen 最大服务为 1.7",
    "factor by which the steps of 32B are slower than measured; other models are as far out in their own error":
      "32B 模型每步耗时相对实测值的倍数；其他模型取各自误差分布的同一分位",
    "replicas beyond those that the load needs": "超出负载所需的副本数", "for failures and new versions": "用于故障与版本更新",
    "engineers who run rented, reserved or own GPUs": "运维租用、预留或自购 GPU 的工程师", "on call with others": "与他人轮流值守",
    "yearly cost of an engineer": "工程师年成本", "Western Europe": "西欧",
    "a conversation handled by an agent": "人工处理一次会话的成本", "six to ten minutes of an agent": "客服 6–10 分钟",
    "share of conversations that no longer need an agent": "不再需要人工处理的会话占比",
    "Klarna says two thirds of its chats, 2024, and hired people again for hard cases in 2025":
      "Klarna 2024 年称占其会话的三分之二，2025 年又为疑难问题重新招聘",
    "share of an agent's time saved on the other conversations": "其余会话中节省的人工时间占比",
    "not assumed; 15 % more issues an hour in Brynjolfsson, Li and Raymond":
      "未作假设；Brynjolfsson、Li 与 Raymond 测得每小时多处理 15%",
    "share of the saved labour cost that becomes cash": "节省的人工成本中可变现的比例",
    "only part of the staff leaves or is not hired": "仅部分人员离职或不再招聘",
    "conversations that are repeated, as a share": "重复会话占比",
    "time-outs, and questions that are asked again": "超时及再次提出的问题",
    "share of the assistant's conversations that an agent reads": "人工抽查的助手会话占比",
    "quality control, as of people's calls": "质量控制，与人工通话相同",
    "share of resolved conversations with a wrong answer": "已解决会话中回答错误的占比",
    "measure it on your own conversations": "请以自己的会话实测",
    "cost of a wrong answer": "一次错误回答的成本", "a complaint, a refund, sometimes a customer": "投诉、退款，有时失去客户",
    "one-off integration": "一次性集成费用", "half a year to a year of a team, and licences": "一个团队半年至一年的工作量及许可",
    "team that keeps it up": "维护团队", "four to eight people, part of their time": "4–8 人的部分工时",
    "evaluation and monitoring": "评测与监控", "test sets, dashboards, on-call": "测试集、看板与值守",
    "yearly rise of wages": "工资年涨幅", "the euro area from 2024 to 2026": "2024–2026 年欧元区",
    "discount rate": "折现率", "cost of capital": "资本成本", "income tax on profit": "企业所得税税率",
    "about the mean of Europe; a loss lowers other tax": "约为欧洲平均水平；亏损可抵减其他利润的所得税",
    "exchange rate, dollars for a euro": "欧元兑美元汇率", "exchange rate, dollars for a pound": "英镑兑美元汇率",
    "exchange rate, yen for a dollar": "美元兑日元汇率", "exchange rate, yuan for a dollar": "美元兑人民币汇率",
    "the range of 2023 to 2025": "2023–2025 年的区间", "the range of 2023 to 2026": "2023–2026 年的区间",
    "who serves the model": "模型由谁提供服务", "api": "API", "rented": "租用 GPU", "reserved": "按年预留 GPU", "own": "自购 GPU",
    "the model that rented, reserved or own H100s serve": "租用、预留或自购 H100 所运行的模型",
    "how the prices of tokens and GPUs move: as the market's may, or not at all": "词元与 GPU 价格走势：随市场变动或保持不变",
    "market": "随市场变动", "constant": "保持不变",
    "currency of the books": "记账货币", "months of the forecast": "预测月数",
    "months within which it is to pay off": "要求回本的月数",
    "year in which it begins, in January": "开始年份（一月）",
    "conversations": "会话", "integration": "系统集成", "team": "维护团队", "evaluation": "评测", "review": "人工抽查",
    "wrong answers": "错误回答", "conversations without an agent": "减少的人工会话",
    "agents' time on the others": "其余会话节省的工时",
    "model: tokens": "模型：词元", "model: rented GPUs": "模型：租用 GPU", "model: own GPUs": "模型：自购 GPU",
    "model: power": "模型：电费", "model: engineers": "模型：工程师",
    "model: reserved GPUs, year 1": "模型：预留 GPU，第 1 年", "model: reserved GPUs, year 2": "模型：预留 GPU，第 2 年",
    "model: reserved GPUs, year 3": "模型：预留 GPU，第 3 年", "model: reserved GPUs, year 4": "模型：预留 GPU，第 4 年",
    "model: reserved GPUs, year 5": "模型：预留 GPU，第 5 年",
    "paid_back_in_time": "在要求的月数内回本", "tokens_of_conversation_by_api": "每次会话的 API 词元费用",
    "pays_off_from": "净现值转正的会话量", "cost_by_api": "API 成本", "cost_of_rented": "租用 GPU 成本",
    "cost_of_reserved": "预留 GPU 成本", "cost_of_own": "自购 GPU 成本", "cheapest_is_api": "API 最便宜",
    "within_api_limits": "API 限额内的请求占比", "cheapest_is_rented": "租用最便宜", "cheapest_is_reserved": "预留最便宜",
    "cheapest_is_own": "自购最便宜",
    "gpus_needed": "所需 GPU", "gpus_busy": "GPU 利用率", "service_level_held": "服务水平可达", "rented_from": "租用成本低于 API 的会话量",
    "reserved_from": "预留成本低于 API 的会话量", "own_from": "自购成本低于 API 的会话量",
  ]
}
