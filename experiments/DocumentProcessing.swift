import Payoff

/// A company has a model read its documents before its clerks do: invoices, claims, forms.
///
/// `payoff run DocumentProcessing --set documents=5000 --set minutes=6 --set "hourOfClerk=35 EUR" --set "inputPrice=0.5 USD"`
@main
struct DocumentProcessing: Experiment {
  static let question = "When does a model that reads documents pay off, and who should serve it?"

  static let cases = [
    Case("bull", "most documents need nobody", ["straight": 0.75, "cashShare": 0.85, "errorsAfter": 0.01]),
    Case("bear", "a clerk looks at most of them", ["straight": 0.3, "cashShare": 0.5, "errorsAfter": 0.045]),
    Case("small", "a firm with 200 documents a day", ["documents": 200, "integration": 100_000, "team": 60_000]),
    Case("large", "an insurer with 200 000 documents a day", ["documents": 200_000, "integration": 3e6, "team": 2e6]),
  ]

  @Uncertain(
    .between(4000, 12_000), stated: 7000, "documents at the start", unit: "documents/day",
    source: .assumption("set your own"))
  var documents: Double

  @Uncertain(
    .uniform(-0.03, 0.1), leftOut: 0, "growth of the documents", unit: .perYear, source: .assumption("as the business"))
  var growth: Double

  @Uncertain(
    .between(1.5, 5), "pages of a document", unit: "pages/document",
    source: .assumption("invoices have one or two, claims more"))
  var pages: Double

  @Uncertain(
    .between(800, 2500), "tokens of a page that is read", unit: "tokens/page",
    source: .assumption("its picture and its text; the instructions come on top"))
  var tokensOfPage: Double

  @Uncertain(
    .between(150, 600), "tokens that are written for a document", unit: "tokens/document",
    source: .assumption("some dozen fields with their places"))
  var tokensWritten: Double

  @Uncertain(
    .uniform(1, 2.5), leftOut: 1, "times that a document is read", in: 1...100,
    source: .assumption("sorted, read, checked against the rules; and repeated where it fails"))
  var passes: Double

  @Uncertain(
    .uniform(3, 12), leftOut: 0.001, "months until all kinds of documents are read", unit: "months",
    source: .assumption("one kind after the other"))
  var rollout: Double

  @Uncertain(
    .between(3, 10), "minutes of a clerk for a document", unit: "minutes", source: .assumption("reading and typing"))
  var minutes: Double

  @Uncertain(
    .triangular(0.2, 0.55, 0.85), "share of the documents that nobody looks at any more", in: 0...1,
    source: .assumption("those whose fields the model is sure of"))
  var straight: Double

  @Uncertain(
    .uniform(0.3, 0.8), "minutes for one that is looked at, as a share of those before", in: 0...10,
    source: .assumption("fields are filled in and have to be checked"))
  var checking: Double

  @Uncertain(.between(28, 45), "cost of an hour of a clerk", source: .assumption("Western Europe"))
  var hourOfClerk: Price<EuropeanEuro, PerPersonHour>

  @Uncertain(
    .uniform(0.4, 0.9), "share of the saved labour cost that becomes cash", in: 0...1,
    source: .assumption("only part of the staff leaves or is not hired"))
  var cashShare: Double

  @Uncertain(
    .uniform(0.01, 0.04), "share of documents with an error before", in: 0...1,
    source: .assumption("people mistype too"))
  var errorsBefore: Double

  @Uncertain(
    .uniform(0.005, 0.05), "share of documents with an error after", in: 0...1,
    source: .assumption("measure it on your own documents"))
  var errorsAfter: Double

