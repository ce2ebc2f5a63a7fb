import Payoff

/// A company gives its employees an assistant: by the seat, by API, or on GPUs of its own.
///
/// `payoff run EmployeeAssistant --set employees=2000 --set requests=8 --set "seatPrice=25 USD" --set hours=1.5`
@main
struct EmployeeAssistant: Experiment {
  static let question = "When does an assistant for employees pay off, and is it bought by the seat or run by oneself?"

  static let cases = [
    Case(
      "bull", "most stay with it, and save an hour and a half a week", ["hours": 1.5, "kept": 0.65, "cashShare": 0.3]),
    Case("bear", "few stay with it, and save little", ["hours": 0.3, "kept": 0.25, "cashShare": 0.1]),
    Case("nothing", "no measurable effect, as 89 % of executives say of their firms", ["hours": 0]),
  ]

  @Uncertain(1000, "employees who get it", unit: "people", in: 1...1e6, source: .assumption("set your own"))
  var employees: Double

  @Uncertain(
    .uniform(4, 16), "requests of an active user on a working day", unit: "requests/day", in: 0...10_000,
    source: .assumption("some questions, drafts and summaries"))
  var requests: Double

  @Uncertain(
    .between(1500, 6000), "tokens of a request, in and out", unit: "tokens/request",
    source: .assumption("a document or a thread with each second request"))
  var tokens: Double

  @Uncertain(
    .uniform(0.1, 0.3), "share of the tokens that the model writes", in: 0...1,
    source: .assumption("drafts and summaries"))
  var outputShare: Double

  @Uncertain(
    .uniform(0, 0.3), leftOut: 0, "growth of the tokens of a user", unit: .perYear,
    source: .assumption("longer documents, answers with reasoning"))
  var tokenGrowth: Double

  @Uncertain(
    .uniform(3, 12), leftOut: 0.001, "months until all have it and know what it is for", unit: "months",
    source: .assumption("department by department"))
  var rollout: Double

  @Uncertain(
    .uniform(0.2, 0.7), "share of users who stay with it", in: 0...1,
    source: .assumption("many try it and few use it each day"))
  var kept: Double

  @Uncertain(
    .uniform(0.05, 0.25), leftOut: 0, "share of the other users who leave it each month", in: 0...1,
    source: .assumption("most within half a year"))
  var churn: Double

  @Uncertain(
    .mixture([(1, .constant(0)), (3, .uniform(0.2, 2))]), stated: 0.8, "hours that an active user saves a week",
    unit: "hours",
    in: -40...40,
    source: .study(
      "Noy and Zhang: 40 % less time for writing; METR: experienced developers 19 % slower; NBER survey: 89 % of firms see nothing",
      date: "2026-02"))
  var hours: Double

  @Uncertain(.between(40, 80), "cost of an hour of an employee", source: .assumption("office work in Western Europe"))
  var hourOfEmployee: Price<EuropeanEuro, PerPersonHour>

  @Uncertain(
    .uniform(0.05, 0.35), "share of the saved time that becomes cash", in: 0...1,
    source: .assumption("the rest becomes better work, or a longer break"))
  var cashShare: Double

  @Uncertain(
    .uniform(2, 8), leftOut: 0, "hours in which an employee learns it, worth as much as hours saved", unit: "hours",
    in: 0...1000,
    source: .assumption("a course, and trying"))
  var learning: Double

  @Uncertain(
    .triangular(0, 0.002, 0.01), leftOut: 0, "share of requests with an error that nobody notices in time", in: 0...1,
    source: .assumption("figures and names that are wrong"))
  var errors: Double

  @Uncertain(.between(1, 20), leftOut: 0, "cost of such an error", source: .assumption("most cost some minutes"))
  var costOfError: Price<EuropeanEuro, PerError>

  @Uncertain(
    .between(15, 35), stated: 25, "price of a seat of a bought assistant, a month",
    source: .assumption("list prices of 20 to 30 USD a user"))
  var seatPrice: Price<USDollar, PerMonth>

  @Uncertain(
    .between(0.3, 2), "price of input by API",
    source: .study("Gemini 3.8 Flash 0.75, GPT-6.1 Terra 1.00, Qwen3.8-Max 2.00", date: "2026-10"))
  var inputPrice: Price<USDollar, PerMillionTokens>

  @Uncertain(
    .between(1.5, 8), "price of output by API",
    source: .study("Gemini 3.8 Flash 3.75, GPT-6.1 Terra 5.00, Qwen3.8-Max 6.00", date: "2026-10"))
  var outputPrice: Price<USDollar, PerMillionTokens>

