import ArgumentParser
import Demand
import Experimentation
import Randomness
import Results
import Serving
import SystemPackage

/// `payoff fit`: a load from a trace, a deployment from a measured server, an adoption curve from a series, a distribution
/// from a column of numbers.
struct FitCommand: Command {
  static let facts = CommandFacts(
    "fit", title: Text("what fits", zh: "拟合"),
    "Fits a load to a trace, a deployment to a measured server, an adoption curve to a series, or a distribution to numbers.",
    details: """
      The fit is printed in words and in Swift, and written as files that other commands read: --trace writes load.json for \
      payoff size --load, --measured writes deployment.json for --deployment, --adoption writes a Bass curve for a Load. \
      --distribution fits families by maximum likelihood to a column of numbers, and prints them as --set takes them, with \
      Akaike's criterion, the distances of Kolmogorov and Smirnov and of Anderson and Darling, and the chance of the former. \
      Exactly one of the four is needed.

      A fitted load is simulated beside its trace, and the error of its latencies is reported.
      """,
    examples: [
      "payoff fit --trace azure-llm-2023-conv.csv.gz",
      "payoff fit --measured vllm.csv --deployment llama-8b-rtx-pro-6000",
      "payoff fit --adoption users.csv",
      "payoff fit --distribution costs.csv --column cost",
    ])

  static let presentation = Presentation(
    tables: [
      ShownTable(
        .latencies, ["latency", "percentile", "trace_s", "fitted_s", "ci95_low_s", "ci95_high_s", "error"]),
      ShownTable(.errors, ["latency", "statistic", "measured_s", "simulated_s", "error"]),
      ShownTable(.parameters, allBut: []), ShownTable(.adoption, allBut: []),
      ShownTable(.families, allBut: []), ShownTable(.estimates, allBut: []),
    ])

  @Option(
    help: ArgumentHelp(
      "Recorded requests: CSV or CSV.gz with arrival_s, input_tokens, output_tokens.", valueName: "FILE"))
  var trace: String?

  @Option(
    help: ArgumentHelp(
      "A measured server: requests with ttft_s and e2e_s as well.", valueName: "FILE"))
  var measured: String?

  @Option(
    help: ArgumentHelp(
      "An adoption series: year, quarter, month or week, and adopters or cumulative.", valueName: "FILE"))
  var adoption: String?

  @Option(help: ArgumentHelp("Numbers: a CSV file whose first line names its columns.", valueName: "FILE"))
  var distribution: String?

  @Option(help: ArgumentHelp("With --distribution: the column. (default: the only one)", valueName: "NAME"))
  var column: String?

  @OptionGroup var deployment: DeploymentOptions

  @Option(
    parsing: .unconditional,
    help: "With --trace: how many loads are drawn from the fit and simulated beside the trace. (default: 20)",
    transform: { try WholeNumber.read($0, in: 2...10_000) })
  var replications = 20

  @Option(
    parsing: .unconditional, help: "With --trace: replicas that serve both. (default: the fewest that keep up)",
    transform: { try WholeNumber.read($0, in: 1...100_000) })
  var replicas: Int?

  @Option(
    parsing: .unconditional, help: "The seed of all chance. (default: 1)",
    transform: { try WholeNumber.read($0, in: 0...UInt64.max) })
  var seed: UInt64 = 1

  @OptionGroup var output: OutputOptions

  /// What is fitted, and to which file.
  private enum Subject {
    case trace(String), measured(String), adoption(String), distribution(String)
  }

  func check() throws { _ = try subject }

  private var subject: Subject {
    get throws(InvalidValue) {
      let given = [
        ("--trace", trace), ("--measured", measured), ("--adoption", adoption), ("--distribution", distribution),
      ].filter { $0.1 != nil }
      let remedy = "for example payoff fit --trace requests.csv"
      guard let first = given.first else {
        throw InvalidValue(
          "payoff fit", "it needs --trace, --measured, --adoption or --distribution with a file", remedy: remedy)
      }
      guard given.count == 1 else {
        throw InvalidValue(
          "payoff fit",
          "it needs one of --trace, --measured, --adoption and --distribution, not \(given.map(\.0).joined(separator: " and "))",
          remedy: remedy)
      }
      if let trace { return .trace(trace) }
      if let measured { return .measured(measured) }
      if let distribution { return .distribution(distribution) }
      return .adoption(adoption ?? first.0)
    }
  }

