import Demand
import Experimentation
import Randomness
import Results
import Serving
import SystemPackage

/// The best deployments for a load: text, tables, and the sentence that answers.
struct BestReport {
  private let answer: DeploymentSearch.Answer
  private let candidates: BestCandidates
  private let load: SizedLoad
  private let search: DeploymentSearch
  /// Mean tokens of a prompt and of an answer.
  private let tokens: (input: Double, output: Double)

  init(
    _ answer: DeploymentSearch.Answer, _ candidates: BestCandidates, _ load: SizedLoad, _ search: DeploymentSearch
  ) {
    self.answer = answer
    self.candidates = candidates
    self.load = load
    self.search = search
    let sample = load.pattern.sample(5000)
    let count = Double(max(sample.count, 1))
    tokens = (
      sample.reduce(0) { $0 + Double($1.inputTokens) } / count,
      sample.reduce(0) { $0 + Double($1.outputTokens) } / count
    )
  }

  var title: String {
    let name = FilePath(load.pattern.name).lastComponent?.string ?? load.pattern.name
    return "\(name) at \(NumberText.short(load.peakRate)) requests/s by \(candidates.model.name): "
      + search.levels.map {
        "\(NumberText.percent($0.share)) \($0.latency.rawValue) within \(LatencyText.short($0.limit))"
      }
      .joined(separator: ", ")
  }

  /// The finding.
  var sentence: String {
    let front = answer.fleets.filter(\.isOnFront)
    guard let cheapest = front.first, let cost = cheapest.cost else {
      guard let least = answer.fleets.first else {
        return "No deployment of the catalogue serves the load within the service level and the budget."
      }
      return "No price is known of the GPUs that serve the load; the fewest are \(Self.count(least))."
    }
    var text =
      "The cheapest deployment is \(Self.count(cheapest)) (\(cheapest.candidate.settings)), for "
      + "\(NumberText.short(cost)) USD an hour with spares; a request takes \(LatencyText.short(cheapest.latency))."
    if front.count > 1, let fastest = front.last, let more = fastest.cost {
      text +=
        " The fastest within \(NumberText.short(DeploymentSearch.mostCost)) times its cost is \(Self.count(fastest)) "
        + "(\(fastest.candidate.settings)), for \(NumberText.short(more)) USD and in \(LatencyText.short(fastest.latency))."
    }
    return text
  }

  /// `5 replicas × 8 GPUs of H200 SXM`
  private static func count(_ fleet: DeploymentSearch.Fleet) -> String {
    let each = fleet.candidate.deployment.gpus
    let name = fleet.candidate.prediction.gpu.name
    return "\(fleet.replicas) replica\(fleet.replicas == 1 ? "" : "s") × \(each) GPU\(each == 1 ? "" : "s") of \(name)"
  }

  // MARK: - Figures

  /// Dollars of a million tokens of prompts and of answers: the time of a step is divided between
  /// prompts and answers as Shapley has it.
  private func dollars(_ fleet: DeploymentSearch.Fleet) -> (input: Double, output: Double)? {
    fleet.cost.map { cost in
      let request = cost / (3600 * load.meanRate)
      return (
        1e6 * request * fleet.promptShare / tokens.input, 1e6 * request * (1 - fleet.promptShare) / tokens.output
      )
    }
  }

  /// Kilowatt-hours of a million tokens, prompts and answers, in the busiest hour.
  private func energy(_ fleet: DeploymentSearch.Fleet) -> Double? {
    fleet.watts.map { $0 / (load.peakRate * (tokens.input + tokens.output)) * 1e6 / 3.6e6 }
  }

  // MARK: - Text

  var text: String {
    let terminal = Terminal.standardOutput
    let front = answer.fleets.filter(\.isOnFront)
    // Each GPU that is not on the front, by its cheapest fleet.
    var named = Set(front.map(\.candidate.prediction.gpu.id))
    let others = answer.fleets.filter { named.insert($0.candidate.prediction.gpu.id).inserted }
    var parts = [title, Paragraph.wrap(sentence).map { terminal.bold($0) }.joined(separator: "\n")]
    if !front.isEmpty {
      parts += ["The front: none costs less and answers faster", table(front)]
    }
    if !others.isEmpty {
      parts += ["Other accelerators, each with the cheapest deployment that was simulated", table(others)]
    }
    return (parts + (refusals + [method]).map { Paragraph.wrap($0).joined(separator: "\n") })
      .joined(separator: "\n\n")
  }

