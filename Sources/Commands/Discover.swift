import ArgumentParser
import Experimentation
import Randomness
import Results

/// `payoff discover EXPERIMENT`: the conditions under which it does not pay off.
struct DiscoverCommand: ExperimentCommand {
  static let facts = CommandFacts(
    "discover", title: Text("when it does not pay off", zh: "不盈利的条件"),
    "Finds the conditions under which it does not pay off.",
    details: """
      Searches the space of the inputs for a box in which replications of interest are dense (PRIM), drops limits that \
      are not significant, and checks the box out of sample.
      """,
    examples: [
      "payoff discover CustomerService",
      "payoff discover CustomerService --where 'inflection_month>36' --min-density 0.7",
    ])

  static let presentation = Presentation(
    charts: [.box, .futures, .peeling],
    tables: [
      ShownTable(
        .boxes, ["box", "input", "unit", "side", "limit", "quasi_p", "density", "coverage", "out_of_sample_density"])
    ])

  @OptionGroup var subject: ExperimentArgument

  @Option(
    name: .customLong("where"),
    help: ArgumentHelp(
      "What makes a replication of interest: 'npv<0', 'inflection_month>36'. (default: npv<0)",
      valueName: "CONDITION"))
  var condition: String?

  @Option(
    parsing: .unconditional, help: "The least share of replications of interest among those in a box. (default: 0.8)",
    transform: { try ProportionOption.read($0) })
  var minDensity = 0.8

  @Option(
    parsing: .unconditional,
    help: "How many boxes to find, each among the replications outside those before. (default: 1)",
    transform: { try WholeNumber.read($0, in: 1...20) })
  var boxes = 1

  @Option(
    parsing: .unconditional, help: "The least share of all replications in a box. (default: 0.05)",
    transform: { try ProportionOption.read($0) })
  var minMass = 0.05

  @OptionGroup var replicated: ReplicatedOptions

  func check() throws { _ = try plan }

  private var plan: RunPlan {
    get throws(InvalidValue) {
      // A box of a twentieth of fewer holds too few replications.
      try replicated.plan(atLeast: 100, for: "scenario discovery")
    }
  }

  private var shellOptions: [String] {
    ShellText.option("--where", condition)
      + ["--min-density \(minDensity.shortest)", "--min-mass \(minMass.shortest)", "--boxes \(boxes)"]
      + replicated.shellOptions
  }

  func run<E: Experiment>(_ type: E.Type) throws {
    let plan = try plan.completed(for: E.self)
    let task = try PreparedExperiment<E>(
      plan, replicated.output, of: Self.facts, options: shellOptions, kind: Self.name,
      distinctions: condition.map { [$0] } ?? [])
    let reading = try reading(of: task.schema)
    guard !task.experiment.uncertainInputs.isEmpty else {
      throw InvalidValue("\(E.self)", "it has no uncertain input, so no condition on the inputs can be found")
    }
    let directory = try task.directory()
    let found = try simulated(task, reading, 0..<plan.replications)
    // Half as many again check the box out of sample.
    let outOfSample = try simulated(task, reading, plan.replications..<plan.replications + plan.replications / 2)
    let futures: Futures
    do throws(InvalidValue) {
      futures = try Futures(inputs: found.inputs, isOfInterest: found.isOfInterest)
    } catch {
      // Which futures are of interest is a matter of the replications.
      throw CommandError(.data, error.description)
    }
    let discovery = StageLine.during("Peeling") {
      ScenarioDiscovery(
        futures, outOfSample: outOfSample, method: PRIM(minimumMass: minMass, crossesPlateaus: true),
        densityAtLeast: minDensity, boxes: boxes)
    }
    try Self.writeBoxes(discovery, task.description, to: directory)
    try Self.writeTrajectory(discovery, to: directory)
    try Self.writeFutures(futures, task.description, to: directory)
    try task.description.writeInputs(to: directory)
    let written = try task.description.finish(directory, task.schema, Self.presentation, measure: reading.name)
    replicated.output.show(
      written,
      DiscoveryReport(
        title: task.title, discovery, futures,
        condition: reading.name, asked: minDensity, units: task.experiment.inputs.map(\.declaration),
        footer:
          "\(plan.replications) replications to find it and \(plan.replications / 2) out of sample to check it, seed "
          + "\(plan.seed)\(plan.optionsText)\n" + written.filesLine
      ).text)
  }