  func runAlone() throws {
    func place(_ kind: String, _ file: String) throws -> FilePath {
      try output.place(or: "runs/fit-\(kind)-\(FilePath(file).stem ?? "data")")
    }
    switch try subject {
    case .trace(let file): try fitLoad(to: file, place("trace", file))
    case .measured(let file): try fitDeployment(to: file, place("measured", file))
    case .adoption(let file): try fitAdoption(to: file, place("adoption", file))
    case .distribution(let file): try fitDistribution(to: file, place("distribution", file))
    }
  }
}

extension FitCommand {
  /// Describes the fit and completes the directory.
  /// - `kind`: `trace`, `measured` or `adoption`.
  func finish(
    _ directory: OutputDirectory, title: String, question: String, answer: String, kind: String, of file: String,
    settings: [String: String] = [:]
  ) throws(OutputError) -> WrittenResults {
    var provenance = Provenance(Self.name, of: [file])
    provenance.settings = settings.merging(["kind": kind]) { $1 }
    provenance.seed = seed
    provenance.answer = answer
    provenance.streams = Streams.version
    return try directory.finish(
      ResultFacts(command: Self.name, experiment: title, question: question, answer: answer), provenance,
      Self.presentation)
  }
}

// MARK: - A load of a trace

extension FitCommand {
  /// The deployment unless one is given.
  private static let usualDeployment = "llama-8b-a100"

  /// Fits a load to a trace and checks it.
  private func fitLoad(to file: String, _ path: FilePath) throws {
    let deployment = try deployment.value(or: Self.usualDeployment)
    let trace = try RequestTrace(contentsOf: file)
    let load = try FittedLoad(to: trace)
    let check = try FittedLoadCheck(
      load, of: trace, on: deployment, replicas: replicas, replications: replications, seed: seed)
    let directory = try OutputDirectory(path, replaces: output.force)
    if trace.sharesPrompts {
      directory.note("the fitted load does not have what prompts of the trace share; size the trace itself for it")
    }
    for table in load.tables {
      let kind = ResultTable(String(table.name.prefix { $0 != "." }), title: Text("The fit", zh: "拟合结果"))
      try write(table.csv, as: kind, words: ["gaps", "family", "tokens_of"], to: directory)
    }
    let latencies = try directory.table(
      .latencies,
      [
        Column("latency", .string), Column("percentile", .number), Column("trace_s", .number),
        Column("fitted_s", .number), Column("ci95_low_s", .number), Column("ci95_high_s", .number),
        Column("least_s", .number), Column("greatest_s", .number), Column("error", .number),
      ])
    for row in check.rows {
      try latencies.write(
        [row.latency.rawValue, row.percentile, row.trace, row.fitted.value, row.fitted.low, row.fitted.high],
        [row.range.lowerBound, row.range.upperBound, row.error])
    }
    try directory.write(try load.json(), to: "load.json", title: "The load, for payoff size --load")
    try directory.write(load.swiftLines, to: "load.swift", title: "The load, for an experiment")
    let written = try finish(
      directory, title: "Load of \(FilePath(file).lastComponent?.string ?? file)",
      question: "Which load fits the trace?", answer: sentence(check), kind: "trace", of: file,
      settings: [
        "deployment": deployment.inWords, "replicas": "\(check.replicas)", "replications": "\(check.replications)",
      ])
    let paragraphs =
      [Terminal.standardOutput.finding(sentence(check)), latencyTable(check)]
      + load.paragraphs.map { Paragraph.wrap($0).joined(separator: "\n") } + [written.filesLine]
    output.show(written, paragraphs.joined(separator: "\n\n"))
    output.printing.showSwift(load.swiftLines, toPasteInto: "an experiment")
  }

  /// Writes a table that is text already, whose cells need no quotes.
  /// - Parameter words: the columns that hold no numbers.
  private func write(
    _ csv: String, as table: ResultTable, words: Set<String> = [], to directory: OutputDirectory
  ) throws(OutputError) {
    let lines = csv.split(separator: "\r\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let table = try directory.table(
      table, (lines.first ?? []).map { Column($0, words.contains($0) ? .string : .number) })
    for line in lines.dropFirst() { try table.write(line) }
  }

  fileprivate func sentence(_ check: FittedLoadCheck) -> String {
    func part(_ row: FittedLoadCheck.Row) -> String {
      let inside = row.range.contains(row.trace) ? "within" : "outside"
      return "P95 of the \(row.latency.rawValue) is \(LatencyText.short(row.fitted.value)) (95 % interval "
        + "\(LatencyText.short(row.fitted.low)) to \(LatencyText.short(row.fitted.high))) where the trace has "
        + "\(LatencyText.short(row.trace)), \(inside) the range of the loads"
    }
    let rows = check.rows.filter {
      $0.percentile == 95 && ($0.latency == .timeToFirstToken || $0.latency == .endToEnd)
    }
    return "On \(check.replicas) × \(check.deployment.name), \(check.replications) loads drawn from the fit: "
      + rows.map(part).joined(separator: "; ") + "."
  }