  @Uncertain(.between(3, 60), leftOut: 0, "cost of an error", source: .assumption("a wrong payment, a second letter"))
  var costOfError: Price<EuropeanEuro, PerError>

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
    .uniform(0, 0.3), leftOut: 0, "share of the input that is found in the vendor's cache", in: 0...1,
    source: .assumption("the instructions and the rules"))
  var cachedShare: Double

  @Uncertain(
    .uniform(0.3, 0.9), leftOut: 0, "share of the documents that can wait for a batch", in: 0...1,
    source: .assumption("the post of a night"))
  var batchShare: Double

  @Uncertain(
    10_000, "bill of a month by API above which the vendor takes less",
    source: .assumption("by contract; without a discount it changes nothing"))
  var discountedFrom: Price<USDollar, PerMonth>

  @Uncertain(0, "discount on the part of a month's bill above that", in: 0...1, source: .assumption("by contract"))
  var volumeDiscount: Double

  @Uncertain(slownessOf: Self.deployment, "factor by which the model's steps are slower than measured")
  var slowness: Double

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
    .uniform(1.5, 4), "load of the busiest hour over that of the mean hour", in: 1...168,
    source: .assumption("what can wait fills the night"))
  var busiest: Double

  @Uncertain(
    .uniform(0.5, 2), "engineers who run rented, reserved or own GPUs", unit: "people", in: 0...1000,
    source: .assumption("on call with others"))
  var engineers: Double

  @Uncertain(.between(90_000, 140_000), "yearly cost of an engineer", source: .assumption("Western Europe"))
  var pay: Price<EuropeanEuro, PerYear>

  @Uncertain(
    .between(200_000, 1e6), "one-off integration", source: .assumption("scanners, forms, the systems behind"))
  var integration: EUR

  @Uncertain(
    .between(120_000, 500_000), "team, evaluation and monitoring",
    source: .assumption("two to five people, part of their time"))
  var team: Price<EuropeanEuro, PerYear>

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

  @Choice("who serves the model")
  var hosting: ServedModel.Hosting = .api

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
    let rolledOut = Ramp.linear(over: rollout)
    let reached = { (month: Int) in rolledOut.share(after: Double(month) + 1) }
    let read = { (month: MonthOfOperation) in month.requests("documents") * reached(month.index) }
    let perDay = { (month: Int) in
      documents * growth.perYear.factor(after: (Double(month) + 0.5) / 12) * reached(month) * passes
    }

    horizon
    Books(
      in: code, discounting: discountRate, taxing: IncomeTax(rate: taxRate, losses: .setOffElsewhere, paid: .quarterly),
      ExchangeRate(EUR(1), is: USD(dollarsForEuro)), ExchangeRate(GBP(1), is: USD(dollarsForPound)),
      ExchangeRate(USD(1), is: JPY(yenForDollar)), ExchangeRate(USD(1), is: CNY(yuanForDollar)))
    tokenPrice
    gpuRent
    Load("documents") {
      Requests(perDay: documents, counts: .expected)
      Adoption(.exponential(growth: growth))
    }
    ServedModel(
      "model", over: horizon, in: code, hosting: hosting, requestsPerDay: perDay,
      by: TokenPrices(
        input: inputPrice, output: outputPrice, cachedShare: cachedShare, cachedDiscount: 0.9, batchShare: batchShare,
        batchDiscount: 0.5, volumeDiscounts: VolumeDiscounts((discountedFrom, volumeDiscount)), along: tokenPrice),
      on: GPUPrices(
        capacity: Self.capacity.slower(by: slowness), tokensPerRequest: 1375, busiest: busiest, spares: 1, rent: rent,
        along: gpuRent,
        reservedDiscount: reservedDiscount, price: gpuPrice, losing: 0.35.perYear, maintenance: 0.05.perYear,
        electricity: EUR(0.18) / .kilowattHour, engineers: engineers, pay: pay, payRise: wageRise),
      tokensIn: pages * tokensOfPage, tokensOut: tokensWritten / passes, volume: ($documents, 100...1e9))
    Investment("integration", integration)
    Cost("team", team, growing: wageRise.fraction)
    Benefit.timeSaved(
      "clerks' hours", items: read, hoursBefore: minutes / 60, hoursAfter: minutes / 60 * (1 - straight) * checking,
      cost: hourOfClerk, becomingCash: cashShare
    )
    .growing(wageRise)
    Benefit.errorsAvoided(
      "errors avoided", items: read, rateBefore: errorsBefore, rateAfter: errorsAfter, cost: costOfError)

    PaidBackInTime(within: Int(within) ?? 24, of: horizon)
    BreakEven("pays_off_from", of: $documents, within: 1...1e7)
    BreakEven("straight_to_pay_off", of: $straight, within: 0...1)
  }

  static func answer(_ findings: Findings) -> String? {
    func share(_ measure: String) -> String { findings.percent(findings[measure].mean ?? 0) }
    return """
      It has paid off after \(findings.option("within")) months in \(share("paid_back_in_time")) of the futures. Its net present \
      value over the horizon is above 0 \(findings["pays_off_from"].onwards). Serving the model over the horizon costs, at \
      present value, \(findings["cost_by_api"]) by API, \(findings["cost_of_rented"]) on rented, \(findings["cost_of_reserved"]) on \
      reserved and \(findings["cost_of_own"]) on own H100s with their engineers; the API is the cheapest in \
      \(share("cheapest_is_api")), and for serving alone rented GPUs cost less \(findings["rented_from"].onwards).
      """
  }

  static func chineseAnswer(_ findings: Findings) -> String? {
    func share(_ measure: String) -> String { findings.percent(findings[measure].mean ?? 0) }
    return """
      \(share("paid_back_in_time")) 的情形在 \(findings.option("within")) 个月内回本。期限内净现值为正的规模：\
      \(findings["pays_off_from"].onwards)。期限内模型服务的成本现值：API \(findings["cost_by_api"])，租用 H100 \(findings["cost_of_rented"])，按年预留 \
      \(findings["cost_of_reserved"])，自购 \(findings["cost_of_own"])（含工程师）；\(share("cheapest_is_api")) 的情形 API \
      最便宜；仅就模型服务而言，租用 GPU 更便宜的规模：\(findings["rented_from"].onwards)。
      """
  }

  private static let deployment = Deployment(.qwen32B, on: .h100, precision: .fp8)

  private static var capacity: CapacityCurve {
    .batching(
      // Nobody watches: documents wait a while, and are written at any speed.
      deployment, lengths: .azureConversation, within: ServiceLevel(.timeToFirstToken, p95: .seconds(20)))
  }
}

