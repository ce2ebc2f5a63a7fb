import Demand
import Experimentation
import Randomness
import Results
import Serving
import SystemPackage

/// The terminal report and the summary of fleet sizing: the size with its confidence interval, the sizes simulated, cost, spares
/// and queueing formulas.
struct SizeReport {
  private let sizing: FleetSizing
  private let load: SizedLoad
  private let peak: FleetSizing.Answer
  private let mean: FleetSizing.Answer
  /// The busiest hour without prefix caching; `nil` where it is not compared.
  private let uncached: Uncached?
  private let options: SizeCommand
  private let spares: SpareReplicas
  private let cost: FleetCost
  private let formulas: StaffingFormulas

  init(
    _ sizing: FleetSizing, _ load: SizedLoad, peak: FleetSizing.Answer, mean: FleetSizing.Answer, uncached: Uncached?,
    _ options: SizeCommand
  ) {
    self.sizing = sizing
    self.load = load
    self.peak = peak
    self.mean = mean
    self.uncached = uncached
    self.options = options
    spares = SpareReplicas(
      needed: peak.replicas, of: sizing.deployment, repairHours: options.repairHours,
      availability: options.availability)
    cost = FleetCost(options, load, sizing, gpus: spares.replicas * sizing.deployment.gpus)
    formulas = StaffingFormulas(sizing.sample, rate: load.peakRate, level: sizing.levels[0])
  }

  /// What the load needs without prefix caching.
  enum Uncached {
    case replicas(Int)
    /// None meets the level, however large.
    case noFleet
  }

  private var deployment: Deployment { sizing.deployment }
  private var hasHours: Bool { load.meanRate != load.peakRate }

  var title: String { Self.title(load, deployment, sizing.levels) }

  static func title(_ load: SizedLoad, _ deployment: Deployment, _ levels: [ServiceLevel]) -> String {
    let name = FilePath(load.pattern.name).lastComponent?.string ?? load.pattern.name
    return "\(name) at \(NumberText.short(load.peakRate)) requests/s on \(deployment.name): "
      + levels.map(Self.text).joined(separator: ", ")
  }

  private static func text(_ level: ServiceLevel) -> String {
    "\(NumberText.percent(level.share)) \(level.latency.rawValue) within \(LatencyText.short(level.limit))"
  }

  // MARK: - Figures

  var figures: [FigureRow] {
    let gpus = Double(deployment.gpus)
    var rows = [
      FigureRow("replicas", "busiest hour", Double(peak.replicas), unit: "replicas"),
      FigureRow("gpus", "busiest hour", Double(peak.replicas) * gpus, unit: "GPUs"),
      FigureRow("replicas", "mean hour", Double(mean.replicas), unit: "replicas"),
      FigureRow("gpus", "mean hour", Double(mean.replicas) * gpus, unit: "GPUs"),
      FigureRow("replicas", "with spares", Double(spares.replicas), unit: "replicas"),
      FigureRow("gpus", "with spares", Double(spares.replicas) * gpus, unit: "GPUs"),
      FigureRow("availability", "of a replica", spares.availabilityOfOne),
      FigureRow("availability", "of enough, with spares", spares.availability),
      FigureRow("rate", "busiest hour", load.peakRate, unit: "requests/s"),
      FigureRow("rate", "mean hour", load.meanRate, unit: "requests/s"),
      FigureRow("capacity", "of a replica", sizing.sample.greatestRate, unit: "requests/s"),
    ]
    rows += cost.figures
    if let hits = peak.look?.cacheHitRate { rows.append(FigureRow("cache_hit_rate", hits)) }
    if case .replicas(let uncached) = uncached {
      rows += [
        FigureRow("replicas", "without prefix caching", Double(uncached), unit: "replicas"),
        FigureRow("gpus", "without prefix caching", Double(uncached) * gpus, unit: "GPUs"),
      ]
    }
    return rows + [
      FigureRow("formula_replicas", "Erlang C, one at a time", Double(formulas.oneAtATime), unit: "replicas"),
      FigureRow("formula_replicas", "square root, one at a time", Double(formulas.squareRoot), unit: "replicas"),
      FigureRow(
        "formula_replicas", "Erlang C, as fast as a full batch", Double(formulas.fastServers), unit: "replicas"),
    ]
  }

  // MARK: - Text

  func text(files: String) -> String {
    let terminal = Terminal.standardOutput
    return [
      title, Paragraph.wrap(sentence).map { terminal.bold($0) }.joined(separator: "\n"), table,
      Paragraph.wrap(floorText).joined(separator: "\n"),
      Paragraph.wrap(hours).joined(separator: "\n"),
      Paragraph.wrap(cost.text(of: count(spares.replicas))).joined(separator: "\n"),
      Paragraph.wrap(formulaText).joined(separator: "\n"), Paragraph.wrap(method).joined(separator: "\n"), files,
    ].joined(separator: "\n\n")
  }

  private func count(_ replicas: Int) -> String {
    let gpus = deployment.gpus == 1 ? "" : " (\(replicas * deployment.gpus) GPUs)"
    let noun = deployment.gpus == 1 ? "GPU" : "replica"
    return "\(replicas) \(noun)\(replicas == 1 ? "" : "s")" + gpus
  }

