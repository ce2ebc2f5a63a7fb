import CommandOptions
import Experimentation
import Randomness
import Results

/// `payoff discover`: under which conditions it does not pay off.
enum DiscoverProgram<E: Experiment> {
  /// Below these a box of a twentieth holds too few futures to tell anything.
  private static var leastReplications: Int { 100 }

  static func run(_ options: DiscoverOptions) throws {
    let plan = try options.replicated.plan
    guard plan.replications >= leastReplications else {
      throw InvalidValue(
        "--replications \(plan.replications)", "scenario discovery needs \(leastReplications) or more",
        remedy: "take 1000")
    }
    let task = try PreparedExperiment<E>(
      plan, options.replicated.shared.output, verb: "discover", options: options.shellOptions, command: "discover",
      distinctions: options.condition.map { [$0] } ?? [],
      files: DiscoveryDirectory.fileNames)
    let reading = try condition(options, of: task.schema)
    guard !task.experiment.uncertainInputs.isEmpty else {
      throw InvalidValue("\(E.self)", "it has no uncertain input, so there are no conditions to tell futures apart by")
    }
    let directory = try DiscoveryDirectory(task.path, replaces: task.replaces, task.description, task.schema)
    let found = try futures(task, reading, 0..<plan.replications)
    // Half as many that have no part in finding the box show what it is worth.
    let fresh = try futures(task, reading, plan.replications..<plan.replications + plan.replications / 2)
    let futures = try Futures(inputs: found.inputs, inQuestion: found.inQuestion)
    let discovery = StageLine.during("Peeling") {
      ScenarioDiscovery(
        futures, fresh: fresh, method: PRIM(minimumMass: options.mass, crossesPlateaus: true),
        densityAtLeast: options.density, boxes: options.boxes)
    }
    let written = try directory.finish(discovery, of: futures, condition: reading.name)
    options.replicated.shared.output.show(
      written,
      DiscoveryReport(
        title: task.description.experiment + ": " + task.description.question, discovery, futures,
        condition: reading.name, asked: options.density, units: task.experiment.inputs.map(\.declaration),
        footer:
          "\(plan.replications) replications to find it, and \(plan.replications / 2) fresh ones to check it, seed "
          + "\(plan.seed)\(plan.optionsText)\nFiles in \(task.path): boxes.csv, trajectory.csv, futures.csv, inputs.csv, "
          + "datapackage.json"
      ).text)
  }

  private static func condition(
    _ options: DiscoverOptions, of schema: RunSchema
  ) throws(InvalidValue) -> MeasureReading {
    let reading = try MeasureReading(
      options.condition ?? (schema.measures.contains { $0.name == "npv" } ? "npv<0" : nil), of: schema,
      option: "--where")
    guard reading.bar != nil else {
      throw InvalidValue(
        "--where" + (options.condition.map { " " + $0 } ?? ""), "a condition holds a measure against a number",
        remedy: "for example --where '\(reading.name)<0'")
    }
    return reading
  }

  private static func futures(
    _ task: PreparedExperiment<E>, _ reading: MeasureReading, _ range: Range<Int>
  ) throws -> (inputs: [Sample], inQuestion: [Bool]) {
    let columns = task.experiment.uncertainInputs
    var inputs = [[Double]](repeating: [], count: columns.count)
    var inQuestion: [Bool] = []
    try task.compute(replications: range) { records in
      for record in records {
        for (place, column) in columns.enumerated() { inputs[place].append(record.inputs[column]) }
        inQuestion.append(reading.value(of: record) == 1)
      }
    }
    var samples: [Sample] = []
    for (column, values) in zip(columns, inputs) {
      samples.append(try Sample(task.experiment.inputs[column].declaration.name, values))
    }
    return (samples, inQuestion)
  }
}
