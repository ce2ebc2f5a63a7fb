import Demand
import Experimentation
import Randomness
import Results
import Serving
import SystemPackage

/// `payoff size` of a deployment whose replicas prefill and decode apart: how many of either kind.
extension SizeCommand {
  func runSplit(_ deployment: Deployment, _ split: PrefillDecodeSplit) throws {
    guard maxReplicas == nil else {
      throw InvalidValue(
        "--max-replicas with \(deployment.name)", "prefill and decode replicas are sized apart", remedy: "leave it out")
    }
    let load = try SizedLoad(self)
    let name = FilePath(load.pattern.name).stem ?? load.pattern.name
    let path = try output.place(
      or: "runs/size-\(name)-\(self.deployment.label ?? "fleet")-\(load.peakRate.shortest)-\(seed)")
    let both = try FleetSizing(
      deployment.splitting(nil), pattern: load.pattern, levels: try limits.levels, routing: try routing.value,
      windows: replications ?? 20, requestsOfWindow: requests ?? 20_000, seed: seed,
      threads: SharedOptions.threads(threads))
    let notes = notes(on: both, deployment)
    for note in notes { Terminal.standardError.write("Note: \(note)\n") }
    let sizing = SplitSizing(both, split)
    let peak = try search(sizing, load.peakRate)
    let mean = load.meanRate == load.peakRate ? peak : try search(sizing, load.meanRate)
    let report = SplitReport(
      sizing, load, peak: peak, mean: mean, together: try replicas(both, load.peakRate), self)
    let directory = try OutputDirectory(path, replaces: output.force)
    for note in notes { directory.warn(note) }
    let answers = [("busiest", peak)] + (load.meanRate == load.peakRate ? [] : [("mean", mean)])
    try Self.write(
      answers.flatMap { hour, answer in answer.looks.map { (hour, $0.pools, $0.look) } },
      gpusPerReplica: deployment.gpus,
      to: directory)
    try FigureRow.write(report.figures, to: directory)
    try finish(directory, load, both, deployment, title: report.title, answer: report.sentence, report.text(files:))
  }

  /// Replicas that do both; `nil` where no number of them meets the levels.
  private func replicas(_ sizing: FleetSizing, _ rate: Double) throws -> Int? {
    do {
      return try search(sizing, rate, .max).replicas
    } catch is FleetSizingError {
      return nil
    }
  }

  /// Searches, and shows the pools that are simulated on the terminal.
  private func search(_ sizing: SplitSizing, _ rate: Double) throws -> SplitSizing.Answer {
    let terminal = Terminal.standardError
    defer { terminal.replaceLine(with: "") }
    return try sizing.leastPools(at: rate) { pools, look in
      terminal.replaceLine(
        with: "\(pools.prefill) + \(pools.decode) replicas, \(look.windows) windows: \(look.verdict.rawValue) at "
          + "\(NumberText.short(rate)) requests/s")
    }
  }
}

/// The terminal report and the summary of pools that prefill and decode apart.
struct SplitReport {
  private let sizing: SplitSizing
  private let load: SizedLoad
  private let peak: SplitSizing.Answer
  private let mean: SplitSizing.Answer
  /// Replicas that do both; `nil` where no number of them meets the levels.
  private let together: Int?
  private let options: SizeCommand
  /// Of either kind.
  private let spares: (prefill: SpareReplicas, decode: SpareReplicas)
  private let cost: FleetCost

  init(
    _ sizing: SplitSizing, _ load: SizedLoad, peak: SplitSizing.Answer, mean: SplitSizing.Answer, together: Int?,
    _ options: SizeCommand
  ) {
    self.sizing = sizing
    self.load = load
    self.peak = peak
    self.mean = mean
    self.together = together
    self.options = options
    let deployment = sizing.sizing.deployment
    // Either pool may be the one that is short.
    func spares(_ needed: Int) -> SpareReplicas {
      SpareReplicas(
        needed: needed, of: deployment, repairHours: options.repairHours,
        availability: options.availability.squareRoot())
    }
    self.spares = (spares(peak.pools.prefill), spares(peak.pools.decode))
    let replicas = self.spares.prefill.replicas + self.spares.decode.replicas
    cost = FleetCost(options, load, sizing.sizing, gpus: replicas * deployment.gpus)
  }

  private var deployment: Deployment { sizing.sizing.deployment }
  private var gpusWithSpares: Int { (spares.prefill.replicas + spares.decode.replicas) * deployment.gpus }
  private var availability: Double { spares.prefill.availability * spares.decode.availability }

  var title: String { SizeReport.title(load, deployment, sizing.sizing.levels) + ", prefill and decode apart" }