  @Uncertain(
    .uniform(0, 0.5), leftOut: 0, "share of the input that is found in the vendor's cache", in: 0...1,
    source: .assumption("documents and threads come again"))
  var cachedShare: Double

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
    .uniform(4, 7), "load of the busiest hour over that of the mean hour", in: 1...168,
    source: .assumption("forty hours of a week have all of it"))
  var busiest: Double

  @Uncertain(
    .uniform(0.5, 2), "engineers who run rented, reserved or own GPUs", unit: "people", in: 0...1000,
    source: .assumption("on call with others"))
  var engineers: Double

  @Uncertain(.between(90_000, 140_000), "yearly cost of an engineer", source: .assumption("Western Europe"))
  var pay: Price<EuropeanEuro, PerYear>

  @Uncertain(
    .between(80_000, 400_000), "one-off integration of one's own",
    source: .assumption("single sign-on, documents, permissions"))
  var integration: EUR

  @Uncertain(
    .between(100_000, 400_000), "team and evaluation of one's own", source: .assumption("one to three people"))
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

  @Choice("whether the assistant is bought by the seat, or run by oneself")
  var product: Product = .seats

  @Choice("who serves the model of one's own")
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

  enum Product: String, CaseIterable { case seats, own }
  enum PriceMovements: String, CaseIterable { case market, constant }

  /// Working days in a year of 365.25 days.
  private static let workingDays = 220.0

  var scenario: Scenario {
    let horizon = Horizon(from: .month(Int(year) ?? 2027, 1), months: Int(months) ?? 36)
    let code = CurrencyCode(currency)
    let (tokenPrice, gpuRent) =
      prices == .market
      ? (PriceIndex("API", .apiModel), PriceIndex("GPU rent", .gpuRent)) : (PriceIndex("API"), PriceIndex("GPU rent"))
    let wages = PriceIndex("wages", .falling((0 - wageRise.fraction).perYear))
    let rolledOut = Ramp.linear(over: rollout)
    let staying = (0..<horizon.months).map { month in
      kept + (1 - kept) * (0..<month).reduce(1) { share, _ in share * (1 - churn) }
    }
    let active = { (month: Int) in employees * rolledOut.share(after: Double(month) + 1) * staying[month] }
    let perDay = { (month: Int) in active(month) * requests * Self.workingDays / 365.25 }
    let asked = { (month: MonthOfOperation) in perDay(month.index) * Double(horizon.month(month.index).days) }
    let weeks = { (month: MonthOfOperation) in Self.workingDays / 5 / 12 * active(month.index) }

    horizon
    Books(
      in: code, discounting: discountRate, taxing: IncomeTax(rate: taxRate, losses: .setOffElsewhere, paid: .quarterly),
      ExchangeRate(EUR(1), is: USD(dollarsForEuro)), ExchangeRate(GBP(1), is: USD(dollarsForPound)),
      ExchangeRate(USD(1), is: JPY(yenForDollar)), ExchangeRate(USD(1), is: CNY(yuanForDollar)))
    tokenPrice
    gpuRent
    if product == .seats {
      // As many as have it, for a year each; those who have left get no other.
      Metered("seats", seatPrice) {
        Quantity(employees * rolledOut.share(after: Double($0.index) + 1) * staying[$0.index / 12 * 12])
      }
    } else {
      ServedModel(
        "model", over: horizon, in: code, hosting: hosting, requestsPerDay: perDay,
        by: TokenPrices(
          input: inputPrice, output: outputPrice, cachedShare: cachedShare, cachedDiscount: 0.9,
          volumeDiscounts: VolumeDiscounts((discountedFrom, volumeDiscount)), along: tokenPrice),
        on: GPUPrices(
          capacity: Self.capacity.slower(by: slowness), tokensPerRequest: 1375, busiest: busiest, spares: 1, rent: rent,
          along: gpuRent,
          reservedDiscount: reservedDiscount, price: gpuPrice, losing: 0.35.perYear, maintenance: 0.05.perYear,
          electricity: EUR(0.18) / .kilowattHour, engineers: engineers, pay: pay, payRise: wageRise),
        tokensIn: tokens * (1 - outputShare), tokensOut: tokens * outputShare, growing: tokenGrowth,
        volume: ($employees, 10...1e7))
      Investment("integration", integration)
      Cost("team", team, growing: wageRise.fraction)
    }
    Metered("learning", cashShare * hourOfEmployee, along: wages) {
      Quantity(
        learning * employees * (rolledOut.share(after: Double($0.index) + 1) - rolledOut.share(after: Double($0.index)))
      )
    }
    Metered("errors", costOfError, along: wages) { Quantity(asked($0) * errors) }
    Benefit("time saved") { hourOfEmployee.times(weeks($0) * hours * cashShare) }.growing(wageRise)

    PaidBackInTime(within: Int(within) ?? 24, of: horizon)
    Measure("active_at_the_end", unit: "people") { _ in active(horizon.months - 1) }
    BreakEven("hours_to_pay_off", of: $hours, within: 0...40)
    BreakEven("employees_to_pay_off", of: $employees, within: 1...1e7)
  }

  static func answer(_ findings: Findings) -> String? {
    """
    It has paid off after \(findings.option("within")) months in \
    \(findings.percent(findings["paid_back_in_time"].mean ?? 0)) of the futures. At the end \
    \(findings["active_at_the_end"]) use it; each has to save \(findings["hours_to_pay_off"]) a week for the net \
    present value over the horizon to reach 0. payoff decide EmployeeAssistant --choice product compares seats with an \
    assistant of one's own.
    """
  }

  static func chineseAnswer(_ findings: Findings) -> String? {
    """
    \(findings.percent(findings["paid_back_in_time"].mean ?? 0)) 的情形在 \(findings.option("within")) 个月内回本。期末有 \
    \(findings["active_at_the_end"]) 在使用；每人每周须节省 \(findings["hours_to_pay_off"])，期限内净现值才能达到 0。\
    payoff decide EmployeeAssistant --choice product 对比按席位购买与自行运营。
    """
  }

  private static let deployment = Deployment(.qwen32B, on: .h100, precision: .fp8)

  private static var capacity: CapacityCurve {
    .batching(
      deployment, lengths: .azureConversation,
      // With a document the first word takes longer than in a conversation.
      within: ServiceLevel(.timeToFirstToken, p95: .seconds(5)),
      ServiceLevel(.timePerOutputToken, p95: .milliseconds(50)))
  }
}