  private func reading(of schema: RunSchema) throws(InvalidValue) -> MeasureReading {
    let reading = try MeasureReading(
      condition ?? (schema.measures.contains { $0.name == "npv" } ? "npv<0" : nil), of: schema,
      option: "--where")
    guard reading.bar != nil else {
      throw InvalidValue(
        "--where" + (condition.map { " " + $0 } ?? ""), "a condition compares a measure with a number",
        remedy: "for example --where '\(reading.name)<0'")
    }
    return reading
  }

  private func simulated<E: Experiment>(
    _ task: PreparedExperiment<E>, _ reading: MeasureReading, _ range: Range<Int>
  ) throws -> (inputs: [Sample], isOfInterest: [Bool]) {
    let columns = task.experiment.uncertainInputs
    var inputs = [[Double]](repeating: [], count: columns.count)
    var isOfInterest: [Bool] = []
    var unknown = 0
    try task.compute(replications: range, reading: reading) { records in
      for record in records {
        for (place, column) in columns.enumerated() { inputs[place].append(record.inputs[column]) }
        guard let value = reading.value(of: record) else {
          unknown += 1
          continue
        }
        isOfInterest.append(value == 1)
      }
    }
    if unknown > 0 { throw reading.missing(unknown, of: range.count, in: task.schema) }
    var samples: [Sample] = []
    for (column, values) in zip(columns, inputs) {
      samples.append(try Sample(task.experiment.inputs[column].declaration.name, values))
    }
    return (samples, isOfInterest)
  }

  // MARK: Tables

  private static func writeBoxes(
    _ discovery: ScenarioDiscovery, _ description: RunDescription, to directory: OutputDirectory
  ) throws(OutputError) {
    let table = try directory.table(
      .boxes,
      [
        Column("box", .integer, "from 1"), Column("input", .string), Column("unit", .string), Column("side", .string),
        Column("limit", .number), Column("quasi_p", .number, "p-value of the limit (quasi-p)"),
        Column("density", .number, "share of the replications in the box that are of interest"),
        Column(
          "coverage", .number,
          "share of the replications of interest that are in the box, of those outside the boxes before"),
        Column("mass", .number, "share of all replications in the box"), Column("futures", .integer, "in the box"),
      ]
        + Column.estimate(
          "out_of_sample_density", "on replications that were not used to find the box", interval: "Wilson's")
        + [
          Column("out_of_sample_coverage", .number),
          Column("range_low", .number, "the lowest value of the input that was drawn"),
          Column("range_high", .number, "the highest"),
        ])
    for (number, finding) in discovery.findings.enumerated() {
      let quality = finding.quality
      for limit in quality.significances {
        guard let value = quality.box[limit.input, limit.side] else { continue }
        let input = quality.futures.inputs[limit.input]
        try table.write(
          [number + 1, input.name, description.unit(of: input.name), limit.side == .low ? "low" : "high"],
          [value, limit.quasiP, quality.density, quality.coverage, quality.mass, quality.count],
          finding.outOfSampleDensity?.cells ?? [nil, nil, nil],
          [finding.outOfSampleCoverage?.value, input.values.min(), input.values.max()])
      }
    }
  }

  private static func writeTrajectory(
    _ discovery: ScenarioDiscovery, to directory: OutputDirectory
  ) throws(OutputError) {
    let table = try directory.table(
      .trajectory,
      [
        Column("box", .integer, "from 1"), Column("step", .integer, "from 0"), Column("phase", .string),
        Column("density", .number), Column("coverage", .number), Column("mass", .number),
        Column("restricted_inputs", .integer),
      ])
    for (number, finding) in discovery.findings.enumerated() {
      for (step, box) in finding.trajectory.boxes.enumerated() {
        let phase = step < finding.trajectory.peeled ? "peeling" : "pasting"
        try table.write([number + 1, step, phase, box.density, box.coverage, box.mass, box.restrictedInputs])
      }
    }
  }

  private static func writeFutures(
    _ futures: Futures, _ description: RunDescription, to directory: OutputDirectory
  ) throws(OutputError) {
    let table = try directory.table(
      .futures,
      [Column("replication", .integer, "from 0")]
        + futures.inputs.map { Column($0.name, .number, unit: description.unit(of: $0.name)) }
        + [Column("of_interest", .boolean)])
    for future in 0..<futures.count {
      try table.write([future], futures.inputs.map { $0.values[future] }, [futures.isOfInterest[future]])
    }
  }
}

