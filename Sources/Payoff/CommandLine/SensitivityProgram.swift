import CommandOptions
import EventSimulation
import Experimentation
import Randomness
import Results
import SystemPackage

/// `payoff sensitivity`: which inputs decide a measure.
struct SensitivityProgram<E: Experiment> {
  private let options: SensitivityOptions
  private let plan: RunPlan
  private let experiment: ResolvedExperiment<E>
  private let inputs: [Int]
  private let streams: Streams

  /// Points and replications by which chance is told from what the inputs do.
  private static var chancePoints: Int { 64 }
  private static var chanceReplications: Int { 4 }

  init(_ options: SensitivityOptions) throws {
    self.options = options
    guard SensitivityOptions.methods.contains(options.method) else {
      let nearest = NearestName.suggestion(for: options.method, among: SensitivityOptions.methods)
      throw InvalidValue(
        "--method \(options.method)", "there is no method of that name",
        remedy: nearest.map { "did you mean \($0)?" }
          ?? "there are \(SensitivityOptions.methods.joined(separator: ", "))")
    }
    plan = try options.shared.plan(1)
    experiment = try ResolvedExperiment<E>(overrides: plan.overrides)
    inputs = DesignRows.uncertainInputs(of: experiment)
    streams = Streams(seed: plan.seed, replication: 0)
    guard !inputs.isEmpty else {
      throw InvalidValue("\(E.self)", "it has no uncertain input, so there is nothing that could decide")
    }
  }

  private var names: [String] { inputs.map { experiment.inputs[$0].declaration.name } }

  func run() throws {
    let path = FilePath(
      options.shared.out
        ?? ExperimentProgram<E>.defaultPath("\(E.self)-\(options.method)", plan, varying: [options.measure ?? ""]))
    try OutputDirectory.checkVacancy(of: path, replaces: options.shared.force)
    SignalHandling.begin(
      seed: plan.seed, unfinished: OutputDirectory.partial(of: path), files: SensitivityDirectory.fileNames)
    let schema = try Replicator(experiment, plan: plan).schema()
    let measure = try schema.measure(named: options.measure)
    let description = RunDescription(experiment, plan: plan, source: try ExperimentSource.text())
    let directory = try SensitivityDirectory(
      path, replaces: options.shared.force, description, schema, inputs: inputs)
    let (analysis, share, runs) =
      options.method == "tornado" || options.method == "spider"
      ? try oneAtATime(schema, measure, directory) : try overDesign(schema, measure, directory)
    try directory.finish(analysis.rows)
    print(
      SensitivityReport(
        description, schema.measures[measure], analysis, chance: share, runs: runs,
        inputs: names, directory: path
      ).text)
  }

  /// One input at a time, from its 10 % to its 90 % quantile or over several.
  private func oneAtATime(
    _ schema: RunSchema, _ measure: Int, _ directory: SensitivityDirectory
  ) throws -> (SensitivityAnalysis, VarianceSplit?, Int) {
    let quantiles = options.method == "tornado" ? [0.1, 0.9] : [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]
    let rows = OneAtATimeRows(quantiles: quantiles, replications: options.size ?? 40, of: experiment)
    let records = try compute(rows, count: rows.count, schema, directory)
    var tallies = Array(repeating: Tally(), count: rows.points.count + 1)
    for record in records {
      guard let value = record.measures[measure] else { throw noValue(schema.measures[measure].name, records, measure) }
      tallies[(rows.point(of: record.replication) ?? -1) + 1].add(value)
    }
    let runs = rows.points.enumerated().map { index, point in
      let interval = ConfidenceInterval(of: tallies[index + 1])
      return OneAtATimeRun(
        input: experiment.inputs[point.input].declaration.name, quantile: point.quantile, value: point.value,
        output: tallies[index + 1].mean, interval: interval.map { $0.low...$0.high })
    }
    let name = schema.measures[measure].name
    let base = Dictionary(
      uniqueKeysWithValues: inputs.map { (experiment.inputs[$0].declaration.name, rows.baseValue(of: $0)) })
    let analysis =
      options.method == "tornado"
      ? Tornado(measure: name, base: tallies[0].mean, baseValues: base, runs: runs).analysis
      : Spider(measure: name, runs: runs).analysis
    return (analysis, nil, records.count)
  }