extension EmployeeAssistant {
  static let chinese: Translation = [
    "nothing": "无效果",
    question: "员工助手何时能够回本？按席位购买，还是自行运营？",
    "employees who get it": "获得助手的员工数", "set your own": "请填入自己的数字",
    "requests of an active user on a working day": "活跃用户每个工作日的请求数",
    "some questions, drafts and summaries": "若干提问、草稿与摘要",
    "tokens of a request, in and out": "每次请求的词元数（输入与输出）",
    "a document or a thread with each second request": "每两次请求附带一份文档或邮件往来",
    "share of the tokens that the model writes": "模型输出的词元占比", "drafts and summaries": "草稿与摘要",
    "growth of the tokens of a user": "每位用户词元数的年增长率",
    "longer documents, answers with reasoning": "文档更长、回答含推理过程",
    "months until all have it and know what it is for": "全员启用并了解用途所需月数", "department by department": "逐个部门推广",
    "share of users who stay with it": "长期使用者占比", "many try it and few use it each day": "尝试者多，每天使用者少",
    "share of the other users who leave it each month": "其余用户每月流失率", "most within half a year": "多数在半年内流失",
    "hours that an active user saves a week": "活跃用户每周节省的小时数",
    "Noy and Zhang: 40 % less time for writing; METR: experienced developers 19 % slower; NBER survey: 89 % of firms see nothing":
      "Noy 与 Zhang：写作用时减少 40%；METR：资深开发者慢 19%；NBER 调查：89% 的企业未见效果",
    "cost of an hour of an employee": "员工每小时成本", "office work in Western Europe": "西欧办公室工作",
    "share of the saved time that becomes cash": "节省的时间中可变现的比例",
    "the rest becomes better work, or a longer break": "其余转为更好的工作或更长的休息",
    "hours in which an employee learns it, worth as much as hours saved": "员工学习所需小时数", "a course, and trying": "培训与试用",
    "share of requests with an error that nobody notices in time": "未被及时发现的出错请求占比",
    "figures and names that are wrong": "数字与名称有误",
    "cost of such an error": "此类差错的成本", "most cost some minutes": "多数只耗费几分钟",
    "price of a seat of a bought assistant, a month": "外购助手的每席位月费",
    "list prices of 20 to 30 USD a user": "标价每用户 20–30 美元",
    "price of input by API": "API 输入价格", "price of output by API": "API 输出价格",
    "Gemini 3.8 Flash 0.75, GPT-6.1 Terra 1.00, Qwen3.8-Max 2.00":
      "Gemini 3.8 Flash 0.75，GPT-6.1 Terra 1.00，Qwen3.8-Max 2.00",
    "Gemini 3.8 Flash 3.75, GPT-6.1 Terra 5.00, Qwen3.8-Max 6.00":
      "Gemini 3.8 Flash 3.75，GPT-6.1 Terra 5.00，Qwen3.8-Max 6.00",
    "share of the input that is found in the vendor's cache": "命中供应商缓存的输入占比",
    "bill of a month by API above which the vendor takes less": "超过此金额的月度 API 账单可享折扣",
    "by contract; without a discount it changes nothing": "按合同约定；没有折扣时不起作用",
    "discount on the part of a month's bill above that": "超出部分的折扣", "by contract": "按合同约定",
    "documents and threads come again": "文档与往来会重复出现",
    "factor by which the model's steps are slower than measured": "模型每步耗时相对实测值的倍数",
    "rent of an H100": "H100 租金",
    "16 sellers, 2.58 to 6.16, median 3.64 (renshuBTC/compute-screener); Lambda 3.99":
      "16 家供应商，2.58–6.16，中位数 3.64（renshuBTC/compute-screener）；Lambda 3.99",
    "discount on GPUs reserved for a year": "按年预留 GPU 的折扣",
    "an H100 for a year 2.7, on demand 3.6 (SemiAnalysis, compute-screener); 35 to 40 % at large clouds (digiterialabs.com)":
      "H100 按年 2.7、按需 3.6（每小时美元，SemiAnalysis、compute-screener）；大型云厂商 35%–40%（digiterialabs.com）",
    "price of an H100 with its share of server and network": "一块 H100 的价格（含服务器与网络分摊）",
    "25 000 to 40 000 USD (neighborhoodsf.com), and a fifth for the server":
      "25 000–40 000 美元（neighborhoodsf.com），服务器另计五分之一",
    "load of the busiest hour over that of the mean hour": "最忙小时负载与平均小时之比",
    "forty hours of a week have all of it": "全部负载集中在每周 40 小时",
    "engineers who run rented, reserved or own GPUs": "运维租用、预留或自购 GPU 的工程师", "on call with others": "与他人轮流值守",
    "yearly cost of an engineer": "工程师年成本", "Western Europe": "西欧",
    "one-off integration of one's own": "自行运营的一次性集成费用",
    "single sign-on, documents, permissions": "单点登录、文档与权限",
    "team and evaluation of one's own": "自行运营的团队与评测", "one to three people": "1–3 人",
    "yearly rise of wages": "工资年涨幅", "the euro area from 2024 to 2026": "2024–2026 年欧元区",
    "discount rate": "折现率", "cost of capital": "资本成本", "income tax on profit": "企业所得税税率",
    "about the mean of Europe; a loss lowers other tax": "约为欧洲平均水平；亏损可抵减其他利润的所得税",
    "exchange rate, dollars for a euro": "欧元兑美元汇率", "exchange rate, dollars for a pound": "英镑兑美元汇率",
    "exchange rate, yen for a dollar": "美元兑日元汇率", "exchange rate, yuan for a dollar": "美元兑人民币汇率",
    "the range of 2023 to 2025": "2023–2025 年的区间", "the range of 2023 to 2026": "2023–2026 年的区间",
    "whether the assistant is bought by the seat, or run by oneself": "按席位购买或自行运营助手",
    "seats": "按席位购买", "own": "自行运营（GPU 时为自购）",
    "who serves the model of one's own": "自有模型由谁提供服务", "api": "API", "rented": "租用 GPU", "reserved": "按年预留 GPU",
    "how the prices of tokens and GPUs move: as the market's may, or not at all": "词元与 GPU 价格走势：随市场变动或保持不变",
    "market": "随市场变动", "constant": "保持不变", "currency of the books": "记账货币", "months of the forecast": "预测月数",
    "months within which it is to pay off": "要求回本的月数", "year in which it begins, in January": "开始年份（一月）",
    "integration": "集成", "team": "团队", "learning": "学习", "errors": "差错", "time saved": "节省的时间",
    "model: tokens": "模型：词元", "model: rented GPUs": "模型：租用 GPU", "model: own GPUs": "模型：自购 GPU",
    "model: power": "模型：电费", "model: engineers": "模型：工程师",
    "model: reserved GPUs, year 1": "模型：预留 GPU，第 1 年", "model: reserved GPUs, year 2": "模型：预留 GPU，第 2 年",
    "model: reserved GPUs, year 3": "模型：预留 GPU，第 3 年", "model: reserved GPUs, year 4": "模型：预留 GPU，第 4 年",
    "model: reserved GPUs, year 5": "模型：预留 GPU，第 5 年",
    "paid_back_in_time": "在要求的月数内回本", "active_at_the_end": "期末活跃用户", "hours_to_pay_off": "净现值转正所需每周节省小时数",
    "employees_to_pay_off": "净现值转正所需员工数", "cost_by_api": "API 成本", "cost_of_rented": "租用 GPU 成本",
    "cost_of_reserved": "预留 GPU 成本", "cost_of_own": "自购 GPU 成本", "cheapest_is_api": "API 最便宜",
    "cheapest_is_rented": "租用最便宜", "cheapest_is_reserved": "预留最便宜", "cheapest_is_own": "自购最便宜",
    "gpus_needed": "所需 GPU", "gpus_busy": "GPU 利用率", "service_level_held": "服务水平可达", "rented_from": "租用成本低于 API 的员工数",
    "reserved_from": "预留成本低于 API 的员工数", "own_from": "自购成本低于 API 的员工数",
  ]
}
