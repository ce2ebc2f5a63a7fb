import CommandOptions
import EventSimulation
import Experimentation
import Randomness
import Results

/// `payoff sensitivity`: which inputs decide a measure.
struct SensitivityProgram<E: Experiment> {
  private let options: SensitivityOptions
  private let method: String
  private let task: PreparedExperiment<E>
  private let reading: MeasureReading
  private let inputs: [Int]
  private let streams: Streams

  /// Points and replications by which chance is told from what the inputs do.
  private static var chancePoints: Int { 64 }
  private static var chanceReplications: Int { 4 }
  private static var pilotRows: Int { chancePoints * chanceReplications }

  /// What was found, and what it took.
  private struct Finding {
    var analysis: SensitivityAnalysis
    let chance: VarianceSplit?
    let runs: Int
  }

  init(_ options: SensitivityOptions) throws {
    self.options = options
    method = try options.method.name(or: "tornado")
    let plan = try options.shared.plan(options.size ?? Self.defaultSize(method))
    task = try PreparedExperiment<E>(
      plan, options.shared.output, verb: "sensitivity",
      options: options.shellOptions(method: method, size: plan.replications), command: method,
      distinctions: [options.method.measure ?? "", options.method.secondOrder ? "second order" : ""]
        .filter { !$0.isEmpty },
      files: SensitivityDirectory.fileNames)
    reading = try MeasureReading(options.method.measure, of: task.schema)
    inputs = task.experiment.uncertainInputs
    streams = Streams(seed: plan.seed, replication: 0)
    guard !inputs.isEmpty else {
      throw InvalidValue("\(E.self)", "it has no uncertain input, so there is nothing that could decide")
    }
  }

  private static func defaultSize(_ method: String) -> Int {
    switch method {
    case "tornado", "spider", "morris": 40
    case "sobol", "sobol_jansen", "sobol_martinez": 512
    case "efast": 257
    default: 1024
    }
  }

  private var size: Int { task.plan.replications }
  private var isOneAtATime: Bool { method == "tornado" || method == "spider" }
  private var names: [String] { inputs.map { task.experiment.inputs[$0].declaration.name } }

  func run() throws {
    if task.experiment.dependence != nil {
      if isOneAtATime {
        Terminal.standardError.write("Note: some inputs go together, and \(method) moves each alone\n")
      } else if !SensitivityMethods.forCorrelatedInputs.contains(method) {
        throw SensitivityError.correlatedInputs(method: method)
      }
    }
    let directory = try SensitivityDirectory(
      task.path, replaces: task.replaces, task.description, task.schema, inputs: inputs)
    let finding = try isOneAtATime ? oneAtATime(directory) : overDesign(directory)
    let written = try directory.finish(finding.analysis.rows, measure: reading.name)
    options.shared.output.show(
      written,
      SensitivityReport(
        title: task.description.experiment + ": " + task.description.question, unit: reading.unit, finding.analysis,
        chance: finding.chance, inputs: names,
        footer: "\(method): \(NumberText.short(Double(finding.runs))) runs, seed \(task.plan.seed)"
          + task.plan.optionsText
          + "\nFiles in \(task.path): sensitivity.csv, design.csv, results.csv, inputs.csv, datapackage.json"
      ).text)
  }

  /// What it costs and what it takes for granted, before it begins.
  private func announce(_ runs: String) {
    let text = "\(method): \(runs). It assumes \(SensitivityMethods.assumption(of: method))."
    Terminal.standardError.write(Paragraph.wrap(text).joined(separator: "\n") + "\n")
  }