  /// The rows of a design, and the share of chance from a small design with several replications of each point.
  private func overDesign(
    _ schema: RunSchema, _ measure: Int, _ directory: SensitivityDirectory
  ) throws -> (SensitivityAnalysis, VarianceSplit?, Int) {
    let (method, design) = try methodAndDesign()
    let pilot = DesignRows(
      try Design.sobol(
        inputs: names, rows: Self.chancePoints,
        scrambling: .owen(Streams(seed: plan.seed, replication: 1))), columns: inputs, of: experiment,
      replicationsOfPoint: Self.chanceReplications)
    let pilotRows = Self.chancePoints * Self.chanceReplications
    Terminal.standardError.write(
      "\(options.method): \(NumberText.short(Double(design.count))) runs, and \(pilotRows) to tell chance from the inputs\n"
    )
    let name = schema.measures[measure].name
    let chance = try compute(pilot, count: pilotRows, schema, nil)
    let outputs = stride(from: 0, to: pilotRows, by: Self.chanceReplications).map { first in
      chance[first..<first + Self.chanceReplications].map { $0.measures[measure] ?? .nan }
    }
    let share = try? VarianceSplit(of: outputs, measure: name)
    let records = try compute(
      DesignRows(design, columns: inputs, of: experiment), count: design.count, schema, directory)
    let results = DesignResults(
      measure: name, inputs: names, rows: records.map { record in inputs.map { record.inputs[$0] } },
      outputs: records.map { $0.measures[measure] }, chanceShare: share?.chanceShare)
    return (try method.analyze(results), share, records.count + pilotRows)
  }

  private func methodAndDesign() throws -> (any SensitivityMethod, Design) {
    let bootstrap = Bootstrap(resamples: 200, seed: plan.seed)
    func points() throws -> Design {
      try Design.sobol(inputs: names, rows: options.size ?? 1024, scrambling: .owen(streams))
    }
    switch options.method {
    case "morris":
      return (
        MorrisEffects(scaled: true, bootstrap: bootstrap),
        try Design.morris(inputs: names, trajectories: options.size ?? 40, streams: streams)
      )
    case "sobol", "sobol_jansen", "sobol_martinez":
      let estimators: [String: SobolIndices.Estimator] = ["sobol_jansen": .jansen, "sobol_martinez": .martinez]
      let secondOrder = options.secondOrder && options.method == "sobol"
      return (
        SobolIndices(
          estimator: estimators[options.method] ?? .saltelli, secondOrder: secondOrder, bootstrap: bootstrap),
        try Design.saltelli(
          inputs: names, blocks: options.size ?? 512, secondOrder: secondOrder, scrambling: .owen(streams))
      )
    case "efast":
      return (ExtendedFAST(), try Design.searchCurves(inputs: names, points: options.size ?? 257, streams: streams))
    case "rbd_fast": return (RandomBalanceFAST(), try points())
    case "pawn": return (PAWN(), try points())
    case "delta": return (DeltaMeasure(), try points())
    case "src", "srrc": return (RegressionCoefficients(ranks: options.method == "srrc"), try points())
    case "pcc", "prcc": return (PartialCorrelations(ranks: options.method == "prcc"), try points())
    case "pearson", "spearman": return (Correlations(ranks: options.method == "spearman"), try points())
    case "kendall": return (KendallCorrelations(), try points())
    case "filter": return (MonteCarloFilter(), try points())
    default: return (RegionalSensitivity(), try points())
    }
  }

  private func compute(
    _ rows: any RowSource, count: Int, _ schema: RunSchema, _ directory: SensitivityDirectory?
  ) throws -> [ReplicationRecord] {
    var plan = plan
    plan.replications = count
    var progress = ProgressLine(total: count, unit: "runs")
    var records: [ReplicationRecord] = []
    defer { progress.finish() }
    // Months are of no use here, so that they are not kept.
    try Replicator(experiment, plan: plan, rows: rows).run(schema) { round in
      try directory?.append(round)
      records += round.map(\.withoutTimeline)
      progress.advance(by: round.count)
    }
    return records
  }

  private func noValue(_ name: String, _ records: [ReplicationRecord], _ measure: Int) -> SensitivityError {
    .missingOutputs(
      method: options.method, measure: name, firstRow: records.first { $0.measures[measure] == nil }?.replication ?? 0,
      count: records.count { $0.measures[measure] == nil })
  }
}