  private func table(_ fleets: [DeploymentSearch.Fleet]) -> String {
    let limits = search.levels.map { Self.short($0) }
    let rows = fleets.map { fleet -> [String] in
      let (candidate, dollars) = (fleet.candidate, dollars(fleet))
      let spares = fleet.replicasWithSpares - fleet.replicas
      return [
        candidate.prediction.gpu.name,
        "\(candidate.prediction.precision) TP\(candidate.prediction.tensorParallel)"
          + (candidate.prediction.dataParallel == 1 ? "" : " DP\(candidate.prediction.dataParallel)")
          + " \(candidate.deployment.batching.tokensPerStep)",
        "\(fleet.replicas) × \(candidate.deployment.gpus)" + (spares > 0 ? " + \(spares)" : ""),
        "\(fleet.gpusWithSpares)", interval(fleet), fleet.cost.map { NumberText.short($0) } ?? "unknown",
        dollars.map { NumberText.short($0.input) } ?? "-", dollars.map { NumberText.short($0.output) } ?? "-",
      ] + fleet.percentiles.map { LatencyText.short($0) } + [
        LatencyText.short(fleet.latency), fleet.ratedPower.map { NumberText.short($0 / 1000) } ?? "unknown",
        energy(fleet).map { NumberText.short($0) } ?? "unknown", candidate.prediction.support.label,
      ]
    }
    return TextualTable(
      headings: ["accelerator", "deployment", "replicas", "GPUs", "90 %", "USD/h", "USD/M in", "USD/M out"] + limits
        + ["request", "kW", "kWh/M", "costs"],
      alignment: [.left, .left] + Array(repeating: .right, count: 9 + limits.count) + [.left], rows: rows
    ).text
  }

  /// The GPUs over the interval of the deployment's error, without spares.
  private func interval(_ fleet: DeploymentSearch.Fleet) -> String {
    let each = fleet.candidate.deployment.gpus
    let low = fleet.replicasIfFast.map { "\($0 * each)" } ?? "-"
    return low + " to " + (fleet.replicasIfSlow.map { "\($0 * each)" } ?? "none")
  }

  private static func short(_ level: ServiceLevel) -> String {
    let name =
      switch level.latency {
      case .wait: "queueing"
      case .timeToFirstToken: "TTFT"
      case .timePerOutputToken: "TPOT"
      case .endToEnd: "E2E"
      }
    return "\(name) P\(Int((100 * level.share).rounded()))"
  }

  /// Accelerators that do not serve the load at all, each with the deployment that comes nearest to it.
  private var refusals: [String] {
    let served = Set(answer.fleets.map(\.candidate.prediction.gpu.name))
    // A deployment that can be is nearer than one that cannot; of those that cannot, the last has most GPUs and fewest bits.
    typealias Nearest = (gpu: String, obstacle: DeploymentSearch.Obstacle?, text: String)
    var nearest: [Nearest] = []
    func add(_ found: Nearest) {
      guard !served.contains(found.gpu) else { return }
      guard let place = nearest.firstIndex(where: { $0.gpu == found.gpu }) else { return nearest.append(found) }
      if let known = nearest[place].obstacle {
        guard let obstacle = found.obstacle, obstacle <= known else { return }
      }
      nearest[place] = found
    }
    for one in candidates.excluded { add((one.gpu, nil, "\(one.reason) (\(one.settings))")) }
    for one in answer.refusals {
      add((one.candidate.prediction.gpu.name, one.obstacle, "\(one.reason) (\(one.candidate.settings))"))
    }
    return nearest.map { "Not on \($0.gpu): \($0.text)." }
  }

