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

      It also simulates whole days with the fleet's own scaling, and compares what is paid for and the share of the \
      requests that is served within the service level. As in the forecast, requests that a fleet cannot serve within the \
      level are turned away: a replica runs little more than at its highest rate within the level, and few requests wait \
      for it.
      """, examples: ["payoff fidelity CustomerService --set batching=continuous --set slowness=1"])

  static let presentation = Presentation(
    tables: [
      ShownTable(
        .fidelity,
        [
          "fleet", "requests_per_s", "replicas", "needed_by_curve", "needed_by_closed_form", "needed_simulated",
          "latency_by_curve_s", "latency_simulated_s",
        ]),
      ShownTable(
        .days,
        [
          "fleet", "requests", "replica_hours_forecast", "replica_hours_simulated", "attainment_forecast",
          "attainment_simulated",
        ]),
    ])

  @OptionGroup var subject: ExperimentArgument

  @Option(
    parsing: .unconditional,
    help: "How many hours of each fleet are simulated, from the quietest to the busiest. (default: 12)",
    transform: { try WholeNumber.read($0, in: 1...1000) })
  var hours = 12

  @Option(
    parsing: .unconditional,
    help: "How many whole days of each fleet are simulated, from the quietest to the busiest. (default: 1)",
    transform: { try WholeNumber.read($0, in: 0...366) })
  var days = 1

  @OptionGroup var shared: SharedOptions

  /// What the progress line counts.
  private static func simulated(_ unit: String) -> String { "\(unit) simulated request by request" }

  private static func text(_ count: Int, _ unit: String) -> String { "\(count) \(unit)\(count == 1 ? "" : "s")" }

  /// Why no hour of any fleet can be compared.
  private static func text(ofNone reasons: some Sequence<(String, String)>, _ plan: RunPlan) -> String {
    let fleets = reasons.map { "\($0.0): \($0.1)" }.joined(separator: "; ")
    return
      "in replication 0 of seed \(plan.seed)\(plan.optionsText) no number of replicas holds the service level, so that "
      + "there is nothing to compare (\(fleets))"
  }

  func check() throws { _ = try shared.plan(1) }

  func run<E: Experiment>(_ experiment: E.Type) throws {
    let options = ["--hours \(hours)", "--days \(days)"]
    let task = try PreparedExperiment<E>(
      try shared.plan(1).completed(for: E.self), shared.output, of: Self.facts, options: options, kind: Self.name,
      distinctions: options)
    let replicator = try Replicator(task.experiment, plan: task.plan)
    let fleets = try replicator.fleetHours(ofReplication: 0, count: hours)
      .filter { $0.curve.canBeChecked && !$0.hours.isEmpty }
    guard !fleets.isEmpty else {
      throw InvalidValue(
        "\(E.self)", "it has no fleet with a known deployment and known requests",
        remedy: "give the fleet CapacityCurve.batching(deployment, lengths:, within:) or .oneAtATime(deployment, …)")
    }
    let unreachable = fleets.map { fleet in
      fleet.hours.compactMap { fleet.curve.reasonUnreachable(longer: $0.growth) }
    }
    guard zip(fleets, unreachable).contains(where: { $1.count < $0.hours.count }) else {
      throw InvalidValue(
        "\(E.self)", Self.text(ofNone: zip(fleets.map(\.name), unreachable.map { $0.first ?? "" }), task.plan),
        remedy: "allow a longer latency, or set what makes the model faster or its requests shorter")
    }
    let directory = try task.directory()
    let hoursDone = SharedProgress(total: fleets.reduce(0) { $0 + $1.hours.count }, unit: Self.simulated("hours"))
    let found = StageLine.during("Simulating every request of \(Self.text(hours, "hour"))") {
      fleets.map { fleet in
        (
          name: fleet.name,
          hours: fleet.curve.fidelity(
            of: fleet.hours.map { ($0.rate, $0.growth, $0.replicas) }, seed: task.plan.seed,
            progress: { hoursDone.advance() })
        )
      }
    }
    let checked = Set(fleets.map(\.name))
    let fleetDays = try (days == 0 ? [] : replicator.fleetDays(ofReplication: 0, count: days))
      .filter { checked.contains($0.name) }
    let daysDone = SharedProgress(total: fleetDays.reduce(0) { $0 + $1.days.count }, unit: Self.simulated("days"))
    let foundDays = StageLine.during("Simulating every request of \(Self.text(days, "day"))") {
      fleetDays.map { (fleet: $0, days: $0.fidelity(seed: task.plan.seed, progress: { daysDone.advance() })) }
    }
    try Self.write(found, to: directory)
    try Self.write(foundDays, to: directory)
    try task.description.writeInputs(to: directory)
    let written = try task.description.finish(directory, task.schema, Self.presentation)
    shared.output.show(
      written,
      FidelityReport(
        title: task.title,
        fleets: zip(zip(fleets, unreachable), found).map {
          CheckedFleet(name: $0.0.name, method: $0.0.curve.method, hours: $1.hours, unreachable: $0.1)
        }, days: foundDays, askedDays: days,
        footer: "\(Self.text(hours, "hour")) and \(Self.text(days, "day")) of replication 0, every request simulated, "
          + "seed \(task.plan.seed)"
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

extension FidelityCommand {
  private static func write(
    _ found: [(fleet: FleetDays, days: [DayFidelity])], to directory: OutputDirectory
  ) throws(OutputError) {
    guard !found.isEmpty else { return }
    let table = try directory.table(
      .days,
      [
        Column("fleet", .string), Column("requests", .integer, "that arrived in the simulation"),
        Column("replica_hours_forecast", .number, unit: "replica-hours", "paid for on the day"),
        Column("replica_hours_simulated", .number, unit: "replica-hours"),
        Column(
          "attainment_forecast", .number,
          "share of the day's requests that the forecast counts as served within the service level"),
        Column(
          "attainment_simulated", .number,
          "share within the limits over the share that the level asks for, hour by hour, at most 1"),
      ])
    for (fleet, days) in found {
      for day in days {
        try table.write(
          [fleet.name, day.requests, day.replicaHoursByCurve, day.replicaHoursSimulated],
          [day.attainmentByCurve, day.attainmentSimulated])
      }
    }
  }
}

extension FleetDays {
  /// Simulates every request of each day.
  fileprivate func fidelity(seed: UInt64, progress: @Sendable () -> Void) -> [DayFidelity] {
    Concurrent.map(Array(days.enumerated())) { index, hours in
      defer { progress() }
      return curve.longer(by: hours.first?.growth ?? 1).fidelity(
        ofDay: hours.map { .init(rate: $0.rate, replicas: $0.replicas, paid: $0.paid, served: $0.served) },
        following: following, boot: boot, streams: Streams(seed: seed, replication: index))
    }.compactMap { $0 }
  }

  /// How it follows its load, in words.
  fileprivate var followingText: String {
    switch following {
    case .constant: "around the clock"
    case .plan: "planned hour by hour"
    case .idleness(let above): "by idleness above \(NumberText.ratio(above))"
    }
  }
}

extension ResultTable {
  static let days = ResultTable(
    "days", title: Text("Days of a fleet, forecast and simulated", zh: "集群若干天的预测与模拟对照"))
  static let fidelity = ResultTable(
    "fidelity", title: Text("Capacity curve and request-level simulation", zh: "容量曲线与逐请求模拟的对照"))
}

/// The hours of a fleet that were compared, and why others were not.
private struct CheckedFleet {
  let name: String
  let method: String
  let hours: [HourFidelity]
  /// The reason for each hour in which no number of replicas holds the service level.
  let unreachable: [String]
}

/// The terminal report of a fidelity check: the error of the curve in a sentence, and a row per hour.
private struct FidelityReport {
  private let title: String
  private let fleets: [CheckedFleet]
  private let days: [(fleet: FleetDays, days: [DayFidelity])]
  private let askedDays: Int
  private let footer: String

  init(
    title: String, fleets: [CheckedFleet], days: [(fleet: FleetDays, days: [DayFidelity])], askedDays: Int,
    footer: String
  ) {
    self.title = title
    self.fleets = fleets
    self.days = days
    self.askedDays = askedDays
    self.footer = footer
  }

  var text: String {
    let terminal = Terminal.standardOutput
    var paragraphs = [title]
    for fleet in fleets {
      let sentence = Paragraph.wrap(sentence(fleet))
      paragraphs.append(sentence.map { terminal.bold($0) }.joined(separator: "\n"))
      if !fleet.hours.isEmpty { paragraphs.append(table(fleet.hours)) }
    }
    for (fleet, days) in days {
      let missing = askedDays - days.count
      let sentence = Paragraph.wrap(
        "\(fleet.name), whole days with its scaling (\(fleet.followingText)), every request simulated"
          + (missing > 0 ? "; \(missing) of \(askedDays) not, as no number of replicas holds the service level" : "")
          + (days.isEmpty ? "." : ":"))
      paragraphs.append(sentence.map { terminal.bold($0) }.joined(separator: "\n"))
      if !days.isEmpty { paragraphs.append(table(days)) }
    }
    return (paragraphs + [footer]).joined(separator: "\n\n")
  }

  /// A value against another, as a share; `nil` where there is nothing to compare.
  private func gap(_ value: Double?, _ simulated: Double) -> Double? {
    guard let value, value.isFinite, simulated > 0 else { return nil }
    return value / simulated - 1
  }

  private func sentence(_ fleet: CheckedFleet) -> String {
    let reason = fleet.unreachable.first.map { " \($0)." } ?? ""
    guard !fleet.hours.isEmpty else {
      return "\(fleet.name) (\(fleet.method)): no hour can be compared.\(reason)"
    }
    let all = fleet.hours.count + fleet.unreachable.count
    return comparison(fleet)
      + (fleet.unreachable.isEmpty ? "" : " \(fleet.unreachable.count) of \(all) hours are not compared.\(reason)")
  }

  private func comparison(_ fleet: CheckedFleet) -> String {
    let (name, method, hours) = (fleet.name, fleet.method, fleet.hours)
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

  private func table(_ days: [DayFidelity]) -> String {
    TextualTable(
      headings: ["requests", "replica-hours", "simulated", "within the level", "simulated"],
      alignment: Array(repeating: .right, count: 5),
      rows: days.map { day in
        [
          NumberText.short(Double(day.requests)), NumberText.short(day.replicaHoursByCurve),
          NumberText.short(day.replicaHoursSimulated), NumberText.percent(day.attainmentByCurve),
          NumberText.percent(day.attainmentSimulated),
        ]
      }
    ).text
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