  /// One input at a time, from its 10 % to its 90 % quantile or over several.
  private func oneAtATime(_ directory: SensitivityDirectory) throws -> Finding {
    let quantiles = method == "tornado" ? [0.1, 0.9] : [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]
    let rows = OneAtATimeRows(quantiles: quantiles, replications: size, of: task.experiment)
    announce("\(NumberText.short(Double(rows.count))) runs")
    var tallies = Array(repeating: Tally(), count: rows.points.count + 1)
    var empty = 0
    try task.compute(rows, 0..<rows.count) { round in
      try directory.append(round)
      for record in round {
        if let value = reading.value(of: record) {
          tallies[(rows.point(of: record.replication) ?? -1) + 1].add(value)
        } else {
          empty += 1
        }
      }
    }
    if empty > 0 { throw reading.missing(empty, of: rows.count, in: task.schema) }
    let runs = rows.points.enumerated().map { index, point in
      let interval = ConfidenceInterval(of: tallies[index + 1])
      return OneAtATimeRun(
        input: task.experiment.inputs[point.input].declaration.name, quantile: point.quantile, value: point.value,
        output: tallies[index + 1].mean, interval: interval.map { $0.low...$0.high })
    }
    let base = Dictionary(uniqueKeysWithValues: zip(names, inputs.map { rows.baseValue(of: $0) }))
    let analysis =
      method == "tornado"
      ? Tornado(measure: reading.name, base: tallies[0].mean, baseValues: base, runs: runs).analysis
      : Spider(measure: reading.name, runs: runs).analysis
    return Finding(analysis: analysis, chance: nil, runs: rows.count)
  }

  /// The rows of a design, and the share of chance from a small design with several replications of each point.
  private func overDesign(_ directory: SensitivityDirectory) throws -> Finding {
    let finding: Finding
    switch SensitivityMethods.method(
      named: method, secondOrder: options.method.secondOrder, seed: task.plan.seed)
    {
    case let sobol as SobolIndices:
      let points = try SaltelliPoints(
        inputs: names, blocks: size, secondOrder: sobol.secondOrder, scrambling: .owen(streams))
      announce(cost(of: points))
      let chance = try chance()
      var stream = sobol.stream(of: reading.name, inputs: names)
      try compute(points, directory) { stream.add(reading.value(of: $0)) }
      finding = Finding(
        analysis: try StageLine.during("Resampling") { try stream.analysis(chanceShare: chance?.chanceShare) },
        chance: chance,
        runs: points.count + Self.pilotRows)
    case let method?:
      let design = try design
      announce(cost(of: design))
      let chance = try chance()
      var rows: [[Double]] = []
      var outputs: [Double?] = []
      try compute(design, directory) { record in
        rows.append(inputs.map { record.inputs[$0] })
        outputs.append(reading.value(of: record))
      }
      let results = DesignResults(
        measure: reading.name, inputs: names, rows: rows, outputs: outputs,
        inputsAreCorrelated: task.experiment.dependence != nil, chanceShare: chance?.chanceShare)
      finding = Finding(
        analysis: try StageLine.during("Resampling") { try method.analyze(results) }, chance: chance,
        runs: design.count + Self.pilotRows)
    case nil: preconditionFailure("the method \(method) has no design")
    }
    var complete = finding
    if let chance = finding.chance { complete.analysis.add(chance) }
    return complete
  }

  private func cost(of design: some RowDesign) -> String {
    "\(NumberText.short(Double(design.count))) runs, and \(Self.pilotRows) to tell chance from the inputs"
  }

  private var design: Design {
    get throws(InvalidValue) {
      switch method {
      case "morris": try Design.morris(inputs: names, trajectories: size, streams: streams)
      case "efast": try Design.searchCurves(inputs: names, points: size, streams: streams)
      default: try Design.sobol(inputs: names, rows: size, scrambling: .owen(streams))
      }
    }
  }

  /// The share of chance; `nil` where the measure has no value in some replication.
  private func chance() throws -> VarianceSplit? {
    let points = try Design.sobol(
      inputs: names, rows: Self.chancePoints, scrambling: .owen(Streams(seed: task.plan.seed, replication: 1)))
    let rows = DesignRows(
      points, columns: inputs, of: task.experiment, replicationsOfPoint: Self.chanceReplications)
    var outputs: [[Double]] = []
    try task.compute(rows, 0..<Self.pilotRows) { round in
      for record in round {
        if record.replication.isMultiple(of: Self.chanceReplications) { outputs.append([]) }
        outputs[outputs.count - 1].append(reading.value(of: record) ?? .nan)
      }
    }
    return try? VarianceSplit(of: outputs, measure: reading.name)
  }

  private func compute(
    _ design: some RowDesign, _ directory: SensitivityDirectory, _ receive: (ReplicationRecord) -> Void
  ) throws {
    try task.compute(DesignRows(design, columns: inputs, of: task.experiment), 0..<design.count) { round in
      try directory.append(round)
      for record in round { receive(record) }
    }
  }
}
