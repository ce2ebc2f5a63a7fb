import CommandOptions
import Randomness
import Results
import Serving
import SystemPackage

/// `payoff fit --measured`: the deployment whose costs reproduce a measured server.
enum CalibrationProgram {
  static func run(_ file: String, _ options: FitOptions, _ path: FilePath) throws {
    let run = try MeasuredRun(contentsOf: file)
    let start = try deployment(options)
    let name = FilePath(file).lastComponent?.string ?? file
    let fit = try run.fit(start, named: name)
    let written = try FitDirectory.write(
      to: path, replaces: options.output.force, title: "Deployment of \(name)",
      question: "Which costs of a step reproduce the run?", answer: sentence(fit), tables: [table(fit)],
      documents: [.init("deployment.json", fit.deployment.json)], kind: "measured", source: file,
      settings: ["deployment": ServedDeployment.text(start), "simulations": "\(fit.simulations)"], seed: options.seed)
    options.output.show(written, text(fit, run, start, path))
  }

  /// What the run was made with; without a name, vLLM's usual rule and a memory that never runs short.
  private static func deployment(_ options: FitOptions) throws -> Deployment {
    if options.deployment.deployment != nil { return try ServedDeployment.read(options.deployment) }
    Terminal.standardError.write(
      "Note: without --deployment the memory is taken to suffice, and the rule to be vLLM's: 256 sequences, 2048 tokens a "
        + "step, or as --sequences and --tokens-per-step say\n")
    let tokens = options.deployment.tokensPerStep ?? 2048
    let sequences = options.deployment.sequences ?? 256
    guard tokens >= sequences else {
      throw InvalidValue(
        "--sequences \(sequences) with \(tokens) tokens a step", "a step has at least a token for each sequence",
        remedy: "write --tokens-per-step \(sequences) or more")
    }
    return Deployment(
      "measured server", StepCost(base: 12, perPromptToken: 0.05, perContextToken: 1e-4, perSequence: 0.05),
      batching: .continuous(sequences: sequences, tokensPerStep: tokens), kvTokens: 1 << 26, contextLength: 1 << 20,
      source: .stated("where the fit begins"))
  }

  private static func table(_ fit: CalibrationFit) -> FitDirectory.Table {
    FitDirectory.Table(
      "errors.csv",
      columns: [
        ("latency", false), ("statistic", false), ("measured_s", true), ("simulated_s", true), ("error", true),
      ],
      rows: fit.comparison.rows.map { row in
        [row.latency.rawValue, row.statistic.rawValue] + [row.measured, row.simulated, row.error].map(\.shortest)
      })
  }

  private static func sentence(_ fit: CalibrationFit) -> String {
    let cost = fit.deployment.cost
    return
      "A step takes \(NumberText.short(cost.base)) ms, \(NumberText.short(cost.perPromptToken)) ms for each token of a prompt, "
      + "\(NumberText.short(cost.perContextToken)) ms for each of context and \(NumberText.short(cost.perSequence)) ms for each "
      + "sequence: with that every figure of the run is met within \(NumberText.percent(fit.comparison.worst))."
  }

  private static func text(
    _ fit: CalibrationFit, _ run: MeasuredRun, _ start: Deployment, _ path: FilePath
  ) -> String {
    let table = TextualTable(
      headings: ["latency", "statistic", "measured", "simulated", "off by"],
      alignment: [.left, .left, .right, .right, .right],
      rows: fit.comparison.rows.map { row in
        [
          row.latency.rawValue, row.statistic.rawValue, LatencyText.short(row.measured),
          LatencyText.short(row.simulated), (row.error < 0 ? "-" : "+") + NumberText.percent(abs(row.error)),
        ]
      }
    ).text
    var caution =
      "From one run, context and sequences are hard to tell apart, for they come and go together: runs at several loads say more."
    if fit.comparison.refused > 0 {
      caution +=
        " \(fit.comparison.refused) of \(run.requests.count) requests are too long for \(start.name) and left out."
    }
    return [
      "\(run.requests.count) measured requests, \(fit.simulations) simulations of them",
      Paragraph.wrap(sentence(fit)).map { Terminal.standardOutput.bold($0) }.joined(separator: "\n"), table,
      Paragraph.wrap(caution).joined(separator: "\n"),
      "Files in \(path): deployment.json (for --deployment), errors.csv, datapackage.json",
    ].joined(separator: "\n\n")
  }
}
