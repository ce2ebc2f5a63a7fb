import Payoff

/// A company has five uses for generative AI, one team, and a budget: which comes first?
@main
struct Portfolio: Experiment {
  static let question = "Which uses come first under a budget and a team: by return, by safety, or by labour saved?"

  // What each brings once it runs; the other experiments work some of them out.

  @Uncertain(.between(10e6, 120e6), "customer service", source: .assumption("as CustomerService, before rent"))
  var service: Price<Renminbi, PerYear>

  @Uncertain(.between(3e6, 15e6), "contract review", source: .assumption("as ContractReview"))
  var contracts: Price<Renminbi, PerYear>

  @Uncertain(.mixture([(3, 0.0), (4, .uniform(0, 60e6))]), "copywriting", source: .assumption("as ShopCopywriting"))
  var copywriting: Price<Renminbi, PerYear>

  @Uncertain(.between(4e6, 12e6), "sorting texts", source: .assumption("as SpecialisedModel"))
  var sorting: Price<Renminbi, PerYear>

  @Uncertain(.between(2e6, 40e6), "content of games", source: .assumption("as GameContent"))
  var content: Price<Renminbi, PerYear>

  @Uncertain(
    .between(0.8, 2.5), stated: 1, "work over what is planned",
    source: .assumption("software takes longer, seldom shorter"))
  var overrun: Double

  @Uncertain(12, "engineers", unit: "people", source: .fact("F5", "40 % of a team of 30"))
  var engineers: Double

  @Uncertain(.constant(50e6 / 30), "an engineer", source: .fact("F5", "50 M a year for 30"))
  var pay: Price<Renminbi, PerYear>

  @Uncertain(
    25e6, "budget for what is bought", source: .assumption("an example: a little over half of what all would take"))
  var budget: CNY

  @Choice("which use comes first")
  var order: Order = .byReturn

  enum Order: String, CaseIterable {
    case byReturn = "by-return"
    case bySafety = "by-safety"
    case byLabour = "by-labour"
    case allAtOnce = "all-at-once"
  }

  /// A use as it is known when the order is decided.
  struct Use {
    let name: String
    /// What is bought for it: licences, data, integration.
    let bought: CNY
    /// Months of a person, as planned.
    let work: Double
    /// What it runs on: compute, calls.
    let running: Price<Renminbi, PerYear>
    /// What it is thought to bring a year, in the middle and at worst.
    let expected: CNY
    let atWorst: CNY
    /// The share of that which is labour saved.
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

  /// The uses that the budget buys, in the order of the choice.
  private var plan: [Use] {
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

  /// The months in which the uses of the plan begin to run.
  private var starts: [Int] {
    let plan = plan
    var done = 0.0
    let each = plan.map { use in
      done += use.work * overrun
      return Int((done / engineers).rounded(.up))
    }
    // All at once, all are ready when all the work is done.
    return order == .allAtOnce ? each.map { _ in each[each.count - 1] } : each
  }

  var scenario: Scenario {
    Horizon(from: .month(2026, 1), years: 4)
    Books(in: .cny, discounting: 0.10)
    let uses = Array(zip(plan, starts))
    let end = uses.map(\.1).max() ?? 0
    Staff("engineers", Int(engineers), pay, until: end)
    // Every use is there in every future, so that all have the same months; one that is not bought has none.
    for use in Self.uses {
      let start = uses.first { $0.0.name == use.name }?.1
      let runs = { (month: MonthOfOperation) in start.map { month.index >= $0 } ?? false }
      let monthly = brings(use).monthly.amount
      Benefit(use.name) { CNY(runs($0) ? monthly : 0) }
      Metered("\(use.name) runs", use.running.monthly) { Quantity(runs($0) ? 1 : 0) }
      Investment("\(use.name) is bought", start == nil ? .zero : use.bought)
    }
    Measure("uses_bought", unit: "uses") { _ in Double(uses.count) }
    Measure("first_runs_in", unit: "month") { _ in uses.map(\.1).min().map { Double($0 + 1) } }
    Measure("all_run_in", unit: "month") { _ in Double(end + 1) }
    Check(
      "what 40 % of the team cost a year", unit: "CNY", byHand: 20e6, "40 % of over 50 M.",
      claimed: 20e6 ... .infinity, of: "F5"
    ) { 12 * $0.cost("engineers")[0] }
    let first = plan.first
    Check(
      "labour is the first use's largest saving", byHand: 1,
      "the article's rule is highest labour cost first; ordered by return, what comes first need not be that.",
      claimed: 0.5...1, of: "F18"
    ) { _ in first?.labour ?? 0 }
  }

  static func answer(_ findings: Findings) -> String? {
    """
    Ordered \(findings.option("order")), the budget buys \(Int(findings["uses_bought"].median ?? 0)) uses, of which the first runs from \(findings["first_runs_in"]) and the last from \(findings["all_run_in"]); together \
    they are worth \(findings["npv"]). payoff decide Portfolio holds the orders against each other.
    """
  }
}
