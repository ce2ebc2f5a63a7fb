import ArgumentParser
import CompiledExperiments
import Demand
import Experimentation
import Randomness
import Results
import Serving
import SystemPackage

/// `payoff size --load NAME --rate R --deployment NAME --ttft-p99 500ms`: the smallest fleet that meets a service level.
struct SizeCommand: Command {
  static let facts = CommandFacts(
    "size", title: Text("fleet size", zh: "集群规模"),
    "Finds the smallest fleet that meets a service level for a load.",
    details: """
      Fleets of different sizes serve the same simulated requests, until one meets the service level and the next smaller \
      does not, each with its confidence interval. It also reports cost, spares for failures, and queueing formulas.

      size.csv has a row for each size that was simulated, summary.csv the figures of the answer.

      With --best and --model it compares deployments instead: accelerators, precisions, parallelism and tokens of a step. All \
      are screened by the mean request, and those near the front of cost and latency are simulated. best.csv has the fleets, \
      excluded.csv what cannot serve the load.
      """,
    examples: [
      "payoff size --load azure-conversation --rate 100 --deployment llama-8b-a100 --ttft-p99 500ms",
      "payoff size --load servegen-m-large --per-day 10e6 --deployment llama-8b-h100 --ttft-p95 1s --tpot-p95 40ms",
      "payoff size --load azure-conversation --rate 100 --gpu H200 --model llama-3.3-70b --precision fp8 --ttft-p95 1s",
      "payoff size --load ours.csv --deployment ours.json --e2e-p95 10s --availability 99.99%",
      "payoff size --best --load azure-conversation --rate 100 --model llama-3.3-70b --ttft-p99 500ms --tpot-p99 50ms --power 2MW",
    ], firstStep: "how many GPUs a load needs")

  static let presentation = Presentation(
    charts: [.fleetSize],
    tables: [
      ShownTable(
        .size,
        [
          "hour", "replicas", "level", "share_within", "ci95_low", "ci95_high", "percentile_s", "mean_batch", "verdict",
        ]),
      ShownTable(.summary, ["measure", "statistic", "value", "unit"]),
      ShownTable(
        .best,
        [
          "gpu", "precision", "tensor_parallel", "data_parallel", "tokens_per_step", "on_front", "replicas",
          "gpus_of_replica", "gpus_with_spares", "gpus_p05", "gpus_p95", "cost_per_hour", "latency_s", "costs",
        ]),
    ], answer: { $0.ownAnswer(in: $1) })

  @OptionGroup var best: BestOptions

  @Option(
    help: ArgumentHelp(
      "The requests: a name such as azure-conversation, a trace, or a fitted load in JSON.",
      discussion: "payoff loads lists names with their sources; payoff fit --trace writes load.json.",
      valueName: "NAME or FILE"))
  var load: String

  @Option(
    parsing: .unconditional, help: "Requests a second in the busiest hour. (default: as measured)",
    transform: { try PositiveNumber.read($0, in: 1e-6...1e8) })
  var rate: Double?

  @Option(
    parsing: .unconditional, help: "Instead of --rate: requests on an average day, spread over its hours.",
    transform: { try PositiveNumber.read($0, in: 0.1...1e13) })
  var perDay: Double?

  @Option(
    help: ArgumentHelp(
      "The daily profile of the requests: flat, or a load with known hours. (default: the load's own, or flat)",
      valueName: "NAME"))
  var dayShape: String?

  @Option(
    parsing: .unconditional,
    help: """
      The tokens that prompts have in common, such as those of a system prompt or a document: the fleet is sized with and \
      without prefix caching. (default: those that a trace records)
      """,
    transform: { try WholeNumber.read($0, in: 1...10_000_000) })
  var sharedTokens: Int?

  @Option(
    parsing: .unconditional,
    help: "With --shared-tokens: the number of such texts, each as likely as the others. (default: 1)",
    transform: { try WholeNumber.read($0, in: 1...10_000_000) })
  var sharedTexts: Int?

  @OptionGroup var deployment: DeploymentOptions

  @OptionGroup var limits: LatencyLimitOptions

  @OptionGroup var routing: RoutingOptions