  /// The finding.
  var sentence: String {
    var text = "The load needs \(count(peak.replicas))"
    if let level = peak.look?.levels.min(by: { $0.share.low - $0.level.share < $1.share.low - $1.level.share }) {
      text +=
        ": with \(peak.replicas == 1 ? "it" : "them") \(Self.share(level)) of the requests are within \(LatencyText.short(level.level.limit)); "
        + "the service level requires \(NumberText.percent(level.level.share))"
    }
    text += "."
    if peak.replicas > 1, let below = peak.look(at: peak.replicas - 1) {
      let worst = below.levels.min { $0.share.value - $0.level.share < $1.share.value - $1.level.share }
      let found = worst.map { Self.share($0) } ?? ""
      switch below.verdict {
      case .fails: text += " With one fewer the share is \(found), which is too low."
      case .unsure where worst.map { $0.share.value < $0.level.share } == true:
        text += " With one fewer the share is \(found), below the requirement, but not significantly."
      case .unsure, .holds:
        text += " With one fewer the share is \(found), which is not significantly above the requirement."
      }
    }
    if let uncached, let hits = peak.look?.cacheHitRate {
      text += " \(NumberText.percent(hits)) of the prompt tokens are in the prefix cache; without it "
      switch uncached {
      case .noFleet: text += "no fleet meets the level."
      case .replicas(peak.replicas): text += "the load needs as many."
      case .replicas(let number): text += "the load needs \(count(number))."
      }
    }
    return text
  }

  /// `99.3 % (95 % interval 99.1 to 99.4 %)`
  static func share(_ level: SizingLook.Level) -> String {
    guard level.share.isBounded else { return percent(level.share.value) + " %" }
    return
      "\(percent(level.share.value)) % (95 % interval \(percent(max(level.share.low, 0))) to "
      + "\(percent(min(level.share.high, 1))) %)"
  }

  /// To a hundredth of a percent: shares near 1 differ by no more.
  static func percent(_ share: Double) -> String { ((10_000 * share).rounded() / 100).shortest }

  private var table: String {
    let shown = peak.looks.filter { abs($0.replicas - peak.replicas) <= max(2, peak.replicas / 10) }
    let isOne = sizing.levels.count == 1
    let rows = shown.flatMap { look in
      look.levels.map { level in
        ["\(look.replicas)"] + (isOne ? [] : [Self.short(level.level)]) + [
          Self.percent(level.share.value) + " %",
          level.share.isBounded
            ? "\(Self.percent(max(level.share.low, 0))) to \(Self.percent(min(level.share.high, 1)))" : "-",
          LatencyText.short(level.percentile), "\(level.windows.successes) of \(level.windows.trials)",
          NumberText.short(look.meanBatch), look.verdict.rawValue,
        ]
      }
    }
    return TextualTable(
      headings: ["replicas"] + (isOne ? [] : ["level"])
        + ["within", "95 % interval", "latency", "windows", "batch", "verdict"],
      alignment: [.right] + (isOne ? [] : [.left]) + [.right, .right, .right, .right, .right, .left], rows: rows
    ).text
  }

  /// `ttft P99`, as the option that asks for it.
  static func short(_ level: ServiceLevel) -> String {
    let name =
      switch level.latency {
      case .wait: "waiting"
      case .timeToFirstToken: "ttft"
      case .timePerOutputToken: "tpot"
      case .endToEnd: "e2e"
      }
    return "\(name) P\(Int((100 * level.share).rounded()))"
  }

  /// The latency of a request that is alone: near the limit, more replicas hardly help.
  private var floorText: String {
    let floors = sizing.levels.filter { $0.latency != .wait }.map { level in
      let floor = sizing.sample.floor(level)
      return "\(LatencyText.short(floor)) of \(LatencyText.short(level.limit)) (\(Self.short(level)))"
        + (floor > 0.75 * level.limit ? ", so more replicas hardly help" : "")
    }
    return floors.isEmpty
      ? "On an idle replica no request waits." : "A request alone on a replica takes \(floors.joined(separator: "; "))."
  }

  private var hours: String {
    var text = ""
    if hasHours {
      text +=
        "In the mean hour, \(NumberText.short(load.meanRate)) requests/s (hours of \(load.shape)), \(count(mean.replicas)) are enough. "
    }
    let extra = spares.replicas - peak.replicas
    text +=
      "Failures require \(count(spares.replicas)) in all, \(extra) of them spare: a replica is available "
      + "\(Self.percent(spares.availabilityOfOne)) % of the time (\(Self.repair(options)) to repair), and enough of them are available "
      + "\(((1e5 * spares.availability).rounded(.down) / 1000).shortest) % of the time."
    return text
  }

  private static func repair(_ options: SizeCommand) -> String { "\(options.repairHours.shortest) h" }

  private var formulaText: String {
    let batch = peak.look?.meanBatch ?? 1
    return
      "Queueing formulas give other sizes. Erlang C with one request at a time gives \(formulas.oneAtATime) replicas, and the "
      + "square-root rule \(formulas.squareRoot): a request alone takes \(LatencyText.short(formulas.meanService)), so "
      + "\(NumberText.short(formulas.offeredLoad)) replicas would be busy. These formulas ignore batching: here a step serves "
      + "\(NumberText.short(batch)) requests for little more than the cost of one. Erlang C with replicas as fast as with a full "
      + "batch (\(NumberText.short(sizing.sample.greatestRate)) requests/s) gives \(formulas.fastServers): it gives a single "
      + "request the speed of the whole batch, and ignores that prompts delay the answers beside them."
  }

  private var method: String {
    let settled =
      peak.isSettled ? "" : " (latencies still change after it, so the size is uncertain: allow more --requests)"
    return
      "\(peak.look?.windows ?? 0) windows of \(NumberText.duration(peak.window)) after "
      + "\(NumberText.duration(peak.warmUp)) of warm-up\(settled), "
      + "the same requests for each size, seed \(options.seed). Load: \(load.pattern.source). Step costs: "
      + "\(deployment.evidence)."
  }
}
