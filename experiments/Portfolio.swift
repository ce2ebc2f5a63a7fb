import Payoff

/// A company has five uses for generative AI, one team, and a budget: which comes first?
@main
struct Portfolio: Experiment {
  static let question =
    "With one budget and one team, which uses come first: by return, by worst case, or by labour saved?"

  static let cases = [
    Case(
      "bull", "uses bring what their vendors say",
      ["service": 90e6, "contracts": 12e6, "sorting": 10e6, "content": 25e6, "overrun": 1]),
    Case(
      "bear", "they bring little, and take longer",
      ["service": 15e6, "contracts": 4e6, "sorting": 5e6, "content": 4e6, "overrun": 2.2]),
  ]

  // The benefit of each use once it runs; other experiments calculate some of them.

  @Uncertain(
    .between(10e6, 120e6), "yearly benefit of customer service",
    source: .assumption("as in CustomerService, before rent"))
  var service: Price<Renminbi, PerYear>

  @Uncertain(.between(3e6, 15e6), "yearly benefit of contract review", source: .assumption("as in ContractReview"))
  var contracts: Price<Renminbi, PerYear>

  @Uncertain(
    .mixture([(3, 0.0), (4, .uniform(0, 60e6))]), "yearly benefit of copywriting",
    source: .assumption("as in ShopCopywriting"))
  var copywriting: Price<Renminbi, PerYear>

  @Uncertain(.between(4e6, 12e6), "yearly benefit of sorting texts", source: .assumption("as in SpecialisedModel"))
  var sorting: Price<Renminbi, PerYear>

  @Uncertain(.between(2e6, 40e6), "yearly benefit of game content", source: .assumption("as in GameContent"))
  var content: Price<Renminbi, PerYear>

  @Uncertain(
    .between(0.8, 2.5), stated: 1, "ratio of actual to planned work",
    source: .assumption("software usually takes longer than planned"))
  var overrun: Double

  @Uncertain(12, "engineers", unit: "people", in: 1...1e6, source: .fact("F5", "40 % of a team of 30"))
  var engineers: Double

  @Uncertain(.constant(50e6 / 30), "yearly cost of an engineer", source: .fact("F5", "50 M a year for 30"))
  var pay: Price<Renminbi, PerYear>

  @Uncertain(
    25e6, "budget for purchases", source: .assumption("an example: a little over half of the cost of all uses"))
  var budget: CNY

  @Uncertain(
    .uniform(6, 18), leftOut: 0.001, "months until people work with a use in full", unit: "months",
    source: .assumption("complementary changes of work take a year"))
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

  @Choice("which use comes first")
  var order: Order = .byReturn

  enum Order: String, CaseIterable {
    case byReturn = "by-return"
    case bySafety = "by-safety"
    case byLabour = "by-labour"
    case allAtOnce = "all-at-once"
  }

  /// A use, with what is known when the order is decided.
  struct Use {
    let name: String
    /// Purchases for it: licences, data, integration.
    let bought: CNY
    /// Planned work in person-months.
    let work: Double
    /// Running cost: compute, calls.
    let running: Price<Renminbi, PerYear>
    /// Estimated yearly benefit: median and worst case.
    let expected: CNY
    let atWorst: CNY
    /// The share of the benefit that is labour saved.
    let labour: Double
  }

  private static let uses = [
    Use(
      name: "service", bought: CNY(12e6), work: 120, running: CNY(8e6) / .year, expected: CNY(35e6), atWorst: CNY(10e6),
      labour: 0.7),
    Use(
      name: "contracts", bought: CNY(2e6), work: 30, running: CNY(1e6) / .year, expected: CNY(7e6), atWorst: CNY(3e6),
      labour: 0.9),
    Use(
      name: "copywriting", bought: CNY(4e6), work: 24, running: CNY(1e6) / .year, expected: CNY(15e6), atWorst: .zero,
      labour: 0.1),
    Use(
      name: "sorting", bought: CNY(3e6), work: 36, running: CNY(1e6) / .year, expected: CNY(7e6), atWorst: CNY(4e6),
      labour: 0.3),
    Use(
      name: "content", bought: CNY(20e6), work: 90, running: CNY(3e6) / .year, expected: CNY(9e6), atWorst: CNY(2e6),
      labour: 0.2),
  ]