  var figures: [FigureRow] {
    let gpus = Double(deployment.gpus)
    var rows: [FigureRow] = []
    for (hour, answer) in [("busiest hour", peak), ("mean hour", mean)] {
      rows += [
        FigureRow("prefill_replicas", hour, Double(answer.pools.prefill), unit: "replicas"),
        FigureRow("decode_replicas", hour, Double(answer.pools.decode), unit: "replicas"),
        FigureRow("gpus", hour, Double(answer.pools.replicas) * gpus, unit: "GPUs"),
      ]
    }
    rows += [
      FigureRow("prefill_replicas", "with spares", Double(spares.prefill.replicas), unit: "replicas"),
      FigureRow("decode_replicas", "with spares", Double(spares.decode.replicas), unit: "replicas"),
      FigureRow("gpus", "with spares", Double(gpusWithSpares), unit: "GPUs"),
      FigureRow("availability", "of enough, with spares", availability),
      FigureRow("rate", "busiest hour", load.peakRate, unit: "requests/s"),
      FigureRow("rate", "mean hour", load.meanRate, unit: "requests/s"),
      FigureRow("gpus", "replicas that do both", together.map { Double($0) * gpus }, unit: "GPUs"),
    ]
    return rows + cost.figures
  }

  func text(files: String) -> String {
    let terminal = Terminal.standardOutput
    return [
      title, Paragraph.wrap(sentence).map { terminal.bold($0) }.joined(separator: "\n"), table,
      Paragraph.wrap(hours).joined(separator: "\n"),
      Paragraph.wrap(cost.text(of: "\(gpusWithSpares) GPUs")).joined(separator: "\n"),
      Paragraph.wrap(method).joined(separator: "\n"), files,
    ].joined(separator: "\n\n")
  }

  private func count(_ pools: SplitSizing.Pools) -> String {
    func replicas(_ count: Int) -> String { "replica\(count == 1 ? "" : "s")" }
    return "\(pools.prefill) prefill and \(pools.decode) decode \(replicas(pools.decode))"
      + " (\(pools.replicas * deployment.gpus) GPUs)"
  }

  /// The finding.
  var sentence: String {
    var text = "The load needs \(count(peak.pools))"
    if let level = peak.look?.levels.min(by: { $0.share.low - $0.level.share < $1.share.low - $1.level.share }) {
      text +=
        ": with them \(SizeReport.share(level)) of the requests are within \(LatencyText.short(level.level.limit)); the service "
        + "level requires \(NumberText.percent(level.level.share))"
    }
    text += "."
    for (kind, pools) in [
      ("prefill", SplitSizing.Pools(prefill: peak.pools.prefill - 1, decode: peak.pools.decode)),
      ("decode", SplitSizing.Pools(prefill: peak.pools.prefill, decode: peak.pools.decode - 1)),
    ] {
      guard
        let level = peak.look(at: pools)?.levels.min(by: {
          $0.share.value - $0.level.share < $1.share.value - $1.level.share
        })
      else { continue }
      text += " With one \(kind) replica fewer the share is \(SizeReport.share(level))."
    }
    let gpus = peak.pools.replicas * deployment.gpus
    switch together.map({ $0 * deployment.gpus }) {
    case nil: text += " Of replicas that do both, no number meets the level."
    case gpus?: text += " Replicas that do both need as many GPUs."
    case let other?: text += " Replicas that do both need \(other) GPU\(other == 1 ? "" : "s")."
    }
    return text
  }

  private var table: String {
    let shown = peak.looks.filter { _, look in
      abs(look.replicas - peak.pools.replicas) <= max(2, peak.pools.replicas / 10)
    }
    let rows = shown.flatMap { pools, look in
      look.levels.map { level in
        [
          "\(pools.prefill)", "\(pools.decode)", SizeReport.short(level.level),
          SizeReport.percent(level.share.value) + " %",
          level.share.isBounded
            ? "\(SizeReport.percent(max(level.share.low, 0))) to \(SizeReport.percent(min(level.share.high, 1)))" : "-",
          LatencyText.short(level.percentile), "\(level.windows.successes) of \(level.windows.trials)",
          look.verdict.rawValue,
        ]
      }
    }
    return TextualTable(
      headings: ["prefill", "decode", "level", "within", "95 % interval", "latency", "windows", "verdict"],
      alignment: [.right, .right, .left, .right, .right, .right, .right, .left], rows: rows
    ).text
  }

  private var hours: String {
    var text = ""
    if load.meanRate != load.peakRate {
      text +=
        "In the mean hour, \(NumberText.short(load.meanRate)) requests/s (hours of \(load.shape)), \(count(mean.pools)) are "
        + "enough. "
    }
    let with = SplitSizing.Pools(prefill: spares.prefill.replicas, decode: spares.decode.replicas)
    return text + "Failures require \(count(with)) in all: enough of both are available "
      + "\(((1e5 * availability).rounded(.down) / 1000).shortest) % of the time (\(options.repairHours.shortest) h to repair)."
  }

  private var method: String {
    let settled =
      peak.isSettled ? "" : " (latencies still change after it, so the sizes are uncertain: allow more --requests)"
    return
      "\(peak.look?.windows ?? 0) windows of \(NumberText.duration(peak.window)) after "
      + "\(NumberText.duration(peak.warmUp)) of warm-up\(settled), the same requests for all pools, seed \(options.seed). "
      + "Requests go to the replicas of either pool in turn. Load: \(load.pattern.source). Step costs: "
      + "\(deployment.evidence)."
  }
}