  private var method: String {
    let prices = answer.fleets.compactMap { candidates.prices[$0.candidate.prediction.gpu.id]?.source }
    let sources = prices.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    return
      "\(answer.screened) deployments were screened by the mean request, \(answer.fleets.count) of them simulated that serve "
      + "the load, \(answer.leftOut) left out since they cost more and answer slower, and "
      + "\(answer.refusals.count + candidates.excluded.count) cannot serve it (excluded.csv has the reasons). Deployment: precision, degrees of "
      + "tensor and data parallelism, tokens of a step. Replicas: those of the busiest hour × GPUs of each + spares for failures. "
      + "90 %: GPUs without spares, over the interval of the deployment's error; none: it may hold the level with no number. "
      + "USD: at the lowest known rent of the latest year, spares included; prompts and answers divide the time of a step as Shapley has it. Request: "
      + "mean time that a request is worked on. kW: rated, spares included; kWh for a million tokens of prompts and answers, by the "
      + "number of running requests. Fewer bits cost accuracy: --precision holds them. Load: \(load.pattern.source). "
      + "Prices: \(sources.isEmpty ? "unknown" : sources.joined(separator: "; "))."
  }

  // MARK: - Tables

  func write(to directory: OutputDirectory) throws(OutputError) {
    let table = try directory.table(
      .best,
      [
        Column("gpu", .string), Column("model", .string), Column("precision", .string), Column("engine", .string),
        Column("tensor_parallel", .integer), Column("data_parallel", .integer), Column("tokens_per_step", .integer),
        Column("prefix_caching", .boolean), Column("on_front", .boolean, "none other costs less and answers faster"),
        Column("replicas", .integer), Column("gpus_of_replica", .integer),
        Column("gpus", .integer, "in the busiest hour"), Column("gpus_with_spares", .integer),
        Column("gpus_p05", .integer, "if steps are as fast as the error of the deployment allows"),
        Column("gpus_p95", .integer, "if they are as slow; empty: no number of replicas holds the levels"),
        Column("cost_per_hour", .number, unit: "USD/hour", "at the lowest known rent, spares included"),
        Column("cost_per_million_input_tokens", .number, unit: "USD/million tokens"),
        Column("cost_per_million_output_tokens", .number, unit: "USD/million tokens"),
        Column("latency_s", .number, unit: "s", "mean time that a request is worked on"),
        Column("first_level_s", .number, unit: "s", "the latency of the first level at its share"),
        Column("mean_batch", .number, unit: "sequences"), Column("rated_power", .number, unit: "kW"),
        Column("energy_per_million_tokens", .number, unit: "kWh/million tokens"),
        Column("costs", .string, "measured, fitted or predicted"),
        Column("error", .number, "90 % of deployments stay within"),
        Column("price_source", .string),
      ])
    for fleet in answer.fleets {
      let (candidate, prediction, dollars) = (fleet.candidate, fleet.candidate.prediction, dollars(fleet))
      let each = candidate.deployment.gpus
      try table.write(
        [
          prediction.gpu.id, prediction.model.id, prediction.precision.rawValue, prediction.engine.rawValue,
          prediction.tensorParallel, prediction.dataParallel, candidate.deployment.batching.tokensPerStep,
          candidate.deployment.batching.prefixCaching, fleet.isOnFront, fleet.replicas, each, fleet.gpus,
          fleet.gpusWithSpares,
        ], [fleet.replicasIfFast.map { $0 * each }, fleet.replicasIfSlow.map { $0 * each }, fleet.cost],
        [
          dollars?.input, dollars?.output, fleet.latency, fleet.percentiles.first ?? nil, fleet.meanBatch,
          fleet.ratedPower.map { $0 / 1000 }, energy(fleet), prediction.support.label, prediction.error,
          candidates.prices[prediction.gpu.id]?.source ?? "",
        ])
    }
    let excluded = try directory.table(
      .excluded, [Column("gpu", .string), Column("deployment", .string), Column("reason", .string)])
    for row in candidates.excluded { try excluded.write([row.gpu, row.settings, row.reason]) }
    for row in answer.refusals {
      try excluded.write([row.candidate.prediction.gpu.name, row.candidate.settings, row.reason])
    }
  }
}

extension ResultTable {
  static let best = ResultTable("best", title: Text("The best deployments", zh: "最佳部署"))
  static let excluded = ResultTable("excluded", title: Text("Deployments that cannot serve it", zh: "无法承担负载的部署"))
}
