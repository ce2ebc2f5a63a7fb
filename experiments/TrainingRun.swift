import Payoff

/// A base model is trained on 256 A800s for a month: what it costs today and a year later, and what failures add.
@main
struct TrainingRun: Experiment {
  static let question = "What does a training run on 256 A800s cost, what a year later, and what do failures add?"

  @Uncertain(.uniform(9, 11), "rent of an A800", source: .fact("F1", "about 10 USD"))
  var rent: Price<USDollar, GPUHour>

  @Uncertain(256, "GPUs that train together", unit: "GPUs", source: .fact("F1"))
  var gpus: Double

  @Uncertain(720, "hours of work, without failures", unit: "hours", source: .fact("F1"))
  var hours: Double

  @Uncertain(.uniform(0.30, 0.50), "fall of the rent", source: .fact("F17", "30 to 50 % a year"))
  var fall: Rate<PerYear>

  @Uncertain(
    .uniform(0.2, 0.5), stated: 0, "deviation of the logarithm of the rent after a year",
    source: .assumption("rents of an H100 rose by 38 % in five months of 2025 and 2026; the case has none"))
  var volatility: Double

  @Uncertain(
    .between(10, 40), stated: 0, "failures that stop the run", unit: "1/million GPU-hours",
    source: .recorded(ClusterReliability.llama3))
  var failures: Double

  @Uncertain(.uniform(1, 6), "minutes to save a state", unit: "minutes", source: .assumption("hundreds of GB to disk"))
  var saving: Double

  @Uncertain(
    .uniform(10, 60), "minutes to start again after a failure", unit: "minutes",
    source: .assumption("finding what failed, replacing a node, loading the last state"))
  var restarting: Double

  var scenario: Scenario {
    Horizon(from: .month(2026, 1), months: 15)
    Books(in: .usd, discounting: 0.10)
    let rents = PriceIndex("rents", .falling(fall), .wandering(volatility))
    rents
    // The library's training run: this file's own type has the same name.
    Economics.TrainingRun("the run", gpus: gpus, hours: hours, rent, along: rents, failing: checkpoints)
    Economics.TrainingRun(
      "a year later", gpus: gpus, hours: hours, rent, along: rents, from: 12, failing: checkpoints)

    let byHand = gpus * hours * rent.amount
    Measure("cost_now", unit: "USD") { Self.total($0.cost("the run")) }
    Measure("cost_a_year_later", unit: "USD") { Self.total($0.cost("a year later")) }
    Measure("saved_by_waiting", unit: "1") { 1 - Self.total($0.cost("a year later")) / Self.total($0.cost("the run")) }
    Measure("added_by_failures", unit: "1") { Self.total($0.cost("the run")) / byHand - 1 }

    Check(
      "cost of the run", unit: "USD", byHand: 256 * 720 * 10,
      "256 GPUs, 720 hours, 10 USD; failures make it longer, and a run that goes on into the next month pays its rent.",
      of: "F1"
    ) { Self.total($0.cost("the run")) }
    Check(
      "cost of the same run a year later", unit: "USD", byHand: 256 * 720 * 10 * 0.6,
      "less by the middle of 30 to 50 %; a rent that wanders need not fall at all.", of: "F17"
    ) { Self.total($0.cost("a year later")) }
  }

  /// How failures are survived; `nil` where there are none.
  private var checkpoints: Checkpointing? {
    guard failures > 0 else { return nil }
    return Checkpointing(
      everyFailure: Quantity(1e6 / failures), gpus: gpus, saving: saving / 60, restarting: restarting / 60)
  }

  private static func total(_ months: [Double]) -> Double { months.reduce(0, +) }

  static func answer(_ findings: Findings) -> String? {
    """
    The run costs \(findings["cost_now"]), to which failures and the states saved against them add \
    \(findings["added_by_failures"].percent). A year later it costs \(findings["cost_a_year_later"]), which is \
    \(findings["saved_by_waiting"].percent) less.
    """
  }
}
