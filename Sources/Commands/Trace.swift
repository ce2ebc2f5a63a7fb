import ArgumentParser
import EventSimulation
import Experimentation
import Randomness
import Results

/// `payoff trace EXPERIMENT`: what happens in the process models of one replication, event by event, and their queues over time.
struct TraceCommand: ExperimentCommand {
  static let facts = CommandFacts(
    "trace", title: Text("a process model, event by event", zh: "流程模型的逐事件轨迹"),
    "Records the events of an experiment's process models, and draws their queues over time.",
    details: """
      One replication is simulated with the values that it has in a run. events.csv has a row for each block that a \
      transaction enters, levels.csv a row for each change of a resource (who waits, who is at work, units there are), and \
      queue.csv the same in equal intervals of the first model, which the chart shows. Times are in the time of the model, \
      the warm-up included.
      """, examples: ["payoff trace HelpDesk --until 480", "payoff trace HelpDesk --replication 17 --set first=person"])

  static let presentation = Presentation(
    charts: [.queue],
    tables: [
      ShownTable(
        .resources,
        [
          "model_run", "resource", "mean_waiting", "most_waiting", "time_of_most_waiting", "mean_busy", "mean_capacity",
        ])
    ], answer: { $0.ownAnswer(in: $1) })

  @OptionGroup var subject: ExperimentArgument

  @Option(
    parsing: .unconditional, help: "The number of the replication, as in replications.csv of a run. (default: 0)",
    transform: { try WholeNumber.read($0, in: 0...99_999_999) })
  var replication = 0

  @Option(
    parsing: .unconditional,
    help: "Until when events are recorded, in the time of the model. (default: the end of its run)",
    transform: { try PositiveNumber.read($0, in: 1e-9...1e12) })
  var until: Double?

  @OptionGroup var shared: SharedOptions

  func check() throws { _ = try shared.plan(1) }

  func run<E: Experiment>(_ experiment: E.Type) throws {
    let options = ["--replication \(replication)"] + (until.map { ["--until \($0.shortest)"] } ?? [])
    let task = try PreparedExperiment<E>(
      try shared.plan(replication + 1).completed(for: E.self), shared.output, of: Self.facts, options: options,
      kind: Self.name,
      distinctions: options)
    let directory = try task.directory()
    let traced = try StageLine.during("Recording replication \(replication)") {
      try TracedModels(
        of: try Replicator(task.experiment, plan: task.plan), replication: replication, until: until ?? .infinity,
        to: directory)
    }
    guard traced.runs > 0 else {
      throw InvalidValue(
        "\(E.self)", "it runs no process model, so there is nothing to trace",
        remedy: "payoff new --process writes an experiment with one; an event model is traced in its own code, "
          + "by simulation.run(through:tracing:)")
    }
    try traced.writeQueues(to: directory)
    try task.description.writeInputs(to: directory)
    let written = try task.description.finish(
      directory, task.schema, Self.presentation, answer: traced.sentence(in: .english),
      chineseAnswer: traced.sentence(in: .chinese), replications: 1)
    let report = [
      task.title,
      Paragraph.wrap(traced.sentence(in: .english)).map { Terminal.standardOutput.bold($0) }.joined(separator: "\n"),
      traced.table, "Replication \(replication), seed \(task.plan.seed)\(task.plan.optionsText)\n\(written.filesLine)",
    ]
    shared.output.show(written, report.filter { !$0.isEmpty }.joined(separator: "\n\n"))
  }
}

/// The process models of a replication as they were recorded.
private struct TracedModels {
  /// A resource of a run, from its first event to the end of what was recorded.
  struct ResourceCourse {
    let run: Int
    let name: String
    var levels: [ProcessRecorder.Level] = []
    var end = 0.0

    /// The time-weighted means of a part of the time, and the greatest number that waits in it.
    struct Means {
      var waiting = 0.0
      var most = 0
      var busy = 0.0
      var capacity = 0.0
    }

    /// Where the greatest number waits, first.
    var peak: ProcessRecorder.Level? {
      levels.reduce(nil) { best, level in (best?.waiting ?? -1) < level.waiting ? level : best }
    }

    /// Of so many equal intervals from 0 to the end.
    func intervals(_ count: Int) -> [Means] {
      let width = end / Double(count)
      var means = Array(repeating: Means(), count: count)
      for (place, level) in levels.enumerated() {
        let until = place + 1 < levels.count ? min(levels[place + 1].time, end) : end
        // A level that did not last is not one that anybody saw.
        guard width > 0, until > level.time else { continue }
        let first = min(Int(level.time / width), count - 1)
        for interval in first..<count {
          let begin = max(level.time, width * Double(interval))
          let lasted = min(until, width * Double(interval + 1)) - begin
          if interval > first, begin >= until { break }
          guard lasted > 0 else { continue }
          let weight = lasted / width
          means[interval].waiting += weight * Double(level.waiting)
          means[interval].busy += weight * Double(level.busy)
          means[interval].capacity += weight * Double(level.capacity)
          means[interval].most = max(means[interval].most, level.waiting)
        }
      }
      return means
    }
  }

  /// The intervals of a chart.
  private static let intervals = 300

  private(set) var runs = 0
  private(set) var courses: [ResourceCourse] = []
  private var events = 0
  private var transactions = 0

