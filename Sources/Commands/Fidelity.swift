import ArgumentParser
import Experimentation
import Randomness
import Results
import Serving

/// `payoff fidelity EXPERIMENT`: how accurate the capacity curves of a forecast are, compared with simulations of every request.
struct FidelityCommand: ExperimentCommand {
  static let facts = CommandFacts(
    "fidelity", title: Text("how close the capacity curve is", zh: "容量曲线的准确度"),
    "Checks the capacity curves of a forecast against simulations of every request.",
    details: """
      A forecast over years cannot simulate every request: a capacity curve gives the GPUs that an hour needs. This command \
      simulates every request in some hours of the first replication, and reports the error of the curve in GPUs, latency \
      and load, beside that of the closed form.
      """, examples: ["payoff fidelity CustomerService --set batching=continuous --set slowness=1"])

  static let presentation = Presentation(
    tables: [
      ShownTable(
        .fidelity,
        [
          "fleet", "requests_per_s", "replicas", "needed_by_curve", "needed_by_closed_form", "needed_simulated",
          "latency_by_curve_s", "latency_simulated_s",
        ])
    ])

  @OptionGroup var subject: ExperimentArgument

  @Option(
    parsing: .unconditional,
    help: "How many hours of each fleet are simulated, from the quietest to the busiest. (default: 12)",
    transform: { try WholeNumber.read($0, in: 1...1000) })
  var hours = 12

  @OptionGroup var shared: SharedOptions

  func check() throws { _ = try shared.plan(1) }

  func run<E: Experiment>(_ experiment: E.Type) throws {
    let task = try PreparedExperiment<E>(
      try shared.plan(1), shared.output, of: Self.facts, options: ["--hours \(hours)"], kind: Self.name,
      distinctions: ["--hours \(hours)"])
    let fleets = try Replicator(task.experiment, plan: task.plan)
      .fleetHours(ofReplication: 0, count: hours).filter { $0.curve.canBeChecked && !$0.hours.isEmpty }
    guard !fleets.isEmpty else {
      throw InvalidValue(
        "\(E.self)", "it has no fleet with a known deployment and known requests",
        remedy: "give the fleet CapacityCurve.batching(deployment, lengths:, within:) or .oneAtATime(deployment, …)")
    }
    let directory = try task.directory()
    let found = StageLine.during("Simulating every request of \(hours) hours") {
      fleets.map {
        (
          name: $0.name,
          hours: $0.curve.fidelity(of: $0.hours.map { ($0.rate, $0.growth, $0.replicas) }, seed: task.plan.seed)
        )
      }
    }
    try Self.write(found, to: directory)
    try task.description.writeInputs(to: directory)
    let written = try task.description.finish(directory, task.schema, Self.presentation)
    shared.output.show(
      written,
      FidelityReport(
        title: task.title,
        fleets: zip(fleets, found).map { ($0.name, $0.curve.method, $1.hours) },
        footer: "\(hours) hours of replication 0, every request simulated, seed \(task.plan.seed)"
          + task.plan.optionsText + "\n" + written.filesLine
      ).text)
  }

  private static func write(
    _ fleets: [(name: String, hours: [HourFidelity])], to directory: OutputDirectory
  ) throws(OutputError) {
    let table = try directory.table(
      .fidelity,
      [
        Column("fleet", .string), Column("requests_per_s", .number, unit: "requests/s"),
        Column("replicas", .integer, "that the forecast had"),
        Column("needed_by_curve", .integer, unit: "replicas", "the least that hold the service level"),
        Column("needed_by_closed_form", .integer, unit: "replicas", "empty if there is none"),
        Column("needed_simulated", .integer, unit: "replicas", "with every request of the hour simulated"),
        Column(
          "latency_by_curve_s", .number, unit: "s",
          "at the percentile of the service level, with the forecast's replicas"),
        Column("latency_simulated_s", .number, unit: "s"),
        Column(
          "load_by_curve", .number,
          "busy share of replicas that serve one request at a time, or running sequences per replica"),
        Column("load_simulated", .number),
      ])
    for (name, hours) in fleets {
      for hour in hours {
        try table.write(
          [name, hour.rate, hour.replicas, hour.neededByCurve, hour.neededByFormula, hour.neededSimulated],
          [hour.latencyByCurve.flatMap { $0.isFinite ? $0 : nil }, hour.latencySimulated],
          [hour.loadByCurve, hour.loadSimulated])
      }
    }
  }
}

