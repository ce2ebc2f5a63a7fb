import CommandOptions
import Experimentation
import Randomness
import Results
import Serving

/// `payoff fidelity`: how near the capacity curves of a forecast are to simulations of every request.
enum FidelityProgram<E: Experiment> {
  static func run(_ options: FidelityOptions) throws {
    let task = try PreparedExperiment<E>(
      try options.shared.plan(1), options.shared.output, verb: "fidelity", options: ["--hours \(options.hours)"],
      command: "fidelity", distinctions: ["--hours \(options.hours)"], files: FidelityDirectory.fileNames)
    let fleets = try Replicator(task.experiment, plan: task.plan)
      .fleetHours(ofReplication: 0, count: options.hours).filter { $0.curve.canBeChecked && !$0.hours.isEmpty }
    guard !fleets.isEmpty else {
      throw InvalidValue(
        "\(E.self)", "it has no fleet whose deployment and requests are known",
        remedy: "give the fleet CapacityCurve.batching(deployment, lengths:, within:) or .oneAtATime(deployment, …)")
    }
    let directory = try FidelityDirectory(task.path, replaces: task.replaces, task.description, task.schema)
    let found = StageLine.during("Simulating every request of \(options.hours) hours") {
      fleets.map { (name: $0.name, hours: $0.curve.fidelity(of: $0.hours, seed: task.plan.seed)) }
    }
    let written = try directory.finish(found)
    options.shared.output.show(
      written,
      FidelityReport(
        title: task.description.experiment + ": " + task.description.question,
        fleets: zip(fleets, found).map { ($0.name, $0.curve.method, $1.hours) },
        footer: "\(options.hours) hours of replication 0, every request simulated, seed \(task.plan.seed)"
          + task.plan.optionsText + "\nFiles in \(task.path): fidelity.csv, inputs.csv, datapackage.json"
      ).text)
  }
}