  @Option(
    parsing: .unconditional, help: "The most replicas. (default: no limit)",
    transform: { try WholeNumber.read($0, in: 1...100_000) })
  var maxReplicas: Int?

  @Option(
    parsing: .unconditional,
    help: "The share of time for which enough replicas are available, with spares. (default: 0.999)",
    transform: { try ProportionOption.read($0) })
  var availability = 0.999

  @Option(
    parsing: .unconditional, help: "Hours until a failed GPU is replaced, on average. (default: 96)",
    transform: { try PositiveNumber.read($0, in: 1e-3...1e6) })
  var repairHours = 96.0

  @Option(
    name: [.short, .long], parsing: .unconditional,
    help:
      "Windows that are simulated per size; up to four times as many if the result is not significant. (default: 20, with --best 4)",
    transform: { try WholeNumber.read($0, in: 2...10_000) })
  var replications: Int?

  @Option(
    parsing: .unconditional, help: "The fewest requests of a window. (default: 20000, with --best 3000)",
    transform: { try WholeNumber.read($0, in: 100...100_000_000) })
  var requests: Int?

  @Option(
    parsing: .unconditional, help: "The random seed; the same seed gives the same bytes. (default: 1)",
    transform: { try WholeNumber.read($0, in: 0...UInt64.max) })
  var seed: UInt64 = 1

  @Option(
    parsing: .unconditional, help: "How many windows are simulated in parallel. (default: the number of cores)",
    transform: { try WholeNumber.read($0, in: 1...1024) })
  var threads: Int?

  @OptionGroup var output: OutputOptions

  func check() throws {
    _ = try limits.levels
    _ = try routing.value
    try best.check()
    if sharedTexts != nil, sharedTokens == nil {
      throw InvalidValue(
        "--shared-texts", "the tokens that prompts have in common are not given", remedy: "add --shared-tokens")
    }
    if sharedTokens != nil, best.best {
      throw InvalidValue(
        "--shared-tokens with --best", "deployments are compared with the prompts that a trace records",
        remedy: "size one deployment, or give --load a trace with prefix_group and prefix_tokens")
    }
  }

  func runAlone() throws {
    if best.best { return try runBest() }
    let levels = try limits.levels
    let deployment = try cachingDeployment()
    if let split = deployment.split { return try runSplit(deployment, split) }
    let routing = try routing.value
    let (windows, requests) = (replications ?? 20, requests ?? 20_000)
    let load = try SizedLoad(self)
    let name = FilePath(load.pattern.name).stem ?? load.pattern.name
    let served = self.deployment.label ?? "fleet"
    let path = try output.place(or: "runs/size-\(name)-\(served)-\(load.peakRate.shortest)-\(seed)")

    let sizing = try FleetSizing(
      deployment, pattern: load.pattern, levels: levels, routing: routing, windows: windows,
      requestsOfWindow: requests, seed: seed,
      threads: SharedOptions.threads(threads))
    let notes = notes(on: sizing, deployment)
    for note in notes { Terminal.standardError.write("Note: \(note)\n") }
    let peak = try search(sizing, load.peakRate, maxReplicas ?? .max)
    let mean = load.meanRate == load.peakRate ? peak : try search(sizing, load.meanRate, maxReplicas ?? .max)
    let report = SizeReport(
      sizing, load, peak: peak, mean: mean, uncached: try sizeWithoutCaching(sizing, load, levels), self)
    let directory = try OutputDirectory(path, replaces: output.force)
    for note in notes { directory.warn(note) }
    let answers = [("busiest", peak)] + (load.meanRate == load.peakRate ? [] : [("mean", mean)])
    try Self.write(
      answers.flatMap { hour, answer in answer.looks.map { (hour, nil, $0) } }, gpusPerReplica: deployment.gpus,
      to: directory)
    try FigureRow.write(report.figures, to: directory)
    try finish(directory, load, sizing, deployment, title: report.title, answer: report.sentence, report.text(files:))
  }

