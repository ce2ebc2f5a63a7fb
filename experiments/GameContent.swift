import Payoff

/// A studio updates its game more often with generated content, and more of its players stay.
@main
struct GameContent: Experiment {
  static let question = "Do content updates three times as often keep enough players to pay for themselves?"

  static let cases = [
    Case("bull", "players stay as the article says", ["uplift": 0.15, "workSaved": 0.6, "learning": 4]),
    Case("bear", "they do not, and the work is learnt slowly", ["uplift": 0, "workSaved": 0.35, "learning": 12]),
  ]

  @Uncertain(.between(1e6, 5e6), "players", unit: "players", source: .assumption("a medium-sized game"))
  var players: Double

  @Uncertain(
    .uniform(0.4, 0.7), stated: 0.5, "share of a month's players who still play in the next month", in: 0...1,
    source: .assumption("mobile games keep half of their players from month to month"))
  var retention: Double

  @Uncertain(
    .uniform(-0.02, 0.18), stated: 0.18, "uplift of retention with three times as many updates", source: .fact("F9"))
  var uplift: Double

  @Uncertain(
    .between(1, 5), stated: 3, "margin per player",
    source: .assumption("few players pay, and the app store keeps a third"))
  var margin: Price<Renminbi, PerCustomerMonth>

  @Uncertain(4, "updates a year before", unit: "updates/year", in: 0...1000, source: .fact("F9"))
  var updatesBefore: Double

  @Uncertain(
    .uniform(0.3, 0.6), stated: 0.6, "share of the work on an update that is saved", in: 0...1,
    source: .fact("F9", "development cycle −60 %"))
  var workSaved: Double

  @Uncertain(.between(2e6, 8e6), "cost of an update by hand", source: .assumption("20 to 60 people for three months"))
  var update: CNY

  @Uncertain(
    .uniform(4, 12), leftOut: 0, "months until the studio works in the new way", unit: "months",
    source: .assumption("tools and pipelines have to be learned"))
  var learning: Double

  @Uncertain(
    .between(2e6, 10e6), "tools and pipelines, once", source: .assumption("integration of generation into the studio"))
  var integration: CNY

  @Uncertain(
    .between(1e6, 6e6), "licences and calls of generation", source: .assumption("seats, images, voices and text"))
  var generation: Price<Renminbi, PerYear>

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

  @Choice("whether +18 % is relative or in percentage points")
  var reading: Reading = .relative

  @Choice("how often updates come: a cycle shorter by 60 % gives 2.5 times as many, the article says 3")
  var cadence: Cadence = .article

  enum Reading: String, CaseIterable { case relative, points }

  enum Cadence: String, CaseIterable {
    case article = "3-times"
    case cycle = "by-the-cycle"
  }

  var scenario: Scenario {
    Horizon(from: .month(2026, 1), years: 4)
    Books(in: .cny, discounting: 0.10, inflation: inflation, taxing: .chinese(rate: taxRate))
    let wages = PriceIndex("wages", .falling((0 - wageRise.fraction).perYear))
    let times = cadence == .article ? 3 : 1 / (1 - workSaved)
    // The article's uplift is for three times as many updates; each further update adds less.
    let kept = DiminishingReturns(observed: 1 + max(uplift, 0), at: 3).factor(times) - 1 + min(uplift, 0)
    let cohorts = CustomerCohorts(
      existing: players * retention, joining: Array(repeating: players * (1 - retention), count: 48),
      retention: .churning((1 - retention).perMonth))
    let ramp = learning > 0 ? Ramp.linear(over: learning) : .immediate()
    Benefit.retention(
      "players who stay", of: cohorts, uplift: reading == .relative ? .relative(kept) : .points(kept), margin: margin,
      exposed: ramp)
    Investment("integration", integration)
    Cost("licences and calls", generation, growing: inflation.fraction)
    // Before, four updates by hand; then more of them, each with less work.
    Avoided(Metered("updates by hand", update / PerUpdate.unit, along: wages) { _ in Quantity(updatesBefore / 12) })
    Metered("updates", update / PerUpdate.unit, along: wages) { month in
      let share = ramp.share(inMonth: month.index)
      return Quantity(updatesBefore / 12 * (1 - share + share * times * (1 - workSaved)))
    }

    Measure("updates_a_year", unit: "updates/year") { _ in updatesBefore * times }
    Measure("players_more", unit: "1") { $0.benefit("players who stay")[47] / (margin.amount * players) }
    Check(
      "updates a year by the cycle", unit: "updates/year", byHand: 12,
      "4 become 12; a cycle that is 60 % shorter gives 10.", of: "F9"
    ) { _ in updatesBefore / (1 - workSaved) }
    Check(
      "ratio of retention to that before", byHand: 1.18,
      "+18 % of the rate itself; in percentage points, it is 1.36 times a rate of one half.", of: "F9",
      isByConstruction: true
    ) { _ in reading == .relative ? 1 + kept : (retention + kept) / retention }
  }