  fileprivate func latencyTable(_ check: FittedLoadCheck) -> String {
    TextualTable(
      headings: ["latency", "percentile", "trace", "fitted", "95 % interval", "error"],
      alignment: [.left, .right, .right, .right, .right, .right],
      rows: check.rows.map { row in
        [
          row.latency.rawValue, "P\(Int(row.percentile))", LatencyText.short(row.trace),
          LatencyText.short(row.fitted.value),
          "\(LatencyText.short(row.fitted.low)) to \(LatencyText.short(row.fitted.high))",
          (row.error < 0 ? "-" : "+") + NumberText.ratio(abs(row.error)),
        ]
      }
    ).text
  }
}

// MARK: - A deployment of a measured server

extension FitCommand {
  /// The deployment whose costs reproduce a measured server.
  private func fitDeployment(to file: String, _ path: FilePath) throws {
    let run = try MeasuredRun(contentsOf: file)
    let start = try startOfCalibration()
    let name = FilePath(file).lastComponent?.string ?? file
    let fit = try run.fit(start, named: name)
    let directory = try OutputDirectory(path, replaces: output.force)
    let errors = try directory.table(
      .errors,
      [
        Column("latency", .string), Column("statistic", .string), Column("measured_s", .number),
        Column("simulated_s", .number), Column("error", .number),
      ])
    for row in fit.comparison.rows {
      try errors.write([row.latency.rawValue, row.statistic.rawValue, row.measured, row.simulated, row.error])
    }
    try directory.write(fit.deployment.json, to: "deployment.json", title: "The deployment, for --deployment")
    for warning in warnings(fit, run, start) { directory.note(warning) }
    let written = try finish(
      directory, title: "Deployment of \(name)", question: "Which step costs reproduce the run?",
      answer: sentence(fit), kind: "measured", of: file,
      settings: ["deployment": start.inWords, "simulations": "\(fit.simulations)"])
    output.show(written, text(fit, run, start, files: written.filesLine))
  }

  /// What the run was made with; without a name, vLLM's usual rule and a memory that never runs short.
  private func startOfCalibration() throws -> Deployment {
    if deployment.deployment != nil || deployment.catalogue.isGiven { return try deployment.value() }
    Terminal.standardError.write(
      "Note: without --deployment the fit assumes enough memory and the batching of vLLM: 256 sequences and 2048 tokens a "
        + "step, unless --sequences and --tokens-per-step are given\n")
    return Deployment(
      "measured server", StepCost(base: 12, perPromptToken: 0.05, perContextToken: 1e-4, perSequence: 0.05),
      batching: try deployment.batching(sequences: 256, tokensPerStep: 2048), kvTokens: 1 << 26,
      contextLength: 1 << 20,
      source: .stated("where the fit begins"))
  }

  /// The error above which a fit has failed.
  private static let mostError = 0.25
  /// The share of requests above which they are no exceptions.
  private static let fewStalls = 0.1

  private static func reproduces(_ fit: CalibrationFit) -> Bool { fit.comparison.worst <= mostError }

  /// What limits the trust in a fit.
  private func warnings(_ fit: CalibrationFit, _ run: MeasuredRun, _ start: Deployment) -> [String] {
    var warnings = run.doubts(on: start)
    let (stalled, count) = (fit.comparison.stalled, run.requests.count)
    if stalled > 0, Double(stalled) <= Self.fewStalls * Double(count) {
      warnings.append(
        "\(stalled) of \(count) requests took more than three times as long as simulated; if the server stalled, leave them out "
          + "and fit again, as they bias every cost")
    }
    if !Self.reproduces(fit) {
      warnings.append(
        "the deployment that is written does not reproduce the run (\(NumberText.ratio(fit.comparison.worst)) off). Likely causes: "
          + "times that are not in seconds, another engine, batching or memory than that of \(start.name), stalls of the "
          + "server, or prompts and answers all of one length")
    }
    return warnings
  }