extension ResultTable {
  static let fidelity = ResultTable(
    "fidelity", title: Text("Capacity curve and request-level simulation", zh: "容量曲线与逐请求模拟的对照"))
}

/// The terminal report of a fidelity check: the error of the curve in a sentence, and a row per hour.
private struct FidelityReport {
  private let title: String
  private let fleets: [(name: String, method: String, hours: [HourFidelity])]
  private let footer: String

  init(title: String, fleets: [(name: String, method: String, hours: [HourFidelity])], footer: String) {
    self.title = title
    self.fleets = fleets
    self.footer = footer
  }

  var text: String {
    let terminal = Terminal.standardOutput
    var paragraphs = [title]
    for fleet in fleets {
      let sentence = Paragraph.wrap(sentence(fleet.name, fleet.method, fleet.hours))
      paragraphs.append(sentence.map { terminal.bold($0) }.joined(separator: "\n"))
      paragraphs.append(table(fleet.hours))
    }
    return (paragraphs + [footer]).joined(separator: "\n\n")
  }

  /// A value against another, as a share; `nil` where there is nothing to compare.
  private func gap(_ value: Double?, _ simulated: Double) -> Double? {
    guard let value, value.isFinite, simulated > 0 else { return nil }
    return value / simulated - 1
  }

  private func sentence(_ name: String, _ method: String, _ hours: [HourFidelity]) -> String {
    func sizes(_ gaps: [Double?]) -> String? {
      let known = gaps.compactMap { $0.map(abs) }.sorted()
      guard let worst = known.last else { return nil }
      return "\(NumberText.ratio(known[known.count / 2])) in the median and \(NumberText.ratio(worst)) at most"
    }
    func total(_ needed: (HourFidelity) -> Int?) -> Double? {
      hours.reduce(0.0 as Double?) { sum, hour in sum.flatMap { sum in needed(hour).map { sum + Double($0) } } }
    }
    let simulated = total { $0.neededSimulated } ?? 0
    var text = "\(name) (\(method)): over these hours the curve gives "
    text += total { $0.neededByCurve }.map { signed($0 / simulated - 1) } ?? "as many"
    text += " replicas than the simulation of every request needs"
    if let formula = total({ $0.neededByFormula }) {
      text += ", and the closed form for \(signed(formula / simulated - 1))"
    }
    text += "."
    if let load = sizes(hours.map { gap($0.loadByCurve, $0.loadSimulated) }) {
      text += " Where the fleet meets its service level, the error of its load is \(load)."
    }
    if let latency = sizes(hours.map { gap($0.latencyByCurve, $0.latencySimulated) }) {
      text += " The error of the latency is \(latency)."
    }
    return text
  }

  private func signed(_ share: Double) -> String {
    share == 0 ? "no fewer" : "\(NumberText.ratio(abs(share))) \(share < 0 ? "fewer" : "more")"
  }

  private func table(_ hours: [HourFidelity]) -> String {
    func short(_ value: Double?) -> String { value.map { NumberText.short($0) } ?? "over" }
    let rows = hours.map { hour in
      [
        NumberText.short(hour.rate), "\(hour.neededByCurve)", hour.neededByFormula.map { "\($0)" } ?? "-",
        "\(hour.neededSimulated)", "\(hour.replicas)", short(hour.loadByCurve), NumberText.short(hour.loadSimulated),
        short(hour.latencyByCurve), NumberText.short(hour.latencySimulated),
      ]
    }
    return TextualTable(
      headings: [
        "requests/s", "curve", "formula", "needed", "there", "load", "simulated", "latency, s", "simulated",
      ], alignment: Array(repeating: .right, count: 9), rows: rows
    ).text
  }
}
