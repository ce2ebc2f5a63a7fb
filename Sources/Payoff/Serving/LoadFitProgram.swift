import CommandOptions
import Demand
import Experimentation
import Randomness
import Results
import Serving
import SystemPackage

/// `payoff fit --trace`: a load that is like a trace, and how well it stands for it.
enum LoadFitProgram {
  /// What both are served on where the user names nothing.
  private static let usualDeployment = "llama-8b-a100"

  static func run(_ file: String, _ options: FitOptions, _ path: FilePath) throws {
    let deployment = try ServedDeployment.read(options.deployment, or: usualDeployment)
    let trace = try RequestTrace(contentsOf: file)
    let load = try FittedLoad(to: trace)
    let check = try FittedLoadCheck(
      load, of: trace, on: deployment, replicas: options.replicas, replications: options.replications,
      seed: options.seed)
    let latencies = FitDirectory.Table(
      "latencies.csv",
      columns: [
        ("latency", false), ("percentile", true), ("trace_s", true), ("fitted_s", true), ("ci95_low_s", true),
        ("ci95_high_s", true), ("least_s", true), ("greatest_s", true), ("error", true),
      ],
      rows: check.rows.map { row in
        [row.latency.rawValue]
          + [
            row.percentile, row.trace, row.fitted.value, row.fitted.low, row.fitted.high, row.range.lowerBound,
            row.range.upperBound, row.error,
          ].map(\.shortest)
      })
    let written = try FitDirectory.write(
      to: path, replaces: options.output.force, title: "Load of \(FilePath(file).lastComponent?.string ?? file)",
      question: "Which load is like the trace?", answer: sentence(check), tables: load.tables.map(table) + [latencies],
      documents: [.init("load.json", try load.json()), .init("load.swift", load.swiftLines)], kind: "trace",
      source: file,
      settings: [
        "deployment": ServedDeployment.text(deployment), "replicas": "\(check.replicas)",
        "replications": "\(check.replications)",
      ], seed: options.seed)
    let terminal = Terminal.standardOutput
    let paragraphs =
      [Paragraph.wrap(sentence(check)).map { terminal.bold($0) }.joined(separator: "\n"), latencyTable(check)]
      + load.paragraphs.map { Paragraph.wrap($0).joined(separator: "\n") }
    let files =
      "Files in \(path): load.json (for payoff size --load), load.swift, "
      + (load.tables.map(\.name) + ["latencies.csv", "datapackage.json"]).joined(separator: ", ")
    options.output.show(written, (paragraphs + [files]).joined(separator: "\n\n"))
    options.output.printing.showSwift(load.swiftLines, toPasteInto: "an experiment")
  }

  private static func sentence(_ check: FittedLoadCheck) -> String {
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

  private static func latencyTable(_ check: FittedLoadCheck) -> String {
    TextualTable(
      headings: ["latency", "percentile", "trace", "fitted", "95 % interval", "off by"],
      alignment: [.left, .right, .right, .right, .right, .right],
      rows: check.rows.map { row in
        [
          row.latency.rawValue, "P\(Int(row.percentile))", LatencyText.short(row.trace),
          LatencyText.short(row.fitted.value),
          "\(LatencyText.short(row.fitted.low)) to \(LatencyText.short(row.fitted.high))",
          (row.error < 0 ? "-" : "+") + NumberText.percent(abs(row.error)),
        ]
      }
    ).text
  }

  /// A table of the fit, whose cells need no quotes.
  private static func table(_ table: FittedLoad.Table) -> FitDirectory.Table {
    let lines = table.csv.split(separator: "\r\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let words: Set<String> = ["gaps", "family", "tokens_of"]
    return FitDirectory.Table(
      table.name, columns: (lines.first ?? []).map { ($0, !words.contains($0)) }, rows: Array(lines.dropFirst()))
  }
}