extension ResultTable {
  static let boxes = ResultTable("boxes", title: Text("The limits of the boxes", zh: "区域的界限"))
  static let trajectory = ResultTable("trajectory", title: Text("The sequence of boxes", zh: "逐步收缩的区域"))
  static let futures = ResultTable("futures", title: Text("Every replication", zh: "每种情形"), isLong: true)
}

/// The terminal report of scenario discovery: the conditions in a sentence, their limits, density and coverage out of sample.
private struct DiscoveryReport {
  private let title: String
  private let discovery: ScenarioDiscovery
  private let futures: Futures
  private let condition: String
  private let asked: Double
  private let units: [InputDeclaration]
  private let footer: String

  /// - `condition`: what makes a replication of interest: `npv<0`.
  /// - `asked`: the density that was asked for.
  init(
    title: String, _ discovery: ScenarioDiscovery, _ futures: Futures, condition: String, asked: Double,
    units: [InputDeclaration], footer: String
  ) {
    self.title = title
    self.discovery = discovery
    self.futures = futures
    self.condition = condition
    self.asked = asked
    self.units = units
    self.footer = footer
  }

  var text: String {
    let terminal = Terminal.standardOutput
    var paragraphs = [title]
    paragraphs.append(
      Paragraph.wrap("\(condition) in \(NumberText.percent(futures.density)) of simulated futures.")
        .joined(separator: "\n"))
    guard !discovery.findings.isEmpty else {
      let reached =
        futures.density < asked
        ? "" : " They are already as dense as requested (\(NumberText.percent(asked)))."
      let text = "No condition on the inputs makes them denser: chance decides, or many inputs together." + reached
      return (paragraphs + [Paragraph.wrap(text).joined(separator: "\n"), footer]).joined(separator: "\n\n")
    }
    if futures.density >= asked {
      paragraphs.append(
        Paragraph.wrap(
          "That reaches the requested density of \(NumberText.percent(asked)) without a condition, so a box is sought that halves the "
            + "share of the other futures."
        ).joined(separator: "\n"))
    }
    for (number, finding) in discovery.findings.enumerated() {
      paragraphs.append(Paragraph.wrap(sentence(finding, number)).map { terminal.bold($0) }.joined(separator: "\n"))
      paragraphs.append(limits(finding, number))
    }
    return (paragraphs + [footer]).joined(separator: "\n\n")
  }

  private func sentence(_ finding: ScenarioDiscovery.Finding, _ number: Int) -> String {
    let all = number == 0 ? "all such futures" : "those outside the boxes before"
    var text = finding.quality.sentence(condition, all: all) + "."
    if let density = finding.outOfSampleDensity, let coverage = finding.outOfSampleCoverage {
      text +=
        " Out of sample the density is \(NumberText.percent(density.value)) (95 % interval \(NumberText.percent(density.low)) to "
        + "\(NumberText.percent(density.high))) and the coverage \(NumberText.percent(coverage.value))."
    }
    let base = finding.quality.futures.density
    let bar = base < asked ? asked : (1 + base) / 2
    if finding.quality.density < bar {
      text +=
        base < asked
        ? " No box with significant limits reaches the requested density of \(NumberText.percent(asked)); this is the densest."
        : " No box with significant limits halves the share of the other futures; this is the densest."
    }
    return text
  }

  private func limits(_ finding: ScenarioDiscovery.Finding, _ number: Int) -> String {
    let rows = finding.quality.significances.compactMap { limit -> [String]? in
      guard let value = finding.quality.box[limit.input, limit.side] else { return nil }
      let name = futures.inputs[limit.input].name
      let unit = units.first { $0.name == name }?.unit.description ?? ""
      return [
        name, unit == "1" ? "" : unit, limit.side == .low ? "above" : "below", NumberText.short(value),
        limit.quasiP < 0.001 ? "less than 0.001" : NumberText.short(limit.quasiP),
      ]
    }
    return "Box \(number + 1): \(finding.quality.count) of \(finding.quality.futures.count) replications\n"
      + TextualTable(
        headings: ["input", "unit", "", "limit", "quasi-p"], alignment: [.left, .left, .left, .right, .right],
        rows: rows
      ).text
  }
}