  /// Runs the models of a replication and writes what happens.
  init<E: Experiment>(
    of replicator: Replicator<E>, replication: Int, until end: Double, to directory: OutputDirectory
  ) throws {
    let eventTable = try directory.table(
      .events,
      [
        Column("model_run", .integer, "of a process model in the replication, from 1"),
        Column("time", .number, "in the time of the model"), Column("flow", .string),
        Column("transaction", .integer, "from 1, in the order in which they came to be"),
        Column("block", .string, "that it enters"),
      ])
    let levelTable = try directory.table(
      .levels,
      [
        Column("model_run", .integer, "of a process model in the replication, from 1"),
        Column("time", .number, "in the time of the model"), Column("resource", .string),
        Column("waiting", .integer, "transactions in its queue"), Column("busy", .integer, "units at work"),
        Column("capacity", .integer, "units there are"),
      ])
    var failure: (any Error)?
    var events = 0
    // Of the run of the model under way; runs follow each other.
    var (present, seen, places): (Int, Set<Int>, [String: Int]) = (0, [], [:])
    var transactions = 0
    func begin(_ run: Int) {
      guard run != present else { return }
      transactions += seen.count
      (present, seen, places) = (run, [], [:])
    }
    var courses: [ResourceCourse] = []
    let recorder = ProcessRecorder { run, entry in
      guard entry.time <= end, failure == nil else { return }
      events += 1
      begin(run)
      seen.insert(entry.transaction)
      do { try eventTable.write([run, entry.time, entry.flow, entry.transaction, entry.block]) } catch {
        failure = error
      }
    } levels: { run, level in
      guard level.time <= end, failure == nil else { return }
      begin(run)
      let place = places[level.resource] ?? courses.count
      if place == courses.count {
        courses.append(ResourceCourse(run: run, name: level.resource))
        places[level.resource] = place
      }
      courses[place].levels.append(level)
      do {
        try levelTable.write([run, level.time, level.resource, level.waiting, level.busy, level.capacity])
      } catch { failure = error }
    }
    try replicator.trace(ofReplication: replication, by: recorder)
    if let failure { throw failure }
    runs = recorder.runs
    for place in courses.indices {
      let ended = recorder.ends.indices.contains(courses[place].run - 1) ? recorder.ends[courses[place].run - 1] : 0
      courses[place].end = min(ended, end)
    }
    self.courses = courses
    self.events = events
    self.transactions = transactions + seen.count
  }

  /// Writes the resources and, for the chart, those of the first run over time.
  func writeQueues(to directory: OutputDirectory) throws(OutputError) {
    let table = try directory.table(
      .resources,
      [
        Column("model_run", .integer, "of a process model in the replication, from 1"), Column("resource", .string),
        Column("mean_waiting", .number, "over time, the warm-up included"), Column("most_waiting", .integer),
        Column("time_of_most_waiting", .number, "when so many first wait"),
        Column("mean_busy", .number, "units at work, over time"),
        Column("mean_capacity", .number, "units there are, over time"),
      ])
    for course in courses {
      guard let means = course.intervals(1).first else { continue }
      try table.write(
        [course.run, course.name, means.waiting, course.peak?.waiting, course.peak?.time], [means.busy, means.capacity])
    }
    let queue = try directory.table(
      .queue,
      [
        Column("resource", .string), Column("time", .number, "at which the interval begins"),
        Column("waiting", .number, "mean over the interval"), Column("most_waiting", .integer, "in the interval"),
        Column("busy", .number, "units at work, mean over the interval"),
        Column("capacity", .number, "units there are, mean over the interval"),
      ])
    for course in courses where course.run == 1 {
      for (place, means) in course.intervals(Self.intervals).enumerated() {
        try queue.write(
          [course.name, course.end * Double(place) / Double(Self.intervals), means.waiting, means.most],
          [means.busy, means.capacity])
      }
    }
  }

  /// What happened, and where the longest queue was.
  func sentence(in language: Language) -> String {
    func text(_ value: Double) -> String { NumberText.short(value, in: language) }
    let head = language(
      "\(transactions) transactions enter \(events) blocks in \(runs == 1 ? "one run" : "\(runs) runs") of a process model.",
      "流程模型运行 \(runs) 次，\(transactions) 个事务共进入 \(events) 个环节。")
    let longest = courses.filter { $0.run == 1 }.reduce(nil) { (best: ResourceCourse?, course) in
      (best?.peak?.waiting ?? -1) < (course.peak?.waiting ?? 0) ? course : best
    }
    guard let longest, let peak = longest.peak, let means = longest.intervals(1).first else { return head }
    return head
      + language(
        " At most \(peak.waiting) wait for \(longest.name), first at time \(text(peak.time)); \(text(means.waiting)) wait on "
          + "average, and \(text(means.busy)) of \(text(means.capacity)) units are at work.",
        "等待 \(longest.name) 的最多有 \(peak.waiting) 个（首次在时刻 \(text(peak.time))），平均 \(text(means.waiting)) 个；"
          + "平均有 \(text(means.capacity)) 个单位，其中 \(text(means.busy)) 个在忙。")
  }

  /// The resources for the terminal.
  var table: String {
    TextualTable(
      headings: ["model run", "resource", "waiting", "most", "at time", "busy", "units"],
      alignment: [.right, .left, .right, .right, .right, .right, .right],
      rows: courses.compactMap { course in
        course.intervals(1).first.map { means in
          [
            "\(course.run)", course.name, NumberText.short(means.waiting), "\(course.peak?.waiting ?? 0)",
            course.peak.map { NumberText.short($0.time) } ?? "", NumberText.short(means.busy),
            NumberText.short(means.capacity),
          ]
        }
      }, keys: 2
    ).text
  }
}

extension ResultTable {
  static let events = ResultTable("events", title: Text("Every event", zh: "每个事件"), isLong: true)
  static let levels = ResultTable("levels", title: Text("Every change of a resource", zh: "资源的每次变化"), isLong: true)
  static let resources = ResultTable("resources", title: Text("Resources and their queues", zh: "资源及其队列"))
  static let queue = ResultTable("queue", title: Text("Queues over time", zh: "队列随时间的变化"))
}