  /// Writes what every size has beside its tables, and shows it.
  ///
  /// - `text`: of the terminal, with the line of the files.
  func finish(
    _ directory: OutputDirectory, _ load: SizedLoad, _ sizing: FleetSizing, _ deployment: Deployment, title: String,
    answer: String, _ text: (String) -> String
  ) throws {
    var provenance = Provenance(Self.name, of: [load.pattern.name])
    provenance.settings = [
      "deployment": deployment.inWords, "load": load.pattern.source,
      "routing": deployment.split == nil ? "\(sizing.routing)" : "in turn",
      "levels": sizing.levels.map(\.description).joined(separator: "; "), "rate": load.peakRate.shortest,
      "day_shape": load.shape, "windows": "\(sizing.windows)", "requests": sizing.requestsOfWindow.shortest,
      "shared_tokens": load.pattern.sharing.map { "\($0.tokens) of \($0.texts)" } ?? "as recorded",
      "availability": availability.shortest, "repair_hours": repairHours.shortest,
    ]
    provenance.seed = seed
    provenance.answer = answer
    provenance.streams = Streams.version
    let facts = ResultFacts(
      command: Self.name, experiment: title, question: "How many replicas meet the service level for the load?",
      answer: answer)
    let written = try directory.finish(facts, provenance, Self.presentation)
    output.show(written, text(written.filesLine))
  }

  /// The deployment, with prefix caching where prompts have something in common.
  private func cachingDeployment() throws -> Deployment {
    let deployment = try deployment.value(allowsSplit: true)
    guard sharedTokens != nil else { return deployment }
    let caching = deployment.batching(deployment.batching.cachingPrefixes(true))
    guard caching.batching.prefixCaching else {
      throw InvalidValue(
        "--shared-tokens with \(deployment.batching)", "only continuous batching caches prefixes",
        remedy: "remove --shared-tokens")
    }
    return caching
  }

  /// What the size leaves out, and where the texts that are shared are longer than every prompt of the load.
  func notes(on sizing: FleetSizing, _ deployment: Deployment) -> [String] {
    var notes: [String] = []
    if let limit = sizing.sample.limit {
      notes.append(
        "\(NumberText.percent(sizing.sample.refusedShare)) of the requests are too long for \(deployment.name) and were left "
          + "out: \(limit)")
    }
    let longest = sizing.sample.requests.reduce(0) { max($0, $1.inputTokens) }
    if let sharedTokens, longest <= sharedTokens {
      notes.append(
        "--shared-tokens \(sharedTokens): no prompt of the load is longer, so each is taken to be shared as a whole; the "
          + "longest of \(sizing.sample.requests.count) has \(longest) tokens")
    }
    if let caution = deployment.evidence.caution { notes.append(caution) }
    if deployment.batching.prefixCaching, let unused = sizing.pattern.unusedSharing { notes.append(unused) }
    return notes
  }

  /// The fleet of the busiest hour without prefix caching; `nil` where sharing is not stated.
  private func sizeWithoutCaching(
    _ sizing: FleetSizing, _ load: SizedLoad, _ levels: [ServiceLevel]
  ) throws -> SizeReport.Uncached? {
    guard load.pattern.sharing != nil else { return nil }
    do {
      let plain = try FleetSizing(
        sizing.deployment.batching(sizing.deployment.batching.cachingPrefixes(false)), pattern: load.pattern,
        levels: levels, routing: sizing.routing, windows: sizing.windows,
        requestsOfWindow: Int(sizing.requestsOfWindow), seed: seed, threads: SharedOptions.threads(threads))
      return .replicas(try search(plain, load.peakRate, .max).replicas)
    } catch is FleetSizingError {
      return .noFleet
    }
  }

