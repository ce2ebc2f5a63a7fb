import Payoff

/// A company has a model review its contracts before a lawyer checks the findings.
@main
struct ContractReview: Experiment {
  static let question = "How many contracts a year must a model review to save ten million CNY?"

  static let cases = [
    Case(
      "bull", "many contracts, lawyers rely on it",
      ["contracts": 30000, "hoursAfter": 0.1, "cashShare": 0.8, "trust": 5]),
    Case(
      "bear", "few contracts, lawyers read all again",
      ["contracts": 10000, "hoursAfter": 0.5, "cashShare": 0.4, "trust": 14]),
  ]

  @Uncertain(
    .between(8000, 35_000), stated: 17_391, "contracts", unit: "contracts/year",
    source: .assumption("a group of companies; the stated figure is what F10's 10 M requires at 300 CNY an hour"))
  var contracts: Double

  @Uncertain(.uniform(1, 3), stated: 2, "hours for a contract by hand", unit: "hours", source: .fact("F10", "2 h"))
  var hoursBefore: Double

  @Uncertain(
    .triangular(0.05, 0.0833333333333333, 0.6), stated: 0.0833333333333333, "hours with the model", unit: "hours",
    source: .fact("F10", "5 min; in practice a lawyer still reads before signing"))
  var hoursAfter: Double

  @Uncertain(
    .between(180, 500), stated: 300, "cost of an hour of a lawyer", source: .assumption("implied by F10's saving"))
  var hourOfLawyer: Price<Renminbi, PerPersonHour>

  @Uncertain(
    .uniform(0.3, 0.9), leftOut: 1, "share of the saved labour cost that becomes cash", in: 0...1,
    source: .assumption("lawyers do other work, or less is paid to outside counsel"))
  var cashShare: Double

  @Uncertain(0.12, "share of contracts with errors before", source: .fact("F10"))
  var errorsBefore: Double

  @Uncertain(.uniform(0.02, 0.08), stated: 0.02, "share of contracts with errors after", source: .fact("F10", "2 %"))
  var errorsAfter: Double

  @Uncertain(
    .between(200, 5000), leftOut: 0, "cost of an error",
    source: .assumption("most are a clause that is renegotiated"))
  var costOfError: Price<Renminbi, PerError>

  @Uncertain(
    .between(0.5, 3), leftOut: 0, "model calls for a contract",
    source: .assumption("30 000 tokens of contract and law, read three times, at USD 2 a million"))
  var calls: Price<Renminbi, PerContract>

  @Uncertain(.between(0.5e6, 2e6), leftOut: 0, "licences and upkeep", source: .assumption("list prices of such tools"))
  var licence: Price<Renminbi, PerYear>

  @Uncertain(
    .between(1e6, 4e6), leftOut: 0, "one-off integration", source: .assumption("clauses, templates, permissions"))
  var integration: CNY

  @Uncertain(
    .between(4, 15), leftOut: 0.001, "months until lawyers rely on it", unit: "months",
    source: .assumption("somebody signs each review"))
  var trust: Double

  @Uncertain(
    .uniform(0.02, 0.10), leftOut: 0, "share of contracts that a second lawyer reviews as a control", in: 0...1,
    source: .assumption("quality control of what the model read"))
  var controlled: Double

  @Uncertain(
    .between(0.1e6, 0.6e6), leftOut: 0, "evaluation and monitoring of the model",
    source: .assumption("a test set of clauses for each new version"))
  var evaluation: Price<Renminbi, PerYear>

  @Uncertain(
    .uniform(0.02, 0.15), leftOut: 0, "calls that are repeated, as a share", in: 0...1,
    source: .assumption("time-outs and answers out of form"))
  var retries: Double

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

  var scenario: Scenario {
    Horizon(from: .month(2026, 1), years: 4)
    Books(in: .cny, discounting: 0.10, inflation: inflation, taxing: .chinese(rate: taxRate))
    let wages = PriceIndex("wages", .falling((0 - wageRise.fraction).perYear))
    // A request is a contract; a year of the load has 365.25 days.
    Load("contracts") { Requests(perDay: contracts / 365.25, counts: .expected) }
    let trusted = Ramp.linear(over: trust)
    Benefit.timeSaved(
      "lawyers' hours", items: { $0.requests("contracts") }, hoursBefore: hoursBefore, hoursAfter: hoursAfter,
      cost: hourOfLawyer, becomingCash: cashShare
    )
    .ramping(trusted).growing(wageRise)
    Benefit.errorsAvoided(
      "errors avoided", items: { $0.requests("contracts") }, rateBefore: errorsBefore, rateAfter: errorsAfter,
      cost: costOfError
    )
    .ramping(trusted)
    Metered("calls", calls) { Quantity($0.requests("contracts") * (1 + retries)) }
    Metered("control", hourOfLawyer, along: wages) {
      Quantity($0.requests("contracts") * controlled * hoursBefore * trusted.share(inMonth: $0.index))
    }
    Cost("licence", licence, growing: inflation.fraction)
    Cost("evaluation", evaluation, growing: wageRise.fraction)
    Investment("integration", integration)

    let saved =
      hourOfLawyer.times((hoursBefore - hoursAfter) * cashShare - controlled * hoursBefore)
      + costOfError.times(errorsBefore - errorsAfter) - calls.times(1 + retries)
    Measure("saved_on_a_contract", unit: "CNY/contract") { _ in saved.amount }
    // Ten million in the last year, when lawyers rely on it; before tax, as the article has it.
    BreakEven(
      "contracts_for_ten_million", of: $contracts, within: 1...10_000_000,
      meaning: "the operating result of the last year is 10 M CNY before tax"
    ) {
      $0.operatingResult.suffix(12).reduce(0, +) - 10e6
    }
    .compared(
      with: 17_391, "contracts that save 10 M a year",
      "10 M divided by 300 CNY times 1 h 55 min; more where lawyers still read and where hours do not become cash.",
      of: "F10", isByConstruction: true)
    Check(
      "saved in the last year", unit: "CNY", byHand: 10e6,
      "over 10 M, with the number of contracts that this requires.",
      claimed: 10e6 ... .infinity, of: "F10", isByConstruction: true
    ) { $0.operatingResult.suffix(12).reduce(0, +) }
  }