  /// The uses that the budget buys, in an order.
  private func plan(by order: Order) -> [Use] {
    func cost(_ use: Use) -> CNY { use.bought + (use.work / 12) * CNY(pay.amount) }
    let ordered = Self.uses.sorted { a, b in
      switch order {
      case .byReturn, .allAtOnce: a.expected / cost(a) > b.expected / cost(b)
      case .bySafety: a.atWorst / cost(a) > b.atWorst / cost(b)
      case .byLabour: a.labour > b.labour
      }
    }
    var left = budget
    return ordered.filter { use in
      guard use.bought.amount <= left.amount else { return false }
      left = left - use.bought
      return true
    }
  }

  private func brings(_ use: Use) -> Price<Renminbi, PerYear> {
    switch use.name {
    case "service": service
    case "contracts": contracts
    case "copywriting": copywriting
    case "sorting": sorting
    default: content
    }
  }

  /// The months in which the uses of a plan begin to run.
  private func starts(of plan: [Use], by order: Order) -> [Int] {
    var done = 0.0
    let each = plan.map { use in
      done += use.work * overrun
      return Int((done / engineers.rounded()).rounded(.up))
    }
    // All at once: all uses are ready when all the work is done.
    return order == .allAtOnce ? each.map { _ in each[each.count - 1] } : each
  }

  var scenario: Scenario {
    Horizon(from: .month(2026, 1), years: 12)
    Books(in: .cny, discounting: 0.10, inflation: inflation, taxing: .chinese(rate: taxRate))
    let plan = self.plan(by: order)
    let uses = Array(zip(plan, starts(of: plan, by: order)))
    let end = uses.map(\.1).max() ?? 0
    Staff("engineers", Int(engineers.rounded()), pay, growing: wageRise, until: end)
    // Every use is in every replication, so that all have the same columns; a use that is not bought has zeros.
    for use in Self.uses {
      let start = uses.first { $0.0.name == use.name }?.1
      // Four years whenever it begins, so that no order is cut off by the calendar.
      let operation = OperatingLife(from: start, months: 48)
      operation
      let runs = { (month: MonthOfOperation) in operation.runs(in: month) }
      let monthly = brings(use).monthly.amount
      let learnt = Ramp.linear(from: Double(start ?? 0), over: learning)
      Benefit(use.name) { CNY(runs($0) ? monthly * learnt.share(after: Double($0.index) + 1) : 0) }.growing(wageRise)
      Metered("\(use.name) runs", use.running.monthly) { Quantity(runs($0) ? 1 : 0) }
      Investment("\(use.name) is bought", start == nil ? .zero : use.bought)
    }
    Measure("uses_bought", unit: "uses") { _ in Double(uses.count) }
    Measure("first_runs_in", unit: "month", absence: .laterThanAny) { _ in uses.map(\.1).min().map { Double($0 + 1) } }
    Measure("all_run_in", unit: "month", absence: .laterThanAny) { _ in uses.map(\.1).max().map { Double($0 + 1) } }
    Check(
      "yearly cost of 40 % of the team", unit: "CNY", byHand: 20e6, "40 % of over 50 M.",
      claimed: 20e6 ... .infinity, of: "F5", isByConstruction: true
    ) { 12 * $0.cost("engineers")[0] }
    Check(
      "lead of the order by return over the best other order", unit: "CNY", byHand: 0,
      "the article says highest return first; the net present values before tax of all orders, by sums.",
      claimed: 0 ... .infinity, of: "F18"
    ) { _ in
      let values = Dictionary(uniqueKeysWithValues: Order.allCases.map { ($0, worth(by: $0)) })
      return (values[.byReturn] ?? 0) - (values.filter { $0.key != .byReturn }.values.max() ?? 0)
    }
  }

  /// The net present value before tax of an order, by sums instead of a simulation.
  private func worth(by order: Order) -> Double {
    let plan = self.plan(by: order)
    let starts = self.starts(of: plan, by: order)
    func value(_ month: Int) -> Double { (0.10).perYear.factor(after: -Double(month + 1) / 12) }
    func wages(_ month: Int) -> Double { wageRise.factor(after: Double(month) / 12) }
    var worth = 0.0
    for month in 0..<(starts.max() ?? 0) {
      worth -= engineers.rounded() * pay.monthly.amount * wages(month) * value(month)
    }
    for (use, start) in zip(plan, starts) {
      let learnt = Ramp.linear(from: Double(start), over: learning)
      worth -= use.bought.amount
      for month in start..<start + 48 {
        let brings = self.brings(use).monthly.amount * learnt.share(after: Double(month) + 1) * wages(month)
        worth += (brings - use.running.monthly.amount) * value(month)
      }
    }
    return worth
  }