  fileprivate func sentence(_ fit: CalibrationFit) -> String {
    let cost = fit.deployment.cost
    if !Self.reproduces(fit), let worst = fit.comparison.rows.max(by: { abs($0.error) < abs($1.error) }) {
      return "No costs of a step reproduce the run: with the nearest, \(NumberText.short(cost.base)) ms a step and "
        + "\(NumberText.short(cost.perPromptToken)) ms for each token of a prompt, the \(worst.statistic.rawValue) of the "
        + "\(worst.latency.rawValue) is off by \(NumberText.ratio(abs(worst.error)))."
    }
    return
      "A step takes \(NumberText.short(cost.base)) ms, \(NumberText.short(cost.perPromptToken)) ms for each token of a prompt, "
      + "\(NumberText.short(cost.perContextToken)) ms for each token of context and \(NumberText.short(cost.perSequence)) ms for each "
      + "sequence. With these costs every figure of the run is reproduced within \(NumberText.ratio(fit.comparison.worst))."
  }

  fileprivate func text(
    _ fit: CalibrationFit, _ run: MeasuredRun, _ start: Deployment, files: String
  ) -> String {
    let table = TextualTable(
      headings: ["latency", "statistic", "measured", "simulated", "error"],
      alignment: [.left, .left, .right, .right, .right],
      rows: fit.comparison.rows.map { row in
        [
          row.latency.rawValue, row.statistic.rawValue, LatencyText.short(row.measured),
          LatencyText.short(row.simulated), (row.error < 0 ? "-" : "+") + NumberText.ratio(abs(row.error)),
        ]
      }
    ).text
    var caution =
      "The costs of context and of sequences are hard to identify from one run, because both change together; fit runs at several loads."
    switch run.alikeLengths {
    case (let input?, let output?):
      caution +=
        " All prompts have \(input) tokens and all answers \(output), so the cost of a prompt's tokens is hard to tell from that "
        + "of a step too; fit a run whose lengths vary."
    case (let input?, nil):
      caution +=
        " All prompts have \(input) tokens, so their cost is hard to tell from that of a step too; fit a run whose lengths vary."
    default: break
    }
    if fit.comparison.refused > 0 {
      caution +=
        " \(fit.comparison.refused) of \(run.requests.count) requests are too long for \(start.name) and were left out."
    }
    return [
      "\(run.requests.count) measured requests, \(fit.simulations) simulations of them",
      Paragraph.wrap(sentence(fit)).map { Terminal.standardOutput.bold($0) }.joined(separator: "\n"), table,
      Paragraph.wrap(caution).joined(separator: "\n"),
      files,
    ].joined(separator: "\n\n")
  }
}

// MARK: - An adoption curve of a series

extension FitCommand {
  /// The Bass curve of a series.
  private func fitAdoption(to file: String, _ path: FilePath) throws {
    let fit = try BassFit(to: AdoptionSeries(contentsOf: file))
    let directory = try OutputDirectory(path, replaces: output.force)
    let parameters = try directory.table(
      .parameters,
      [
        Column("parameter", .string), Column("unit", .string), Column("value", .number),
        Column("standard_error", .number), Column("degrees_of_freedom", .integer),
      ])
    let perPeriod = "1/\(fit.series.period == .period ? "period" : fit.series.period.rawValue)"
    for (name, unit, estimate) in [
      ("market", "adopters", fit.market), ("innovation_p", perPeriod, fit.innovation),
      ("imitation_q", perPeriod, fit.imitation),
    ] {
      try parameters.write([name, unit, estimate.value, estimate.standardError, fit.degreesOfFreedom])
    }
    try write(fit.csv, as: .adoption, to: directory)
    try directory.write(fit.swiftLines, to: "adoption.swift", title: "The curve, for a Load")
    let written = try finish(
      directory, title: "Adoption of \(FilePath(file).lastComponent?.string ?? file)",
      question: "Which Bass curve fits the series?", answer: fit.paragraphs.joined(separator: " "),
      kind: "adoption", of: file)
    let paragraphs = fit.paragraphs.map { Paragraph.wrap($0).joined(separator: "\n") } + [written.filesLine]
    output.show(written, paragraphs.joined(separator: "\n\n"))
    output.printing.showSwift(fit.swiftLines, toPasteInto: "a Load")
  }
}

extension ResultTable {
  static let latencies = ResultTable(
    "latencies", title: Text("The trace and loads drawn from the fit", zh: "请求轨迹与拟合负载的比较"))
  static let errors = ResultTable("errors", title: Text("Measured and simulated", zh: "实测与模拟"))
  static let parameters = ResultTable("parameters", title: Text("The curve", zh: "曲线参数"))
  static let adoption = ResultTable("adoption", title: Text("The series and the curve", zh: "序列与曲线"))
}