  static func answer(_ findings: Findings) -> String? {
    """
    A reviewed contract saves \(findings["saved_on_a_contract"]), so saving ten million CNY a year requires \
    \(findings["contracts_for_ten_million"]).
    """
  }
}

extension ContractReview {
  static let chinese: Translation = [
    question: "模型每年需审阅多少份合同，才能节省一千万元？",
    "income tax on profit": "企业所得税税率", "yearly rise of consumer prices": "居民消费价格年涨幅",
    "yearly rise of wages": "工资年涨幅",
    "share of contracts that a second lawyer reviews as a control": "由另一名律师抽查的合同占比",
    "quality control of what the model read": "对模型审阅结果的质量控制",
    "evaluation and monitoring of the model": "模型评测与监控", "a test set of clauses for each new version": "每个新版本均需条款测试集",
    "calls that are repeated, as a share": "重复调用占比", "time-outs and answers out of form": "超时及格式错误的回答",
    "control": "抽查", "evaluation": "评测",
    "contracts": "合同",
    "a group of companies; the stated figure is what F10's 10 M requires at 300 CNY an hour":
      "集团公司规模；所述数字为按每小时 300 元推算 F10 的 1000 万元所需",
    "hours for a contract by hand": "人工审阅一份合同的工时",
    "hours with the model": "使用模型后的工时",
    "5 min; in practice a lawyer still reads before signing": "5 分钟；实际上律师签字前仍会通读",
    "2 h": "2 小时",
    "cost of an hour of a lawyer": "律师每小时成本",
    "implied by F10's saving": "由 F10 的节省额推算",
    "share of the saved labour cost that becomes cash": "节省的人工成本中可变现的比例",
    "lawyers do other work, or less is paid to outside counsel": "律师转做其他工作，或外聘律师费减少",
    "share of contracts with errors before": "使用前存在差错的合同占比",
    "share of contracts with errors after": "使用后存在差错的合同占比",
    "2 %": "2%",
    "cost of an error": "单个差错的成本",
    "most are a clause that is renegotiated": "多为条款重新谈判",
    "model calls for a contract": "每份合同的模型调用费",
    "30 000 tokens of contract and law, read three times, at USD 2 a million": "合同与法规 3 万词元，读三遍，每百万词元 2 美元",
    "licences and upkeep": "许可与维护费",
    "list prices of such tools": "同类工具的标价",
    "one-off integration": "一次性集成费用",
    "clauses, templates, permissions": "条款、模板与权限",
    "months until lawyers rely on it": "律师完全采用所需月数",
    "somebody signs each review": "每份审阅意见须有人签字",
    "lawyers' hours": "节省的律师工时",
    "errors avoided": "避免的差错",
    "calls": "模型调用",
    "licence": "许可",
    "licences": "许可",
    "integration": "集成",
    "saved_on_a_contract": "每份合同节省额",
    "contracts_for_ten_million": "节省一千万元所需合同数",
    "the operating result of the last year is 10 M CNY before tax": "最后一年税前经营利润为 1000 万元",
    "contracts that save 10 M a year": "每年节省 1000 万元所需合同数",
    "10 M divided by 300 CNY times 1 h 55 min; more where lawyers still read and where hours do not become cash.":
      "1000 万元除以 300 元与 1 小时 55 分之积；若律师仍需通读、工时不能变现，则需要更多。",
    "saved in the last year": "最后一年节省额",
    "over 10 M, with the number of contracts that this requires.": "1000 万元以上，按所需合同数计算。",
  ]

  static func chineseAnswer(_ findings: Findings) -> String? {
    """
    每份合同节省 \(findings["saved_on_a_contract"])，因此每年节省一千万元需审阅 \
    \(findings["contracts_for_ten_million"])。
    """
  }
}
