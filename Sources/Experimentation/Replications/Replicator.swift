import Demand
import Dispatch
import Economics
package import EventSimulation
package import Randomness
import Synchronization

/// Computes the rows of a run, several at a time, and hands their records over in order.
///
/// A row is a replication, or a point of a sweep or a design. Each draws from streams placed by (seed, replication,
/// name), so that no thread and no other row has a part in it. The records of a round are merged on one thread in the
/// order of their numbers: the results are the same bytes for any number of threads, and memory does not grow with the
/// number of replications.
package struct Replicator<E: Experiment>: Sendable {
  private let plan: RunPlan
  private let experiment: ResolvedExperiment<E>
  private let rows: any RowSource
  private let count: Int
  private let solvesBreakEvens: Bool

  /// Replications that a thread claims at a time.
  private static var claim: Int { 4 }
  /// Numbers that a round may hold before its records are merged, and how many of them a record without any is worth.
  private static var roundCapacity: (numbers: Int, record: Int) { (1_000_000, 100) }

  /// One row a replication.
  /// - Throws: `InvalidValue` for a sampling that does not fit the experiment.
  package init(_ experiment: ResolvedExperiment<E>, plan: RunPlan) throws(InvalidValue) {
    self.init(experiment, plan: plan, rows: try MonteCarloRows(experiment, plan: plan), count: plan.replications)
  }

  /// - `rows`: what each row is computed with.
  /// - `count`: how many there are.
  /// - `solvesBreakEvens`: whether the measures that are sought have a value.
  package init(
    _ experiment: ResolvedExperiment<E>, plan: RunPlan, rows: any RowSource, count: Int, solvesBreakEvens: Bool = true
  ) {
    self.solvesBreakEvens = solvesBreakEvens
    self.experiment = experiment
    self.plan = plan
    self.rows = rows
    self.count = count
  }

  /// What the experiment measures: by the first row, and by one of each other option.
  ///
  /// They are simulated: what goes wrong in an option does so here, before anything is written.
  /// - Parameter options: rows among which each option is.
  /// - Throws: as ``run(_:)``.
  package func schema(ofOptions options: [Int] = [0]) throws -> RunSchema {
    var seen: Set<[Int]> = []
    var schema: RunSchema?
    for number in options where seen.insert(rows.row(number).choices).inserted {
      let option = try CodeUnderWay.during(.replication(number)) { try Worker(self).schema(number) }
      schema = try schema?.joined(with: option) ?? option
    }
    guard let schema else { preconditionFailure("there is no row to learn the measures from") }
    try requireDistinctColumns(schema)
    return schema
  }

  /// The hours of each fleet of a replication, sampled over the range of its load.
  /// - Parameter count: the hours of each fleet: from the quietest to the busiest, equally far apart in rank.
  /// - Throws: as ``run(_:)``.
  package func fleetHours(ofReplication number: Int, count: Int) throws -> [FleetHours] {
    try Worker(self).scenario(number) { scenario, streams in
      guard scenario.isForecast else { return [] }
      return try ForecastModel.hours(of: scenario, streams: streams).map { fleet, hours, _ in
        let busy = hours.filter { $0.rate > 0 && $0.replicas > 0 }.sorted { $0.rate < $1.rate }
        let sampled = busy.isEmpty ? [] : (0..<count).map { busy[(busy.count - 1) * $0 / max(count - 1, 1)] }
        return FleetHours(name: fleet.name, curve: fleet.capacity, hours: sampled)
      }
    }
  }

  /// Runs the trials of a replication once more, and shows a recorder what happens in their process models.
  /// - Throws: as ``run(_:)``.
  package func trace(ofReplication number: Int, by recorder: ProcessRecorder) throws {
    try Worker(self).scenario(number) { scenario, streams in
      try ProcessRecorder.$current.withValue(recorder) {
        for trial in scenario.trials { _ = try trial.run(streams) }
      }
    }
  }

  /// Days of each fleet of a replication, sampled over the range of its load.
  /// - Parameter count: the days of each fleet: the middles of so many equal parts of all, by rank.
  /// - Throws: as ``run(_:)``.
  package func fleetDays(ofReplication number: Int, count: Int) throws -> [FleetDays] {
    try Worker(self).scenario(number) { scenario, streams in
      guard scenario.isForecast else { return [] }
      return try ForecastModel.hours(of: scenario, streams: streams).map { fleet, hours, _ in
        FleetDays(fleet, hours: hours, count: count)
      }
    }
  }

  /// The hours of a replication for which each fleet's number of replicas was chosen, at equal distances of what they cost.
  package func decisiveHours(ofReplication number: Int, count: Int) throws -> [FleetHours] {
    try Worker(self).scenario(number) { scenario, streams in
      guard scenario.isForecast else { return [] }
      return try ForecastModel.hours(of: scenario, streams: streams).map { fleet, hours, plans in
        let all = (plans.isEmpty ? hours : plans).filter { $0.rate > 0 && $0.replicas > 0 }
        let total = all.reduce(0) { $0 + $1.cost }
        var sampled: [FleetHours.Hour] = []
        var sum = 0.0
        for hour in all {
          sum += hour.cost
          while sampled.count < count, sum >= (Double(sampled.count) + 0.5) / Double(count) * total {
            sampled.append(hour)
          }
        }
        return FleetHours(name: fleet.name, curve: fleet.capacity, hours: sampled)
      }
    }
  }

  /// Refuses a name that would be two columns of `replications.csv`, or that a command line cannot say.
  private func requireDistinctColumns(_ schema: RunSchema) throws {
    for name in schema.measures.map(\.name)
    where name.isEmpty || name.trimmed != name || name.contains(where: { "<>=".contains($0) || $0.isNewline }) {
      throw ReplicationError(
        place: rows.place(of: 0),
        problem:
          "measure \"\(name)\": a name is not empty, has no blank at either end, and no <, >, = or "
          + "line feed, with which a condition such as npv>0 is written; give it another one")
    }
    var columns: Set<String> = []
    let inputs = experiment.inputs.map { ("input", $0.declaration.name) }
    let choices = experiment.choices.map { ("choice", $0.declaration.name) }
    let reserved =
      (inputs + choices).map { ($0.0, $0.1, ReservedNames.ofInputs) }
      + schema.measures.map { ("measure", $0.name, ReservedNames.ofMeasures) }
    for (kind, name, names) in reserved where names.contains(name) {
      throw ReplicationError(
        place: rows.place(of: 0),
        problem:
          "\(kind) \"\(name)\": tables have a column of that name; give it another name than \(names.joined(separator: ", "))"
      )
    }
    for (kind, name) in inputs + choices + schema.measures.map({ ("measure", $0.name) })
    where !columns.insert(name).inserted {
      throw ReplicationError(
        place: rows.place(of: 0),
        problem: "\(kind) \"\(name)\": there is a column of that name already in replications.csv; give it another name"
      )
    }
  }

  /// Runs all rows.
  /// - Throws: as ``run(_:rows:_:)``.
  package func run(_ schema: RunSchema, _ receive: ([ReplicationRecord]) throws -> Void) throws {
    try run(schema, rows: 0..<count, receive)
  }

  /// Runs some rows.
  /// - Parameter receive: takes the records of a round, in order.
  /// - Throws: ``ReplicationError`` for the first replication that went wrong, ``Interrupted`` when the user stopped
  ///   it and what had been finished has been received, and whatever `receive` throws.
  package func run(
    _ schema: RunSchema, rows: Range<Int>, _ receive: ([ReplicationRecord]) throws -> Void
  ) throws {
    let months = schema.horizon?.months ?? 0
    let width = experiment.inputs.count + schema.measures.count + schema.series.count * months
    var size = RoundSize(
      Self.claim * plan.threads, atMost: Self.roundCapacity.numbers / (width + Self.roundCapacity.record))
    var first = rows.lowerBound
    while first < rows.upperBound {
      let range = first..<first + min(size.rows, rows.upperBound - first)
      let clock = ContinuousClock()
      let begin = clock.now
      let records = try round(range, schema)
      try receive(records)
      if Interruption.isRequested { throw Interrupted(finished: range.lowerBound + records.count) }
      if clock.now - begin < .milliseconds(200) { size.lengthen() }
      first = range.upperBound
    }
  }

  /// The records of a round; where the user has stopped it, those before the first that is not there.
  private func round(_ range: Range<Int>, _ schema: RunSchema) throws -> [ReplicationRecord] {
    let next = Atomic<Int>(range.lowerBound)
    let finished = Mutex<[(first: Int, records: [ReplicationRecord])]>([])
    let failures = Mutex<[(replication: Int, error: any Error)]>([])
    let claim = Self.claim
    let work: @Sendable (Int) -> Void = { _ in
      var replication = range.lowerBound
      do {
        let worker = try Worker(self)
        while true {
          let first = next.add(claim, ordering: .relaxed).oldValue
          guard first < range.upperBound, !Interruption.isRequested else { return }
          var records: [ReplicationRecord] = []
          for number in first..<min(first + claim, range.upperBound) {
            replication = number
            records.append(try CodeUnderWay.during(.replication(number)) { try worker.record(number, schema) })
          }
          finished.withLock { $0.append((first, records)) }
        }
      } catch {
        failures.withLock { $0.append((replication, error)) }
        next.store(range.upperBound, ordering: .relaxed)
      }
    }
    if plan.threads == 1 {
      work(0)
    } else {
      DispatchQueue.concurrentPerform(iterations: plan.threads, execute: work)
    }
    // The lowest, so that the message does not depend on which thread came first.
    if let failure = failures.withLock({ $0.min { $0.replication < $1.replication } }) { throw failure.error }
    var records: [ReplicationRecord] = []
    for claimed in finished.withLock({ $0.sorted { $0.first < $1.first } }) {
      guard claimed.first == range.lowerBound + records.count else { break }
      records += claimed.records
    }
    return records
  }

  /// One thread's instance of the experiment.
  private final class Worker {
    private let replicator: Replicator
    private let declarations: Declarations<E>
    /// The layouts met so far: one for each option, as a rule.
    private var layouts: [ScenarioLayout] = []
    /// Where the values of scenarios stand in the rows, by layout and by the names of the trials' outcomes.
    private var placements: [Placed] = []

    /// What is known of the loads of the scenario.
    private let courses = KnownCourses()
    /// The scenario of this row with another value of an input, as evaluated last.
    private var other: Other?

    private struct Other {
      let input: InputSlot
      let value: Double
      let scenario: Scenario
      let forecast: Forecast
    }

    private struct Placed {
      let layout: Int
      let outcomes: [(name: String, claim: String?)]
      let placement: RowPlacement
    }

    init(_ replicator: Replicator) throws {
      self.replicator = replicator
      declarations = try ValidationErrors.collecting { Declarations<E>() }
      for (slot, text) in zip(declarations.settings, replicator.experiment.settings) {
        slot.slot.value = text.value
      }
    }

    /// What the scenario of a row measures.
    func schema(_ number: Int) throws -> RunSchema {
      try scenario(number) { scenario, streams in
        let layout = try ScenarioLayout(scenario, streams: streams)
        return try layout.schema(layout.evaluation(of: scenario, streams: streams).outcomes)
      }
    }

    /// What the scenario of a row gives, and its layout.
    func evaluation(_ number: Int) throws -> (layout: Int, ScenarioEvaluation) {
      try scenario(number) { scenario, streams in
        let layout = try layout(of: scenario, streams)
        let find = { (forecast: Forecast) in
          try scenario.breakEvens.indices.map { try self.breakEven($0, of: scenario, forecast, streams) }
        }
        return (
          layout,
          try layouts[layout].evaluation(
            of: scenario, streams: streams, courses: courses,
            breakEvens: replicator.solvesBreakEvens && !scenario.breakEvens.isEmpty ? find : nil)
        )
      }
    }

    /// The value of an input at which a figure is 0: the scenario is evaluated again with others, on the same streams.
    ///
    /// - `forecast`: of the scenario as it was drawn.
    private func breakEven(
      _ place: Int, of scenario: Scenario, _ forecast: Forecast, _ streams: Streams
    ) throws -> Double? {
      let sought = scenario.breakEvens[place].part
      func evaluated(_ value: Double) throws -> Double {
        try figure(place, of: scenario, where: value, streams)
      }
      if let shortcut = sought.shortcut?(forecast) {
        let end = sought.range.upperBound
        let (quick, full) = (shortcut(end), try evaluated(end))
        if abs(quick - full) <= 1e-9 * abs(full) {
          return sought.root(in: forecast, step: RootSearch.fineStep, of: shortcut)
        }
      }
      return try sought.root(in: forecast, of: evaluated)
    }

    /// The figure that a break-even is of, where its input has another value.
    private func figure(_ place: Int, of scenario: Scenario, where value: Double, _ streams: Streams) throws -> Double {
      let sought = scenario.breakEvens[place].part
      let drawn = sought.input.value
      defer { sought.input.value = drawn }
      sought.input.value = value
      guard let other = try other(sought.input, streams),
        other.scenario.breakEvens.indices.contains(place)
      else { return .nan }
      let figure = other.scenario.breakEvens[place].part.figure(other.forecast)
      guard figure.isFinite else {
        throw InvalidValue(
          "BreakEven(\"\(sought.name)\")", "the figure is \(figure) where the input is \(value.shortest)",
          location: scenario.breakEvens[place].location)
      }
      return figure
    }

    /// The scenario with the value that an input has now, and its forecast; `nil` where there is none.
    private func other(_ input: InputSlot, _ streams: Streams) throws -> Other? {
      if let other, other.input === input, other.value == input.value { return other }
      let scenario = try ValidationErrors.collecting { try declarations.experiment.scenario }
      guard let layout = layouts[try layout(of: scenario, streams)].forecast else { return nil }
      let forecast = try ForecastModel.run(scenario, layout, streams: streams, courses: courses)
      other = Other(input: input, value: input.value, scenario: scenario, forecast: forecast)
      return other
    }

    /// The layout of a scenario: one that was met before, unless its lines are others.
    private func layout(of scenario: Scenario, _ streams: Streams) throws -> Int {
      let outline = ScenarioOutline(scenario)
      if let known = layouts.lastIndex(where: { $0.outline == outline }) { return known }
      // Options are few; a scenario whose names change all the time must not fill the memory.
      if layouts.count == 64 { (layouts, placements) = ([], []) }
      layouts.append(try ScenarioLayout(scenario, streams: streams))
      return layouts.count - 1
    }

    /// What becomes of the scenario of a row; errors name the row.
    func scenario<Result>(_ number: Int, _ body: (Scenario, Streams) throws -> Result) throws -> Result {
      let row = replicator.rows.row(number)
      other = nil
      let values = row.values
      for (declared, value) in zip(declarations.inputs, values) { declared.slot.value = value }
      for (declared, option) in zip(declarations.choices, row.choices) { declared.slot.selected = option }
      let streams = Streams(seed: replicator.plan.seed, replication: row.replication, sampling: row.sampling)
      do {
        return try PriceIndex.$followsMedians.withValue(replicator.plan.isDeterministic) {
          try PriceIndex.$drawn.withValue(DrawnIndices()) {
            try ValidationErrors.collecting {
              try body(try ValidationErrors.collecting { try declarations.experiment.scenario }, streams)
            }
          }
        }
      } catch let error as InvalidValues {
        throw failure(number, Self.text(of: error) + setText(values))
      } catch let error as InvalidValue {
        throw failure(number, "\(error)" + setText(values))
      } catch let error as DataFileError {
        // The file is at fault, in every replication.
        throw error
      } catch {
        throw failure(number, "\(error)")
      }
    }

    /// The inputs that the user has set: where a part of the scenario is refused, one of them is at fault as a rule.
    private func setText(_ values: [Double]) -> String {
      let inputs = replicator.experiment.inputs
      let set = inputs.indices.filter { inputs[$0].isOverridden }
      guard !set.isEmpty else { return "" }
      let shown = set.prefix(8).map { "\(inputs[$0].declaration.name)=\(values[$0].shortest)" }
      return "\n  what is set: " + shown.joined(separator: ", ") + (set.count > 8 ? " and \(set.count - 8) more" : "")
    }

    /// The first error of each line: what is rejected once a month would be said sixty times.
    private static func text(of invalid: InvalidValues) -> String {
      var locations: Set<String> = []
      let first = invalid.values.filter { locations.insert($0.location ?? $0.description).inserted }
      let shown = first.prefix(5).map(\.description) + (first.count > 5 ? ["and \(first.count - 5) more"] : [])
      return shown.joined(separator: "\n")
    }

    func record(_ replication: Int, _ schema: RunSchema) throws -> ReplicationRecord {
      let (layout, evaluation) = try evaluation(replication)
      let placement = try placement(of: layout, evaluation, schema, replication)
      let record = ReplicationRecord(
        replication: replication, inputs: declarations.inputs.map(\.slot.value),
        measures: placement.measures(of: evaluation),
        timeline: schema.series.isEmpty ? [] : placement.series(of: evaluation),
        starts: schema.startingSeries.isEmpty ? [] : evaluation.starts,
        income: schema.income.isEmpty ? [] : evaluation.income)
      try requireFinite(record, schema)
      return record
    }

    private func placement(
      of layout: Int, _ evaluation: ScenarioEvaluation, _ schema: RunSchema, _ replication: Int
    ) throws -> RowPlacement {
      let known = placements.last { placed in
        placed.layout == layout && placed.outcomes.count == evaluation.outcomes.count
          && zip(placed.outcomes, evaluation.outcomes).allSatisfy { $0.name == $1.name && $0.claim == $1.claim?.name }
      }
      if let known { return known.placement }
      do {
        let found = try layouts[layout].schema(evaluation.outcomes)
        let placement = try schema.placement(
          ofMeasures: found.measures.map(\.name), series: found.series.map(\.name))
        placements.append(
          Placed(
            layout: layout, outcomes: evaluation.outcomes.map { ($0.name, $0.claim?.name) }, placement: placement))
        return placement
      } catch let error as OtherMeasures {
        throw failure(replication, error.problem)
      } catch {
        throw failure(replication, "\(error)")
      }
    }

    /// Refuses what is no finite number, and what is so large that no statistic of it would be one.
    private func requireFinite(_ record: ReplicationRecord, _ schema: RunSchema) throws {
      for column in replicator.experiment.uncertainInputs where !ReplicationRecord.isUsable(record.inputs[column]) {
        let input = replicator.experiment.inputs[column].declaration.name
        throw failure(record.replication, "the input \(input) is \(Self.text(record.inputs[column]))")
      }
      // A line of a month says more than the measures that are made of it.
      for (series, values) in zip(schema.series, record.timeline) {
        if let month = values.firstIndex(where: { !ReplicationRecord.isUsable($0) }) {
          throw notFinite("\(series.name) of month \(month + 1)", values[month], record)
        }
      }
      for (series, value) in zip(schema.startingSeries, record.starts) where !ReplicationRecord.isUsable(value) {
        throw notFinite("\(schema.series[series].name) at time zero", value, record)
      }
      for (measure, value) in zip(schema.measures, record.measures) {
        if let value, !ReplicationRecord.isUsable(value) { throw notFinite(measure.name, value, record) }
      }
      for (line, years) in zip(schema.income, record.income) {
        if let year = years.firstIndex(where: { !ReplicationRecord.isUsable($0) }) {
          throw notFinite("\(line.line) of year \(year)", years[year], record)
        }
      }
    }

    private static func text(_ value: Double) -> String {
      value.isNaN
        ? "not a number, as 0/0 is"
        : value.isInfinite ? "infinite" : "\(value.shortest), too large for statistics (at most 1e75)"
    }

    /// With the inputs that the user has set, and those furthest from what is usual: the largest in size, and those near 0.
    private func notFinite(_ name: String, _ value: Double, _ record: ReplicationRecord) -> ReplicationError {
      let inputs = replicator.experiment.inputs
      func distance(_ column: Int) -> Double {
        let value = record.inputs[column]
        return value == 0 ? 0 : Double(value.exponent.magnitude)
      }
      func isSetTo0(_ column: Int) -> Bool { inputs[column].isOverridden && record.inputs[column] == 0 }
      let columns = inputs.indices.sorted { one, other in
        // A zero is behind most quotients that do not exist.
        if isSetTo0(one) != isSetTo0(other) { return isSetTo0(one) }
        if inputs[one].isOverridden != inputs[other].isOverridden { return inputs[one].isOverridden }
        return (distance(other), one) < (distance(one), other)
      }.prefix(3)
      let values = columns.map { "\(inputs[$0].declaration.name)=\(record.inputs[$0].shortest)" }
      return failure(
        record.replication,
        "\(name) is \(Self.text(value))"
          + (values.isEmpty ? "" : "; among its inputs are \(values.joined(separator: ", "))"))
    }

    private func failure(_ number: Int, _ problem: String) -> ReplicationError {
      ReplicationError(place: replicator.rows.place(of: number), problem: problem)
    }
  }
}

/// How many rows a round has: so many that its end, where threads wait for each other, does not count.
struct RoundSize {
  private(set) var rows: Int
  private let largest: Int

  /// - `largest`: what memory allows, which counts only beyond the first round.
  init(_ rows: Int, atMost largest: Int) {
    self.rows = rows
    self.largest = max(rows, largest)
  }

  /// Twice as long, as far as it may be: a run of many short rounds asks for it after each.
  mutating func lengthen() { rows = rows > largest / 2 ? largest : 2 * rows }
}