  static func answer(_ findings: Findings) -> String? {
    let count = Int(findings["uses_bought"].median ?? 0)
    let order = findings.option("order").replacing("-", with: " ")
    guard count > 0 else { return "Ordered \(order), the budget buys no use." }
    return """
      Ordered \(order), the budget buys \(count) \(count == 1 ? "use" : "uses"). The first runs from \
      \(findings["first_runs_in"]) on and the last from \(findings["all_run_in"]) on; their net present value is \
      \(findings["npv"]). payoff decide Portfolio compares the orders.
      """
  }
}

extension Portfolio {
  static let chinese: Translation = [
    question: "在同一预算与团队下，应先上哪些应用：按回报、按最差情形，还是按节省的人工？",
    "income tax on profit": "企业所得税税率", "yearly rise of consumer prices": "居民消费价格年涨幅",
    "yearly rise of wages": "工资年涨幅",
    "months until people work with a use in full": "应用完全发挥作用所需月数",
    "complementary changes of work take a year": "配套的工作调整需要一年",
    "yearly benefit of customer service": "客户服务年收益",
    "as in CustomerService, before rent": "同 CustomerService，未扣租金",
    "yearly benefit of contract review": "合同审阅年收益",
    "as in ContractReview": "同 ContractReview",
    "yearly benefit of copywriting": "文案年收益",
    "as in ShopCopywriting": "同 ShopCopywriting",
    "yearly benefit of sorting texts": "文本分类年收益",
    "as in SpecialisedModel": "同 SpecialisedModel",
    "yearly benefit of game content": "游戏内容年收益",
    "as in GameContent": "同 GameContent",
    "ratio of actual to planned work": "实际工作量与计划之比",
    "software usually takes longer than planned": "软件项目通常超期",
    "engineers": "工程师人数",
    "40 % of a team of 30": "30 人团队的 40%",
    "yearly cost of an engineer": "工程师年成本",
    "50 M a year for 30": "30 人每年 5000 万元",
    "budget for purchases": "采购预算",
    "an example: a little over half of the cost of all uses": "示例：略高于全部应用所需的一半",
    "which use comes first": "应用的先后顺序",
    "by-return": "按回报",
    "by-safety": "按最差情形",
    "by-labour": "按节省人工",
    "all-at-once": "同时推进",
    "service": "客户服务",
    "contracts": "合同审阅",
    "copywriting": "文案",
    "sorting": "文本分类",
    "content": "游戏内容",
    "service runs": "客户服务运行",
    "contracts runs": "合同审阅运行",
    "copywriting runs": "文案运行",
    "sorting runs": "文本分类运行",
    "content runs": "游戏内容运行",
    "service is bought": "客户服务采购",
    "contracts is bought": "合同审阅采购",
    "copywriting is bought": "文案采购",
    "sorting is bought": "文本分类采购",
    "content is bought": "游戏内容采购",
    "uses_bought": "采购的应用数",
    "first_runs_in": "首个应用上线月份",
    "all_run_in": "全部应用上线月份",
    "uses": "个应用",
    "yearly cost of 40 % of the team": "40% 团队的年成本",
    "40 % of over 50 M.": "5000 万元以上的 40%。",
    "lead of the order by return over the best other order": "按回报排序领先于其他最优排序的净现值",
    "the article says highest return first; the net present values before tax of all orders, by sums.":
      "文中称回报最高者优先；为各排序的税前净现值之和。",
  ]

  static func chineseAnswer(_ findings: Findings) -> String? {
    guard let count = findings["uses_bought"].median, count >= 1 else {
      return "\(findings.option("order"))排序时，预算不足以支持任何应用。"
    }
    return """
      \(findings.option("order"))排序时，预算可支持 \(Int(count)) 个应用，首个上线时间为\(findings["first_runs_in"])，\
      最后一个为\(findings["all_run_in"])；合计净现值为 \(findings["npv"])。各排序的比较见 payoff decide Portfolio。
      """
  }
}
