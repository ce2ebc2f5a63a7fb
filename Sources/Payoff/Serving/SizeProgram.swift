import CommandOptions
import Demand
import Experimentation
import FoundationEssentials
import Randomness
import Results
import Serving
import SystemPackage

/// `payoff size`: the smallest fleet that holds a service level for a load.
enum SizeProgram {
  static func run(_ options: SizeOptions) throws {
    let levels = try options.limits.levels
    let deployment = try ServedDeployment.read(options.deployment)
    let routing = try options.routing.value
    let load = try SizedLoad(options)
    let name = FilePath(load.pattern.name).stem ?? load.pattern.name
    let served = options.deployment.deployment.flatMap { FilePath($0).stem } ?? "fleet"
    let path = FilePath(options.output.out ?? "runs/size-\(name)-\(served)-\(load.peakRate.shortest)-\(options.seed)")
    try OutputDirectory.checkVacancy(of: path, replaces: options.output.force)

    let sizing = try FleetSizing(
      deployment, pattern: load.pattern, levels: levels, routing: routing, windows: options.replications,
      requestsOfWindow: options.requests, seed: options.seed,
      threads: options.threads ?? min(ProcessInfo.processInfo.activeProcessorCount, 1024))
    if let limit = sizing.sample.limit {
      Terminal.standardError.write(
        "Note: \(NumberText.percent(sizing.sample.refusedShare)) of the requests are too long for \(deployment.name) and left out: "
          + "\(limit)\n")
    }
    let peak = try search(sizing, load.peakRate, options.atMost ?? .max)
    let mean = load.meanRate == load.peakRate ? peak : try search(sizing, load.meanRate, options.atMost ?? .max)
    let report = SizeReport(sizing, load, peak: peak, mean: mean, options)
    let written = try SizeDirectory(path, replaces: options.output.force).finish(
      title: report.title, answer: report.sentence,
      [("busiest", peak)] + (load.meanRate == load.peakRate ? [] : [("mean", mean)]),
      gpusPerReplica: deployment.gpus, summary: report.figures, sources: [load.pattern.name],
      settings: [
        "deployment": ServedDeployment.text(deployment), "load": load.pattern.source, "routing": "\(routing)",
        "levels": levels.map(\.description).joined(separator: "; "), "rate": load.peakRate.shortest,
        "day_shape": load.shape, "windows": "\(options.replications)", "requests": "\(options.requests)",
        "availability": options.availability.shortest, "repair_hours": options.repairHours.shortest,
      ], seed: options.seed)
    options.output.show(
      written, report.text(files: "Files in \(path): " + SizeDirectory.fileNames.joined(separator: ", ")))
  }

  /// Searches, and tells on the terminal which size is being looked at.
  private static func search(_ sizing: FleetSizing, _ rate: Double, _ atMost: Int) throws -> FleetSizing.Answer {
    let terminal = Terminal.standardError
    defer { if terminal.isInteractive { terminal.write("\r\u{1B}[K") } }
    return try sizing.leastFleet(at: rate, atMost: atMost) { look in
      guard terminal.isInteractive else { return }
      terminal.write(
        "\r\u{1B}[K\(look.replicas) replicas, \(look.windows) windows: \(look.verdict.rawValue) at "
          + "\(NumberText.short(rate)) requests/s")
    }
  }
}