extension DocumentProcessing {
  static let chinese: Translation = [
    "small": "小型", "large": "大型",
    question: "模型读取文件何时能够回本？应由谁提供服务？",
    "documents at the start": "期初文件量",
    "set your own": "请填入自己的数字",
    "growth of the documents": "文件量年增长率",
    "as the business": "随业务增长",
    "pages of a document": "每份文件页数",
    "invoices have one or two, claims more": "发票一两页，理赔文件更多",
    "tokens of a page that is read": "每页读取的词元数",
    "its picture and its text; the instructions come on top": "图像与文字，另加指令",
    "tokens that are written for a document": "每份文件输出的词元数",
    "some dozen fields with their places": "数十个字段及其位置",
    "times that a document is read": "每份文件读取次数",
    "sorted, read, checked against the rules; and repeated where it fails": "分类、读取、按规则核对，失败时重复",
    "months until all kinds of documents are read": "覆盖全部文件类型所需月数",
    "one kind after the other": "逐类上线",
    "minutes of a clerk for a document": "人工处理每份文件的分钟数",
    "reading and typing": "阅读与录入",
    "share of the documents that nobody looks at any more": "无需人工查看的文件占比",
    "those whose fields the model is sure of": "模型对各字段有把握的文件",
    "minutes for one that is looked at, as a share of those before": "需查看文件的用时相对此前的比例",
    "fields are filled in and have to be checked": "字段已填写，仅需核对",
    "cost of an hour of a clerk": "职员每小时成本",
    "share of documents with an error before": "使用前有差错的文件占比",
    "people mistype too": "人工录入也会出错",
    "share of documents with an error after": "使用后有差错的文件占比",
    "measure it on your own documents": "请以自己的文件实测",
    "cost of an error": "单个差错的成本",
    "a wrong payment, a second letter": "错误付款或再次发函",
    "the instructions and the rules": "指令与规则",
    "share of the documents that can wait for a batch": "可批量处理的文件占比",
    "bill of a month by API above which the vendor takes less": "超过此金额的月度 API 账单可享折扣",
    "by contract; without a discount it changes nothing": "按合同约定；没有折扣时不起作用",
    "discount on the part of a month's bill above that": "超出部分的折扣", "by contract": "按合同约定",
    "the post of a night": "隔夜的邮件",
    "what can wait fills the night": "可等待的部分填补夜间",
    "scanners, forms, the systems behind": "扫描、表单与后台系统",
    "team, evaluation and monitoring": "团队、评测与监控",
    "two to five people, part of their time": "2–5 人的部分工时",
    "documents": "文件",
    "clerks' hours": "节省的职员工时",
    "errors avoided": "避免的差错",
    "straight_to_pay_off": "净现值转正所需免查看占比",
    "rented_from": "租用成本低于 API 的文件量",
    "reserved_from": "预留成本低于 API 的文件量",
    "own_from": "自购成本低于 API 的文件量",
    "pays_off_from": "净现值转正的文件量",
    "one-off integration": "一次性集成费用",
    "who serves the model": "模型由谁提供服务",
    "Western Europe": "西欧",
    "cheapest_is_rented": "租用最便宜",
    "gpus_busy": "GPU 利用率", "service_level_held": "服务水平可达",
    "model: reserved GPUs, year 4": "模型：预留 GPU，第 4 年",
    "own": "自行运营（GPU 时为自购）",
    "exchange rate, dollars for a euro": "欧元兑美元汇率",
    "exchange rate, dollars for a pound": "英镑兑美元汇率",
    "exchange rate, yen for a dollar": "美元兑日元汇率",
    "exchange rate, yuan for a dollar": "美元兑人民币汇率",
    "price of input by API": "API 输入价格",
    "cheapest_is_reserved": "预留最便宜",
    "only part of the staff leaves or is not hired": "仅部分人员离职或不再招聘",
    "the euro area from 2024 to 2026": "2024–2026 年欧元区",
    "yearly rise of wages": "工资年涨幅",
    "cost_of_reserved": "预留 GPU 成本",
    "price of an H100 with its share of server and network": "一块 H100 的价格（含服务器与网络分摊）",
    "how the prices of tokens and GPUs move: as the market's may, or not at all": "词元与 GPU 价格走势：随市场变动或保持不变",
    "cheapest_is_api": "API 最便宜",
    "25 000 to 40 000 USD (neighborhoodsf.com), and a fifth for the server":
      "25 000–40 000 美元（neighborhoodsf.com），服务器另计五分之一",
    "model: own GPUs": "模型：自购 GPU",
    "team": "团队",
    "income tax on profit": "企业所得税税率",
    "about the mean of Europe; a loss lowers other tax": "约为欧洲平均水平；亏损可抵减其他利润的所得税",
    "share of the input that is found in the vendor's cache": "命中供应商缓存的输入占比",
    "model: reserved GPUs, year 1": "模型：预留 GPU，第 1 年",
    "model: reserved GPUs, year 2": "模型：预留 GPU，第 2 年",
    "discount rate": "折现率",
    "cost of capital": "资本成本",
    "on call with others": "与他人轮流值守",
    "model: power": "模型：电费",
    "model: reserved GPUs, year 5": "模型：预留 GPU，第 5 年",
    "market": "随市场变动",
    "gpus_needed": "所需 GPU",
    "api": "API",
    "engineers who run rented, reserved or own GPUs": "运维租用、预留或自购 GPU 的工程师",
    "months within which it is to pay off": "要求回本的月数",
    "year in which it begins, in January": "开始年份（一月）",
    "currency of the books": "记账货币",
    "constant": "保持不变",
    "discount on GPUs reserved for a year": "按年预留 GPU 的折扣",
    "small and middle models: GPT-5.6 Luna 1.20, Gemini 3.8 Flash 3.75, GPT-6.1 Terra 5.00":
      "中小模型：GPT-5.6 Luna 1.20，Gemini 3.8 Flash 3.75，GPT-6.1 Terra 5.00",
    "model: reserved GPUs, year 3": "模型：预留 GPU，第 3 年",
    "months of the forecast": "预测月数",
    "cost_by_api": "API 成本",
    "cost_of_own": "自购 GPU 成本",
    "model: rented GPUs": "模型：租用 GPU",
    "cheapest_is_own": "自购最便宜",
    "small and middle models: GPT-5.6 Luna 0.20, Gemini 3.8 Flash 0.75, GPT-6.1 Terra 1.00":
      "中小模型：GPT-5.6 Luna 0.20，Gemini 3.8 Flash 0.75，GPT-6.1 Terra 1.00",
    "an H100 for a year 2.7, on demand 3.6 (SemiAnalysis, compute-screener); 35 to 40 % at large clouds (digiterialabs.com)":
      "H100 按年 2.7、按需 3.6（每小时美元，SemiAnalysis、compute-screener）；大型云厂商 35%–40%（digiterialabs.com）",
    "cost_of_rented": "租用 GPU 成本",
    "model: tokens": "模型：词元",
    "rented": "租用 GPU",
    "reserved": "按年预留 GPU",
    "integration": "集成",
    "yearly cost of an engineer": "工程师年成本",
    "price of output by API": "API 输出价格",
    "paid_back_in_time": "在要求的月数内回本",
    "the range of 2023 to 2025": "2023–2025 年的区间",
    "the range of 2023 to 2026": "2023–2026 年的区间",
    "share of the saved labour cost that becomes cash": "节省的人工成本中可变现的比例",
    "load of the busiest hour over that of the mean hour": "最忙小时负载与平均小时之比",
    "model: engineers": "模型：工程师",
    "factor by which the model's steps are slower than measured": "模型每步耗时相对实测值的倍数",
    "rent of an H100": "H100 租金",
    "16 sellers, 2.58 to 6.16, median 3.64 (renshuBTC/compute-screener); Lambda 3.99":
      "16 家供应商，2.58–6.16，中位数 3.64（renshuBTC/compute-screener）；Lambda 3.99",
  ]
}
