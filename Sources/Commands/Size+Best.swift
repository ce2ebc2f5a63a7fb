import Demand
import Experimentation
import Randomness
import Results
import Serving
import SystemPackage

/// `payoff size --best`: the deployments of a model that serve a load best.
extension SizeCommand {
  func runBest() throws {
    let levels = try limits.levels
    guard maxReplicas == nil else {
      throw InvalidValue(
        "--max-replicas with --best", "replicas have different numbers of GPUs", remedy: "use --max-gpus")
    }
    let load = try SizedLoad(self)
    let candidates = try BestCandidates(deployment, for: load.pattern)
    let name = FilePath(load.pattern.name).stem ?? load.pattern.name
    let path = try output.place(or: "runs/best-\(name)-\(candidates.model.id)-\(load.peakRate.shortest)-\(seed)")
    let search = DeploymentSearch(
      load.pattern, at: load.peakRate, levels: levels, routing: try routing.value,
      budget: DeploymentSearch.Budget(gpus: best.maxGpus ?? .max, power: try best.watts), availability: availability,
      repairHours: repairHours, windows: replications ?? 4, requestsOfWindow: requests ?? 3000, seed: seed,
      threads: SharedOptions.threads(threads))
    let terminal = Terminal.standardError
    let answer = try search.best(of: candidates.candidates) { terminal.replaceLine(with: "simulating \($0)") }
    terminal.replaceLine(with: "")
    let report = BestReport(answer, candidates, load, search)
    let directory = try OutputDirectory(path, replaces: output.force)
    if let unused = load.pattern.unusedSharing { directory.note(unused) }
    try report.write(to: directory)
    var provenance = Provenance(Self.name, of: [load.pattern.name])
    var settings = [
      "model": candidates.model.id, "load": load.pattern.source, "routing": "\(search.routing)",
      "levels": levels.map(\.description).joined(separator: "; "), "rate": load.peakRate.shortest,
      "windows": "\(search.windows)", "requests": "\(search.requestsOfWindow)", "availability": availability.shortest,
      "repair_hours": repairHours.shortest,
    ]
    if let power = best.power { settings["power"] = power }
    if let gpus = best.maxGpus { settings["max_gpus"] = "\(gpus)" }
    provenance.settings = settings
    provenance.seed = seed
    provenance.answer = report.sentence
    provenance.streams = Streams.version
    let facts = ResultFacts(
      command: Self.name, experiment: report.title, question: "Which deployments serve the load best?",
      answer: report.sentence)
    let written = try directory.finish(facts, provenance, Self.presentation)
    output.show(written, report.text + "\n\n" + written.filesLine)
  }
}