  /// An update of the game.
  enum PerUpdate: BillingUnit {
    static var symbol: String { "update" }
    case unit
  }

  static func answer(_ findings: Findings) -> String? {
    """
    With +18 % taken as \(findings.option("reading") == "relative" ? "relative" : "percentage points") and \(Int(findings["updates_a_year"].median ?? 0)) \
    updates a year, the game ends with \(findings["players_more"].percent) more players, and the net present value is \
    above 0 in \(findings.percent(findings["npv"].shareAboveZero)) of simulated futures.
    """
  }
}

extension GameContent {
  static let chinese: Translation = [
    question: "内容更新频率提高到三倍，留住的玩家能否覆盖成本？",
    "income tax on profit": "企业所得税税率", "yearly rise of consumer prices": "居民消费价格年涨幅",
    "yearly rise of wages": "工资年涨幅",
    "players": "玩家数",
    "tools and pipelines, once": "工具与管线（一次性）",
    "integration of generation into the studio": "将生成式工具集成到工作室流程",
    "licences and calls of generation": "生成式工具的许可与调用费用",
    "seats, images, voices and text": "席位、图像、配音与文本",
    "integration": "集成",
    "licences and calls": "许可与调用",
    "a medium-sized game": "中等规模游戏",
    "share of a month's players who still play in the next month": "玩家月留存率",
    "mobile games keep half of their players from month to month": "手机游戏月留存约一半",
    "uplift of retention with three times as many updates": "更新频率三倍时留存率的提升",
    "margin per player": "每玩家边际贡献",
    "few players pay, and the app store keeps a third": "付费玩家较少，应用商店抽成三成",
    "updates a year before": "原每年更新次数",
    "share of the work on an update that is saved": "每次更新节省的工作量占比",
    "development cycle −60 %": "开发周期 −60%",
    "cost of an update by hand": "人工制作一次更新的成本",
    "20 to 60 people for three months": "20–60 人三个月",
    "months until the studio works in the new way": "工作室完成转型所需月数",
    "tools and pipelines have to be learned": "需掌握工具与流程",
    "whether +18 % is relative or in percentage points": "+18% 指相对提升还是百分点",
    "how often updates come: a cycle shorter by 60 % gives 2.5 times as many, the article says 3":
      "更新频率：周期缩短 60% 为 2.5 倍，文中为 3 倍",
    "relative": "相对提升",
    "points": "百分点",
    "3-times": "3 倍",
    "by-the-cycle": "按周期推算",
    "players who stay": "留存的玩家",
    "updates by hand": "人工更新",
    "updates": "内容更新",
    "update": "次更新",
    "updates_a_year": "每年更新次数",
    "players_more": "期末玩家增幅",
    "updates a year by the cycle": "按周期推算的每年更新次数",
    "4 become 12; a cycle that is 60 % shorter gives 10.": "文中由 4 次增至 12 次；周期缩短 60% 为 10 次。",
    "ratio of retention to that before": "留存率与原值之比",
    "+18 % of the rate itself; in percentage points, it is 1.36 times a rate of one half.":
      "按留存率本身 +18%；若为百分点，则为一半留存率的 1.36 倍。",
  ]

  static func chineseAnswer(_ findings: Findings) -> String? {
    """
    将 +18% 理解为\(findings.option("reading"))、每年更新 \(Int(findings["updates_a_year"].median ?? 0)) 次时，期末玩家增加 \
    \(findings["players_more"].percent)；\(findings.percent(findings["npv"].shareAboveZero)) 的模拟情形净现值高于 0。
    """
  }
}