  /// Writes the sizes that were simulated in each search, by the hour of the search; of replicas that prefill and decode apart
  /// with how many there are of either kind.
  static func write(
    _ looks: [(hour: String, pools: SplitSizing.Pools?, look: SizingLook)], gpusPerReplica: Int,
    to directory: OutputDirectory
  ) throws(OutputError) {
    let isSplit = looks.contains { $0.pools != nil }
    let table = try directory.table(
      .size,
      [
        Column("hour", .string), Column("rate_per_s", .number, unit: "requests/s"), Column("replicas", .integer),
        Column("gpus", .integer), Column("level", .string, "the service level"),
        Column("level_share", .number, "of requests that it requires"), Column("limit_s", .number, unit: "s"),
        Column("share_within", .number, "of requests within its limit, over all windows"),
        Column("ci95_low", .number, "Student's t over the windows"), Column("ci95_high", .number),
        Column("windows", .integer), Column("windows_holding", .integer, "in which the level was met"),
        Column("percentile_s", .number, unit: "s", "the latency at the level's share, on average over the windows"),
        Column("utilisation", .number), Column("mean_batch", .number, unit: "sequences"),
        Column("peak_memory", .number), Column("preemptions", .integer),
        Column("verdict", .string, "of the size: holds, fails, or unsure if the windows do not decide"),
      ] + (isSplit ? [Column("prefill_replicas", .integer), Column("decode_replicas", .integer)] : []))
    for (hour, pools, look) in looks {
      for level in look.levels {
        try table.write(
          [hour, look.rate, look.replicas, look.replicas * gpusPerReplica],
          ["\(level.level)", level.level.share, level.level.limit], level.share.cells,
          [look.windows, level.windows.successes, level.percentile, look.utilisation, look.meanBatch],
          [look.peakMemory, look.preemptions, look.verdict.rawValue], pools.map { [$0.prefill, $0.decode] } ?? [])
      }
    }
  }

  /// Searches, and shows the size that is simulated on the terminal.
  func search(_ sizing: FleetSizing, _ rate: Double, _ atMost: Int) throws -> FleetSizing.Answer {
    let terminal = Terminal.standardError
    defer { terminal.replaceLine(with: "") }
    return try sizing.leastFleet(at: rate, atMost: atMost) { look in
      terminal.replaceLine(
        with: "\(look.replicas) replicas, \(look.windows) windows: \(look.verdict.rawValue) at "
          + "\(NumberText.short(rate)) requests/s")
    }
  }
}

extension ResultTable {
  static let size = ResultTable("size", title: Text("The sizes that were simulated", zh: "所考察的规模"))
}

/// The load that a fleet is sized for: what requests, how many in the busiest hour, how many in the mean hour.
struct SizedLoad {
  let pattern: RequestPattern
  /// Requests a second.
  let peakRate: Double
  let meanRate: Double
  /// Where the hours come from.
  let shape: String

  /// - Throws: `InvalidValue` for a name that is not known and options that exclude each other, `DataFileError` for a file.
  init(_ options: SizeCommand) throws {
    let pattern = try Self.pattern(options.load)
    self.pattern =
      options.sharedTokens.map { pattern.sharing(PromptSharing(tokens: $0, texts: options.sharedTexts ?? 1)) }
      ?? pattern
    let (shape, name) = try Self.shape(options.dayShape, pattern)
    self.shape = name
    if options.rate != nil, options.perDay != nil {
      throw InvalidValue(
        "--rate and --per-day", "both set the request rate", remedy: "remove one of the two")
    }
    if let perDay = options.perDay {
      meanRate = perDay / 86_400
      peakRate = meanRate * shape.peak
    } else {
      peakRate = options.rate ?? pattern.measuredRate
      meanRate = peakRate / shape.peak
    }
  }

  private static func pattern(_ name: String) throws -> RequestPattern {
    if FileSystem.isFolder(FilePath(name)) != nil || name.hasSuffix(".json") || name.contains(".csv") {
      if name.hasSuffix(".json") { return try RequestPattern(contentsOf: name) }
      let trace = try RequestTrace(contentsOf: name)
      try trace.requireTokens()
      return try RequestPattern(resampling: trace)
    }
    return try RequestPattern(named: name)
  }

  private static func shape(_ name: String?, _ pattern: RequestPattern) throws(InvalidValue) -> (DayShape, String) {
    guard let name else { return pattern.dayShape.map { ($0, pattern.name) } ?? (.flat, "flat") }
    if name == "flat" { return (.flat, "flat") }
    let known = RequestPattern.catalogue.filter { $0.dayShape != nil }
    if let shape = known.first(where: { $0.name == name })?.dayShape { return (shape, name) }
    let names = ["flat"] + known.map(\.name)
    throw InvalidValue(
      "--day-shape \(name)", "there is no daily profile of that name",
      remedy: NearestName.remedy(for: name, among: names))
  }
}
