import Payoff

/// A base model is trained on 256 A800s for a month: its cost today and a year later, and the cost of failures.
@main
struct TrainingRun: Experiment {
  static let question = "What does a training run on 256 A800s cost now and a year later, and how much do failures add?"

  @Uncertain(.uniform(9, 11), "rent of an A800", source: .fact("F1", "about 10 USD"))
  var rent: Price<USDollar, GPUHour>

  @Uncertain(256, "GPUs that train together", unit: "GPUs", source: .fact("F1"))
  var gpus: Double

  @Uncertain(720, "hours of work, without failures", unit: "hours", in: 0...14_000, source: .fact("F1"))
  var hours: Double

  @Uncertain(
    .uniform(0.30, 0.50), "yearly fall of the cost, as the article has it", source: .fact("F17", "30 to 50 % a year"))
  var fall: Rate<PerYear>

  @Choice("how the rent moves: as the market's of 2026, or by the article's fall of the cost")
  var path: Path = .market

  enum Path: String, CaseIterable { case market, article }

  @Uncertain(
    .between(10, 40), leftOut: 0, "failures that stop the run", unit: "1/million GPU-hours",
    source: .recorded(ClusterReliability.llama3))
  var failures: Double

  @Uncertain(
    .uniform(1, 6), "minutes to save a checkpoint", unit: "minutes",
    source: .assumption("hundreds of GB written to disk"))
  var saving: Double

  @Uncertain(
    .uniform(10, 60), "minutes to restart after a failure", unit: "minutes",
    source: .assumption("finding the fault, replacing a node, loading the last checkpoint"))
  var restarting: Double

  var scenario: Scenario {
    // The later run has two years, failures and all.
    Horizon(from: .month(2026, 1), years: 3)
    Books(in: .usd, discounting: 0.10)
    let rents = PriceIndex("rents", path == .market ? PriceOutlook.gpuRent.movements : [.falling(fall)])
    rents
    // The library's training run: this file's own type has the same name.
    Economics.TrainingRun("the run", gpus: gpus, hours: hours, rent, along: rents, failing: checkpoints)
    Economics.TrainingRun(
      "a year later", gpus: gpus, hours: hours, rent, along: rents, from: 12, failing: checkpoints)

    Measure("cost_now", unit: "USD") { Self.total($0.cost("the run")) }
    Measure("cost_a_year_later", unit: "USD") { Self.total($0.cost("a year later")) }
    Measure("saved_by_waiting", unit: "1") { 1 - Self.total($0.cost("a year later")) / Self.total($0.cost("the run")) }
    Measure("added_by_failures", unit: "1") { Self.total($0.cost("the run")) / withoutFailures($0) - 1 }

    Check(
      "cost of the run", unit: "USD", byHand: 256 * 720 * 10,
      "256 GPUs, 720 hours, 10 USD; failures make the run longer, and the rent of the next month applies to the rest.",
      of: "F1"
    ) { Self.total($0.cost("the run")) }
    Check(
      "cost of the same run a year later", unit: "USD", byHand: 256 * 720 * 10 * 0.6,
      "lower by 40 %, the middle of 30 to 50 %, as the article has the cost of work; the rent alone falls less or rises.",
      of: "F17"
    ) { Self.total($0.cost("a year later")) }
  }

  /// What the run would cost on the same rents if nothing failed.
  private func withoutFailures(_ forecast: Forecast) -> Double {
    let rents = forecast.price("rents")
    var (left, cost) = (hours, 0.0)
    for month in rents.indices where left > 0 {
      let passed = min(left, Double(24 * forecast.horizon.month(month).days))
      cost += gpus * passed * (rent.amount * rents[month])
      left -= passed
    }
    return cost
  }

  /// Checkpointing against failures; `nil` if there are none.
  private var checkpoints: Checkpointing? {
    guard failures > 0 else { return nil }
    return Checkpointing(
      everyFailure: Quantity(1e6 / failures), gpus: gpus, saving: saving / 60, restarting: restarting / 60)
  }

  private static func total(_ months: [Double]) -> Double { months.reduce(0, +) }

  static func answer(_ findings: Findings) -> String? {
    """
    The run costs \(findings["cost_now"]); failures and checkpoints add \(findings["added_by_failures"].percent) to it. A year \
    later it costs \(findings["cost_a_year_later"]), which is \(findings["saved_by_waiting"].percent) less.
    """
  }
}

extension TrainingRun {
  static let chinese: Translation = [
    question: "在 256 块 A800 上训练一次，现在与一年后各需多少，故障会增加多少成本？",
    "rent of an A800": "A800 租金",
    "about 10 USD": "约 10 美元",
    "GPUs that train together": "参与训练的 GPU 数",
    "hours of work, without failures": "无故障训练时长",
    "yearly fall of the cost, as the article has it": "文中的成本年降幅",
    "how the rent moves: as the market's of 2026, or by the article's fall of the cost":
      "租金走势：2026 年市场走势，或文中的成本年降幅",
    "market": "市场", "article": "文中",
    "30 to 50 % a year": "每年 30%–50%",
    "failures that stop the run": "使训练中断的故障率",
    "Meta, The Llama 3 herd of models, table 5": "Meta，《The Llama 3 herd of models》，表 5",
    "minutes to save a checkpoint": "保存检查点所需分钟数",
    "hundreds of GB written to disk": "数百 GB 写入磁盘",
    "minutes to restart after a failure": "故障后重启所需分钟数",
    "finding the fault, replacing a node, loading the last checkpoint": "定位故障、更换节点、加载最近检查点",
    "rents": "租金",
    "the run": "本次训练",
    "a year later": "一年后训练",
    "1/million GPU-hours": "次/百万 GPU 小时",
    "cost_now": "当前成本",
    "cost_a_year_later": "一年后成本",
    "saved_by_waiting": "等待一年的降幅",
    "added_by_failures": "故障增加的成本占比",
    "cost of the run": "训练成本",
    "256 GPUs, 720 hours, 10 USD; failures make the run longer, and the rent of the next month applies to the rest.":
      "256 块 GPU、720 小时、10 美元；故障延长训练，跨月部分按次月租金计。",
    "cost of the same run a year later": "一年后同样训练的成本",
    "lower by 40 %, the middle of 30 to 50 %, as the article has the cost of work; the rent alone falls less or rises.":
      "按文中单位工作量成本 30%–50% 的中值下降 40%；仅租金本身降幅较小，甚至上涨。",
  ]

  static func chineseAnswer(_ findings: Findings) -> String? {
    """
    现在训练一次需 \(findings["cost_now"])，故障与存档使成本增加 \(findings["added_by_failures"].percent)；一年后需 \
    \(findings["cost_a_year_later"])，降低 \(findings["saved_by_waiting"].percent)。
    """
  }
}
